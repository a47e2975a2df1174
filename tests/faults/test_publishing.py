"""Readers while builds come and go: no error, no torn read, never an older build after a newer one."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from pipelines import warehouse
from pipelines.errors import BuildError, BusyError
from pipelines.settings import Settings
from pipelines.warehouse import (
    clear_old_builds,
    draft_build,
    hold_data_folder,
    list_builds,
    newest_build,
    open_newest,
    open_reader,
    seal,
)
from tests.faults.conftest import AS_AT

PUBLISHED = 500
READERS = 3


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path, AS_AT)


def publish(settings, number):
    """A build whose two tables must agree."""
    with hold_data_folder(settings), draft_build(settings) as draft:
        draft.connection.execute(f"create table one as select {number} as number")
        draft.connection.execute(f"create table other as select {number} as number")
        path = seal(draft)
        clear_old_builds(settings)
        return path


def test_readers_during_five_hundred_publishes(settings):
    publish(settings, 0)
    is_over, faults, reads = threading.Event(), [], []

    def read():
        last = 0
        try:
            while not is_over.is_set():
                _, connection = open_newest(settings)
                with connection:
                    (one,), (other,) = connection.execute("from one union all from other").fetchall()
                if one != other or one < last:
                    faults.append(f"read {one} and {other} after {last}")
                last = one
                reads.append(one)
        except Exception as fault:
            faults.append(repr(fault))

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for number in range(1, PUBLISHED + 1):
        publish(settings, number)
    is_over.set()
    for reader in readers:
        reader.join()
    assert faults == []
    assert len(reads) > PUBLISHED / 10
    assert len(list_builds(settings)) == warehouse.BUILDS_KEPT


def test_a_build_that_goes_between_finding_and_opening_is_looked_for_again(settings, monkeypatch):
    first, second = publish(settings, 1), publish(settings, 2)
    found = [first, second]
    first.unlink()
    monkeypatch.setattr(warehouse, "newest_build", lambda _settings: found.pop(0))
    path, connection = open_newest(settings)
    with connection:
        assert path == second
        assert connection.execute("from one").fetchall() == [(2,)]


def test_builds_that_always_go_are_given_up_on(settings, monkeypatch):
    gone = publish(settings, 1)
    gone.unlink()
    monkeypatch.setattr(warehouse, "newest_build", lambda _settings: gone)
    with pytest.raises(BuildError, match="come and go too fast"):
        open_newest(settings)


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(hours=1), timedelta(days=4000)])
def test_a_clock_that_was_set_back_does_not_hide_the_new_build(settings, monkeypatch, back):
    publish(settings, 1)
    monkeypatch.setattr(warehouse, "now", lambda: datetime.now(UTC) - back)
    paths = [publish(settings, number) for number in (2, 3)]
    assert newest_build(settings) == paths[-1]
    with open_reader(newest_build(settings)) as connection:
        assert connection.execute("from one").fetchall() == [(3,)]
    monkeypatch.undo()
    assert newest_build(settings) == paths[-1]
    assert newest_build(settings) != publish(settings, 4) == newest_build(settings)


def test_a_load_can_wait_for_its_turn(settings):
    is_held, may_go = threading.Event(), threading.Event()

    def hold():
        with hold_data_folder(settings):
            is_held.set()
            may_go.wait()

    other = threading.Thread(target=hold)
    other.start()
    is_held.wait()
    with pytest.raises(BusyError), hold_data_folder(settings, wait=0.2):
        pass
    threading.Timer(0.3, may_go.set).start()
    with hold_data_folder(settings, wait=30):
        assert may_go.is_set()
    other.join()


@pytest.mark.parametrize(
    ("layout", "said", "do"),
    [
        (warehouse.LAYOUT + 1, "made by a newer version of the program", "update the program"),
        (warehouse.LAYOUT - 1, "made by an older version of the program", "python -m pipelines load"),
    ],
)
def test_a_build_of_another_version_says_what_to_do(settings, layout, said, do):
    with draft_build(settings) as draft:
        draft.connection.execute(f"create or replace table load.layout as select {layout} as number")
        path = seal(draft)
    with pytest.raises(BuildError, match=said) as told:
        open_reader(path)
    assert do in str(told.value)


def test_a_build_from_before_there_were_layouts_asks_for_a_load(settings):
    with draft_build(settings) as draft:
        draft.connection.execute("drop table load.layout")
        path = seal(draft)
    with pytest.raises(BuildError, match="older version"):
        open_reader(path)
