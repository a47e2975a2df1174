"""What the slow answers look things up in: the warehouse's rows as dictionaries, and plain questions about days."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.engines.duckdb import fetch_arrow
from pipelines.settings import LOCAL_ZONE

Row = dict[str, Any]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class PlainClause:
    """One clause of one school, with its parameters, while one target was in force."""

    school_id: str
    clause_id: str
    policy: str
    review_months: int | None
    in_force_from: date
    in_force_to: date
    parameters: Mapping[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]

    def binds(self, day: date) -> bool:
        return self.in_force_from <= day <= self.in_force_to


class PlainTrust:
    """The warehouse of a small trust, looked at row by row."""

    def __init__(self, connection: DuckDBPyConnection) -> None:
        self._connection = connection
        self._tables: dict[str, dict[str | None, list[Row]]] = {}
        # A cache of the class would keep every trust for good.
        self.school_days = cache(self._find_school_days)
        self.covered_school_days = cache(self._find_covered_school_days)

    def rows(self, table: str, school_id: str | None = None) -> list[Row]:
        """All rows of `schema.table`, or those of one school."""
        if table not in self._tables:
            rows = fetch_arrow(self._connection, f"from {table}").to_pylist()
            self._tables[table] = {None: rows}
            for row in rows:
                if row.get("school_id") is not None:
                    self._tables[table].setdefault(row["school_id"], []).append(row)
        return self._tables[table].get(school_id, [])

    @cached_property
    def as_at_on(self) -> date:
        return self.rows("warehouse.as_at")[0]["as_at_on"]

    @cached_property
    def as_at_at(self) -> datetime:
        return self.rows("warehouse.as_at")[0]["as_at_at"]

    @cached_property
    def _days(self) -> dict[tuple[str, date], Row]:
        return {(row["school_id"], row["on_date"]): row for row in self.rows("warehouse.school_days")}

    def knows(self, school_id: str, day: date) -> bool:
        """Whether the calendar reaches the day."""
        return (school_id, day) in self._days

    def is_school_day(self, school_id: str, day: date) -> bool:
        return self.knows(school_id, day) and self._days[school_id, day]["is_school_day"]

    def is_working_day(self, school_id: str, day: date) -> bool:
        return self.knows(school_id, day) and self._days[school_id, day]["is_working_day"]

    def counts(self, school_id: str, which: str) -> Callable[[date], bool]:
        """Which days count: the question to ask of each."""
        asked = self.is_school_day if which == "school_days" else self.is_working_day
        return lambda day: asked(school_id, day)

    def opening_hours(self, school_id: str) -> tuple[int, int]:
        """Opening and closing, in minutes after midnight."""
        school = self.rows("warehouse.schools", school_id)[0]
        return school["opens_minute"], school["closes_minute"]

    def judging_days(self, clause: PlainClause) -> list[date]:
        """The days on which the state of things is judged while the clause was in force."""
        days = (row["judged_on"] for row in self.rows("mart.judging_days", clause.school_id))
        return sorted(day for day in days if clause.binds(day))

    def is_covered(self, school_id: str, dataset: str, day: date) -> bool:
        """Whether a return or the rows themselves reach over the day."""
        spans = self.rows("warehouse.coverage", school_id)
        return any(row["dataset"] == dataset and row["covers_from"] <= day <= row["covers_to"] for row in spans)

    def is_begun(self, school_id: str, dataset: str, day: date) -> bool:
        """Whether anything of the data set is known on or before the day."""
        spans = self.rows("warehouse.coverage", school_id)
        return any(row["dataset"] == dataset and row["covers_from"] <= day for row in spans)

    def _find_school_days(self, school_id: str) -> list[date]:
        """Every school day of the calendar."""
        return [row["on_date"] for row in self.rows("warehouse.school_days", school_id) if row["is_school_day"]]

    def _find_covered_school_days(self, school_id: str, dataset: str, by_return: bool) -> set[date]:
        """The school days that a data set reaches over; `by_return`: those that a return covers."""
        spans = [
            (row["covers_from"], row["covers_to"])
            for row in self.rows("warehouse.coverage", school_id)
            if row["dataset"] == dataset and (row["source"] == "return" or not by_return)
        ]
        return {day for day in self.school_days(school_id) if any(first <= day <= last for first, last in spans)}

    @cached_property
    def _cases(self) -> dict[tuple[str, str], list[Row]]:
        cases: dict[tuple[str, str], list[Row]] = {}
        for case in self.rows("result.cases"):
            cases.setdefault((case["school_id"], case["clause_id"]), []).append(case)
        return cases

    def cases_of(self, school_id: str, clause_id: str) -> list[Row]:
        """The cases found for a clause."""
        return self._cases.get((school_id, clause_id), [])

    def midnight(self, day: date) -> datetime:
        """The instant (naive UTC) at which the day begins in Europe/London."""
        return datetime.combine(day, time(), LOCAL_ZONE).astimezone(UTC).replace(tzinfo=None)


def is_open_on(row: Row, day: date) -> bool:
    """Whether an account of the register is open at the end of the day."""
    return row["is_registered"] and row["opened_on"] <= day and (row["closed_on"] is None or row["closed_on"] > day)


def is_in_post(person: Row, day: date) -> bool:
    """Whether a person is in post on the day; the last day counts."""
    return person["started_on"] <= day and (person["left_on"] is None or person["left_on"] >= day)


def groups_of(audience: str) -> set[str]:
    """The groups that an audience such as "staff+governors" or "all_workers" names."""
    groups = set(audience.split("+"))
    return groups | {"staff", "volunteers", "contractors"} if "all_workers" in groups else groups


def days_of_week(day: date) -> Iterator[date]:
    """Monday to Sunday of the week that the day lies in."""
    monday = day - DAY * day.weekday()
    return (monday + DAY * number for number in range(7))
