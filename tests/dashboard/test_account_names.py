"""How accounts are named where they are listed: told apart always, and as short as one school allows."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.account_names import LINE, fold, name_accounts, shorten_accounts


def accounts(*rows):
    return pd.DataFrame(rows, columns=["account_id", "handle", "platform"], dtype=object)


NAMED = {
    "handle and platform": ([("a", "OakNews", "x")], ["OakNews (X)"]),
    "no handle: the id": ([("oak-fb", None, "facebook")], ["oak-fb (Facebook)"]),
    "off the register: no platform known": ([("stray", None, None)], ["stray"]),
    "no account at all": ([(None, None, None)], [""]),
    "one handle on two platforms": (
        [("a", "Oak", "x"), ("b", "Oak", "instagram")],
        ["Oak (X)", "Oak (Instagram)"],
    ),
    "two accounts of one name have their ids added": (
        [("a", "Oak", "x"), ("b", "Oak", "x"), ("c", "Ash", "x")],
        ["Oak (X), a", "Oak (X), b", "Ash (X)"],
    ),
    "one account in several rows is one account": (
        [("a", "Oak", "x"), ("a", "Oak", "x")],
        ["Oak (X)", "Oak (X)"],
    ),
}


@pytest.mark.parametrize(("rows", "names"), NAMED.values(), ids=NAMED)
def test_an_account_is_named(rows, names):
    assert name_accounts(accounts(*rows)).tolist() == names


SHORT = {
    "alone on its platform: the platform": ([("a", "OakNews", "x"), ("b", "Oak", "facebook")], ["X", "Facebook"]),
    "two on one platform: handle and platform": (
        [("a", "OakNews", "x"), ("b", "OakPE", "x"), ("c", "Oak", "facebook")],
        ["OakNews, X", "OakPE, X", "Facebook"],
    ),
    "off the register: its id": ([("stray", None, None)], ["stray"]),
}


@pytest.mark.parametrize(("rows", "names"), SHORT.values(), ids=SHORT)
def test_an_account_of_one_school_is_named_in_short(rows, names):
    assert shorten_accounts(accounts(*rows)).tolist() == names


IDS = st.sampled_from(["a", "b", "c", "d"])
REGISTERS = st.dictionaries(
    IDS, st.tuples(st.sampled_from(["Oak", "Ash", None]), st.sampled_from(["x", "facebook", None])), min_size=1
)


@given(register=REGISTERS)
def test_two_accounts_never_have_one_name(register):
    rows = accounts(*((account, *known) for account, known in register.items()))
    for names in (name_accounts(rows), shorten_accounts(rows)):
        assert names.nunique() == len(register)
        assert names.str.len().min() > 0


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Oak (X)", ["Oak (X)"]),
        ("Aldermoor Vale Academy (Learning platform)", ["Aldermoor Vale Academy", "(Learning platform)"]),
        ("", [""]),
    ],
)
def test_a_long_name_stands_on_lines_of_its_own(name, lines):
    assert fold(name).split("<br>") == lines


@given(words=st.lists(st.text(alphabet="abcdefg", min_size=1, max_size=12), min_size=1, max_size=9))
def test_folding_loses_no_word_and_no_line_is_too_wide(words):
    lines = fold(" ".join(words)).split("<br>")
    assert " ".join(lines).split() == words
    assert all(len(line) <= LINE for line in lines)
