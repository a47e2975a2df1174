"""Owns the builds: how one is begun, sealed, found, opened and cleared away; knows nothing of what is in them.

A build is a file of its own, named by when it was begun (UTC), so the newest name wins and its name is the key of every
cache. Until it is sealed it has another suffix: a load that fails or is killed leaves the last build serving.
"""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.durable import full, not_writable, put_in_place
from pipelines.engines import duckdb as engine
from pipelines.errors import BuildError, BusyError
from pipelines.settings import Settings, now
from pipelines.sql import fetch_row

PREFIX, SUFFIX, UNSEALED = "oversight_", ".duckdb", ".building"
STAMP = "%Y%m%dT%H%M%S%fZ"
# Raise it when the dashboard needs what older builds lack: it then asks for a load instead of failing on a page.
LAYOUT = 1
BUILDS_KEPT = 3
OPENING_TRIES = 20
DAMAGE = (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
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
        connection = engine.open_reader(path)
        layout = _read_layout(connection)
    except duckdb.Error as error:
        raise _damaged(path, error) from None
    if layout == LAYOUT:
        return connection
    connection.close()
    is_newer = layout > LAYOUT
    do = "update the program" if is_newer else "load again: python -m pipelines load"
    made_by = f"{'a newer' if is_newer else 'an older'} version of the program"
    raise BuildError(f"This build was made by {made_by}", where=path.name, do=do)


def _read_layout(connection: DuckDBPyConnection) -> int:
    listed = "select count(*) from information_schema.tables where table_schema = 'load' and table_name = 'layout'"
    if not fetch_row(connection, listed)[0]:
        return 0
    return int(fetch_row(connection, "select number from load.layout")[0])


@contextmanager
def telling_damage(path: Path) -> Iterator[None]:
    """A build that the disk damaged is found when the damaged part is read: told as a BuildError."""
    try:
        yield
    except (
        duckdb.IOException,
        duckdb.FatalException,
        duckdb.InternalException,
        duckdb.SerializationException,
    ) as error:
        raise _damaged(path, error) from None


def _damaged(path: Path, error: Exception) -> BuildError:
    what = "This build cannot be opened"
    return BuildError(what, where=path.name, found=_first_line(error), do="load again: python -m pipelines load")


def open_newest(
    settings: Settings, open_build: Callable[[Path], DuckDBPyConnection] = open_reader
) -> tuple[Path, DuckDBPyConnection]:
    """The build that serves, opened. A load may publish and clear away between finding it and opening it."""
    for _ in range(OPENING_TRIES):
        path = newest_build(settings)
        try:
            return path, open_build(path)
        except BuildError:
            if path.exists():
                raise
    raise BuildError("Builds come and go too fast to open one", where=str(settings.warehouse), do="try again")


def read_schools(path: Path) -> tuple[str, ...]:
    """The ids of the schools of a build, in their order."""
    with open_reader(path) as reader:
        rows = reader.execute("select school_id from warehouse.schools order by school_id").fetchall()
    return tuple(school for (school,) in rows)


@contextmanager
def hold_data_folder(settings: Settings, wait: float = 0) -> Iterator[None]:
    """Keep every other load off this data folder. Raises BusyError when one is under way for `wait` seconds longer.

    The lock is SQLite's own on an empty file: the system lets go of it when a load is killed, on every platform, so
    there is no stale lock to recognise.
    """
    try:
        settings.warehouse.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(settings.warehouse / LOCK, timeout=wait, isolation_level=None)
        lock.execute("begin exclusive")
    except sqlite3.OperationalError as error:
        kind = error.sqlite_errorcode & 0xFF
        if kind in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise full(settings.data, str(error)) from None
        if kind != sqlite3.SQLITE_BUSY:
            raise not_writable(settings.data, str(error)) from None
        what = "Another load is under way in this data folder"
        raise BusyError(what, where=str(settings.data), do="wait until it ends, then load again") from None
    except OSError as error:
        raise not_writable(settings.data, error.strerror or "") from None
    with closing(lock):
        yield


@contextmanager
def draft_build(settings: Settings) -> Iterator[Draft]:
    """A new build to fill. Leaving the block with an error throws it away; `seal` publishes it."""
    settings.warehouse.mkdir(parents=True, exist_ok=True)
    _clear_unsealed(settings)
    build_id = _next_id(settings)
    path = settings.warehouse / f"{build_id}{SUFFIX}{UNSEALED}"
    with ExitStack() as cleaning:
        cleaning.callback(_clear_unsealed, settings)
        connection = engine.open_builder(path)
        cleaning.callback(_close, connection)
        engine.create_table(connection, "load", "layout", f"select {LAYOUT} as number")
        yield Draft(build_id, connection, path)


def _close(connection: DuckDBPyConnection) -> None:
    # Closing writes what is left to write, which a full disk refuses: the draft is thrown away all the same.
    with suppress(duckdb.Error):
        connection.close()


def _next_id(settings: Settings) -> str:
    """An id later than every build's, also when the clock was set back: the newest name is what serves."""
    moments = [now(), *(_moment_of(path) + timedelta(microseconds=1) for path in list_builds(settings)[:1])]
    return f"{PREFIX}{max(moments):{STAMP}}"


def _moment_of(build: Path) -> datetime:
    return datetime.strptime(build.stem.removeprefix(PREFIX), STAMP).replace(tzinfo=UTC)


def seal(draft: Draft) -> Path:
    """Publish a draft as the newest build: written through to the disk, then renamed. Returns its path."""
    draft.connection.execute("checkpoint")
    draft.connection.close()
    if draft.path.with_name(f"{draft.path.name}.wal").exists():
        raise BuildError("The build was not written to its end", where=draft.path.name, do="load again")
    sealed = draft.path.with_suffix("")
    put_in_place(draft.path, sealed)
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


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
