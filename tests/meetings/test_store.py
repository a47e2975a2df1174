"""The file itself: several writers, a power cut, older and newer tables, a folder that cannot be written."""

import multiprocessing
import os
import shutil
import sqlite3
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from dashboard.meetings.entries import find_history, record
from pipelines.meetings.store import FILE, StoreError, open_to_read, open_to_write
from pipelines.meetings.tables import VERSIONS
from tests.dashboard.sample_build import write_build
from tests.meetings import writing
from tests.meetings.writing import ANSWERED, ENTRY, settings_in

LATER = (*VERSIONS, ("alter table visits add column place text not null default ''",))
SPAWNED = multiprocessing.get_context("spawn")
pytestmark = pytest.mark.usefixtures("own_main")
as_root = pytest.mark.skipif(
    sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="only root can become a user who may not write",
)


def version_of(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("pragma user_version").fetchone()[0]


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_writers_at_once_lose_nothing(tmp_path, pool):
    options = {} if pool is ThreadPoolExecutor else {"mp_context": SPAWNED}
    with pool(3, **options) as writers:
        for done in [writers.submit(writing.write_own_cards, tmp_path, writer, 12) for writer in range(3)]:
            done.result()
    subjects = [entry.key.subject for entry in find_history(settings_in(tmp_path), ["ash"])]
    assert sorted(subjects) == sorted(f"{writer}-{number}" for writer in range(3) for number in range(12))


@pytest.mark.parametrize("pool", [ThreadPoolExecutor, ProcessPoolExecutor])
def test_of_writers_of_one_card_one_gets_each_version(tmp_path, pool):
    options = {} if pool is ThreadPoolExecutor else {"mp_context": SPAWNED}
    with pool(3, **options) as writers:
        running = [writers.submit(writing.write_same_card, tmp_path, writer, 8) for writer in range(3)]
        won = {writer: done.result() for writer, done in enumerate(running)}
    assert sorted(version for versions in won.values() for version in versions) == list(range(1, 9))
    history = find_history(settings_in(tmp_path), ["ash"])
    assert [entry.version for entry in history] == list(range(1, 9))
    for entry in history:
        assert entry.version in won[int(entry.answer.removeprefix("writer "))]


def test_a_power_cut_while_writing_keeps_all_before_and_nothing_of_it(tmp_path):
    settings = settings_in(tmp_path)
    record(settings, ENTRY)
    dying = SPAWNED.Process(target=writing.die_while_writing, args=(tmp_path,))
    dying.start()
    dying.join()
    assert dying.exitcode == 3
    assert find_history(settings, ["ash"]) == [ENTRY]
    record(settings, ANSWERED)
    assert find_history(settings, ["ash"]) == [ENTRY, ANSWERED]


def test_an_error_inside_a_transaction_takes_all_of_it_back(tmp_path):
    settings = settings_in(tmp_path)
    record(settings, ENTRY)
    columns = "school_id, visited_on, visitor, notes, period_name, build_id, recorded_by, recorded_at"
    with pytest.raises(RuntimeError, match="in between"), open_to_write(settings) as connection:
        connection.execute(f"insert into visits ({columns}) values ('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')")
        raise RuntimeError("in between")
    with open_to_read(settings) as connection:
        assert connection.execute("select count(*) from visits").fetchone()[0] == 0


def test_a_reader_sees_what_was_kept_while_somebody_writes(tmp_path):
    settings = settings_in(tmp_path)
    record(settings, ENTRY)
    with open_to_write(settings) as connection:
        writing._insert_raw(connection)
        assert find_history(settings, ["ash"]) == [ENTRY]


def test_the_record_survives_rebuilds_that_clear_old_builds(tmp_path):
    settings = settings_in(tmp_path)
    record(settings, ENTRY)
    for _ in range(2):
        write_build(tmp_path)
    shutil.rmtree(settings.warehouse)
    assert find_history(settings, ["ash"]) == [ENTRY]


def test_older_tables_are_brought_up_to_date_after_a_copy_is_set_aside(tmp_path):
    settings = settings_in(tmp_path)
    record(settings, ENTRY)
    with open_to_read(settings, LATER) as connection:
        assert "place" in [row["name"] for row in connection.execute("pragma table_info(visits)")]
        assert connection.execute("select count(*) from entries").fetchone()[0] == 1
    assert version_of(settings.meetings / FILE) == len(LATER)
    copy = settings.meetings / f"meetings.version-{len(VERSIONS)}.sqlite"
    assert version_of(copy) == len(VERSIONS)
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("select question from entries").fetchall() == [(ENTRY.question,)]


def test_a_step_that_fails_leaves_the_older_tables_whole(tmp_path):
    settings = settings_in(tmp_path)
    record(settings, ENTRY)
    broken = (*VERSIONS, ("create table half (one text)", "this is no statement"))
    with pytest.raises(StoreError, match="cannot be read or written"), open_to_write(settings, broken):
        pass
    assert version_of(settings.meetings / FILE) == len(VERSIONS)
    assert find_history(settings, ["ash"]) == [ENTRY]
    with open_to_read(settings) as connection:
        names = [row["name"] for row in connection.execute("select name from sqlite_master where type = 'table'")]
    assert "half" not in names


def test_writers_that_meet_older_tables_at_once_take_each_step_once(tmp_path):
    settings = settings_in(tmp_path)
    record(settings, ENTRY)

    def open_once(_):
        with open_to_write(settings, LATER) as connection:
            return connection.execute("select count(*) from entries").fetchone()[0]

    with ThreadPoolExecutor(4) as writers:
        assert list(writers.map(open_once, range(8))) == [1] * 8


def test_tables_of_a_newer_program_are_left_alone(tmp_path):
    settings = settings_in(tmp_path)
    with open_to_write(settings, LATER):
        pass
    for opens in (open_to_read, open_to_write):
        with pytest.raises(StoreError, match="newer Oversight") as told, opens(settings):
            pass
        assert "install the newer Oversight" in str(told.value)
    assert version_of(settings.meetings / FILE) == len(LATER)


def test_a_data_folder_that_is_no_folder_is_said_plainly(tmp_path):
    (tmp_path / "data").write_text("a file")
    with pytest.raises(StoreError, match="cannot be read or written") as told:
        record(settings_in(tmp_path / "data"), ENTRY)
    assert "what to do: let the dashboard write to this folder" in str(told.value)


def test_a_file_that_is_no_database_is_said_plainly(tmp_path):
    settings = settings_in(tmp_path)
    settings.meetings.mkdir()
    (settings.meetings / FILE).write_text("These are minutes, not a database. " * 50)
    for act in (lambda: find_history(settings, ["ash"]), lambda: record(settings, ENTRY)):
        with pytest.raises(StoreError, match="not a database"):
            act()


@as_root
def test_a_folder_that_cannot_be_written_is_read_and_says_so_when_recording():
    folder = Path(tempfile.mkdtemp())
    try:
        record(settings_in(folder), ENTRY)
        for path, mode in ((folder, 0o755), (folder / "meetings", 0o555), (folder / "meetings" / FILE, 0o444)):
            path.chmod(mode)
        # One that may not write can never give up being nobody, so each has a process of its own.
        for act in (writing.read_as_nobody, writing.record_as_nobody):
            with ProcessPoolExecutor(1, mp_context=SPAWNED) as nobody:
                said = nobody.submit(act, folder).result()
            if act is writing.read_as_nobody:
                assert said == 1
            else:
                assert said.startswith("StoreError") and "let the dashboard write to this folder" in said
        assert find_history(settings_in(folder), ["ash"]) == [ENTRY]
    finally:
        shutil.rmtree(folder)
