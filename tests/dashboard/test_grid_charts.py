"""Grids of marks: one of clauses by half-term, one of what is asked of accounts; and names above their rows."""

from collections import Counter
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.demand_grid import UPRIGHT_WORDS, demand_grid
from dashboard.charts.named_rows import A_ROW, base_of, height_of, name_rows
from dashboard.charts.status_grid import status_grid
from dashboard.charts.theme import GREY, MEANING, rows_height

NOTHING = "Nothing to judge"
STYLES = {"Kept": MEANING["kept"], "Not kept": MEANING["not kept"], "Not known": MEANING["not known"]}
GROUPS = pd.DataFrame(
    {"Autumn 1": ["Kept", NOTHING, None], "Autumn 2": ["Not kept", "Kept", None]}, index=["A-1", "A-2", "B-1"]
)


def marks_of(figure):
    """Every mark drawn: category -> its places as (row, column)."""
    return {trace.name: set(zip(trace.y or (), trace.x or (), strict=True)) for trace in figure.data}


def test_each_clause_has_its_mark_in_each_half_term():
    assert marks_of(status_grid(GROUPS, STYLES, nothing=NOTHING)) == {
        "Kept": {("A-1", "Autumn 1"), ("A-2", "Autumn 2")},
        "Not kept": {("A-1", "Autumn 2")},
        "Not known": set(),
        NOTHING: {("A-2", "Autumn 1")},
    }


def test_a_clause_that_was_not_in_force_has_a_row_and_no_mark():
    figure = status_grid(GROUPS, STYLES, nothing=NOTHING)
    assert list(figure.layout.yaxis.categoryarray) == ["A-1", "A-2", "B-1"]
    assert not any("B-1" in (trace.y or ()) for trace in figure.data)


def test_periods_stand_in_the_order_given_and_clauses_from_the_top():
    layout = status_grid(GROUPS[["Autumn 2", "Autumn 1"]], STYLES, nothing=NOTHING).layout
    assert list(layout.xaxis.categoryarray) == ["Autumn 2", "Autumn 1"]
    assert layout.yaxis.autorange == "reversed"
    assert layout.height == rows_height(3)


@pytest.mark.parametrize("category", STYLES)
def test_a_status_has_the_shape_and_colour_of_its_meaning(category):
    (trace,) = (one for one in status_grid(GROUPS, STYLES, nothing=NOTHING).data if one.name == category)
    assert (trace.marker.symbol, trace.marker.color) == (STYLES[category].symbol, STYLES[category].colour)
    assert trace.hovertemplate == f"%{{y}}, %{{x}}<br>{category}<extra></extra>"


def test_nothing_to_judge_is_a_thin_grey_line():
    (trace,) = (one for one in status_grid(GROUPS, STYLES, nothing=NOTHING).data if one.name == NOTHING)
    assert (trace.marker.symbol, trace.marker.color) == ("line-ew-open", GREY)


CELLS = st.sampled_from([*STYLES, NOTHING, None])


@given(rows=st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_every_status_is_marked_once_and_no_other(rows):
    names = [f"C-{place}" for place in range(len(rows))]
    groups = pd.DataFrame(rows, index=names, columns=["P1", "P2", "P3"], dtype=object)
    drawn = {
        (row, column): trace.name
        for trace in status_grid(groups, STYLES, nothing=NOTHING).data
        for row, column in zip(trace.y or (), trace.x or (), strict=True)
    }
    wanted = {
        (row, column): groups.at[row, column]
        for row in names
        for column in groups
        if groups.at[row, column] is not None
    }
    assert drawn == wanted


DEMANDS = pd.DataFrame(
    {"Approved": ["Yes", "No"], "Owner": ["Yes", "not asked"]}, index=["Oak (Facebook)", "Oak news (X)"]
)
ANSWERS = {"Yes": MEANING["kept"], "No": MEANING["not kept"], "In part": MEANING["between"]}


def demand_marks():
    return {trace.name: trace for trace in demand_grid(DEMANDS, ANSWERS, nothing="not asked").data}


def test_each_demand_has_its_mark_in_each_account_s_row():
    drawn = demand_marks()
    assert [list(drawn["Yes"].x), list(drawn["Yes"].y)] == [[0, 1], [base_of(0) + 0.5] * 2]
    assert [list(drawn["No"].x), list(drawn["No"].y)] == [[0], [base_of(1) + 0.5]]


def test_an_answer_that_nobody_gave_is_not_in_the_legend():
    assert list(demand_marks()) == ["Yes", "No", "not asked"]


def test_the_hover_of_a_mark_says_account_demand_and_answer():
    assert list(demand_marks()["No"].text) == ["Oak news (X)<br>Approved: No"]
    assert list(demand_marks()["not asked"].text) == ["Oak news (X)<br>Owner: not asked"]


def test_demands_are_named_along_the_axis_upright_where_narrow():
    layout = demand_grid(DEMANDS, ANSWERS, nothing="not asked").layout
    assert list(layout.xaxis.ticktext) == ["Approved", "Owner"]
    assert list(layout.xaxis.range) == [-0.5, 1.5]
    assert list(layout.xaxis.autotickangles) == [0, 90]
    assert layout.height == height_of(["a", "b"]) + UPRIGHT_WORDS


def test_no_mark_is_drawn_twice():
    places = Counter((x, y) for trace in demand_marks().values() for x, y in zip(trace.x, trace.y, strict=True))
    assert sorted(places.values()) == [1, 1, 1, 1]


def test_a_name_stands_above_its_row_and_below_the_row_before():
    figure = go.Figure()
    name_rows(figure, ["Oak", "Ash", "Elm"])
    places = {note.text: note.y for note in figure.layout.annotations}
    assert list(places) == ["Oak", "Ash", "Elm"]
    for place, name in enumerate(places):
        top_of_row = base_of(place) + 1
        assert places[name] > top_of_row
        assert place == 0 or places[name] < base_of(place - 1)


@pytest.mark.parametrize("count", [1, 2, 12])
def test_the_axis_of_named_rows_holds_them_all(count):
    figure = go.Figure()
    name_rows(figure, [f"Row {place}" for place in range(count)])
    low, high = figure.layout.yaxis.range
    assert low <= base_of(count - 1)
    assert high >= max(note.y for note in figure.layout.annotations)
    assert figure.layout.yaxis.visible is False


@pytest.mark.parametrize(("place", "base"), [(0, 0), (1, -A_ROW), (4, -4 * A_ROW)])
def test_rows_stand_at_even_distances(place, base):
    assert base_of(place) == base


def test_each_more_row_makes_a_chart_as_much_higher():
    heights = [height_of(["row"] * count) for count in range(1, 5)]
    assert len({after - before for before, after in pairwise(heights)}) == 1
