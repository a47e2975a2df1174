"""A cursor is made ready once, lent to one query at a time, and never keeps what was made ready for another."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from dashboard.cursors import Cursors


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        opened.execute("create table numbers as select unnest(range(10)) as number")
        yield opened


class Room:
    """Makes cursors ready that see one number, and remembers for which it was asked."""

    def __init__(self, cursors: Cursors) -> None:
        self.cursors, self.made = cursors, []

    def see(self, number: int) -> list[tuple[int]]:
        def make_ready(cursor: duckdb.DuckDBPyConnection) -> None:
            self.made.append(number)
            cursor.execute(f"create temp table seen as select number from numbers where number = {number}")

        with self.cursors.lend(number, make_ready) as cursor:
            return cursor.execute("select number from seen").fetchall()


def test_a_cursor_is_made_ready_once_and_lent_again(connection):
    room = Room(Cursors(connection))
    assert [room.see(number) for number in (3, 3, 4, 3)] == [[(3,)], [(3,)], [(4,)], [(3,)]]
    assert room.made == [3, 4]


def test_the_one_lent_longest_ago_makes_room(connection):
    room = Room(Cursors(connection, most=2))
    for number in (1, 2, 1, 3, 1, 2):
        assert room.see(number) == [(number,)]
    assert room.made == [1, 2, 3, 2], "2 was lent longest ago when 3 came; 1 was still kept"


def test_two_at_once_have_a_cursor_each(connection):
    cursors = Cursors(connection)
    with cursors.lend("one", lambda cursor: None) as first, cursors.lend("one", lambda cursor: None) as second:
        assert first is not second
        assert first.execute("select 1").fetchall() == second.execute("select 1").fetchall() == [(1,)]


def test_a_cursor_on_which_a_query_failed_is_not_lent_again(connection):
    cursors, made = Cursors(connection), []
    with pytest.raises(duckdb.CatalogException), cursors.lend("one", made.append) as failed:
        failed.execute("select * from nothing_of_the_kind")
    with cursors.lend("one", made.append) as cursor:
        assert cursor is not failed
        assert cursor.execute("select 1").fetchall() == [(1,)]
    assert len(made) == 2
    with pytest.raises(duckdb.ConnectionException):
        failed.execute("select 1")


def test_a_cursor_that_cannot_be_made_ready_is_not_kept(connection):
    room = Room(Cursors(connection))

    def fail(cursor: duckdb.DuckDBPyConnection) -> None:
        cursor.execute("create temp table seen as select 7 as number")
        raise duckdb.Error("no more")

    with pytest.raises(duckdb.Error, match="no more"), room.cursors.lend(5, fail):
        pass
    assert room.see(5) == [(5,)]


def test_many_threads_each_see_what_they_asked_for(connection):
    room = Room(Cursors(connection, most=4))
    asked = [random.Random(11).randrange(10) for _ in range(2000)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(room.see, asked)) == [[(number,)] for number in asked]
