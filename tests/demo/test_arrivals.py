"""When things happen on an invented account: against slow twins that look at every day and every account by itself."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.demo.arrivals import IN_HOLIDAYS, OFFICE_HOURS, WEEKDAY_HOURS, is_open, repeat_places, rhythm
from pipelines.demo.arrivals import _draw_hours as draw_hours

MONDAY = date(2025, 9, 1)
SPANS = st.tuples(st.integers(-5, 25), st.none() | st.integers(-5, 25))


def days(count: int, holidays: frozenset[int] = frozenset()) -> pd.DataFrame:
    """Days from a Monday on; those whose number is in `holidays` are no school days."""
    listed = [MONDAY + timedelta(days=number) for number in range(count)]
    return pd.DataFrame(
        {
            "day": pd.to_datetime(listed),
            "weekday": [day.weekday() for day in listed],
            "is_school_day": [day.weekday() < 5 and number not in holidays for number, day in enumerate(listed)],
        }
    )


@settings(max_examples=60, deadline=None)
@given(spans=st.lists(SPANS, min_size=1, max_size=5))
def test_an_account_is_open_from_its_first_day_until_the_day_it_closes(spans: list[tuple[int, int | None]]):
    def moment(number: int | None) -> pd.Timestamp | None:
        return None if number is None else pd.Timestamp(MONDAY) + pd.Timedelta(days=number)

    accounts = pd.DataFrame(
        {
            "opened_on": pd.to_datetime([moment(opened) for opened, _ in spans]),
            "closed_on": pd.to_datetime([moment(closed) for _, closed in spans]),
        }
    )
    slow = [
        [opened <= day and not (closed is not None and closed <= day) for day in range(20)] for opened, closed in spans
    ]
    assert is_open(accounts, days(20)).tolist() == slow


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 3), min_size=3, max_size=3), min_size=1, max_size=4))
def test_each_cell_is_named_as_often_as_it_counts(counts: list[list[int]]):
    rows, columns = repeat_places(np.array(counts))
    slow = [(row, column) for row, line in enumerate(counts) for column, n in enumerate(line) for _ in range(n)]
    assert list(zip(rows.tolist(), columns.tolist(), strict=True)) == slow


def level(count: int, holidays: frozenset[int] = frozenset()) -> pd.Series:
    """The rhythm of days, the liveliness of single weeks evened out over many throws."""
    table = days(count, holidays)
    throws = [rhythm(table, np.random.default_rng(seed)) for seed in range(200)]
    return pd.Series(np.mean(throws, axis=0), index=table["day"])


def test_a_week_of_term_brings_about_a_week_of_traffic():
    week = level(28)["2025-09-15":"2025-09-21"]
    assert week.sum() == pytest.approx(1.35, rel=0.12)
    assert week.idxmax() == pd.Timestamp("2025-09-15") and week.idxmin() == pd.Timestamp("2025-09-20")


def test_a_holiday_brings_a_seventh_of_it():
    off = frozenset(range(14, 28))
    plain, with_holiday = level(28), level(28, off)
    share = with_holiday["2025-09-22":"2025-09-28"] / plain["2025-09-22":"2025-09-28"]
    assert share.to_numpy() == pytest.approx(IN_HOLIDAYS)


def test_the_weekend_of_a_school_week_belongs_to_term():
    """The first weekend after the last school day is no holiday yet; the one in the middle of it is."""
    off = frozenset(range(7, 21))
    share = level(28, off) / level(28)
    assert share["2025-09-06":"2025-09-07"].to_numpy() == pytest.approx(1)
    assert share["2025-09-13":"2025-09-14"].to_numpy() == pytest.approx(IN_HOLIDAYS)


def test_a_year_later_there_is_a_little_more():
    later = level(380)
    assert later["2026-09-01":"2026-09-07"].sum() / later["2025-09-01":"2025-09-07"].sum() > 1


@pytest.mark.parametrize("hours", [WEEKDAY_HOURS, OFFICE_HOURS], ids=["anybody", "the office"])
def test_nothing_happens_at_an_hour_that_a_clock_may_not_show(hours: np.ndarray):
    table = pd.concat([days(28)] * 200, ignore_index=True)
    drawn = pd.Series(draw_hours(table, hours, np.random.default_rng(7))).dt.total_seconds()
    assert drawn.between(0, 86_400, inclusive="left").all()
    assert not drawn.between(3600, 3 * 3600, inclusive="left").any()


def test_the_office_keeps_office_hours_on_weekdays_and_families_write_at_weekends_too():
    table = pd.concat([days(28)] * 200, ignore_index=True)
    hour = pd.Series(draw_hours(table, OFFICE_HOURS, np.random.default_rng(7))).dt.total_seconds() // 3600
    on_weekdays = hour[table["weekday"] < 5]
    assert on_weekdays.min() >= 7 and on_weekdays.max() <= 19
    assert hour[table["weekday"] >= 5].max() > 19


def test_the_same_dice_give_the_same_hours():
    first, second = (draw_hours(days(50), WEEKDAY_HOURS, np.random.default_rng(3)) for _ in range(2))
    assert (first == second).all()
