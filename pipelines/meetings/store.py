"""Owns the file `meetings.sqlite`: opening it to read and to write, whole and one writer at a time; knows no card."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from pipelines.errors import OversightError
from pipelines.meetings.tables import VERSIONS
from pipelines.settings import Settings

FILE = "meetings.sqlite"
SECONDS_TO_WAIT = 10

Versions = Sequence[Sequence[str]]


class StoreError(OversightError):
    """The record of meetings cannot be read or written."""


@contextmanager
def open_to_read(settings: Settings, versions: Versions = VERSIONS) -> Iterator[sqlite3.Connection]:
    """A connection that reads; where nothing was recorded yet, one to empty tables. Raises StoreError."""
    path = settings.meetings / FILE
    with _said_plainly(path):
        if not path.exists():
            with closing(_connect(":memory:")) as empty:
                _bring_up(empty, path, versions)
                yield empty
            return
        if _version_of(path) < len(versions):
            with open_to_write(settings, versions):
                """The tables are brought up to date."""
        with closing(_connect(_address(path), uri=True)) as connection:
            _refuse_newer(connection, path, versions)
            yield connection


@contextmanager
def open_to_write(settings: Settings, versions: Versions = VERSIONS) -> Iterator[sqlite3.Connection]:
    """A connection in a transaction of its own: all of it is kept, or nothing. Raises StoreError."""
    path = settings.meetings / FILE
    with _said_plainly(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(_connect(path)) as connection:
            # Readers go on reading while somebody writes. Where another is just setting this, it is set.
            with suppress(sqlite3.OperationalError):
                connection.execute("pragma journal_mode = wal")
            connection.execute("pragma synchronous = full")
            connection.execute("pragma foreign_keys = on")
            _bring_up(connection, path, versions)
            with _transaction(connection):
                yield connection


def wipe(settings: Settings) -> None:
    """Write the file anew, so that no byte of what was taken out is left in it or in the log beside it.

    Raises StoreError where somebody goes on reading the older pages.
    """
    path = settings.meetings / FILE
    with _said_plainly(path), closing(_connect(path)) as connection:
        connection.execute("vacuum")
        if connection.execute("pragma wal_checkpoint(truncate)").fetchone()[0]:
            raise StoreError(
                "The record of meetings is being read, so older pages of it are still on the disk",
                where=str(path.parent),
                do="what was to go is out of it; run it again in a minute, so that no copy stays",
            )


@contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("begin immediate")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def _connect(target: Path | str, *, uri: bool = False) -> sqlite3.Connection:
    # Transactions are begun and ended by name, and never by the module on its own.
    connection = sqlite3.connect(target, timeout=SECONDS_TO_WAIT, isolation_level=None, uri=uri)
    connection.row_factory = sqlite3.Row
    return connection


def _address(path: Path) -> str:
    """How a reader opens the file; in a folder that cannot be written, without the side files that writers share."""
    address = f"{path.absolute().as_uri()}?mode=ro"
    with closing(_connect(address, uri=True)) as trial:
        try:
            _version(trial)
        except sqlite3.OperationalError:
            return f"{address}&immutable=1"
    return address


def _version_of(path: Path) -> int:
    with closing(_connect(_address(path), uri=True)) as connection:
        return _version(connection)


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("pragma user_version").fetchone()[0])


def _refuse_newer(connection: sqlite3.Connection, path: Path, versions: Versions) -> None:
    if _version(connection) > len(versions):
        raise StoreError(
            "The record of meetings was written by a newer Oversight",
            where=str(path),
            found=f"version {_version(connection)} of its tables",
            accepted=f"version {len(versions)} or older",
            do="install the newer Oversight; nothing was changed",
        )


def _bring_up(connection: sqlite3.Connection, path: Path, versions: Versions) -> None:
    """Bring the tables to this program's version, each step whole; a copy of what was there is set aside first."""
    _refuse_newer(connection, path, versions)
    while (seen := _version(connection)) < len(versions):
        if seen:
            _set_aside(connection, path.with_name(f"{path.stem}.version-{seen}{path.suffix}"))
        with _transaction(connection):
            # Somebody else may have taken the step while this one waited.
            if _version(connection) == seen:
                for statement in versions[seen]:
                    connection.execute(statement)
                connection.execute(f"pragma user_version = {seen + 1}")


def _set_aside(connection: sqlite3.Connection, copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as target:
        connection.backup(target)


@contextmanager
def _said_plainly(path: Path) -> Iterator[None]:
    """What the disk or SQLite refuses, as an error that a person can act on."""
    try:
        yield
    except (OSError, sqlite3.Error) as fault:
        raise StoreError(
            "The record of meetings cannot be read or written",
            where=str(path.parent),
            found=str(fault),
            do="let the dashboard write to this folder, and record again; nothing was changed",
        ) from fault
