"""What of a comparison may leave the closed meeting: nothing that a reader could work back to one to four people."""

import pandas as pd
import pytest

from dashboard.audiences import audience
from dashboard.compare.refusal import Refusal
from dashboard.comparison.papers import WHICH, make_table
from dashboard.comparison.topics import BY_NAME
from dashboard.disclosure import disclose
from tests.dashboard.compared_trust import AS_AT, SPRING, School, make_tables
from tests.dashboard.conftest import OpenPage
from tests.dashboard.folds import folds_of, open_folds
from tests.dashboard.sample_build import write_build

CIRCULATED = {"school": "All schools of Northfield Trust", "audience": "Circulated", **SPRING}
# Missed: 9, 12, 10 and 30: nothing small. Or 9, 2, 3 and 30: two small ones.
LARGE = {"Ash": School(missed=9), "Beech": School(missed=12), "Cedar": School(missed=10), "Dale": School(missed=30)}
SMALL = {"Ash": School(missed=9), "Beech": School(missed=2), "Cedar": School(missed=3), "Dale": School(missed=30)}


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    data = tmp_path_factory.mktemp("large")
    write_build(data, make_tables(LARGE), AS_AT)
    return data


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    data = tmp_path_factory.mktemp("small")
    write_build(data, make_tables(SMALL), AS_AT)
    return data


def clean(text):
    return text.replace("\\", "")


def words_of(app):
    blocks = [*app.markdown, *app.caption, *app.info, *app.header, *app.subheader]
    return " ".join(clean(block.value) for block in blocks)


def table_of_checks(app):
    if "schools on checks" in folds_of(app):
        open_folds(app, "schools on checks")
    tables = [table.value.rename(columns=clean) for table in app.table]
    found = next(table for table in tables if "Made" in table)
    return found.map(lambda cell: clean(str(cell))).set_index("School")


def rows_of(*counts):
    """Schools that reported: kept and judged."""
    names = ["Ash", "Beech", "Cedar", "Dale"][: len(counts)]
    return pd.DataFrame({"school": names, "count": [c for c, _ in counts], "out_of": [n for _, n in counts]}).astype(
        {"count": float, "out_of": float}
    )


def test_where_nothing_is_small_the_paper_has_the_chart_and_every_number(open_page: OpenPage, large):
    app = open_page("compare_schools", data=large, **CIRCULATED)
    assert "Checks made: Dale differs" in words_of(app)
    rows = table_of_checks(app)
    assert rows.loc["Dale", ["Made", "Missed", "Out of"]].tolist() == ["30", "30", "60"]
    assert rows.loc["All schools of Northfield Trust", ["Made", "Missed", "Out of"]].tolist() == ["179", "61", "240"]


def test_small_numbers_are_hidden_and_the_chart_with_them(open_page: OpenPage, small):
    app = open_page("compare_schools", data=small, **CIRCULATED)
    said = words_of(app)
    assert "No chart: it would give away what the table hides." in said
    assert "Checks made: " not in said
    rows = table_of_checks(app)
    assert rows.loc["Beech", ["Made", "Missed"]].tolist() == ["c", "c"]
    assert rows.loc["Cedar", ["Made", "Missed"]].tolist() == ["c", "c"]
    assert rows.loc["Dale", ["Made", "Missed"]].tolist() == ["30", "30"]


def test_the_closed_meeting_sees_the_same_trust_whole(open_page: OpenPage, small):
    app = open_page("compare_schools", data=small, **{**CIRCULATED, "audience": "Closed meeting"})
    rows = table_of_checks(app)
    assert rows.loc["Beech", ["Made", "Missed"]].tolist() == ["58", "2"]


def test_no_hidden_number_is_in_any_word_of_the_page(open_page: OpenPage, small):
    app = open_page("compare_schools", data=small, **CIRCULATED)
    said = words_of(app)
    for given_away in ("58 of 60", "57 of 60", "96.7%", "95%", "Beech (", "Cedar ("):
        assert given_away not in said


def test_a_paper_shows_no_school_over_time_and_says_so(open_page: OpenPage, large):
    app = open_page("compare_schools", data=large, **CIRCULATED)
    assert "Each school over time is for the closed meeting: its weeks hold small numbers." in words_of(app)
    assert "Is any school changing?" not in words_of(app)


@pytest.mark.parametrize(
    "span",
    [
        {"span": "Term", "period": "Spring 2025/26"},
        {"span": "Year", "period": "2025/26"},
        {"span": "Half-term", "period": "Spring 2 2025/26"},
    ],
)
def test_overlapping_and_unfinished_periods_are_not_published(open_page: OpenPage, large, span):
    app = open_page("compare_schools", data=large, **CIRCULATED | span)
    assert WHICH.reason in words_of(app)
    assert not app.table


def test_one_school_has_no_comparison_to_publish(open_page: OpenPage, large):
    app = open_page("compare_schools", data=large, **CIRCULATED | {"school": "Ash"})
    assert "Nothing is compared here for this audience." in words_of(app)


def test_a_total_of_every_choice_of_schools_is_in_the_one_table():
    totals = {"All schools": ["Ash", "Beech", "Cedar", "Dale"], "A and B": ["Ash", "Beech"], "Nobody": ["Elm"]}
    table = make_table(BY_NAME["checks"], rows_of((50, 60), (48, 60), (52, 60), (30, 60)), totals)
    rows = table.rows.set_index("School")
    assert rows.loc["All schools", ["Made", "Missed", "Out of"]].tolist() == [180, 60, 240]
    assert rows.loc["A and B", ["Made", "Missed", "Out of"]].tolist() == [98, 22, 120]
    assert "Nobody" not in rows.index
    assert disclose(table, audience("circulated")).note == ""


def test_two_choices_of_schools_cannot_be_subtracted():
    # All missed 31, those of the trust 29: Dale's two would be the difference.
    totals = {"All schools": ["Ash", "Beech", "Cedar", "Dale"], "The trust": ["Ash", "Beech", "Cedar"]}
    rows = rows_of((50, 60), (50, 60), (51, 60), (58, 60))
    hidden = disclose(make_table(BY_NAME["checks"], rows, totals), audience("circulated"))
    shown = hidden.shown.set_index("School")["Missed"]
    assert shown["Dale"] == "c"
    # One of the two totals is hidden, or another school is beside Dale in both.
    known = [shown[name] != "c" for name in ("All schools", "The trust")]
    assert not all(known)


@pytest.mark.parametrize("counts", [(3, 200), (0, 200), (7, 200)])
def test_a_rate_goes_with_the_count_it_is_made_of(counts):
    rows = rows_of((9, 300), (8, 300), counts)
    disclosed = disclose(
        make_table(BY_NAME["incidents"], rows, {"All schools": ["Ash", "Beech", "Cedar"]}), audience("public")
    )
    shown = disclosed.shown.set_index("School")
    is_small = 1 <= counts[0] <= 4
    assert (shown.loc["Cedar", "Incidents"] == "c") == is_small
    assert (shown.loc["Cedar", "Per 100 pupils"] == "c") == is_small
    assert shown.loc["Cedar", "Pupils"] == 200


def test_a_reason_is_a_sentence_for_governors():
    assert isinstance(WHICH, Refusal)
    assert WHICH.reason.startswith("Choose a half-term that is over")
