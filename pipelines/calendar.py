"""Owns the days: which exist, which are bank holidays, when each begins in UTC; knows no school and no term.

Days are made here because no select can make rows from nothing on every engine.
"""

import csv
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.contract import load_contract
from pipelines.engines.duckdb import add_table, fetch_arrow
from pipelines.engines.rows import Rows
from pipelines.settings import LOCAL_ZONE, REFERENCE, Settings

SUBDIVISIONS = {"england": "ENG", "wales": "WLS"}
SEPTEMBER = 9
DAYS_AHEAD = 400
YEARS_BACK_FOR_EVENTS = 15
YEARS_BACK_OTHERWISE = 3
DAY_COLUMNS = {
    "nation": "varchar",
    "is_bank_holiday": "boolean",
    "on_date": "date",
    "weekday": "bigint",
    "week_start": "date",
    "academic_year": "varchar",
    "midnight_at": "timestamp",
    "noon_offset_minutes": "bigint",
}
# What is judged by the day it happened, and what is said to have been handed in: periods begin with the earliest.
EVENTS = {
    "activity": "sent_on",
    "moderation": "posted_on",
    "monitoring": "checked_on",
    "incidents": "reported_on",
    "education": "held_on",
    "reports": "presented_on",
}
HAND_INS = {"returns": "covers_from", "term_dates": "starts_on"}
# What people bring with them. Days reach back to it, but an account opened in 2009 makes no empty periods.
REGISTERS = {
    "accounts": "opened_on",
    "people": "started_on",
    "policy_versions": "issued_on",
    "training": "completed_on",
    "acknowledgements": "acknowledged_on",
    "incidents": "occurred_on",
}


def attach_calendar(connection: DuckDBPyConnection, settings: Settings) -> None:
    """Add to `staged`, once its contract tables are there, what no file hands in.

    staged.days, staged.midnights, staged.history, staged.as_at, staged.nominal_half_terms, staged.allowed_values.
    """
    first, history = choose_first_days(connection, settings.as_at)
    last = settings.as_at + timedelta(days=DAYS_AHEAD)
    add_table(connection, "staged", "days", make_days(first, last))
    add_table(connection, "staged", "midnights", make_midnights(settings.as_at.year))
    add_table(connection, "staged", "history", Rows({"begins_on": "date"}, [{"begins_on": history}]))
    add_table(connection, "staged", "as_at", _describe_as_at(settings))
    add_table(connection, "staged", "nominal_half_terms", _make_nominal_half_terms(first.year, last.year))
    add_table(connection, "staged", "allowed_values", _list_allowed_values())


def choose_first_days(connection: DuckDBPyConnection, as_at: date) -> tuple[date, date]:
    """The first day of the calendar, and the first of the periods: each the 1 September before what it has to reach.

    Events are reached fifteen years back at most, all else three. Without events and hand-ins, periods reach as far
    as the calendar.
    """
    happened = _find_earliest(connection, EVENTS, as_at, YEARS_BACK_FOR_EVENTS)
    handed_in = _find_earliest(connection, HAND_INS, as_at, YEARS_BACK_OTHERWISE)
    registered = _find_earliest(connection, REGISTERS, as_at, YEARS_BACK_OTHERWISE)
    history = min(happened or handed_in or registered or as_at, handed_in or as_at, as_at)
    return start_of_academic_year(min(history, registered or as_at)), start_of_academic_year(history)


def _find_earliest(connection: DuckDBPyConnection, columns: Mapping[str, str], as_at: date, years: int) -> date | None:
    selects = (f"select min({column}) as earliest from staged.{table}" for table, column in columns.items())
    found = fetch_arrow(connection, f"select min(earliest) as earliest from ({' union all '.join(selects)})")
    earliest: date | None = found["earliest"][0].as_py()
    return max(earliest, _years_before(as_at, years)) if earliest else None


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, day.month, min(day.day, 28))


def start_of_academic_year(day: date) -> date:
    """The 1 September on or before a day."""
    return date(day.year - (day.month < SEPTEMBER), SEPTEMBER, 1)


def name_academic_year(day: date) -> str:
    """The academic year of a day, from September to August: "2025/26"."""
    year = start_of_academic_year(day).year
    return f"{year}/{(year + 1) % 100:02}"


