"""The charts that are new with the page on replies: curves, marks side by side, the week."""

import pandas as pd
import pytest

from dashboard.charts import arrivals, ecdf, time_axis, waits
from dashboard.replies.waiting import short_working

CURVE = pd.DataFrame({"wait": [0.0, 30, 60, 600], "share": [0.0, 0.25, 0.5, 0.5]})


def test_a_curve_is_drawn_in_per_cent_and_ends_where_it_does():
    (line,) = ecdf.answered_by({"Now": CURVE}, time_axis.WORKING_TICKS, x="time").data
    assert (line.y[0], line.y[-1], line.x[-1]) == (0, 50, 600)
    assert line.line.shape == "hv"


def test_waits_under_a_minute_stand_at_once():
    at_once = pd.DataFrame({"wait": [0.0, 0.5, 120], "share": [0.2, 0.4, 1.0]})
    assert ecdf.thin(at_once).to_dict("list") == {"wait": [1, 120], "share": [0.4, 1.0]}


def test_a_long_curve_is_thinned_and_keeps_its_shares():
    long = pd.DataFrame({"wait": range(1, 20_001), "share": [place / 20_000 for place in range(1, 20_001)]})
    thinned = ecdf.thin(long)
    assert len(thinned) <= ecdf.STEPS
    assert all(thinned["share"] == thinned["wait"] / 20_000)
    assert thinned["share"].iloc[-1] == 1


@pytest.mark.parametrize(("wait", "share"), [(0, 0), (59, 0.25), (60, 0.5), (600, 0.5)])
def test_the_share_by_a_wait(wait, share):
    assert ecdf.share_by(CURVE, wait) == share


def test_beyond_the_last_wait_nothing_is_known_unless_all_are_answered():
    assert pd.isna(ecdf.share_by(CURVE, 601))
    assert ecdf.share_by(CURVE.assign(share=[0, 0.5, 0.9, 1.0]), 601) == 1


def axis_of(figure):
    return list(figure.layout.xaxis.ticktext)


def test_the_axis_reaches_from_the_tick_before_to_the_tick_after():
    groups = pd.DataFrame({"median": [70.0], "p90": [900.0]}, index=["A"])
    figure = waits.side_by_side(groups, time_axis.WORKING_TICKS, short_working, x="time")
    assert axis_of(figure) == ["1 h", "2 h", "4 h", "8 h", "16 h"]


def test_an_axis_never_has_more_ticks_than_fit():
    curve = pd.DataFrame({"wait": [0.0, 1_000_000], "share": [0.0, 1.0]})
    ticks = axis_of(ecdf.answered_by({"Now": curve}, time_axis.ELAPSED_TICKS, x="time"))
    assert len(ticks) <= time_axis.MOST_TICKS
    assert ticks[0] == "at once"


def test_a_mark_that_was_not_reached_is_hollow_at_the_end_and_says_so():
    groups = pd.DataFrame({"median": [60.0, 0.0], "p90": [float("nan"), 120.0]}, index=["A", "B"])
    figure = waits.side_by_side(groups, time_axis.WORKING_TICKS, short_working, x="time")
    marks = {trace.name: trace for trace in figure.data if trace.mode == "markers+text"}
    late = marks["Nine in ten within"]
    assert (list(late.x), list(late.text)) == ([120, 120], ["not reached", "2 h"])
    assert list(late.marker.symbol) == ["diamond-open", "diamond"]
    assert list(marks["Half within"].x) == [60, 1], "no wait has a place of its own on a stretched axis"


def test_groups_without_any_p90_are_drawn():
    groups = pd.DataFrame({"median": [60.0], "p90": [float("nan")]}, index=["A"])
    assert waits.side_by_side(groups, time_axis.WORKING_TICKS, short_working, x="time").data


def test_every_hour_of_the_week_has_its_square_and_opening_hours_a_frame():
    counts = pd.DataFrame(1, index=list(arrivals.WEEKDAYS), columns=range(24))
    figure = arrivals.by_hour(counts, thing="enquiries", hours=(8.5, 16.5))
    (squares,) = figure.data
    assert (len(squares.y), len(squares.x)) == (7, 24)
    (frame,) = figure.layout.shapes
    assert (frame.x0, frame.x1, frame.y1) == (8, 16, 4.5)
    assert not arrivals.by_hour(counts, thing="enquiries").layout.shapes


def test_boxes_are_shaded_by_their_wait_and_blank_without_one():
    values = pd.DataFrame({"morning": [10.0, float("nan")], "afternoon": [1000.0, 100.0]}, index=["Monday", "Tuesday"])
    shades = arrivals.shade(values)
    assert shades.loc["Tuesday", "morning"] == 0
    assert shades.loc["Monday", "morning"] == arrivals.FAINTEST
    assert shades.loc["Monday", "afternoon"] == 1
    (boxes,) = arrivals.by_part_of_day(values, values.astype(str)).data
    assert list(boxes.text[0]) == ["10.0", "1000.0"]
