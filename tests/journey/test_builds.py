"""Builds: begun beside, sealed and renamed; the newest serves, a failed or killed one does not; readers are locked."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import duckdb
import pytest

from pipelines.errors import BuildError, BusyError
from pipelines.settings import ROOT, Settings
from pipelines.warehouse import (
    LOCK,
    clear_old_builds,
    draft_build,
    hold_data_folder,
    list_builds,
    newest_build,
    open_reader,
    seal,
)


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path, date(2026, 3, 2))


def publish(settings, number):
    with draft_build(settings) as draft:
        draft.connection.execute(f"create table told as select {number} as number")
        return seal(draft)


def read_number(path):
    with open_reader(path) as connection:
        return connection.execute("select number from told").fetchall()[0][0]


def files_in(settings):
    return sorted(path.suffix for path in settings.warehouse.iterdir() if path.name != LOCK)


def test_without_a_build_the_error_says_what_to_do(settings):
    with pytest.raises(BuildError, match="no build to read yet") as caught:
        newest_build(settings)
    assert "pipelines load" in caught.value.do


def test_the_newest_sealed_build_serves(settings):
    first = publish(settings, 1)
    assert newest_build(settings) == first
    second = publish(settings, 2)
    assert newest_build(settings) == second
    assert [read_number(path) for path in list_builds(settings)] == [2, 1]
    assert files_in(settings) == [".duckdb", ".duckdb"]


def test_a_reader_keeps_its_build_while_the_next_is_published(settings):
    publish(settings, 1)
    with open_reader(newest_build(settings)) as reader:
        publish(settings, 2)
        assert reader.execute("select number from told").fetchall() == [(1,)]
    assert read_number(newest_build(settings)) == 2


def test_a_build_that_fails_leaves_the_last_one_serving(settings):
    publish(settings, 1)
    with pytest.raises(ZeroDivisionError), draft_build(settings) as draft:
        draft.connection.execute("create table told as select 2 as number")
        raise ZeroDivisionError
    assert read_number(newest_build(settings)) == 1
    assert files_in(settings) == [".duckdb"]


KILLED = """
import os, sys
from datetime import date
from pathlib import Path
from pipelines.settings import Settings
from pipelines.warehouse import draft_build, hold_data_folder
settings = Settings(Path(sys.argv[1]), date(2026, 3, 2))
with hold_data_folder(settings), draft_build(settings) as draft:
    draft.connection.execute("create table told as select range as number from range(1000000)")
    os._exit(9)
"""


def test_a_build_that_is_killed_leaves_the_last_one_serving_and_the_next_one_clears_up(settings):
    publish(settings, 1)
    killed = subprocess.run([sys.executable, "-c", KILLED, str(settings.data)], cwd=ROOT, check=False)
    assert killed.returncode == 9
    assert ".building" in "".join(files_in(settings))
    (settings.warehouse / "oversight_1.duckdb.building.tmp").mkdir()
    assert read_number(newest_build(settings)) == 1
    with hold_data_folder(settings):
        publish(settings, 2)
    assert files_in(settings) == [".duckdb", ".duckdb"]
    assert read_number(newest_build(settings)) == 2


def test_the_last_three_builds_are_kept(settings):
    for number in range(5):
        publish(settings, number)
    clear_old_builds(settings)
    assert [read_number(path) for path in list_builds(settings)] == [4, 3, 2]


def test_a_build_that_cannot_be_deleted_waits_for_the_next_time(settings, monkeypatch):
    publish(settings, 1)
    publish(settings, 2)

    def refuse(*_args, **_more):
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        clear_old_builds(settings, keep=1)
    assert len(list_builds(settings)) == 2
    clear_old_builds(settings, keep=1)
    assert [read_number(path) for path in list_builds(settings)] == [2]


def test_two_loads_do_not_run_at_once(settings):
    busy = pytest.raises(BusyError, match="Another load is under way")
    with hold_data_folder(settings), busy, hold_data_folder(settings):
        pass
    with hold_data_folder(settings):
        pass


def test_two_data_folders_do_not_hold_each_other_up(settings, tmp_path):
    with hold_data_folder(settings), hold_data_folder(Settings(tmp_path / "other", settings.as_at)):
        pass


@pytest.mark.parametrize(
    "query",
    [
        "create table more as select 1",
        "select * from read_csv('README.md')",
        "copy told to 'stolen.csv'",
        "attach 'other.duckdb'",
        "set enable_external_access = true",
        "set memory_limit = '1GB'",
        "install httpfs",
        "load httpfs",
    ],
)
def test_a_reader_can_do_nothing_but_read(settings, query):
    with open_reader(publish(settings, 1)) as connection, pytest.raises(duckdb.Error):
        connection.execute(query)


def test_a_damaged_build_is_told_in_plain_words(settings):
    path = publish(settings, 1)
    path.write_bytes(b"not a database")
    with pytest.raises(BuildError, match="cannot be opened") as caught:
        open_reader(path)
    assert caught.value.where == path.name


def test_a_build_that_was_not_written_to_its_end_is_not_published(settings):
    with pytest.raises(BuildError, match="not written to its end"), draft_build(settings) as draft:
        connection, left = draft.connection, draft.path.with_name(f"{draft.path.name}.wal")

        def close_and_leave_a_log():
            connection.close()
            left.touch()

        seal(replace(draft, connection=SimpleNamespace(execute=connection.execute, close=close_and_leave_a_log)))
    assert list_builds(settings) == []


def test_builds_begun_in_the_same_second_have_names_in_order(settings):
    paths = [publish(settings, number) for number in range(3)]
    assert sorted(paths) == paths
    assert newest_build(settings) == paths[-1]
