"""How far publishing reaches: trusts, half-terms, terms and years, and counting rows at every place of them."""

import pandas as pd
import pytest

from dashboard.publishing.places import PEOPLE, by_kind, count, known_places, measure
from dashboard.publishing.reach import EVERY, MOST_SCHOOLS, Reach, gather_reach

HALF_TERMS = {
    "Autumn 1 2025/26": ("2025-09-01", "2025-11-02"),
    "Autumn 2 2025/26": ("2025-11-03", "2026-01-04"),
    "Spring 1 2025/26": ("2026-01-05", "2026-02-22"),
}
WHOLES = {
    ("term", "Autumn 2025/26"): ("2025-09-01", "2026-01-04"),
    ("term", "Spring 2025/26"): ("2026-01-05", "2026-04-12"),
    ("year", "2025/26"): ("2025-09-01", "2026-08-31"),
}


def schools_of(**trusts: str | None) -> pd.DataFrame:
    rows = [{"school_id": name, "school_name": name.title(), "trust_name": trust} for name, trust in trusts.items()]
    return pd.DataFrame(rows, columns=["school_id", "school_name", "trust_name"])


def periods_of(schools: pd.DataFrame) -> pd.DataFrame:
    spans = {("half_term", name): days for name, days in HALF_TERMS.items()} | WHOLES
    return pd.DataFrame(
        [
            {
                "school_id": school,
                "period_kind": kind,
                "period_name": name,
                "period_start": pd.Timestamp(first),
                "period_end": pd.Timestamp(last),
            }
            for school in schools["school_id"]
            for (kind, name), (first, last) in spans.items()
        ]
    )


def reach_of(**trusts: str | None) -> Reach:
    schools = schools_of(**trusts)
    return gather_reach(schools, periods_of(schools))


TWO_TRUSTS = {"ash": "North", "birch": "North", "cwm": "South", "dell": None}


def test_the_schools_of_a_trust_are_counted_together_and_others_alone():
    reach = reach_of(**TWO_TRUSTS)
    assert reach.groups == {"trust North": ("ash", "birch")}
    assert reach.together == ["trust North", "cwm", "dell"]


def test_schools_of_no_trust_are_counted_together_as_every_school():
    assert reach_of(ash=None, birch=None).groups == {EVERY: ("ash", "birch")}
    assert reach_of(ash="North", birch="South").groups == {EVERY: ("ash", "birch")}
    assert reach_of(ash=None).groups == {}


def test_a_place_is_a_school_a_trust_or_nothing():
    reach = reach_of(**TWO_TRUSTS)
    assert reach.place_of(["cwm"]) == "cwm"
    assert reach.place_of(["birch", "ash"]) == "trust North"
    assert reach.place_of(["ash", "cwm"]) is None
    assert reach.place_of(["ash", "birch", "cwm", "dell"]) is None


def test_a_school_outside_the_build_is_no_place():
    assert reach_of(ash=None).place_of(["nowhere"]) is None


def test_half_terms_stand_in_order_and_lie_in_terms_and_years():
    reach = reach_of(ash=None)
    assert list(reach.half_terms) == list(HALF_TERMS)
    assert reach.terms == {
        "Autumn 2025/26": ("Autumn 1 2025/26", "Autumn 2 2025/26"),
        "Spring 2025/26": ("Spring 1 2025/26",),
    }
    assert reach.years == {"2025/26": tuple(HALF_TERMS)}


def test_a_term_is_made_of_half_terms_and_all_else_of_itself():
    reach = reach_of(ash=None)
    assert reach.parts_of("Autumn 2025/26") == ("Autumn 1 2025/26", "Autumn 2 2025/26")
    assert reach.parts_of("Autumn 1 2025/26") == ("Autumn 1 2025/26",)
    assert reach.parts_of("2025/26") == ("2025/26",)


def test_of_a_trust_with_too_many_schools_only_the_whole_is_published():
    many = {f"school{number}": "Large" for number in range(MOST_SCHOOLS + 1)}
    reach = reach_of(**many, dell=None)
    assert list(reach.names) == ["dell"]
    assert reach.place_of(["school1"]) is None
    assert reach.place_of(list(many)) == "trust Large"
    rows = pd.DataFrame({"school_id": ["school1", "dell"], "period": "Spring 1 2025/26"})
    assert set(reach.spread(rows)["school_id"]) == {"trust Large", "dell"}


