"""Owns reading a control's golden cases from Markdown: tables given, tables expected. Judges nothing."""

import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipelines.policies import Policy
from pipelines.settings import LOCAL_ZONE
from tests.trusts import make_clause, make_policy

KINDS = (
    "empty",
    "ordinary",
    "exact",
    "open_not_due",
    "open_overdue",
    "neighbour_a",
    "neighbour_b",
    "closure",
)
SECTION = re.compile(r"^## (given|expect): (\w+)$", re.MULTILINE)


@dataclass(frozen=True)
class GoldenCases:
    """One file: a trust whose schools are each named for the kind of case they show, and the cases expected of it."""

    text: str
    as_at: str
    given: dict[str, list[dict[str, str | None]]]
    expected: dict[str, list[dict[str, str | None]]]
    policies: dict[str, Policy]


def read_golden_cases(path: Path) -> GoldenCases:
    """The file's tables. Schools it does not describe are English ones that adopted the file's clauses."""
    text = path.read_text(encoding="utf-8")
    head, *parts = SECTION.split(text)
    sections = list(zip(parts[::3], parts[1::3], parts[2::3], strict=True))
    given = {name: _read_table(body) for kind, name, body in sections if kind == "given"}
    expected = {name: _read_table(body) for kind, name, body in sections if kind == "expect"}
    clauses = [_read_clause(row) for row in given.pop("clauses")]
    described = {row["school_id"]: row for row in given.get("schools", [])}
    plain = {"nation": "england", "policy": "case"}
    given["schools"] = [
        {"school_id": kind, "school_name": kind, **plain, **described.pop(kind, {})} for kind in KINDS
    ] + [{"school_name": name, **plain, **row} for name, row in described.items()]
    as_at = re.search(r"as at (\d{4}-\d{2}-\d{2})", head)
    assert as_at, f"{path.name} does not say 'as at YYYY-MM-DD'"
    return GoldenCases(text, as_at[1], given, expected, make_policy(*clauses, review_months=24))


def _read_table(body: str) -> list[dict[str, str | None]]:
    """The rows of a Markdown table; a blank is null."""
    lines = [line.strip() for line in body.splitlines() if line.startswith("|")]
    names, _, *rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]
    return [dict(zip(names, (cell or None for cell in row), strict=True)) for row in rows]


def _read_clause(row: dict[str, str | None]) -> Any:
    fields = {name: date.fromisoformat(row[name]) for name in ("in_force_from", "in_force_to") if row.get(name)}
    parameters = tomllib.loads(f"given = {{ {row['parameters'] or ''} }}")["given"]
    return make_clause(row["clause_id"], row["control"], parameters=parameters, **fields)


def as_written(value: Any) -> str | None:
    """A value of result.cases as the files write it: instants on the school's clock, numbers to two places."""
    if value is None:
        return None
    if isinstance(value, datetime):
        return f"{value.replace(tzinfo=UTC).astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}"
    if isinstance(value, float):
        return f"{round(value, 2):g}"
    return str(value)
