"""Data in a page's Markdown never becomes a link, a picture or a heading; terms have their definitions."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import parts
from dashboard.parts.tables import as_csv, as_words, neutralise


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[click](http://x)", r"\[click\]\(http\://x\)"),
        ("# Oak", r"\# Oak"),
        ("**loud**", r"\*\*loud\*\*"),
        ("<b>Oak</b>", r"\<b\>Oak\</b\>"),
        ("1. first", r"1\. first"),
        ("$x$ :red[y]", r"\$x\$ \:red\[y\]"),
        ("Ashgrove Academy", "Ashgrove Academy"),
        ("", ""),
    ],
)
def test_data_is_shown_as_it_is(text, shown):
    assert parts.plain(text) == shown


@given(text=st.text())
def test_no_mark_of_markdown_is_left_bare_and_no_letter_lost(text):
    shown = parts.plain(text)
    assert re.sub(r"\\(.)", r"\1", shown, flags=re.DOTALL) == text
    assert not re.search(r"(?<!\\)[*_\[\]<>#`$]", re.sub(r"\\.", "", shown, flags=re.DOTALL))


def test_every_definition_is_a_sentence_and_an_unknown_term_is_a_fault():
    assert parts.definition("enquiry").startswith("A run of messages")
    with pytest.raises(KeyError):
        parts.definition("horoscope")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Oak", "Oak"),
        (None, ""),
        (float("nan"), ""),
        (pd.NaT, ""),
        (3, "3"),
        (1234567, "1,234,567"),
        (2.5, "2.5"),
        (2.0, "2"),
        (True, "Yes"),
        (False, "No"),
        (pd.Timestamp(2026, 3, 3), "3 Mar 2026"),
        (pd.Timestamp(2026, 7, 3, 14, 5), "3 Jul 2026, 15:05"),
    ],
)
def test_a_cell_as_people_read_it(value, shown):
    assert as_words(value) == shown


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-5", "'-5"),
        ("@oak", "'@oak"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("a=b", "a=b"),
        (-5, -5),
        (None, ""),
        (pd.Timestamp(2026, 3, 3), "2026-03-03"),
        (pd.Timestamp(2026, 3, 3, 14, 5), "2026-03-03 14:05"),
    ],
)
def test_a_cell_of_a_download_is_never_a_formula(value, written):
    assert neutralise(value) == written


@given(cells=st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_no_text_of_a_download_begins_as_a_formula(cells):
    assert not any(str(neutralise(cell)).startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_a_download_is_marked_as_utf_8_with_its_headers_first():
    written = as_csv(pd.DataFrame({"School": ["Ysgol Tŷ"], "=Count": [3]}))
    assert written == "\ufeffSchool,'=Count\r\nYsgol Tŷ,3\r\n".encode()
