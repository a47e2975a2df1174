"""Recorded events on every chart over time: a letter at its place, its words beneath and in the text alternative."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard.charts.calendar_grid import calendar_grid
from dashboard.charts.events import Event, letter_events, mark_events, place_of, tell_events
from dashboard.events import name_events
from tests.dashboard.conftest import OpenPage
from tests.dashboard.folds import open_folds
from tests.dashboard.sample_build import AS_AT, TABLES, write_build
from tests.staged_tables import read_table

TRAINING, INBOX = Event(date(2025, 11, 20), "Training"), Event(date(2026, 1, 14), "One inbox")
SPRING = {"school": "Ashgrove Academy", "span": "Half-term", "period": "Spring 1 2025/26"}
TOLD = "A: One inbox, 14 January 2026."
EVENTFUL = dict(TABLES) | {
    "events": read_table("""
        school_id | happened_on | label
        ash       | 2025-11-20  | Training
        ash       | 2026-01-14  | One inbox
        birch     | 2026-01-19  | New head
    """)
}


@pytest.fixture(scope="module")
def eventful(tmp_path_factory):
    data = tmp_path_factory.mktemp("eventful")
    write_build(data, EVENTFUL, AS_AT)
    return data


def words_of(app):
    return " ".join(block.value for block in [*app.markdown, *app.caption]).replace("\\", "")


def letters(figure):
    return {note.text: note.x for note in figure.layout.annotations if note.text.startswith("<b>")}


def test_letters_follow_time_and_events_outside_the_chart_get_none():
    assert letter_events([INBOX, TRAINING], date(2025, 9, 1), date(2026, 2, 1)) == {"A": TRAINING, "B": INBOX}
    assert letter_events([INBOX, TRAINING], date(2026, 1, 1), date(2026, 2, 1)) == {"A": INBOX}
    assert letter_events([INBOX, TRAINING], date(2026, 1, 15), date(2026, 2, 1)) == {}


def test_the_days_of_a_chart_are_inclusive():
    assert letter_events([INBOX], INBOX.on, INBOX.on) == {"A": INBOX}


def test_no_more_events_than_letters():
    many = [Event(date(2026, 1, 1 + day), f"Event {day}") for day in range(30)]
    assert list(letter_events(many, date(2026, 1, 1), date(2026, 1, 31)))[-1] == "Z"


def test_events_are_told_in_a_sentence_each():
    assert tell_events({}) == ""
    told = tell_events({"A": TRAINING, "B": INBOX})
    assert told == "A: Training, 20 November 2025. B: One inbox, 14 January 2026."


def test_an_event_stands_at_its_day_on_an_axis_of_days():
    assert letters(mark_events(go.Figure(), {"A": INBOX})) == {"<b>A</b>": pd.Timestamp("2026-01-14")}


def test_letters_of_events_close_together_stand_at_different_heights():
    figure = mark_events(go.Figure(), letter_events([TRAINING, INBOX], date(2025, 9, 1), date(2026, 2, 1)))
    assert len({note.yshift for note in figure.layout.annotations}) == 2


@pytest.mark.parametrize(
    ("on", "place"),
    [
        (date(2026, 1, 5), "Spring 1"),
        (date(2026, 2, 22), "Spring 1"),
        (date(2026, 2, 23), "Spring 2"),
        (date(2026, 7, 1), "Spring 2"),
        (date(2025, 1, 1), "Spring 1"),
    ],
)
def test_an_event_stands_where_the_slot_it_fell_in_does(on, place):
    assert place_of(on, {date(2026, 1, 5): "Spring 1", date(2026, 2, 23): "Spring 2"}) == place


def cell(on, week):
    """One account's day on which it was checked."""
    words = {"row": "Oak", "words": "checked", "week_start": pd.Timestamp(week), "slot_on": pd.Timestamp(on)}
    return words | {"checked": 1, "gap": 0, "no_data": 0, "notice": 0, "closed": 0}


def test_the_calendar_marks_the_day_of_an_event():
    days = pd.DataFrame([cell(f"2026-01-{day:02d}", "2026-01-12") for day in (12, 13, 14, 15, 16)])
    drawn = calendar_grid(days, by_week=False, lettered={"A": INBOX})
    bars = dict(zip(pd.to_datetime(days["slot_on"]), drawn.data[0].x, strict=True))
    assert letters(drawn) == {"<b>A</b>": bars[pd.Timestamp("2026-01-14")]}


def test_the_calendar_by_week_marks_the_week_of_an_event():
    weeks = pd.DataFrame([cell(on, on) for on in ("2026-01-05", "2026-01-12", "2026-01-19")])
    assert letters(calendar_grid(weeks, by_week=True, lettered={"A": INBOX})) == {"<b>A</b>": 1}


def test_the_calendar_leaves_room_above_its_names_for_letters():
    weeks = pd.DataFrame([cell("2026-01-12", "2026-01-12")])
    bare, marked = (calendar_grid(weeks, by_week=True, lettered=found) for found in ({}, {"A": INBOX}))
    assert marked.layout.yaxis.range[1] > bare.layout.yaxis.range[1]


def test_events_of_some_schools_carry_their_names_where_several_are_in_view():
    rows = pd.DataFrame(
        {
            "happened_on": pd.to_datetime(["2026-01-14", "2026-01-19"]),
            "label": ["Training", "New head"],
            "is_of_all": [True, False],
            "school_names": [
                ["Ashgrove", "Birchwood", "Cwm", "Dean", "Elm"],
                ["Ashgrove", "Birchwood", "Cwm", "Dean", "Elm"],
            ],
        }
    )
    several = name_events(rows, is_one_school=False)
    assert [event.label for event in several] == ["Training", "New head (Ashgrove, Birchwood, Cwm and 2 more)"]
    assert [event.label for event in name_events(rows, is_one_school=True)] == ["Training", "New head"]


@pytest.mark.parametrize("page", ["monitoring_coverage", "incidents", "policy_clauses"])
def test_a_page_tells_the_events_of_its_charts_beneath_them_and_in_their_alternative(
    open_page: OpenPage, eventful, page
):
    said = words_of(open_folds(open_page(page, data=eventful, **SPRING)))
    letter = "A" if page == "monitoring_coverage" else "B"
    # Once under the chart, once in its text alternative.
    assert said.count(TOLD.replace("A:", f"{letter}:")) >= 2
    assert "New head" not in said


def test_several_schools_are_told_whose_event_it_was(open_page: OpenPage, eventful):
    said = words_of(open_page("monitoring_coverage", data=eventful, **SPRING | {"school": "All schools"}))
    assert "A: One inbox (Ashgrove Academy), 14 January 2026. B: New head (Birchwood Academy), 19 January 2026." in said


def test_a_page_without_events_tells_none(open_page: OpenPage):
    assert "A: " not in words_of(open_page("monitoring_coverage", **SPRING))
