"""Owns the builds: how one is begun, sealed, found, opened and cleared away; knows nothing of what is in them.

A build is a file of its own, named by when it was begun (UTC), so the newest name wins and its name is the key of every
cache. Until it is sealed it has another suffix: a load that fails or is killed leaves the last build serving.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.engines import duckdb as engine
from pipelines.errors import BuildError, BusyError
from pipelines.settings import Settings, now

PREFIX, SUFFIX, UNSEALED = "oversight_", ".duckdb", ".building"
BUILDS_KEPT = 3
LOCK = "loading.lock"


@dataclass(frozen=True)
class Draft:
    """A build that nobody can read yet: its id, and the connection that writes it."""

    build_id: str
    connection: DuckDBPyConnection
    path: Path


def list_builds(settings: Settings) -> list[Path]:
    """The sealed builds, newest first."""
    return sorted(settings.warehouse.glob(f"{PREFIX}*{SUFFIX}"), reverse=True)


def newest_build(settings: Settings) -> Path:
    """The build that serves. Raises BuildError where nothing was loaded yet."""
    builds = list_builds(settings)
    if not builds:
        do = "run `python -m pipelines load`, or `python -m pipelines demo` to look around"
        raise BuildError("There is no build to read yet", where=str(settings.warehouse), do=do)
    return builds[0]


def open_reader(path: Path) -> DuckDBPyConnection:
    """A locked, read-only connection to a build; take `.cursor()` for each query. BuildError if it is damaged."""
    try:
        return engine.open_reader(path)
    except duckdb.Error as error:
        raise BuildError(
            "This build cannot be opened", where=path.name, found=_first_line(error), do="load again"
        ) from None


@contextmanager
def hold_data_folder(settings: Settings) -> Iterator[None]:
    """Keep every other load off this data folder. Raises BusyError while one is under way.

    The lock is SQLite's own on an empty file: the system lets go of it when a load is killed, on every platform, so
    there is no stale lock to recognise.
    """
    settings.warehouse.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(settings.warehouse / LOCK, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("begin exclusive")
        except sqlite3.OperationalError:
            what = "Another load is under way in this data folder"
            raise BusyError(what, where=str(settings.data), do="wait until it ends, then load again") from None
        yield


@contextmanager
def draft_build(settings: Settings) -> Iterator[Draft]:
    """A new build to fill. Leaving the block with an error throws it away; `seal` publishes it."""
    settings.warehouse.mkdir(parents=True, exist_ok=True)
    _clear_unsealed(settings)
    build_id = f"{PREFIX}{now():%Y%m%dT%H%M%S%fZ}"
    path = settings.warehouse / f"{build_id}{SUFFIX}{UNSEALED}"
    connection = engine.open_builder(path)
    try:
        yield Draft(build_id, connection, path)
    finally:
        connection.close()
        _clear_unsealed(settings)


def seal(draft: Draft) -> Path:
    """Publish a draft as the newest build: written through to the disk, then renamed. Returns its path."""
    draft.connection.execute("checkpoint")
    draft.connection.close()
    if draft.path.with_name(f"{draft.path.name}.wal").exists():
        raise BuildError("The build was not written to its end", where=draft.path.name, do="load again")
    sealed = draft.path.with_suffix("")
    _write_through(draft.path)
    draft.path.rename(sealed)
    _write_through(sealed.parent)
    return sealed


def clear_old_builds(settings: Settings, keep: int = BUILDS_KEPT) -> None:
    """Delete all but the newest builds. One that a reader holds open where that prevents it waits for the next time."""
    for path in list_builds(settings)[keep:]:
        _delete(path)


def _clear_unsealed(settings: Settings) -> None:
    """Delete what loads that failed or were killed left behind; only called while the data folder is held."""
    for path in settings.warehouse.glob(f"{PREFIX}*{UNSEALED}*"):
        _delete(path)


def _delete(path: Path) -> None:
    if path.is_dir():
        # What DuckDB spilt to disk while it built.
        shutil.rmtree(path, ignore_errors=True)
        return
    # Windows refuses to delete an open file: the next load tries again.
    with suppress(OSError):
        path.unlink()


def _write_through(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
