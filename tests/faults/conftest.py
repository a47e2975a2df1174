"""A small data folder whose load can be killed, starved or watched, in a process of its own."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.build import build
from pipelines.progress import Steps
from pipelines.settings import Settings
from pipelines.warehouse import newest_build

KEY = "a key for tests, kept by nobody"
AS_AT = date(2026, 3, 6)
FILES = {
    "schools.csv": "school_id,school_name,nation,policy\nash,Ashgrove Academy,england,barnes\n",
    "accounts.csv": "account_id,school_id,platform,opened_on\nash-x,ash,x,2025-09-01\n",
    "people.csv": "person_id,school_id,name,role,started_on\nE1,ash,Zebedee Quill,teacher,2024-09-01\n",
    "activity.csv": (
        "item_id,account_id,kind,direction,sent_at,thread_id,in_reply_to\n"
        "q1,ash-x,message,inbound,2026-02-02 10:00,t1,\n"
        "r1,ash-x,reply,outbound,2026-02-03 10:00,t1,q1\n"
    ),
}
ONE_MORE = "q2,ash-x,message,inbound,2026-02-10 10:00,t2,\n"
# Everything that must be the same whichever way a load came about; when and from which build it is, is not.
TOLD = {
    "cases": "from result.cases order by all",
    "clause_status": "from result.clause_status order by all",
    "enquiries": "from mart.enquiries order by all",
    "people": "from warehouse.people order by all",
    "files": "select * exclude (loaded_at, exported_at) from load.files order by all",
    "rejects": "from load.rejects order by all",
}


@dataclass
class School:
    """One small data folder: `write` an inbox, `load` it here or in a process to be killed, and read what serves."""

    settings: Settings

    def write(self, extra: str = "") -> None:
        self.settings.inbox.mkdir(parents=True, exist_ok=True)
        for name, text in FILES.items():
            path = self.settings.inbox / name
            path.write_text(text + (extra if name == "activity.csv" else ""))

    def load(self) -> None:
        build(self.settings, Steps(quiet=True))

    def told(self) -> dict[str, list[Any]]:
        """What the newest build says, whole."""
        with duckdb.connect(newest_build(self.settings), read_only=True) as connection:
            return {name: connection.execute(query).fetchall() for name, query in TOLD.items()}


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    monkeypatch.setenv("OVERSIGHT_KEY", KEY)
    made = School(Settings(tmp_path / "data", AS_AT))
    made.write()
    return made


@pytest.fixture(scope="session")
def server() -> ForkServerContext:
    """Processes that begin with everything imported: a load starts at once and can be killed at any moment of it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipelines.build", "tests.faults.conftest"])
    return context


@pytest.fixture
def start(server: ForkServerContext, own_main: None) -> Callable[..., BaseProcess]:
    """Run a function in such a process: start(function, *arguments)."""

    def run(function: Callable[..., None], *arguments: Any) -> BaseProcess:
        process = server.Process(target=function, args=arguments)
        process.start()
        return process

    return run


def load_quietly(settings: Settings) -> None:
    """A whole load; what a fork server runs."""
    os.environ["OVERSIGHT_KEY"] = KEY
    build(settings, Steps(quiet=True))


def kill(process: BaseProcess) -> None:
    """kill -9, and wait until it is gone."""
    if process.is_alive() and process.pid is not None:
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def expected(school: School, extra: str) -> dict[str, list[Any]]:
    """What an undisturbed load of the same inbox says."""
    school.write(extra)
    school.load()
    return school.told()


@pytest.fixture
def twice(school: School, tmp_path: Path) -> tuple[School, dict[str, list[Any]], dict[str, list[Any]]]:
    """The folder, loaded once, and what it says with one item less and one item more."""
    undisturbed = School(replace(school.settings, data=tmp_path / "undisturbed"))
    less, more = expected(undisturbed, ""), expected(undisturbed, ONE_MORE)
    assert less != more
    school.load()
    assert school.told() == less
    return school, less, more


def check_after_the_kill(school: School, served: dict[str, list[Any]], wanted: dict[str, list[Any]]) -> None:
    """The build from before (or, past its publication, the new one) serves; the next load ends as wanted."""
    assert school.told() in (served, wanted)
    school.load()
    assert school.told() == wanted
    left = [path.name for path in school.settings.warehouse.iterdir() if ".building" in path.name]
    assert left == []
    assert [path for path in school.settings.staged.glob("*/*") if path.suffix != ".parquet"] == []
