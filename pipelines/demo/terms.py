"""Owns when the demonstration's schools are open: term dates, inset days and time counted in opening hours.

Knows nothing of what happens on those days.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from typing import Any

import holidays
import numpy as np
import pandas as pd
from dateutil.easter import easter

from pipelines.demo.trust import School

MONDAY, TUESDAY, FRIDAY = 0, 1, 4
YEARS = 3
# Exports are made on the morning of the day as of which the demonstration is judged.
EXPORTED_AT = time(9)
SUBDIVISIONS = {"england": "ENG", "wales": "WLS"}
# Somebody who looks in during a holiday does so from ten to noon, and gets through this much of a day's work.
HOLIDAY_WINDOW = (600, 720)
HOLIDAY_WORK = 150

Minutes = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class HalfTerm:
    """One half-term of one nation; both days are school days."""

    academic_year: str
    name: str
    starts_on: date
    ends_on: date


def list_half_terms(as_at: date, nation: str) -> list[HalfTerm]:
    """Three academic years, the last being that of `as_at`, and the one that follows."""
    last = academic_year_of(as_at)
    return [half_term for year in range(last - YEARS + 1, last + 2) for half_term in _half_terms_of(year, nation)]


def academic_year_of(day: date) -> int:
    """The calendar year in which the academic year of `day` began."""
    return day.year if day.month >= 9 else day.year - 1


def _half_terms_of(year: int, nation: str) -> list[HalfTerm]:
    """Dates as most authorities set them: breaks in late October, February, at Easter and in the last week of May."""
    welsh = nation == "wales"
    starts = _first(MONDAY if welsh else TUESDAY, date(year, 9, 1))
    autumn_break = _last(MONDAY, date(year, 10, 31))
    christmas = _last(FRIDAY, date(year, 12, 21))
    january = _first(MONDAY, date(year + 1, 1, 4))
    february_break = _first(MONDAY, date(year + 1, 2, 13))
    easter_break = _easter_break(year + 1)
    after_easter = max(easter_break + timedelta(days=14), easter(year + 1) + timedelta(days=2))
    may_break = _last(MONDAY, date(year + 1, 5, 31))
    july = _last(FRIDAY, date(year + 1, 7, 21)) if welsh else _first(TUESDAY, date(year + 1, 7, 18))
    weekend = timedelta(days=3)
    spans = {
        "Autumn 1": (starts, autumn_break - weekend),
        "Autumn 2": (autumn_break + timedelta(days=7), christmas),
        "Spring 1": (january, february_break - weekend),
        "Spring 2": (february_break + timedelta(days=7), easter_break - weekend),
        "Summer 1": (after_easter, may_break - weekend),
        "Summer 2": (may_break + timedelta(days=7), july),
    }
    label = f"{year}/{(year + 1) % 100:02d}"
    return [HalfTerm(label, name, first, last) for name, (first, last) in spans.items()]


def _first(weekday: int, day: date) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _last(weekday: int, day: date) -> date:
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def _easter_break(year: int) -> date:
    """The Monday on which two weeks begin that hold Easter Monday and lie nearest to the start of April."""
    easter_monday: date = easter(year) + timedelta(days=1)
    mondays = [easter_monday - timedelta(weeks=weeks) for weeks in (0, 1, 2)]
    return min(mondays, key=lambda monday: abs(monday - date(year, 4, 2)))


class Calendar:
    """The days of one school from the first 1 September to the end of the year after `as_at`'s."""

    def __init__(self, school: School, nation: str, as_at: date) -> None:
        self.half_terms = list_half_terms(as_at, nation)
        self._school, self._nation, self._as_at = school, nation, as_at

    @cached_property
    def first_day(self) -> date:
        return date(academic_year_of(self._as_at) - YEARS + 1, 9, 1)

    @cached_property
    def days(self) -> pd.DataFrame:
        """One row a day: day, weekday (Monday 0), is_working_day, is_school_day, half_term (number from the first)."""
        last_day = date(academic_year_of(self._as_at) + 2, 8, 31)
        days = pd.DataFrame({"day": pd.date_range(self.first_day, last_day, unit="s")})
        bank_holidays = holidays.country_holidays(
            "GB", subdiv=SUBDIVISIONS[self._nation], years=range(self.first_day.year, last_day.year + 1)
        )
        days["weekday"] = days["day"].dt.day_of_week
        is_bank_holiday = days["day"].isin(pd.to_datetime(list(bank_holidays)))
        days["is_working_day"] = (days["weekday"] < 5) & ~is_bank_holiday
        starts = pd.to_datetime([half_term.starts_on for half_term in self.half_terms])
        ends = pd.to_datetime([half_term.ends_on for half_term in self.half_terms])
        days["half_term"] = starts.searchsorted(days["day"], side="right") - 1
        in_term = (days["half_term"] >= 0) & (days["day"] <= ends.take(days["half_term"].clip(lower=0)))
        inset = days["day"].isin(pd.to_datetime(self.inset_days))
        days["is_school_day"] = days["is_working_day"] & in_term & ~inset
        return days

    @cached_property
    def inset_days(self) -> list[date]:
        """Five a year: the first two days, the first of spring, the last of summer and one of the school's own."""
        found = []
        own_week = int(self._school.school_id[-2:]) % 5 + 1
        for autumn, _, spring, _, summer, last in zip(*[iter(self.half_terms)] * 6, strict=True):
            own = _first(FRIDAY, summer.starts_on + timedelta(weeks=own_week - 1))
            found += [autumn.starts_on, autumn.starts_on + timedelta(days=1), spring.starts_on, own, last.ends_on]
        return found

    @cached_property
    def past(self) -> pd.DataFrame:
        """`days` up to and with the day of the exports."""
        return self.days[self.days["day"] <= pd.Timestamp(self._as_at)]

    @cached_property
    def present(self) -> int:
        """The number of the present half-term: in a holiday the one before it."""
        return max(0, int(self.past["half_term"].iloc[-1]))

    def span(self, first: int, last: int | None = None) -> tuple[pd.Timestamp, pd.Timestamp]:
        """From the first morning to the last midnight of half-terms counted from the present one (0), holidays too."""
        last = first if last is None else last
        begins = self.half_terms[max(0, self.present + first)].starts_on
        ends = self.half_terms[max(0, self.present + last) + 1].starts_on
        return pd.Timestamp(begins), pd.Timestamp(ends)

    def span_of_term(self, term: int) -> tuple[pd.Timestamp, pd.Timestamp]:
        """The same for a term, counted from the present one (0)."""
        first = (self.present // 2 + term) * 2 - self.present
        return self.span(first, first + 1)

    def school_days_back(self, count: int) -> pd.Timestamp:
        """The midnight at which the last `count` school days up to the exports began."""
        school_days = self.past.loc[self.past["is_school_day"], "day"]
        return pd.Timestamp(school_days.iloc[-count])

    @cached_property
    def opening(self) -> "OpeningHours":
        """Time as the people who answer live through it."""
        opens = np.full(len(self.days), float(self._school.opens))
        width = np.where(self.days["is_school_day"], float(self._school.closes - self._school.opens), 0.0)
        work = width.copy()
        if self._school.holiday_cover:
            cover = (self.days["is_working_day"] & ~self.days["is_school_day"]).to_numpy()
            opens[cover] = HOLIDAY_WINDOW[0]
            width[cover] = HOLIDAY_WINDOW[1] - HOLIDAY_WINDOW[0]
            work[cover] = HOLIDAY_WORK
        return OpeningHours(pd.Timestamp(self.first_day), opens, width, work)


@dataclass(frozen=True)
class OpeningHours:
    """Per day since `first_day`, in minutes: when it opens, how long it lasts and how much work gets done in it."""

    first_day: pd.Timestamp
    opens: Minutes
    width: Minutes
    work: Minutes

    @cached_property
    def _before(self) -> Minutes:
        return np.concatenate([[0.0], np.cumsum(self.work)])

    def later(self, moments: pd.Series, work: Minutes) -> pd.Series:
        """The moments (local time) at which `work` minutes of opening time have passed since `moments`."""
        minutes = ((moments - self.first_day) / pd.Timedelta(minutes=1)).to_numpy()
        day = (minutes // 1440).astype(int)
        share = (minutes % 1440 - self.opens[day]) / np.maximum(self.width[day], 1)
        target = self._before[day] + np.clip(share, 0, 1) * self.work[day] + np.maximum(work, 0.01)
        target = np.minimum(target, self._before[-1] - 1)
        done = np.searchsorted(self._before, target, side="right") - 1
        share_done = (target - self._before[done]) / self.work[done]
        wall = done * 1440 + self.opens[done] + share_done * self.width[done]
        return self.first_day + pd.to_timedelta(pd.Series(np.round(wall * 60), index=moments.index), unit="s")
