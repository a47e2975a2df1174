"""Curves of what was done by when, and the stretched axis of waits: cases, and properties of any curve."""

import math
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts import ecdf, survival, time_axis
from dashboard.charts.theme import STYLES
from dashboard.charts.time_axis import ELAPSED_TICKS, MOST_TICKS, ROOM, WORKING_TICKS
from dashboard.compare.waits import share_done

CLOSED = pd.DataFrame({"wait": [0.0, 2, 5, 30], "share": [0.0, 0.5, 0.75, 0.75]})
ASSESSED = pd.DataFrame({"wait": [0.0, 1, 4], "share": [0.0, 0.5, 1.0]})
TICKS = {"working": WORKING_TICKS, "elapsed": ELAPSED_TICKS}


def lines_of(figure):
    """The lines by name."""
    return {line.name: line for line in figure.data}


def test_each_curve_is_a_step_line_in_per_cent():
    lines = lines_of(survival.done_by({"Closed": CLOSED, "Assessed": ASSESSED}, x="school days", y="done"))
    assert list(lines["Closed"].y) == [0, 50, 75, 75]
    assert list(lines["Closed"].x) == [0, 2, 5, 30]
    assert [line.line.shape for line in lines.values()] == ["hv", "hv"]
    assert [line.line.dash for line in lines.values()] == [style.dash for style in STYLES[:2]]


def test_a_curve_of_open_matters_ends_below_all():
    assert lines_of(survival.done_by({"Closed": CLOSED}, x="days", y="done"))["Closed"].y[-1] == 75


def test_promised_days_are_thin_lines_with_their_numbers():
    layout = survival.done_by({"Closed": CLOSED}, x="days", y="done", marks=(10, 20, 30)).layout
    assert [(line.x0, line.x1, line.y0, line.y1) for line in layout.shapes] == [(on, on, 0, 1) for on in (10, 20, 30)]
    assert list(layout.xaxis.tickvals) == [10, 20, 30]


@pytest.mark.parametrize(
    ("options", "end"),
    [
        ({}, 30),
        ({"marks": (10, 60)}, 60),
        ({"longest": 20}, 20),
        ({"longest": 200}, 30),
        ({"marks": (40,), "longest": 35}, 35),
    ],
)
def test_the_axis_ends_with_the_longest_wait_or_where_it_is_cut(options, end):
    low, high = survival.done_by({"Closed": CLOSED}, x="days", y="done", **options).layout.xaxis.range
    assert (low, high) == (0, pytest.approx(end * 1.02))


def test_a_curve_of_same_day_answers_still_has_an_axis():
    at_once = pd.DataFrame({"wait": [0.0], "share": [1.0]})
    assert survival.done_by({"Closed": at_once}, x="days", y="done").layout.xaxis.range[1] > 0


def test_one_curve_needs_no_legend():
    assert survival.done_by({"Closed": CLOSED}, x="days", y="done").layout.showlegend is False
    assert survival.done_by({"a": CLOSED, "b": CLOSED}, x="days", y="done").layout.showlegend is True


@pytest.mark.parametrize(("wait", "share"), [(0, 0), (1.9, 0), (2, 0.5), (4, 0.5), (5, 0.75), (30, 0.75)])
def test_the_share_done_by_a_wait(wait, share):
    assert survival.share_at(CLOSED, wait) == share


def test_nothing_is_known_beyond_the_last_wait_of_what_is_open():
    assert math.isnan(survival.share_at(CLOSED, 30.5))
    assert survival.share_at(ASSESSED, 400) == 1


WAITS = st.lists(
    st.tuples(st.floats(min_value=0, max_value=200_000, allow_nan=False), st.booleans()), min_size=1, max_size=40
)


@given(waits=WAITS, at=st.floats(min_value=0, max_value=200_000, allow_nan=False))
def test_a_share_read_off_a_curve_never_falls_and_is_a_share(waits, at):
    curve = share_done(*map(list, zip(*waits, strict=True)))
    earlier, later = ecdf.share_by(curve, at / 2), ecdf.share_by(curve, at)
    assert math.isnan(later) or 0 <= later <= 1
    assert math.isnan(later) or earlier <= later


@given(waits=WAITS)
def test_with_nothing_open_the_share_is_a_plain_count(waits):
    lengths = [wait for wait, _ in waits]
    curve = share_done(lengths, [True] * len(lengths))
    for limit in lengths:
        assert ecdf.share_by(curve, limit) == pytest.approx(sum(wait <= limit for wait in lengths) / len(lengths))


@given(waits=WAITS)
def test_a_thinned_curve_keeps_its_end_and_stays_within_what_can_be_seen(waits):
    curve = share_done(*map(list, zip(*waits, strict=True)))
    thinned = ecdf.thin(curve)
    assert len(thinned) <= ecdf.STEPS + 1
    assert thinned["share"].iloc[-1] == curve["share"].iloc[-1]
    assert thinned["wait"].iloc[-1] == max(curve["wait"].iloc[-1], 1)
    assert thinned["share"].is_monotonic_increasing
    assert thinned["wait"].is_monotonic_increasing
    # Every point that is left is a point of the curve: none was moved to another share.
    for wait, share in thinned.itertuples(index=False):
        assert share == curve.loc[curve["wait"].clip(lower=1) <= wait, "share"].iloc[-1]


@pytest.mark.parametrize("clock", TICKS)
def test_ticks_rise_and_are_never_said_alike(clock):
    ticks = TICKS[clock]
    assert all(before < after for before, after in pairwise(ticks))
    assert len(set(ticks.values())) == len(ticks)


@pytest.mark.parametrize("minutes", [60, 24 * 60, 30 * 24 * 60])
def test_a_tick_says_what_it_stands_for(minutes):
    said = {60: "1 h", 24 * 60: "1 day", 30 * 24 * 60: "30 days"}
    assert ELAPSED_TICKS[minutes] == said[minutes]


@pytest.mark.parametrize(
    ("clock", "longest", "tick"),
    [
        ("working", 1, 1),
        ("working", 61, 120),
        ("working", 60, 60),
        ("working", 10**9, 2000 * 60),
        ("elapsed", 601, 1440),
        ("elapsed", 10**9, 3000 * 1440),
    ],
)
def test_an_axis_ends_at_the_first_tick_that_holds_the_longest_wait(clock, longest, tick):
    assert time_axis.last_tick(TICKS[clock], longest) == tick


@given(
    clock=st.sampled_from(sorted(TICKS)),
    shortest=st.floats(min_value=0, max_value=10_000),
    more=st.floats(min_value=0, max_value=1_000_000),
)
def test_an_axis_holds_its_waits_and_has_few_ticks(clock, shortest, more):
    ticks = TICKS[clock]
    longest = min(shortest + more, max(ticks))
    axis = time_axis.stretch(go.Figure(), ticks, shortest, longest).layout.xaxis
    low, high = axis.range
    assert (axis.type, len(axis.tickvals) <= MOST_TICKS) == ("log", True)
    assert low <= math.log10(max(shortest, 1))
    assert high >= math.log10(max(longest, 1))
    assert [ticks[at] for at in axis.tickvals] == list(axis.ticktext)
    # The first tick always stands, with room beside it.
    assert low == pytest.approx(math.log10(axis.tickvals[0]) - ROOM)


@pytest.mark.parametrize(("minutes", "place"), [(0, 1), (0.5, 1), (1, 1), (90, 90)])
def test_no_wait_has_a_place_on_an_axis_that_has_no_nothing(minutes, place):
    assert time_axis.at_least_a_minute(minutes) == place
