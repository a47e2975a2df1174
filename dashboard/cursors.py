"""Owns cursors that are made ready once and lent to one query at a time; knows no query and no scope."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from threading import Lock

from duckdb import DuckDBPyConnection

MOST_KEPT = 64


class Cursors:
    """The cursors of one connection, kept ready by what they were made ready for.

    Making a cursor ready costs as much as a query, and a page asks a dozen of the same. A cursor serves one thread at a
    time: whoever asks while all are lent gets a new one. One on which a query failed is not kept.
    """

    def __init__(self, connection: DuckDBPyConnection, most: int = MOST_KEPT) -> None:
        self._connection, self._most = connection, most
        self._kept: list[tuple[Hashable, DuckDBPyConnection]] = []
        self._lock = Lock()

    @contextmanager
    def lend(self, of: Hashable, make_ready: Callable[[DuckDBPyConnection], None]) -> Iterator[DuckDBPyConnection]:
        """A cursor that `make_ready` was called with, now or earlier for the same `of`."""
        cursor = self._take(of) or self._make(make_ready)
        try:
            yield cursor
        except BaseException:
            cursor.close()
            raise
        self._give_back(of, cursor)

    def _take(self, of: Hashable) -> DuckDBPyConnection | None:
        with self._lock:
            place = next((place for place, (kept, _) in enumerate(self._kept) if kept == of), None)
            return None if place is None else self._kept.pop(place)[1]

    def _make(self, make_ready: Callable[[DuckDBPyConnection], None]) -> DuckDBPyConnection:
        cursor = self._connection.cursor()
        try:
            make_ready(cursor)
        except BaseException:
            cursor.close()
            raise
        return cursor

    def _give_back(self, of: Hashable, cursor: DuckDBPyConnection) -> None:
        """Keep it as the newest; the one that was lent longest ago makes room."""
        with self._lock:
            self._kept.append((of, cursor))
            oldest = self._kept.pop(0)[1] if len(self._kept) > self._most else None
        if oldest:
            oldest.close()
