"""Two selects at a time: in which order they run, what each sees of the others, and what a fault stops."""

from threading import Barrier, Event, Lock

import duckdb
import pytest

from pipelines.engines.duckdb import fetch_arrow, held, hold_select, offer_rows, open_builder
from pipelines.engines.rows import Rows
from pipelines.engines.side_by_side import AT_ONCE, run_side_by_side

LONG = 30


class Told:
    """Counts the ticks that a step would draw."""

    def __init__(self):
        self.done = 0

    def tick(self):
        self.done += 1


@pytest.fixture
def connection():
    with open_builder() as connection:
        yield connection


def test_each_runs_once_and_after_those_it_waits_for(connection):
    waits_for = {"d": ["b", "c"], "b": ["a"], "c": ["a"], "a": [], "e": []}
    begun, ended = [], []

    def run(_, name):
        begun.append((name, set(ended)))
        ended.append(name)

    run_side_by_side(connection, waits_for, run)
    assert sorted(name for name, _ in begun) == ["a", "b", "c", "d", "e"]
    for name, before in begun:
        assert before >= set(waits_for[name])


def test_what_is_waited_for_and_not_named_by_itself_is_run_too(connection):
    begun = []
    run_side_by_side(connection, {"b": ["a"]}, lambda _, name: begun.append(name))
    assert begun == ["a", "b"]


def test_two_run_at_the_same_moment(connection):
    both_are_there = Barrier(AT_ONCE, timeout=LONG)
    run_side_by_side(connection, {"a": [], "b": []}, lambda *_: both_are_there.wait())
    assert not both_are_there.broken


def test_never_do_more_than_two_run_at_the_same_moment(connection):
    lock, inside, most = Lock(), [], []

    def run(_, name):
        with lock:
            inside.append(name)
            most.append(len(inside))
        # Long enough for another to come in, if it could.
        Event().wait(0.01)
        with lock:
            inside.remove(name)

    run_side_by_side(connection, {str(number): [] for number in range(8)}, run)
    assert len(most) == 8
    assert max(most) <= AT_ONCE


def test_each_end_is_told(connection):
    told = Told()
    run_side_by_side(connection, {"a": [], "b": ["a"], "c": []}, lambda *_: None, told)
    assert told.done == 3


def test_nothing_to_run_is_no_fault(connection):
    run_side_by_side(connection, {}, lambda *_: pytest.fail("there is nothing to run"))


def test_a_fault_is_raised_as_it_was_and_stops_what_waits_for_it(connection):
    told, begun = Told(), []

    def run(cursor, name):
        begun.append(name)
        if name == "b":
            cursor.execute("select colour from nothing")

    with pytest.raises(duckdb.CatalogException, match="nothing"):
        run_side_by_side(connection, {"a": [], "b": ["a"], "c": ["b"], "d": ["c"]}, run, told)
    assert begun == ["a", "b"]
    assert told.done == 1


def test_after_a_fault_what_had_not_begun_does_not(connection):
    failed = Event()
    begun = []

    def run(_, name):
        begun.append(name)
        if name == "0":
            failed.set()
            raise ValueError("0 cannot be done")
        failed.wait(LONG)
        # The first fault is seen before the second place is free again.
        Event().wait(0.2)

    with pytest.raises(ValueError, match="0 cannot be done"):
        run_side_by_side(connection, {str(number): [] for number in range(50)}, run)
    assert len(begun) < 10


def test_what_one_keeps_the_next_reads_and_the_build_does_not_hold(connection, tmp_path):
    with open_builder(tmp_path / "a.duckdb") as builder:

        def run(cursor, name):
            hold_select(
                cursor, name, "select 1 as size" if name == "a" else f"select size + 1 as size from {held('a')}"
            )

        run_side_by_side(builder, {"b": ["a"], "a": []}, run)
        assert fetch_arrow(builder, f"select size from {held('b')}").to_pylist() == [{"size": 2}]
    with duckdb.connect(str(tmp_path / "a.duckdb"), read_only=True) as reader:
        assert reader.execute("select count(*) from duckdb_tables()").fetchall() == [(0,)]


def test_what_is_offered_to_one_is_not_seen_by_another(connection):
    seen, both_have_offered = {}, Barrier(AT_ONCE, timeout=LONG)

    def run(cursor, name):
        offer_rows(cursor, "clause", Rows({"school_id": "varchar"}, [{"school_id": name}]))
        both_have_offered.wait()
        seen[name] = cursor.execute("select school_id from clause").fetchall()

    run_side_by_side(connection, {"a": [], "b": []}, run)
    assert seen == {"a": [("a",)], "b": [("b",)]}
    with pytest.raises(duckdb.CatalogException):
        connection.execute("select * from clause")


def test_a_table_is_made_by_each_at_the_same_moment(connection):
    connection.execute("create schema mart")
    both_are_there = Barrier(AT_ONCE, timeout=LONG)

    def run(cursor, name):
        both_are_there.wait()
        cursor.execute(f"create or replace table mart.{name} as select * from range(200_000) as numbers(size)")

    run_side_by_side(connection, {"a": [], "b": []}, run)
    counted = "select (select sum(size) from mart.a) = (select sum(size) from mart.b) as are_alike"
    assert fetch_arrow(connection, counted).to_pylist() == [{"are_alike": True}]
