"""Term dates as a parent would know them, and time counted in opening hours against a slow obvious twin."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from pipelines.demo.scene import Scene
from pipelines.demo.terms import Calendar, list_half_terms
from pipelines.demo.trust import read_schools

SCHOOLS = {school.school_id: school for school in read_schools()}


def test_three_years_and_the_next_in_order():
    half_terms = list_half_terms(date(2026, 3, 5), "england")
    years = [half_term.academic_year for half_term in half_terms]
    assert years == ["2023/24"] * 6 + ["2024/25"] * 6 + ["2025/26"] * 6 + ["2026/27"] * 6
    assert all(one.starts_on < one.ends_on < two.starts_on for one, two in pairwise(half_terms))


@pytest.mark.parametrize("nation", ["england", "wales"])
@pytest.mark.parametrize("year", range(2020, 2034))
def test_no_half_term_is_longer_or_shorter_than_any_school_has(year: int, nation: str):
    for half_term in list_half_terms(date(year, 11, 1), nation):
        assert 24 <= (half_term.ends_on - half_term.starts_on).days <= 60


def test_dates_of_a_known_year():
    half_terms = [one for one in list_half_terms(date(2025, 11, 20), "england") if one.academic_year == "2025/26"]
    assert [(one.name, one.starts_on, one.ends_on) for one in half_terms] == [
        ("Autumn 1", date(2025, 9, 2), date(2025, 10, 24)),
        ("Autumn 2", date(2025, 11, 3), date(2025, 12, 19)),
        ("Spring 1", date(2026, 1, 5), date(2026, 2, 13)),
        ("Spring 2", date(2026, 2, 23), date(2026, 3, 27)),
        ("Summer 1", date(2026, 4, 13), date(2026, 5, 22)),
        ("Summer 2", date(2026, 6, 1), date(2026, 7, 21)),
    ]


def test_the_federation_keeps_dates_of_its_own():
    england, wales = (list_half_terms(date(2026, 3, 5), nation) for nation in ("england", "wales"))
    assert [one.starts_on for one in england] != [one.starts_on for one in wales]


def calendar_of(school_id: str, as_at: date = date(2026, 3, 5)) -> Calendar:
    return Calendar(SCHOOLS[school_id], "england", as_at)


def test_closed_on_bank_holidays_holidays_weekends_and_inset_days():
    days = calendar_of("900101").days.set_index("day")["is_school_day"]
    closed = ["2025-09-02", "2025-10-28", "2025-12-25", "2026-02-21", "2026-05-04", "2026-08-12"]
    opened = ["2025-09-04", "2025-11-03", "2026-01-06", "2026-03-05", "2026-07-20"]
    assert [day for day in closed if days[day]] == []
    assert [day for day in opened if not days[day]] == []
    assert 186 <= days["2024-09-01":"2025-08-31"].sum() <= 195


@pytest.mark.parametrize(
    ("as_at", "present"),
    [
        (date(2026, 3, 5), "Spring 2"),
        (date(2026, 2, 18), "Spring 1"),
        (date(2026, 8, 20), "Summer 2"),
        (date(2026, 9, 1), "Autumn 1"),
    ],
)
def test_a_holiday_belongs_to_the_half_term_before_it(as_at: date, present: str):
    calendar = calendar_of("900101", as_at)
    assert calendar.half_terms[calendar.present].name == present


def test_spans_count_from_the_present_half_term():
    calendar = calendar_of("900101")
    assert calendar.span(0) == (pd.Timestamp(2026, 2, 23), pd.Timestamp(2026, 4, 13))
    assert calendar.span(-2, -1) == (pd.Timestamp(2025, 11, 3), pd.Timestamp(2026, 2, 23))
    assert calendar.span_of_term(0) == (pd.Timestamp(2026, 1, 5), pd.Timestamp(2026, 4, 13))
    assert calendar.span_of_term(-1) == (pd.Timestamp(2025, 9, 2), pd.Timestamp(2026, 1, 5))
    assert calendar.school_days_back(3) == pd.Timestamp(2026, 3, 3)


def minute_by_minute(calendar: Calendar, asked: datetime, work: int) -> datetime:
    """The end of `work` opening minutes after `asked`, by walking through every minute; no holiday cover."""
    school = SCHOOLS["900103"]
    school_days = set(calendar.days.loc[calendar.days["is_school_day"], "day"].dt.date)
    now = asked
    while work:
        minute = now.hour * 60 + now.minute
        if now.date() in school_days and school.opens <= minute < school.closes:
            work -= 1
        now += timedelta(minutes=1)
    return now


@pytest.mark.parametrize("seed", range(25))
def test_time_in_opening_hours_equals_its_slow_twin(seed: int):
    dice = np.random.default_rng(seed)
    calendar = calendar_of("900103")
    asked = datetime(2025, 9, 10) + timedelta(minutes=int(dice.integers(0, 150 * 1440)))
    work = int(dice.integers(1, 2000))
    answered = calendar.opening.later(pd.Series([pd.Timestamp(asked)]), np.array([float(work)]))
    assert answered.iloc[0] == pd.Timestamp(minute_by_minute(calendar, asked, work))


def test_holiday_cover_answers_between_ten_and_noon(scene: Scene):
    in_easter_holidays = pd.Series([pd.Timestamp(2026, 3, 30, 18)])
    with_cover = scene.calendars["900101"].opening.later(in_easter_holidays, np.array([30.0])).iloc[0]
    without = scene.calendars["900103"].opening.later(in_easter_holidays, np.array([30.0])).iloc[0]
    assert with_cover == pd.Timestamp(2026, 3, 31, 10, 24)
    assert without == pd.Timestamp(2026, 4, 13, 9, 10)
