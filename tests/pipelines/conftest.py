"""A small inbox of contract files, and the command line run as people run it."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipelines.__main__ import main

AS_AT = "2026-03-06"
SCHOOLS = "school_id,school_name,nation,policy\nash,Ashgrove Academy,england,barnes\n"
ACCOUNTS = "account_id,school_id,platform,opened_on\nash-x,ash,x,2025-09-01\n"
ACTIVITY = """item_id,account_id,kind,direction,sent_at,thread_id,in_reply_to
q1,ash-x,message,inbound,2026-02-02 10:00,t1,
r1,ash-x,reply,outbound,2026-02-03 10:00,t1,q1
q2,ash-x,message,inbound,2026-02-10 10:00,t2,
"""


@dataclass(frozen=True)
class Said:
    """What a run of the command line printed and returned."""

    code: int
    out: str
    err: str


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """The inbox of a data folder: one school, one account, one enquiry answered and one that is not."""
    folder = tmp_path / "data" / "exports"
    folder.mkdir(parents=True)
    (folder / "schools.csv").write_text(SCHOOLS)
    (folder / "accounts.csv").write_text(ACCOUNTS)
    (folder / "activity.csv").write_text(ACTIVITY)
    return folder


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Said]:
    """Run a verb on the data folder of the test: run("load", "--as-at", AS_AT)."""
    monkeypatch.setenv("OVERSIGHT_DATA", str(tmp_path / "data"))

    def run_verb(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["pipelines", *words])
        capsys.readouterr()
        try:
            main()
            code = 0
        except SystemExit as stopped:
            code = stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return run_verb


def make_older(path: Path, hours: int) -> None:
    """Say that an export was made some hours before it was."""
    made = path.stat().st_mtime - hours * 3600
    os.utime(path, (made, made))
