"""What the name of a stretch of days tells: term, holiday or inset day, how it is called, and of which year."""

import re
from collections.abc import Iterator

import duckdb
import pytest
from duckdb import DuckDBPyConnection
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.own_formats import FUNCTIONS
from pipelines.term_words import KINDS, NAMES, make_term_macros


@pytest.fixture(scope="module")
def macros() -> Iterator[DuckDBPyConnection]:
    with duckdb.connect() as connection:
        make_term_macros(connection)
        yield connection


def ask(macros: DuckDBPyConnection, call: str, value: object) -> object:
    (answer,) = macros.execute(f"select {call}", [value]).fetchone()
    return answer


@pytest.mark.parametrize(
    ("name", "kind", "called"),
    [
        ("INSET day!", "inset", "Inset day"),
        ("  Non-pupil day ", "inset", "Inset day"),
        ("Whole school INSET", "inset", "Inset day"),
        ("Half-term", "holiday", "Holiday"),
        ("October half term break.", "holiday", "Holiday"),
        ("Christmas holidays", "holiday", "Holiday"),
        ("Autumn", "term", "Autumn"),
        ("AUTUMN TERM", "term", "Autumn"),
        ("Spring term 2", "term", "Spring 2"),
        ("Summer-1", "term", "Summer 1"),
        ("Term 6", "term", "Term 6"),
        ("Term 7", None, None),
        ("Autumn 3", None, None),
        ("Half term homework due", None, None),
        ("Sports day", None, None),
        ("", None, None),
    ],
)
def test_what_a_name_tells(macros: DuckDBPyConnection, name: str, kind: str | None, called: str | None):
    assert (ask(macros, "days_kind(?)", name), ask(macros, "days_name(?)", name)) == (kind, called)


def test_no_name_tells_nothing(macros: DuckDBPyConnection):
    for call in ("plain_words(?)", "days_kind(?)", "days_name(?)"):
        assert ask(macros, call, None) is None


@settings(max_examples=150, deadline=None)
@given(st.text("Autumn SpringTerm12-. ½éINSET", max_size=16))
def test_a_name_is_told_as_a_plain_reader_would(macros: DuckDBPyConnection, name: str):
    words = re.sub("[^a-z0-9]+", " ", name.lower()).strip(" ")
    expected = next((k for k, patterns in KINDS.items() if any(re.search(p, words) for p in patterns)), None)
    assert ask(macros, "plain_words(?)", name) == words
    assert ask(macros, "days_kind(?)", name) == expected
    assert (ask(macros, "days_name(?)", name) is None) == (expected is None)


@pytest.mark.parametrize(
    ("year", "called"), [(2026, "2026/27"), (1999, "1999/00"), (2008, "2008/09"), (2099, "2099/00")]
)
def test_a_year_is_called_by_the_two_that_it_touches(macros: DuckDBPyConnection, year: int, called: str):
    assert ask(macros, "academic_year(?)", year) == called


def test_a_format_of_a_schools_own_may_ask_as_well():
    assert {"plain_words", "days_kind", "days_name", "academic_year"} == NAMES <= FUNCTIONS