def make_days(first: date, last: date) -> Rows:
    """One row per nation and day from `first` to `last`: weekday (Monday 1), week, academic year, bank holiday.

    Also the instant of its local midnight (naive UTC), and the minutes that its noon is ahead of UTC.
    """
    days = [
        {
            "nation": nation,
            "is_bank_holiday": day in bank_holidays(nation, first.year, last.year),
            **_describe_day(day),
        }
        for nation in SUBDIVISIONS
        for day in _days_between(first, last)
    ]
    return Rows(DAY_COLUMNS, days)


@cache
def make_midnights(year: int) -> Rows:
    """One row per day from 40 years before a year to 20 after: `on_date`, and its local midnight in UTC, `midnight_at`.

    It reaches further than the calendar of school days, for a start long ago or a renewal years ahead.
    """
    days = _days_between(date(year - 40, 1, 1), date(year + 20, 12, 31))
    midnights = [{"on_date": day, "midnight_at": local_midnight(day)} for day in days]
    return Rows({"on_date": "date", "midnight_at": "timestamp"}, midnights)


def _days_between(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


@cache
def _describe_day(day: date) -> dict[str, Any]:
    noon = datetime.combine(day, time(12), LOCAL_ZONE)
    ahead = noon.utcoffset() or timedelta()
    return {
        "on_date": day,
        "weekday": day.isoweekday(),
        "week_start": day - timedelta(days=day.weekday()),
        "academic_year": name_academic_year(day),
        "midnight_at": local_midnight(day),
        "noon_offset_minutes": ahead // timedelta(minutes=1),
    }


def local_midnight(day: date) -> datetime:
    """The instant at which a day begins in Europe/London, as naive UTC."""
    return datetime.combine(day, time(), LOCAL_ZONE).astimezone(UTC).replace(tzinfo=None)


@cache
def bank_holidays(nation: str, first_year: int, last_year: int) -> frozenset[date]:
    """The bank holidays of a nation, substitute days included."""
    # A quarter of a second that only a build needs to spend: it brings the calendars of every country along.
    import holidays

    years = range(first_year, last_year + 1)
    return frozenset(holidays.country_holidays("GB", subdiv=SUBDIVISIONS[nation], years=years))


def _describe_as_at(settings: Settings) -> Rows:
    """One row: the day judged as of, the instant (naive UTC), and its local minute (1440 once the day is over)."""
    moment = settings.as_at_moment
    over = moment.astimezone(LOCAL_ZONE).date() > settings.as_at
    local = moment.astimezone(LOCAL_ZONE)
    minute = 1440.0 if over else local.hour * 60 + local.minute + local.second / 60
    row = {"as_at_on": settings.as_at, "as_at_at": moment.replace(tzinfo=None), "as_at_minute": minute}
    return Rows({"as_at_on": "date", "as_at_at": "timestamp", "as_at_minute": "double"}, [row])


def _make_nominal_half_terms(first_year: int, last_year: int) -> Rows:
    """The usual half-terms of each academic year, for schools that give no term dates."""
    rows = [
        {
            "academic_year": name_academic_year(date.fromisoformat(f"{year}-{half_term['starts']}")),
            "name": half_term["name"],
            "starts_on": date.fromisoformat(f"{year}-{half_term['starts']}"),
            "ends_on": date.fromisoformat(f"{year}-{half_term['ends']}"),
        }
        for year in range(first_year, last_year + 1)
        for half_term in _read_reference("nominal_half_terms.csv")
    ]
    kinds = {"academic_year": "varchar", "name": "varchar", "starts_on": "date", "ends_on": "date"}
    return Rows(kinds, rows)


def _list_allowed_values() -> Rows:
    """Every value that a contract column accepts; incident categories with their label and risk area."""
    categories = {
        ("incidents", "category", row["category"]): {"label": row["label"], "risk_area": row["risk_area"]}
        for row in _read_reference("incident_categories.csv")
    }
    accepted = [
        (table.name, column.name, value)
        for table in load_contract().values()
        for column in table.columns.values()
        for value in column.allowed
    ]
    names = ("table_name", "column_name", "value")
    rows = [dict(zip(names, each, strict=True)) | categories.get(each, {}) for each in accepted]
    return Rows(dict.fromkeys((*names, "label", "risk_area"), "varchar"), rows)


def _read_reference(name: str, folder: Path = REFERENCE) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