def test_a_row_counts_at_its_own_place_and_at_every_total():
    rows = pd.DataFrame({"school_id": ["ash"], "period": ["Autumn 1 2025/26"], "what": [7]})
    spread = reach_of(**TWO_TRUSTS).spread(rows)
    assert sorted(zip(spread["school_id"], spread["period"], strict=True)) == [
        ("ash", "2025/26"),
        ("ash", "Autumn 1 2025/26"),
        ("trust North", "2025/26"),
        ("trust North", "Autumn 1 2025/26"),
    ]
    assert set(spread["what"]) == {7}


def test_a_column_that_rows_lack_is_not_spread_over():
    spread = reach_of(**TWO_TRUSTS).spread(pd.DataFrame({"school_id": ["ash", "cwm"]}))
    assert sorted(spread["school_id"]) == ["ash", "cwm", "trust North"]


ROWS = pd.DataFrame(
    [
        ("ash", "Autumn 1 2025/26", "Facebook", True, False, "anna"),
        ("ash", "Autumn 1 2025/26", "Facebook", True, True, "anna"),
        ("ash", "Autumn 2 2025/26", "X", True, True, "anna"),
        ("birch", "Autumn 1 2025/26", "X", True, True, None),
    ],
    columns=["school_id", "period", "platform", "received", "met", "author"],
)


@pytest.fixture
def reach() -> Reach:
    return reach_of(ash=None, birch=None)


def at(counts: pd.DataFrame, *place: str) -> dict[str, object]:
    chosen = counts
    for column, value in zip(("school_id", "period", "platform"), place, strict=False):
        chosen = chosen[chosen[column] == value]
    (row,) = chosen.to_dict("records")
    return row


def test_counts_stand_at_every_known_place_with_true_zeros(reach: Reach):
    known = pd.concat([ROWS, pd.DataFrame({"school_id": ["birch"], "period": ["Spring 1 2025/26"]})])
    counts = count(reach.spread(ROWS), known_places(known, reach), ["received", "met"])
    assert at(counts, "ash", "2025/26") == {"school_id": "ash", "period": "2025/26", "received": 3, "met": 2}
    assert at(counts, "every school", "Autumn 1 2025/26")["received"] == 3
    assert at(counts, "birch", "Spring 1 2025/26")["received"] == 0
    assert counts[(counts.school_id == "ash") & (counts.period == "Spring 1 2025/26")].empty


def test_who_stands_behind_a_count_is_counted_once_over_all_its_rows(reach: Reach):
    """Somebody unknown is one person: that hides too much rather than too little."""
    counts = count(reach.spread(ROWS), known_places(ROWS, reach), ["received", "met"], person="author")
    assert at(counts, "ash", "2025/26")["received" + PEOPLE] == 1
    assert at(counts, "every school", "2025/26")["received" + PEOPLE] == 2
    assert at(counts, "birch", "2025/26")["met" + PEOPLE] == 1


def test_kinds_are_counted_of_years_and_of_schools_together_alone(reach: Reach):
    places = by_kind(known_places(ROWS, reach), "platform", ["Facebook", "X"], reach)
    counts = count(reach.spread(ROWS), places, ["received"])
    assert counts.to_dict("records") == [
        {"school_id": "every school", "period": "2025/26", "platform": "Facebook", "received": 2},
        {"school_id": "every school", "period": "2025/26", "platform": "X", "received": 2},
    ]


def test_a_school_that_is_in_no_trust_is_published_by_kind_itself():
    reach = reach_of(ash="North", birch="North", dell=None)
    rows = ROWS.assign(school_id="dell")
    places = by_kind(known_places(rows, reach), "platform", ["Facebook", "X"], reach)
    assert set(places.get_level_values("school_id")) == {"dell"}


def test_a_measure_is_taken_of_the_rows_of_each_place(reach: Reach):
    places = known_places(ROWS, reach)
    longest = measure(reach.spread(ROWS.assign(wait=[5, 9, 2, 30])), places, lambda rows: rows["wait"].max())
    of_place = dict(zip(places, longest, strict=True))
    assert of_place[("ash", "2025/26")] == 9
    assert of_place[("every school", "2025/26")] == 30
    assert of_place[("ash", "Autumn 2 2025/26")] == 2


def test_a_place_without_rows_has_no_measure(reach: Reach):
    places = pd.MultiIndex.from_tuples([("birch", "Spring 1 2025/26")], names=["school_id", "period"])
    assert measure(reach.spread(ROWS), places, len) == [None]
