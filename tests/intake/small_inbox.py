"""A small data folder to load exports into, what is staged of them as plain rows, and single good rows to change."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from pipelines.progress import Steps
from pipelines.settings import Settings
from pipelines.stage import IntakeReport, attach_staged, check_inbox, stage_inbox

Rows = Sequence[Mapping[str, Any]]


def as_csv(rows: Rows, delimiter: str = ",") -> str:
    """Rows as the text of a CSV file, every key of the first row a column."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), delimiter=delimiter, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def make_inbox(folder: Path) -> "Inbox":
    """An empty one."""
    settings = Settings(data=folder / "data", as_at=date(2026, 10, 23))
    settings.inbox.mkdir(parents=True)
    return Inbox(settings)


@dataclass
class Inbox:
    """Files go in by name, `load` stages them, and the rest reads back what is staged."""

    settings: Settings

    def put(self, name: str, content: str | bytes | Rows) -> Path:
        path = self.settings.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not isinstance(content, str | bytes):
            content = as_csv(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load(self) -> IntakeReport:
        return stage_inbox(self.settings, Steps(quiet=True))

    def check(self) -> IntakeReport:
        return check_inbox(self.settings, Steps(quiet=True))

    def query(self, select: str) -> list[tuple[Any, ...]]:
        with duckdb.connect() as connection:
            attach_staged(connection, self.settings)
            return connection.execute(select).fetchall()

    def rows(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """Staged rows, in the order of their file and row."""
        return self.query(f"select {', '.join(columns)} from staged.{table} order by _file, _row")

    def rejects(self) -> list[tuple[Any, ...]]:
        """(file, row, column, value, reason) of every reject."""
        columns = "file, row_number, column_name, value, reason"
        return self.query(f"select {columns} from load.rejects order by file, row_number, column_name")

    def only_part(self) -> Any:
        """What became of the one part that the last load lists."""
        (part,) = self.load().parts
        return part


def activity(**changed: Any) -> dict[str, Any]:
    """One good row of the activity table."""
    row = {
        "item_id": "1",
        "account_id": "a",
        "kind": "comment",
        "direction": "inbound",
        "sent_at": "2026-01-05 10:00",
        "author_id": "u1",
    }
    return row | changed


def person(**changed: Any) -> dict[str, Any]:
    """One good row of the people table."""
    row = {"person_id": "E1", "school_id": "900101", "role": "teacher", "started_on": "2024-09-01"}
    return row | changed
