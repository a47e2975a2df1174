"""How any control chart is drawn and told: limits, signals, events, refusals."""

from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard.charts.control_chart import HIGH, LOW, draw_control_chart
from dashboard.charts.events import Event, letter_events
from dashboard.compare.chart import xmr_chart
from dashboard.parts.control_charts import Measure, tabulate, tell_earlier, title_of

MONDAY = date(2026, 1, 5)
MEASURE = Measure(words="the weekly wait", unit="hours", period="week", periods="weeks", per=60)


def weeks(*values):
    """A chart of one value a week, in minutes."""
    on = [MONDAY + timedelta(weeks=place) for place in range(len(values))]
    return pd.DataFrame({"on": on, "value": values})


STEADY = (60, 120) * 7


def traces(chart, **options):
    """The figure's traces by name."""
    return {trace.name: trace for trace in draw_control_chart(chart, y="hours", **options).data}


def test_a_steady_chart_draws_its_points_average_and_limits_in_the_unit_asked_for():
    drawn = traces(xmr_chart(weeks(*STEADY), better="down"), per=60)
    assert list(drawn) == ["What chance allows", "Average", "As measured"]
    assert list(drawn["As measured"].y) == [1, 2] * 7
    assert list(drawn["Average"].y) == pytest.approx([1.5] * 14)
    # 1.5 hours less 2.66 moving ranges of an hour lies below nothing, where no wait can be.
    assert list(drawn["What chance allows"].y) == pytest.approx([0] * 14)


def test_signals_are_told_by_shape():
    drawn = traces(xmr_chart(weeks(*STEADY, 900), better="down"))
    assert (list(drawn[HIGH].y), drawn[HIGH].marker.symbol) == ([900], "triangle-up")
    fallen = traces(xmr_chart(weeks(*STEADY, *[10] * 7), better="down"))
    assert fallen[LOW].marker.symbol == "triangle-down"


def test_limits_stop_at_the_highest_that_there_can_be():
    figure = draw_control_chart(xmr_chart(weeks(*STEADY), better="up"), y="%", ceiling=130)
    assert max(figure.data[0].y) == 130


def test_each_stretch_between_rebases_has_its_own_average():
    chart = xmr_chart(weeks(*STEADY, *[10, 12] * 7), better="down", rebase_on=[MONDAY + timedelta(weeks=14)])
    averages = [trace.y[0] for trace in draw_control_chart(chart, y="minutes").data if trace.name == "Average"]
    assert averages == pytest.approx([90, 11])


def test_a_target_is_a_line_of_its_own():
    assert list(traces(xmr_chart(weeks(*STEADY), better="down", target=90))["Target"].y) == [90, 90]


def test_events_are_lettered_in_time_order_and_those_outside_left_out():
    later, earlier = Event(date(2026, 3, 2), "New inbox"), Event(date(2026, 1, 20), "Training")
    outside = Event(date(2025, 9, 1), "Before the chart")
    lettered = letter_events([later, outside, earlier, earlier], MONDAY, date(2026, 4, 6))
    assert lettered == {"A": earlier, "B": later}
    figure = draw_control_chart(xmr_chart(weeks(*STEADY), better="down"), y="minutes", lettered=lettered)
    assert [note.text for note in figure.layout.annotations] == ["<b>A</b>", "<b>B</b>"]
    assert [shape.x0 for shape in figure.layout.shapes] == [pd.Timestamp(event.on) for event in lettered.values()]


def test_points_with_names_are_named_at_the_axis_and_in_the_table():
    named = weeks(*STEADY).assign(name=[f"Half-term {place}" for place in range(14)])
    chart = xmr_chart(named, better="down")
    assert draw_control_chart(chart, y="minutes").layout.xaxis.ticktext[13] == "Half-term 13"
    assert tabulate(chart, MEASURE)["Week"].iloc[13] == "Half-term 13"


@pytest.mark.parametrize(
    ("values", "title"),
    [
        (STEADY, "The weekly wait: no sign of change"),
        (STEADY[:12], "The weekly wait: too early to speak of change"),
        ((*STEADY, 900), "The weekly wait rose by more than chance"),
        ((*STEADY, *[10] * 7), "The weekly wait fell by more than chance"),
    ],
)
def test_the_title_is_the_finding(values, title):
    assert title_of(xmr_chart(weeks(*values), better="down"), MEASURE) == title


def test_the_table_says_what_the_drawing_shows():
    rows = tabulate(xmr_chart(weeks(*STEADY, 300), better="down"), MEASURE)
    assert list(rows) == [
        "Week of",
        "As measured (hours)",
        "Average (hours)",
        "Lower limit (hours)",
        "Upper limit (hours)",
        "Signal",
    ]
    assert rows["As measured (hours)"].tolist() == [1, 2] * 7 + [5]
    assert rows["Signal"].tolist() == [""] * 14 + ["Above what chance allows"]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (STEADY, ""),
        ((*STEADY, 300), ""),
        ((*STEADY, 500, 60), "Earlier week with a signal: 13 April 2026."),
        ((*STEADY, *[130] * 8, *STEADY), "Earlier weeks with a signal: 9, marked in the table."),
    ],
)
def test_signals_before_the_latest_point_are_told(values, told):
    assert tell_earlier(xmr_chart(weeks(*values), better="down"), MEASURE) == told
