"""A school's data folder with a file that no format knows, mapped as a data manager would."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from rich.console import Console

from pipelines.contract import load_contract
from pipelines.propose.columns import Source, open_table, read_source
from pipelines.propose.options import Options
from pipelines.propose.proposal import Proposal, propose
from pipelines.propose.verb import map_file
from pipelines.propose.wishes import Wishes
from pipelines.settings import Settings
from tests.intake.small_inbox import Inbox

SCHOOL = "900101"


@dataclass
class Desk:
    """`put` a file into the school's folder of the inbox, `map` it, and look at what loading makes of it."""

    inbox: Inbox
    told: str = ""
    files: list[Path] = field(default_factory=list)

    @property
    def formats(self) -> list[str]:
        return sorted(path.name for path in self.inbox.settings.formats.glob("*"))

    def put(self, name: str, content: Any) -> Path:
        path = self.inbox.settings.inbox / SCHOOL / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8")
        elif isinstance(content, Workbook):
            content.save(path)
        else:
            path.write_bytes(content)
        self.files.append(path)
        return path

    def map(self, table: str | None = None, **options: Any) -> Path | None:
        """Map the last file put, writing without asking; what was told is kept in `told`."""
        console = Console(file=io.StringIO(), width=200, highlight=False, soft_wrap=True)
        given = Options(table, **{"yes": True, **options})
        try:
            return map_file(self.inbox.settings, self.files[-1], given, console)
        finally:
            self.told = console.file.getvalue()

    def rows(self, table: str, *columns: str) -> list[tuple[Any, ...]]:
        """Load, and the rows that are staged of a table, as text."""
        self.inbox.load()
        return self.inbox.rows(table, *(f"cast({column} as varchar)" for column in columns))

    def source(self) -> Source:
        """What the columns of the last file put hold."""
        with open_table(self.files[-1], None, self.inbox.settings.inbox) as (part, head):
            return read_source(part, head)

    def propose(self, table: str, wishes: Wishes | None = None, schools: dict[str, str] | None = None) -> Proposal:
        return propose(load_contract()[table], self.source(), wishes or Wishes(), schools or {})


def sources_of(proposal: Proposal) -> dict[str, str]:
    """Which header each column of the contract comes from."""
    return {choice.column.name: choice.seen.header for choice in proposal.choices if choice.seen}


def as_workbook(rows: Sequence[Sequence[Any]], title: str = "Sheet1") -> Workbook:
    workbook = Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(list(row))
    return workbook


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("OVERSIGHT_KEY", "a key for tests, kept by nobody")
    settings = Settings(data=tmp_path / "data", as_at=date(2026, 10, 23))
    settings.inbox.mkdir(parents=True)
    return Desk(Inbox(settings))
