"""Asks the pages' queries of random trusts in memory, and looks the same things up row by row; knows no page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from dashboard.warehouse import QUERIES, Selection, _show_scope
from tests.plain_answers.trust import PlainTrust, Row
from tests.random_trusts import JUDGED_AS_AT, RandomTrust
from tests.trusts import build_trust

BATCHES, TRUSTS_A_BATCH = 3, 3


@dataclass(frozen=True)
class PlainScope:
    """One school in view with the days looked at; none where it has no such period."""

    school_id: str
    school_name: str
    first_on: date | None
    last_on: date | None

    def holds(self, day: date | None) -> bool:
        """Whether a day lies in the period."""
        return bool(self.first_on and self.last_on and day and self.first_on <= day <= self.last_on)


class Asked:
    """Random trusts in one build, as a query and as a plain answer meet them."""

    def __init__(self, batch: int) -> None:
        self.as_at_on = date.fromisoformat(JUDGED_AS_AT[batch % len(JUDGED_AS_AT)])
        trusts = [
            RandomTrust(1000 + batch * TRUSTS_A_BATCH + number, self.as_at_on) for number in range(TRUSTS_A_BATCH)
        ]
        tables: dict[str, list[Row]] = {}
        for trust in trusts:
            for table, rows in trust.tables().items():
                tables.setdefault(table, []).extend(rows)
        policies = {key: policy for trust in trusts for key, policy in trust.policies.items()}
        self.connection = build_trust(tables, self.as_at_on, policies)
        self.plain = PlainTrust(self.connection)
        self.schools = sorted(row["school_id"] for row in self.rows("warehouse.schools"))

    def rows(self, table: str) -> list[Row]:
        """All rows of `schema.table`."""
        return self.plain.rows(table)

    def query(
        self, name: str, selection: Selection, *, allowed: tuple[str, ...] | None = None, **given: Any
    ) -> list[Row]:
        """The rows of a query as the pages would get them."""
        with self.connection.cursor() as cursor:
            _show_scope(cursor, allowed, selection)
            found = cursor.execute((QUERIES / f"{name}.sql").read_text(encoding="utf-8"), given)
            names = [column[0] for column in found.description]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def scope(self, selection: Selection) -> list[PlainScope]:
        """The schools in view, each with the days of its own period of that name."""
        periods = {
            row["school_id"]: (row["period_start"], row["period_end"])
            for row in self.rows("warehouse.periods")
            if (row["period_kind"], row["period_name"]) == (selection.period_kind, selection.period_name)
        }
        names = {row["school_id"]: row["school_name"] for row in self.rows("warehouse.schools")}
        since = (selection.since_on, self.as_at_on) if selection.since_on else None
        in_view = self.schools if selection.schools is None else selection.schools
        return [
            PlainScope(school, names[school], *(since or periods.get(school, (None, None))))
            for school in self.schools
            if school in in_view
        ]

    def selections(self) -> list[Selection]:
        """Every school by every span, two schools by half-term, one by year, and everything since a day."""
        latest = {}
        for row in sorted(self.rows("warehouse.periods"), key=lambda row: row["period_start"]):
            if row["period_start"] <= self.as_at_on:
                latest[row["period_kind"]] = row["period_name"]
        half_terms = sorted(
            {
                (row["period_start"], row["period_name"])
                for row in self.rows("warehouse.periods")
                if row["period_kind"] == "half_term" and row["period_start"] <= self.as_at_on
            }
        )
        before = half_terms[-2][1] if len(half_terms) > 1 else half_terms[-1][1]
        return [
            *(Selection(None, kind, name) for kind, name in latest.items()),
            Selection(None, "half_term", before),
            Selection(tuple(self.schools[:2]), "half_term", before),
            Selection((self.schools[-1],), "year", latest["year"]),
            Selection(None, "half_term", "Never 1 1999/00"),
            Selection(tuple(self.schools[1:4]), "since", "", date.fromordinal(self.as_at_on.toordinal() - 50)),
        ]


def by(rows: list[Row], *columns: str) -> list[tuple[Any, ...]]:
    """These columns of the rows, in an order that any two lists of the same rows share."""
    return sorted((tuple(row[column] for column in columns) for row in rows), key=repr)
