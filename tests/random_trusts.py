"""Owns inventing small, nasty trusts from a seed: every table, ties, closures, ids used twice. Judges nothing."""

from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from pipelines.contract import Column, load_contract
from pipelines.controls import Control
from pipelines.parameters import Parameter, Value
from pipelines.policies import Clause, Policy
from tests.trusts import CONTROLS, POLICIES, make_clause, make_policy

Tables = dict[str, list[dict[str, Any]]]

# Days as of which trusts are judged: in term, at a weekend, in a holiday, at both clock changes, at a year's end.
JUDGED_AS_AT = ["2026-03-04", "2026-03-29", "2025-10-26", "2026-04-06", "2026-08-31", "2026-06-13", "2026-01-01"]
CLOCKS = [
    time(0),
    time(1, 30),
    time(8, 30),
    time(9),
    time(12),
    time(16, 29, 59),
    time(16, 30),
    time(20),
    time(23, 59, 59),
]
WAITS = [timedelta(hours=hours) for hours in (0, 1, 8, 24, 48, 72, 96, 168, 500)]
ROLES = load_contract()["people"].columns["role"].allowed
ROWS_A_SCHOOL = {
    "accounts": 3,
    "people": 9,
    "account_access": 9,
    "activity": 30,
    "moderation": 12,
    "monitoring": 25,
    "incidents": 12,
    "training": 9,
    "acknowledgements": 9,
    "audience_returns": 5,
    "policy_versions": 3,
    "education": 4,
    "reports": 4,
    "attestations": 5,
    "returns": 6,
}
HALF_TERMS = [
    ("Autumn 1", "2025-09-03", "2025-10-24"),
    ("Autumn 2", "2025-11-03", "2025-12-19"),
    ("Spring 1", "2026-01-06", "2026-02-13"),
    ("Spring 2", "2026-02-23", "2026-03-27"),
    ("Summer 1", "2026-04-13", "2026-05-22"),
    ("Summer 2", "2026-06-01", "2026-07-21"),
]


