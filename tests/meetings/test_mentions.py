"""Whether a text names a person: what is certain, what may be somebody else, and what only looks alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.meetings.mentions import names_for_certain, names_perhaps, without_names

SAID = ("Zebedee Quill", "zq@ash.sch.uk")


@pytest.mark.parametrize(
    "text",
    [
        "Zebedee Quill",
        "Told by zebedee  quill, who looked.",
        "ZEBEDEE\nQUILL was there",
        "(Zebedee Quill)",
        "Quill, Zebedee",
        "Quill,Zebedee: yes",
        "Zebedee Quill's account",
        "Zebedee Quill\u2019s account",
        "write to ZQ@ash.sch.uk.",
        "<zq@ash.sch.uk>",
        "Zebedee\u00a0Quill",
    ],
)
def test_a_whole_name_or_an_address_is_certain(text: str):
    assert names_for_certain(SAID, text)
    assert not names_perhaps(SAID, "") and not names_for_certain(SAID, "")


@pytest.mark.parametrize(
    "text",
    [
        "Zebedee Quillon",
        "Azebedee Quill",
        "zq@ash.sch.uk.example",
        "xzq@ash.sch.uk",
        "Zebedee and Quill",
        "Mina Harker",
        "quill pens for Zebedees",
        "",
    ],
)
def test_what_only_looks_alike_is_not(text: str):
    assert not names_for_certain(SAID, text)


@pytest.mark.parametrize("text", ["Mrs Quill said so.", "QUILL", "Ask Quill; he knows.", "Z. Quill's log"])
def test_the_last_name_alone_may_be_somebody_else(text: str):
    assert not names_for_certain(SAID, text)
    assert names_perhaps(SAID, text)


@pytest.mark.parametrize("text", ["Written with a quill.", "Quillon", "Zebedee", "Tranquill", "quills"])
def test_an_ordinary_word_is_nobody(text: str):
    assert not names_perhaps(SAID, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Siobh\u00e1n O'Brien", "siobh\u00e1n o\u2019brien was told"),
        ("Siobh\u00e1n O\u2019Brien", "SIOBH\u00c1N O'BRIEN"),
        ("Zo\u00eb Smith-Jones", "Zoe\u0308 Smith-Jones"),
        ("Zo\u00eb Smith-Jones", "Zo\u00eb Smith\u2011Jones"),
        ("Ann van der Berg", "van der Berg, Ann"),
    ],
)
def test_the_same_name_typed_another_way_is_the_same(name: str, text: str):
    assert names_for_certain([name], text)


def test_a_name_of_one_short_word_is_never_guessed_at():
    assert not names_perhaps(["Li"], "Li Li Li")
    assert not names_perhaps(["zq@ash.sch.uk"], "Uk")
    assert not names_for_certain([], "anything") and not names_perhaps([], "anything")


def test_signs_that_mean_something_to_a_pattern_are_only_signs():
    assert names_for_certain(["A.B (Bo) C*"], "said A.B (Bo) C* again")
    assert not names_for_certain(["A.B (Bo) C*"], "said AxB Bo CCC again")


@given(st.lists(st.sampled_from(["Ada", "Byron", "King", "Noel"]), min_size=2, max_size=4), st.text(max_size=20))
def test_a_name_is_found_in_any_text_that_has_it_between_blanks(words: list[str], around: str):
    assert names_for_certain([" ".join(words)], f"{around} {' '.join(words).upper()} {around}")


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("ash/Zebedee Quill.csv", "ash/x.csv"),
        ("ash/zebedee_quill_2025.csv", "ash/x_2025.csv"),
        ("Quill-Zebedee/a.csv", "x/a.csv"),
        ("ZEBEDEEQUILL.CSV", "x.CSV"),
        ("notes of Zebedee.Quill and zebedee quill.csv", "notes of x and x.csv"),
        ("mail/zq@ash.sch.uk.csv", "mail/x.csv"),
        ("quillon/zebedee.csv", "quillon/zebedee.csv"),
        ("xzebedee quills.csv", "xzebedee quills.csv"),
        ("caf\u00e9 \ufb01le.csv", "caf\u00e9 \ufb01le.csv"),
    ],
)
def test_what_files_are_called_is_written_with_any_sign_between_words(path: str, left: str):
    assert without_names(SAID, path, "x") == left


@given(st.text(max_size=30))
def test_a_path_that_names_nobody_is_left_sign_by_sign(path: str):
    found = without_names(SAID, path, "x")
    assert found == path or "quill" in path.casefold() or "zq" in path.casefold()
    assert without_names([], path, "x") == path
