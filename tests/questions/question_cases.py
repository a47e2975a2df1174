"""Owns reading a file of question cases and building its trust; the cases are given by hand, so no control judges.

Schools are those that any table names; each adopted the file's clauses. `days` of monitoring is a span of weekdays.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.calendar import attach_calendar
from pipelines.controls import load_controls
from pipelines.engines.duckdb import add_table, offer_rows
from pipelines.engines.rows import Rows
from pipelines.judge import judge_clauses, roll_up
from pipelines.models import run_checks, run_models
from pipelines.policies import Policy
from pipelines.progress import Steps
from pipelines.settings import Settings
from pipelines.warehouse import draft_build, seal
from tests.dashboard.sample_build import AS_AT, TABLES
from tests.dashboard.sample_files import attach_files
from tests.staged_tables import Row, read_table, stage_tables
from tests.trusts import make_clause, make_policy

SECTION = re.compile(r"^## (given|expect): (\w+)$", re.MULTILINE)
GIVEN = {
    **dict.fromkeys(("school_id", "clause_id", "control", "case_id", "case_kind", "account_id"), "varchar"),
    "judged_on": "date",
    **dict.fromkeys(("began_at", "due_at", "done_at"), "timestamp"),
    "outcome": "varchar",
    "value": "double",
    "unit": "varchar",
}


@dataclass(frozen=True)
class QuestionCases:
    """One file: the tables given, the cases given, the cards expected and the silences."""

    tables: dict[str, list[Row]]
    cases: list[Row]
    policies: dict[str, Policy]
    raised: list[Row]
    silent: list[Row]

    @property
    def rules(self) -> set[str]:
        """The rules that the file is about."""
        return {str(row["rule"]) for row in [*self.raised, *self.silent]}


def read_question_cases(path: Path) -> QuestionCases:
    """The tables of a Markdown file; a blank cell is nothing."""
    _, *parts = SECTION.split(path.read_text(encoding="utf-8"))
    sections = {(kind, name): _read_rows(body) for kind, name, body in zip(*[iter(parts)] * 3, strict=True)}
    given = {name: rows for (kind, name), rows in sections.items() if kind == "given"}
    clauses = given.pop("clauses")
    cases = given.pop("cases", [])
    controls = {row["clause_id"]: row["control"] for row in clauses}
    given["monitoring"] = [check for row in given.get("monitoring", []) for check in _spread(row)]
    schools = {row["school_id"] for rows in [*given.values(), cases] for row in rows if row.get("school_id")}
    given["schools"] = [
        {"school_id": name, "school_name": f"{name.title()} School", "nation": "england", "policy": "case"}
        for name in sorted(schools)
    ]
    given["term_dates"] = list(TABLES["term_dates"])
    return QuestionCases(
        tables=given,
        cases=[{**row, "control": controls[row["clause_id"]]} for row in cases],
        policies=make_policy(*(_read_clause(row) for row in clauses), review_months=24),
        raised=sections["expect", "raised"],
        silent=sections["expect", "silent"],
    )


def _read_rows(body: str) -> list[Row]:
    names, _, *rows = [line.strip().strip("|") for line in body.splitlines() if line.startswith("|")]
    return read_table("\n".join([names, *rows]))


def _read_clause(row: Row) -> Any:
    parameters = tomllib.loads(f"given = {{ {row['parameters'] or ''} }}")["given"]
    return make_clause(row["clause_id"], row["control"], parameters=parameters)


def _spread(row: Row) -> list[Row]:
    """A check at nine on every weekday of a span."""
    first, last = map(date.fromisoformat, row["days"].split(".."))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    same = {name: value for name, value in row.items() if name != "days"} | {"outcome": "clear"}
    stem = f"{row['account_id']} {row['checked_by']}"
    return [{**same, "check_id": f"{stem} {day}", "checked_at": f"{day} 09:00"} for day in days if day.weekday() < 5]


def write_questions_build(data: Path, given: QuestionCases) -> Path:
    """Seal a build of the file's trust, its result.cases replaced by those given by hand; returns its path."""
    settings = Settings(data=data, as_at=AS_AT)
    with draft_build(settings) as draft:
        connection = draft.connection
        stage_tables(connection, given.tables)
        attach_calendar(connection, settings)
        run_models(connection, Steps(quiet=True))
        judge_clauses(connection, given.policies, load_controls())
        _replace_cases(connection, given.cases)
        roll_up(connection)
        attach_files(connection, given.tables, AS_AT)
        add_table(connection, "load", "checks", run_checks(connection))
        return seal(draft)


def _replace_cases(connection: DuckDBPyConnection, cases: list[Row]) -> None:
    rows = [
        {name: value for name, value in row.items() if name in GIVEN}
        | {"case_kind": row.get("case_kind") or "case", "done_at": row.get("done_on")}
        for row in cases
    ]
    offer_rows(connection, "given_cases", Rows(GIVEN, rows))
    connection.execute("delete from result.cases")
    connection.execute("insert into result.cases by name select * from given_cases")
    for relation in ("coverage_runs", "clause_status"):
        connection.execute(f"drop table result.{relation}")
