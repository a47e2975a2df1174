from datetime import date, datetime

import pytest

from pipelines import words


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0 min"),
        (0.4, "under a minute"),
        (59.9, "59 min"),
        (60, "1 h"),
        (65, "1 h 5 min"),
        (47 * 60 + 59, "47 h 59 min"),
        (48 * 60, "2 days"),
        (49 * 60 + 10, "2 days 1 h"),
        (-5, "-5 min"),
    ],
)
def test_minutes_never_say_more_than_they_are(value, said):
    assert words.minutes(value) == said


def test_working_minutes_do_not_become_days():
    # Sixty working hours are not two and a half days: a working day has no fixed length.
    assert words.working_minutes(3600) == "60 working h"
    assert words.working_minutes(65) == "1 working h 5 min"
    assert words.working_minutes(0) == "0 working min"


def test_moments_are_on_the_school_clock():
    assert words.moment(datetime(2026, 7, 1, 13, 5)) == "Wednesday 1 July 2026, 14:05"
    assert words.moment(datetime(2026, 1, 1, 13, 5)) == "Thursday 1 January 2026, 13:05"


def test_a_promise_that_ends_with_a_day_is_said_as_that_day():
    assert words.deadline(datetime(2026, 1, 6)) == "the end of Monday 5 January 2026"
    assert words.deadline(datetime(2026, 7, 6, 23)) == "the end of Monday 6 July 2026"
    assert words.deadline(datetime(2026, 1, 6, 10, 30)) == "Tuesday 6 January 2026, 10:30"


@pytest.mark.parametrize(
    ("number", "thing", "said"),
    [
        (1, "case", "1 case"),
        (2, "enquiry", "2 enquiries"),
        (0, "day", "0 days"),
        (2046, "missed check", "2,046 missed checks"),
    ],
)
def test_counts_agree_with_their_thing(number, thing, said):
    assert words.count(number, thing) == said


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (65, "minutes", "1 h 5 min"),
        (3, "working_days", "3 working days"),
        (1, "working_days", "1 working day"),
        (87.5, "%", "87.5%"),
        (2, "", "2"),
    ],
)
def test_quantities_carry_their_unit(value, unit, said):
    assert words.quantity(value, unit) == said


def test_days_read_as_people_write_them():
    assert words.day(date(2026, 3, 3)) == "3 March 2026"


@pytest.mark.parametrize(
    ("name", "said"), [("senior_leader", "senior leader"), ("dsl", "DSL"), ("it_technician", "IT technician"), ("", "")]
)
def test_a_coded_value_is_said_as_words(name, said):
    assert words.spoken(name) == said
