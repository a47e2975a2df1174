"""The gate: what a page gives it, what comes back, and an attacker who has only what came back."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from attacker import cells_of, pinned, sums_over
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.audiences import RULES, Audience, audience, load_audiences
from dashboard.disclosure import disclose, disclose_together
from dashboard.published import Table
from pipelines.errors import PolicyError

PUBLIC, CLOSED = audience("public"), audience("closed_meeting")
ALL = "All schools"


def schools(**columns: list) -> pd.DataFrame:
    return pd.DataFrame({"school": ["Ash", "Elm", "Oak", ALL], **columns})


def shown(table: Table, to: Audience = PUBLIC) -> list[list]:
    return disclose(table, to).shown.to_numpy().tolist()


def test_the_closed_meeting_sees_every_number_as_it_was():
    table = Table(schools(incidents=[1, 7, 9, 17]).iloc[::-1], {"school": ALL}, ["incidents"])
    seen = disclose(table, CLOSED)
    pd.testing.assert_frame_equal(seen.shown, table.rows.astype(object))
    assert seen.note == ""


def test_a_small_number_goes_with_the_one_that_would_give_it_away_and_zero_stays():
    table = Table(schools(incidents=[2, 0, 9, 11]), {"school": ALL}, ["incidents"])
    assert shown(table) == [["Ash", "c"], ["Elm", 0], ["Oak", "c"], [ALL, 11]]
    assert disclose(table, PUBLIC).note.startswith("c: 2 figures are hidden")


def test_hidden_values_are_missing_in_what_charts_and_hovers_read():
    seen = disclose(Table(schools(incidents=[2, 0, 9, 11]), {"school": ALL}, ["incidents"]), PUBLIC)
    assert seen.values["incidents"].isna().tolist() == [True, False, True, False]
    assert seen.values["incidents"].astype(float).sum() == 11


def test_a_total_that_is_itself_small_is_hidden():
    table = Table(schools(incidents=[2, 0, 1, 3]), {"school": ALL}, ["incidents"])
    assert shown(table) == [["Ash", "c"], ["Elm", 0], ["Oak", "c"], [ALL, "c"]]


def test_a_total_that_another_page_shows_counts_as_known():
    rows = schools(incidents=[2, 0, 9, 11]).iloc[:3]
    assert shown(Table(rows, {"school": ALL}, ["incidents"])) == [["Ash", "c"], ["Elm", 0], ["Oak", "c"]]
    assert shown(Table(rows, {"school": None}, ["incidents"])) == [["Ash", "c"], ["Elm", 0], ["Oak", 9]]


def test_percentages_intervals_and_rates_go_with_their_counts():
    table = Table(
        schools(met=[18, 40, 47, 105], judged=[20, 40, 48, 108], share=[90, 100, 97.9, 97.2], per_100=[1, 2, 3, 4.0]),
        {"school": ALL},
        ["met", "judged"],
        percentages={"share": ("met", "judged")},
        derived={"per_100": ["met"]},
    )
    seen = disclose(table, PUBLIC).hidden
    # 18 of 20 tells of two that were missed: one of the three figures must go, and the percentage with it.
    for row in range(3):
        assert seen.loc[row, "share"] == (seen.loc[row, "met"] or seen.loc[row, "judged"])
        assert seen.loc[row, "per_100"] == seen.loc[row, "met"]
    assert seen["share"].tolist()[0] is True
    assert not seen["school"].any()


def test_all_or_none_of_a_small_group_is_hidden_zero_and_all():
    staff = pd.DataFrame(
        {
            "group": ["governors", "contractors", "staff"],
            "trained": [0, 3, 60],
            "people": [4, 3, 90],
            "share": [0, 100, 66],
        }
    )
    table = Table(staff, {"group": None}, ["trained", "people"], percentages={"share": ("trained", "people")})
    assert shown(table) == [["contractors", "c", "c", "c"], ["governors", "c", "c", "c"], ["staff", 60, 90, 66]]


def test_many_incidents_of_one_person_are_hidden():
    rows = schools(incidents=[7, 9, 12, 28], people=[1, 6, 8, 15])
    table = Table(rows, {"school": ALL}, ["incidents"], contributors={"incidents": "people"})
    assert shown(table) == [["Ash", "c"], ["Elm", "c"], ["Oak", 12], [ALL, 28]]


def test_no_data_is_neither_hidden_nor_zero():
    table = Table(schools(incidents=[2, None, 9, 11]), {"school": ALL}, ["incidents"])
    seen = disclose(table, PUBLIC)
    assert seen.hidden["incidents"].tolist() == [True, False, True, False]
    assert pd.isna(seen.shown["incidents"][1])


def test_columns_that_add_up_are_kept_safe_across_as_well():
    rows = schools(met=[30, 40, 50, 120], missed=[2, 9, 8, 19], pending=[0, 0, 0, 0], cases=[32, 49, 58, 139])
    table = Table(
        rows, {"school": ALL}, ["met", "missed", "pending", "cases"], parts={"cases": ["met", "missed", "pending"]}
    )
    seen = disclose(table, PUBLIC)
    cells = cells_of(seen.shown, ["school"], table.counts)
    across = [((school, "cases"), [(school, part) for part in table.parts["cases"]]) for school in rows["school"]]
    assert not pinned(cells, sums_over(cells, [ALL, None]) + across, least=1)
    # Two by two is the least that row and column sums allow.
    assert seen.hidden.to_numpy().sum() == 4
    assert cells["Ash", "missed"] == "c"


def test_rows_sorted_by_size_are_put_in_order_of_name_once_something_is_hidden():
    rows = schools(incidents=[2, 12, 9, 23]).iloc[[3, 1, 2, 0]]
    assert [row[0] for row in shown(Table(rows, {"school": ALL}, ["incidents"]))] == ["Ash", "Elm", "Oak", ALL]
    by_size = rows.assign(pupils=[900, 100, 300, 200])
    table = Table(by_size, {"school": ALL}, ["incidents"], open=["pupils"], order=["pupils"])
    assert [row[0] for row in shown(table)] == ["Elm", "Ash", "Oak", ALL]


def test_tables_that_share_numbers_are_protected_together(oracles: Path):
    published = json.loads((oracles / "sdctable_linked_tables_example.json").read_text())
    rows = pd.DataFrame({"region": published["regions"], "n": published["n"]})
    three = PUBLIC.model_copy(update={"hide_to": 3})

    def hidden_regions(*views: str) -> set[str]:
        seen = disclose_together([Table(rows, {"region": published[view]}, ["n"]) for view in views], three)
        return set(rows["region"][seen[0].hidden["n"]])

    primary = set(published["primary"])
    assert hidden_regions("county") == hidden_regions("group") == primary
    assert hidden_regions("county", "group") == primary | {"N"}


def test_a_table_by_school_and_one_by_category_share_their_totals():
    both = pd.DataFrame(
        [("Ash", "spam", 3), ("Ash", "abuse", 20), ("Elm", "spam", 30), ("Elm", "abuse", 40)],
        columns=["school", "category", "n"],
    )
    by_school = pd.DataFrame({"school": ["Ash", "Elm", ALL], "n": [23, 70, 93]})
    detail, overview = disclose_together(
        [Table(both, {"school": ALL, "category": "All"}, ["n"]), Table(by_school, {"school": ALL}, ["n"])], PUBLIC
    )
    assert detail.hidden["n"].all()
    assert not overview.hidden["n"].any()


def test_figures_without_dimensions_and_tables_without_rows_pass_too():
    figures = Table(
        pd.DataFrame({"met": [46], "judged": [48]}), {}, ["met", "judged"], percentages={"share": ("met", "judged")}
    )
    assert disclose(figures, PUBLIC).hidden.to_numpy().any()
    assert shown(Table(schools(incidents=[9, 0, 9, 18]).iloc[:0], {"school": ALL}, ["incidents"])) == []


def test_half_terms_add_up_to_their_term():
    rows = pd.DataFrame({"period": ["Autumn 1", "Autumn 2", "Autumn"], "n": [3, 9, 12]})
    table = Table(rows, {"period": {"Autumn": ["Autumn 1", "Autumn 2"]}}, ["n"])
    assert shown(table) == [["Autumn 1", "c"], ["Autumn 2", "c"], ["Autumn", 12]]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"counts": []}, "not told what these columns are: incidents"),
        ({"rows": schools(incidents=[2, 0, 9, 12])}, "incidents at .* is 12 but its parts add up to 11"),
        ({"rows": schools(incidents=[2.5, 0, 9, 11.5])}, "whole numbers of 0 or more"),
        ({"rows": schools(incidents=[2, 0, 9, 11]).assign(school="Ash")}, "two rows count the same thing"),
        ({"order": ["incidents"]}, "both counts and labels: incidents"),
        ({"percentages": {"share": ("met", "incidents")}}, "named as counts, and are none: met"),
        ({"counts": ["incidents", "missed"]}, "not among the rows: missed"),
    ],
)
def test_the_gate_refuses_what_it_cannot_judge(change: dict, fault: str):
    table = {"rows": schools(incidents=[2, 0, 9, 11]), "dimensions": {"school": ALL}, "counts": ["incidents"]} | change
    with pytest.raises(ValueError, match=fault):
        disclose(Table(**table), PUBLIC)


def test_a_share_of_more_than_all_is_refused():
    rows = schools(met=[9, 9, 9, 27], judged=[8, 9, 10, 27])
    with pytest.raises(ValueError, match="more than judged"):
        disclose(Table(rows, {"school": ALL}, ["met", "judged"], percentages={"share": ("met", "judged")}), PUBLIC)


def grids(dimensions: int) -> st.SearchStrategy[np.ndarray]:
    sizes = st.tuples(*[st.integers(1, 4 if dimensions == 2 else 3)] * dimensions)
    numbers = st.one_of(st.just(0), st.integers(0, 6), st.integers(0, 60))
    return sizes.flatmap(
        lambda size: st.lists(numbers, min_size=int(np.prod(size)), max_size=int(np.prod(size))).map(
            lambda values: np.array(values).reshape(size)
        )
    )


def long(grid: np.ndarray) -> pd.DataFrame:
    """A row per cell, and a row per total over any of its dimensions, named d0, d1, ... with the total "All"."""
    for axis in range(grid.ndim):
        grid = np.concatenate([grid, grid.sum(axis=axis, keepdims=True)], axis=axis)
    places = np.argwhere(np.ones(grid.shape, dtype=bool))
    names = np.where(places == np.array(grid.shape) - 1, "All", places.astype(str))
    return pd.DataFrame(names, columns=[f"d{axis}" for axis in range(grid.ndim)]).assign(n=grid.ravel())


@settings(deadline=None, max_examples=60)
@given(st.one_of(grids(1), grids(2), grids(3)))
def test_an_attacker_pins_no_hidden_cell_of_any_table(grid: np.ndarray):
    rows = long(grid)
    dimensions = [name for name in rows if name != "n"]
    table = disclose(Table(rows, dict.fromkeys(dimensions, "All"), ["n"]), PUBLIC).shown
    cells = cells_of(table, dimensions, ["n"])
    assert not pinned(cells, sums_over(cells, ["All"] * len(dimensions)), least=1)
    truth = cells_of(rows, dimensions, ["n"])
    assert all(cells[cell] == "c" for cell, value in truth.items() if 1 <= value <= 4)
    assert all(cells[cell] == 0 for cell, value in truth.items() if value == 0)


def test_the_attacker_does_pin_what_hiding_small_numbers_alone_leaves_open():
    rows = long(np.array([[2, 9], [9, 9]]))
    cells = cells_of(rows.assign(n=rows["n"].astype(object).where(rows["n"] > 4, "c")), ["d0", "d1"], ["n"])
    assert pinned(cells, sums_over(cells, ["All", "All"]), least=1) == {("0", "0", "n"): 2}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), min_size=1, max_size=6))
def test_an_attacker_learns_no_small_number_from_percentages(groups: list[tuple[int, int]]):
    """Each group: how many are trained, how many are not."""
    names = [f"group {number}" for number in range(len(groups))]
    rows = pd.DataFrame(
        {"group": [*names, "All"], "trained": [*(yes for yes, _ in groups), sum(yes for yes, _ in groups)]}
    )
    rows["people"] = [*(yes + no for yes, no in groups), sum(yes + no for yes, no in groups)]
    rows["share"] = 100 * rows["trained"] / rows["people"].where(rows["people"] > 0)
    table = Table(rows, {"group": "All"}, ["trained", "people"], percentages={"share": ("trained", "people")})
    seen = disclose(table, PUBLIC).shown
    cells = cells_of(seen, ["group"], ["trained", "people"])
    # The attacker writes down who is not trained as a third column, all of it unknown.
    cells |= {(group, "not"): "c" for group in seen["group"]}
    sums = sums_over(cells, ["All", None])
    sums += [((group, "people"), [(group, "trained"), (group, "not")]) for group in seen["group"]]
    told = pinned(cells, sums, least=0)
    assert not [cell for cell, value in told.items() if cell[1] != "not" or 0.5 < value < 4.5]
    for row in seen.itertuples():
        is_certain = row.people != "c" and row.trained != "c"
        assert is_certain or pd.isna(row.share) or row.share == "c"


def test_audiences_are_read_from_their_file():
    found = load_audiences(RULES)
    assert found["closed_meeting"].sees_everything
    assert not found["closed_meeting"].small_group
    assert (found["public"].hide_from, found["public"].hide_to, found["public"].least_hidden) == (1, 4, 1)
    assert not found["public"].opens_cases
    assert all(rules.decided_by for rules in found.values())


def test_a_board_may_choose_stricter_rules(tmp_path: Path):
    text = RULES.read_text(encoding="utf-8").replace(
        "hide_from = 1\nhide_to = 4", "hide_from = 0\nhide_to = 9\ndecided_on = 2026-03-02"
    )
    file = tmp_path / "disclosure.toml"
    file.write_text(text, encoding="utf-8")
    strict = load_audiences(file)["public"]
    assert strict.decided_on == date(2026, 3, 2)
    table = Table(schools(incidents=[2, 0, 90, 92]), {"school": ALL}, ["incidents"])
    assert shown(table, strict) == [["Ash", "c"], ["Elm", "c"], ["Oak", 90], [ALL, 92]]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[audiences", "no list of audiences"),
        ("[people]\nx = 1", "no list of audiences"),
        ('[audiences.a]\ntitle = "A"', "rules are wrong"),
        (RULES.read_text(encoding="utf-8").replace("hide_to = 4", "hide_to = 0"), "both given, in order"),
        (RULES.read_text(encoding="utf-8").replace("hide_to = 4", "hide_too = 4"), "hide_too"),
    ],
)
def test_a_file_of_audiences_that_is_wrong_says_where(tmp_path: Path, text: str, fault: str):
    file = tmp_path / "disclosure.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError, match=fault):
        load_audiences(file)


def test_an_audience_that_is_not_there_names_the_nearest():
    with pytest.raises(PolicyError, match="Did you mean 'public'"):
        audience("publick")