class RandomTrust:
    """Four schools: two neighbours on a policy with rolled parameters, two on policies of the project."""

    def __init__(self, seed: int, as_at: date) -> None:
        self.dice = Random(seed)
        self.name = f"t{seed}"
        self.as_at = as_at
        adopted = sorted(POLICIES)
        keys = [self.name, self.name, adopted[seed % len(adopted)], self.dice.choice([*adopted, "unwritten"])]
        self.schools = {f"{self.name}-{number}": key for number, key in enumerate(keys)}
        self.policies = {**POLICIES, **self._roll_policy()}
        self.accounts = {school: [f"{school}/a{n}" for n in range(3)] for school in self.schools}
        self.persons = [f"{self.name}p{n}" for n in range(14)]

    def _roll_policy(self) -> dict[str, Policy]:
        clauses = [self._roll_clause(control, n) for control in CONTROLS.values() for n in range(2)]
        return make_policy(*clauses, key=self.name, review_months=self.dice.choice([6, 12, 24]))

    def _roll_clause(self, control: Control, number: int) -> Clause:
        """A clause whose target may have changed once, 40 days ago."""
        changes = [{"until": self.as_at - timedelta(days=40), "parameters": self._roll_parameters(control)}]
        return make_clause(
            f"{control.name.replace('_', '-')}-{number}",
            control.name,
            parameters=self._roll_parameters(control),
            earlier=changes if self.dice.random() < 0.3 else [],
        )

    def _roll_parameters(self, control: Control) -> dict[str, Value]:
        excluded = {name for group in control.one_of for name in self.dice.sample(group, len(group) - 1)}
        chosen = {name for group in control.one_of for name in group} - excluded
        return {
            name: self._roll_parameter(parameter)
            for name, parameter in control.parameters.items()
            if name not in excluded and (name in chosen or parameter.required or self.dice.random() < 0.6)
        }

    def _roll_parameter(self, parameter: Parameter) -> Value:
        match parameter.type:
            case "list":
                names = parameter.allowed or ["alerts", "reminders", "words"]
                return "+".join(self.dice.sample(names, self.dice.randint(1, min(5, len(names)))))
            case "boolean":
                return self.dice.random() < 0.5
            case "number":
                return self.dice.choice([0.5, 1, 4, 8, 20])
            case "date":
                return self.as_at - timedelta(days=30)
        return self.dice.choice(parameter.allowed or [0, 1, 2, 3, 9])

    def tables(self) -> Tables:
        """The trust's rows, as text or typed, by contract table."""
        tables: Tables = {"schools": [self._school(school) for school in self.schools], "term_dates": []}
        for school in self.schools:
            tables["term_dates"] += self._term_dates(school)
            for table, most in ROWS_A_SCHOOL.items():
                rows = [self._row(table, school, number) for number in range(self.dice.randint(0, most))]
                tables.setdefault(table, []).extend(rows)
        return {table: keep_first_of_each_key(table, rows) for table, rows in tables.items()}

    def _school(self, school: str) -> dict[str, Any]:
        hours = self.dice.choice([(None, None), ("09:00", "17:00"), ("08:45", "15:15")])
        nation = self.dice.choice(["england", "wales"])
        named = {"school_id": school, "school_name": school, "nation": nation, "policy": self.schools[school]}
        return {**named, "day_start": hours[0], "day_end": hours[1]}

    def _term_dates(self, school: str) -> list[dict[str, Any]]:
        if self.dice.random() < 0.4:
            return []
        year = {"school_id": school, "academic_year": "2025/26"}
        terms = [{**year, "name": n, "kind": "term", "starts_on": s, "ends_on": e} for n, s, e in HALF_TERMS]
        inset = self._day(200)
        return [*terms, {**year, "name": "Inset", "kind": "inset", "starts_on": inset, "ends_on": inset}]

    def _row(self, table: str, school: str, number: int) -> dict[str, Any]:
        """A row with a value for every column that must have one, and for most others."""
        began: datetime | None = None
        row: dict[str, Any] = {}
        for column in load_contract()[table].kept_columns:
            if column.required or self.dice.random() < 0.7:
                row[column.name] = self._value(table, column, school, number, began)
            if column.type == "timestamp" and column.required and began is None:
                began = row[column.name]
        return self._made_plausible(table, row)

    def _value(self, table: str, column: Column, school: str, number: int, began: datetime | None) -> Any:
        match column.name:
            case "school_id":
                return school
            case "account_id":
                return f"{school}/a{number}" if table == "accounts" else self._account(school)
            case "item_id" | "thread_id" | "in_reply_to":
                return str(number if (table, column.name) == ("activity", "item_id") else self.dice.randint(0, 12))
            case "person_id" | "author_id" | "owner_id" | "checked_by":
                return self.dice.choice(self.persons)
            case "policy":
                return self.schools[school] if self.dice.random() < 0.9 else "another"
            case "clause":
                return self.dice.choice(["credentials-secure-0", "code-of-behaviour-1", "WG-07", "BPS-02", "SNMAT-12"])
            case "reported_to_role" | "assessed_by_role" | "approved_by_role" | "attested_by_role":
                return self.dice.choice(ROLES)
            case "category" if table == "activity":
                return self.dice.choice(["alert", "Trip", "words"])
            case "version":
                return str(number if table == "policy_versions" else self.dice.randint(0, 3))
        if column.name in load_contract()[table].key and not column.allowed and column.type == "text":
            return f"{school}-{number}"
        return self._typed_value(column, began)

    def _account(self, school: str) -> str:
        """Mostly one of the school's, now and then one that no register names."""
        return self.dice.choice([*self.accounts[school] * 4, f"{school}/unregistered"])

    def _typed_value(self, column: Column, began: datetime | None) -> Any:
        match column.type:
            case "timestamp":
                return self._moment() if began is None else began + self.dice.choice(WAITS)
            case "date":
                return self._day(240)
            case "integer":
                return self.dice.randint(0, 3)
            case "boolean":
                return self.dice.random() < 0.5
            case "list":
                return ";".join(self.dice.sample(column.allowed, self.dice.randint(1, min(3, len(column.allowed)))))
        return (
            self.dice.choice(column.allowed) if column.allowed else self.dice.choice(["alerts", "reminders", "words"])
        )

    def _day(self, days_back: int) -> date:
        """A day up to `days_back` before as-at, or a few after; often one that things are judged on."""
        judged_on = [date.fromisoformat(start) - timedelta(days=1) for _, start, _ in HALF_TERMS]
        if self.dice.random() < 0.2:
            return self.dice.choice([self.as_at, *(day for day in judged_on if day <= self.as_at)])
        return self.as_at + timedelta(days=self.dice.randint(-days_back, 4))

    def _moment(self) -> datetime:
        """An instant (naive UTC) on the hour, at opening or closing, or in the last second of its day."""
        return datetime.combine(self._day(120), self.dice.choice(CLOCKS))

    def _made_plausible(self, table: str, row: dict[str, Any]) -> dict[str, Any]:
        """What no school would hand in is put right: an end before its beginning, more done than asked."""
        for start, end in (("opened_on", "closed_on"), ("started_on", "left_on"), ("granted_on", "revoked_on")):
            if row.get(start) and row.get(end):
                row[start], row[end] = sorted((row[start], row[end]))
        if table == "returns":
            row["covers_from"], row["covers_to"] = sorted((row["covers_from"], row["covers_to"]))
        if table == "audience_returns":
            row["completed"], row["eligible"] = sorted((row["completed"], row["eligible"]))
        if table == "monitoring" and row["kind"] != "public_sweep":
            row["account_id"] = row.get("account_id") or self._account(row["school_id"])
        if table == "incidents" and row.get("occurred_at") and self.dice.random() < 0.8:
            row["occurred_at"] = row["reported_at"] - self.dice.choice(WAITS)
        if table == "people" and self.dice.random() < 0.5:
            row["role"] = self.dice.choice(["teacher", "support", "senior_leader", "governor", "student"])
        return row


def keep_first_of_each_key(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without those whose key came before: staging would have removed them."""
    key = load_contract()[table].key
    return list({tuple(row.get(column) for column in key): row for row in reversed(rows)}.values())
