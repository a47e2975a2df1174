"""Bars: what is stacked on what, in which order and colour, with which words; and lines over periods."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.bars import FEW, counted, over_time, stacked
from dashboard.charts.four_states import LEGEND_ROOM, MEANINGS, state_bars, style_states
from dashboard.charts.theme import GREY, INK, MEANING, STYLES, rows_height

REPLIES = {"Answered": MEANING["kept"], "Acknowledged": MEANING["between"], "No reply": MEANING["not kept"]}
COUNTS = pd.DataFrame(
    {"Answered": [1200, 0], "Acknowledged": [3, 2], "No reply": [0, 0]}, index=["Facebook", "Instagram"]
)
STATES = ("Current", "Due soon", "Lapsed or never", "Not due yet")
GROUPS = pd.DataFrame({"Current": [5], "Due soon": [1], "Lapsed or never": [2], "Not due yet": [0]}, index=["Staff"])


def bars_of(figure):
    """The bars by category."""
    return {bar.name: bar for bar in figure.data}


def test_each_category_is_a_bar_in_the_order_of_its_styles():
    figure = stacked(COUNTS, REPLIES, x="enquiries")
    assert [bar.name for bar in figure.data] == list(REPLIES)
    assert figure.layout.barmode == "stack"
    assert figure.layout.legend.traceorder == "normal"
    assert figure.layout.xaxis.title.text == "enquiries"


def test_a_bar_holds_its_counts_by_group():
    bar = bars_of(stacked(COUNTS, REPLIES, x="enquiries"))["Answered"]
    assert list(zip(bar.y, bar.x, strict=True)) == [("Facebook", 1200), ("Instagram", 0)]
    assert bar.orientation == "h"


def test_a_piece_bears_its_number_and_an_empty_one_none():
    bars = bars_of(stacked(COUNTS, REPLIES, x="enquiries"))
    assert list(bars["Answered"].text) == ["1,200", ""]
    assert list(bars["Acknowledged"].text) == ["3", "2"]
    assert list(bars["No reply"].text) == ["", ""]
    assert {bar.textfont.color for bar in bars.values()} == {INK}


@pytest.mark.parametrize("category", REPLIES)
def test_a_category_has_the_colour_and_pattern_of_its_meaning(category):
    marker = bars_of(stacked(COUNTS, REPLIES, x="enquiries"))[category].marker
    assert (marker.color, marker.pattern.shape) == (REPLIES[category].colour, REPLIES[category].pattern)


def test_the_first_group_stands_on_top():
    assert stacked(COUNTS, REPLIES, x="enquiries").layout.yaxis.autorange == "reversed"


def test_a_category_that_nothing_is_counted_in_keeps_its_place_in_the_legend():
    bars = bars_of(stacked(COUNTS[["Answered"]], REPLIES, x="enquiries"))
    assert list(bars) == list(REPLIES)
    assert list(bars["No reply"].x) == [0, 0]


def test_the_hover_of_a_piece_says_group_category_and_count():
    hover = bars_of(stacked(COUNTS, REPLIES, x="enquiries"))["No reply"].hovertemplate
    assert hover == "%{y}<br>No reply: %{x:,}<extra></extra>"


def test_bars_of_no_group_are_an_empty_figure():
    figure = stacked(COUNTS.head(0), REPLIES, x="enquiries")
    assert [len(bar.y) for bar in figure.data] == [0, 0, 0]


@given(counts=st.lists(st.tuples(*[st.integers(min_value=0, max_value=10_000)] * len(REPLIES)), min_size=1, max_size=8))
def test_stacked_bars_lose_no_count(counts):
    frame = pd.DataFrame(counts, columns=list(REPLIES), index=[f"Group {place}" for place in range(len(counts))])
    figure = stacked(frame, REPLIES, x="things")
    assert [sum(column) for column in zip(*(bar.x for bar in figure.data), strict=True)] == frame.sum(axis=1).tolist()
    assert figure.layout.height == rows_height(len(counts))


def test_counts_stand_longest_first_unless_they_have_an_order_of_their_own():
    counts = pd.Series({"Low": 1, "Medium": 7, "High": 3})
    (bar,) = counted(counts, x="incidents").data
    assert (list(bar.y), list(bar.text)) == (["Medium", "High", "Low"], ["7", "3", "1"])
    (bar,) = counted(counts, x="incidents", keep_order=True).data
    assert list(bar.y) == ["Low", "Medium", "High"]


def test_equal_counts_keep_the_order_they_came_in():
    (bar,) = counted(pd.Series({"b": 2, "a": 2, "c": 5}), x="incidents").data
    assert list(bar.y) == ["c", "b", "a"]


@pytest.mark.parametrize(("most", "step"), [(1, 1), (FEW, 1), (FEW + 1, None)])
def test_an_axis_of_few_counts_in_ones(most, step):
    assert counted(pd.Series({"a": most}), x="incidents").layout.xaxis.dtick == step


def test_nothing_counted_is_an_empty_figure():
    (bar,) = counted(pd.Series(dtype=float), x="incidents").data
    assert list(bar.x) == []


def test_the_four_states_have_the_four_meanings():
    assert style_states(STATES) == dict(zip(STATES, (MEANING[name] for name in MEANINGS), strict=True))


@pytest.mark.parametrize("states", [STATES[:3], (*STATES, "Gone")])
def test_states_are_four(states):
    with pytest.raises(ValueError, match="argument"):
        style_states(states)


def test_bars_of_states_leave_room_for_a_legend_of_four_lines():
    figure = state_bars(GROUPS, STATES)
    assert [(bar.name, bar.x[0]) for bar in figure.data] == [(name, GROUPS[name].iloc[0]) for name in STATES]
    assert figure.layout.height == rows_height(1) + LEGEND_ROOM


PERIODS = pd.DataFrame({"Safeguarding": [1, 2, 3], "Other": [0, 4, 1]}, index=["Autumn 1", "Autumn 2", "Spring 1"])


def test_each_column_is_a_line_over_the_periods():
    lines = bars_of(over_time(PERIODS, y="incidents"))
    assert list(lines) == ["Safeguarding", "Other"]
    assert list(lines["Other"].x) == ["Autumn 1", "Autumn 2", "Spring 1"]
    assert list(lines["Other"].y) == [0, 4, 1]
    assert [line.line.dash for line in lines.values()] == [style.dash for style in STYLES[:2]]


def test_a_point_of_an_unfinished_period_is_hollow_and_grey():
    line = bars_of(over_time(PERIODS, y="incidents", unfinished=["Spring 1"]))["Safeguarding"]
    first = STYLES[0]
    assert list(line.marker.symbol) == [first.symbol, first.symbol, f"{first.symbol}-open"]
    assert list(line.marker.color) == [first.colour, first.colour, GREY]


def test_one_line_needs_no_legend_and_an_axis_begins_at_nothing():
    alone = over_time(PERIODS[["Other"]], y="incidents").layout
    assert (alone.showlegend, alone.yaxis.rangemode) == (False, "tozero")
    assert over_time(PERIODS, y="incidents").layout.showlegend is True


def test_no_more_lines_are_drawn_than_there_are_styles():
    wide = pd.DataFrame([[1] * 6], index=["Autumn 1"], columns=list("abcdef"))
    assert [line.name for line in over_time(wide, y="incidents").data] == list("abcd")
