"""Files that a disk, a person or another program damaged: found, named, mended where the exports allow it."""

import shutil
import sqlite3
import subprocess
import sys
from dataclasses import replace

import duckdb
import pytest

from pipelines.errors import BuildError, BusyError, InputError
from pipelines.manifest import load_manifest
from pipelines.staged_files import find_damaged
from pipelines.warehouse import LOCK, newest_build, open_reader, telling_damage
from tests.faults.conftest import School


def staged_file(school, table):
    return next((school.settings.staged / table).glob("*.parquet"))


def flip_a_byte(path, place=0.5):
    content = bytearray(path.read_bytes())
    content[int(len(content) * place)] ^= 0xFF
    path.write_bytes(content)


def cut_in_half(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES = {"a flipped byte": flip_a_byte, "cut in half": cut_in_half, "gone": lambda path: path.unlink()}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
@pytest.mark.parametrize("table", ["activity", "people", "schools"])
def test_a_damaged_staged_file_is_staged_anew_from_the_inbox(school, damage, table):
    school.load()
    before = school.told()
    damage(staged_file(school, table))
    manifest = load_manifest(school.settings)
    assert len(find_damaged(school.settings, manifest)) == 1
    school.load()
    assert school.told() == before
    assert find_damaged(school.settings, load_manifest(school.settings)) == []


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_without_its_export_a_damaged_file_stops_the_load_and_is_named(school, damage):
    school.load()
    before = school.told()
    (school.settings.inbox / "activity.csv").unlink()
    kept = staged_file(school, "activity").read_bytes()
    name = staged_file(school, "activity")
    damage(name)
    with pytest.raises(InputError, match="damaged or missing") as told:
        school.load()
    assert told.value.where == "activity.csv"
    assert "from a backup" in told.value.do
    assert school.told() == before
    name.write_bytes(kept)
    school.load()
    assert school.told() == before


def test_a_changed_export_in_the_place_of_a_damaged_one_is_no_stand_in(school):
    """The old rows would be lost without a word if new bytes under the same name were taken for them."""
    school.load()
    flip_a_byte(staged_file(school, "activity"))
    school.write("q2,ash-x,message,inbound,2026-02-10 10:00,t2,\n")
    with pytest.raises(InputError, match="damaged or missing"):
        school.load()


def test_a_damaged_list_of_files_is_said(school):
    school.load()
    cut_in_half(school.settings.staged / "manifest.json")
    with pytest.raises(InputError, match="cannot be used") as told:
        school.load()
    assert "backup" in told.value.do


def read_whole(path):
    with open_reader(path) as connection:
        listed = "select table_schema, table_name from information_schema.tables"
        for schema, table in connection.execute(listed).fetchall():
            connection.execute(f'select * from "{schema}"."{table}"').fetchall()


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9])
def test_a_truncated_build_is_said_and_a_load_mends_it(school, share):
    school.load()
    before, path = school.told(), newest_build(school.settings)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    with pytest.raises(BuildError, match="This build cannot be opened") as told, telling_damage(path):
        read_whole(path)
    assert "python -m pipelines load" in told.value.do
    school.load()
    assert school.told() == before


def test_a_build_that_another_program_writes_to_is_said(school):
    school.load()
    path = newest_build(school.settings)
    held = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", held, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(BuildError, match="cannot be opened"):
            open_reader(path)
        school.load()
        assert school.told()["cases"]
        other.stdin.close()


def test_a_lock_that_another_program_holds_is_waited_for_by_nobody(school):
    school.load()
    with sqlite3.connect(school.settings.warehouse / LOCK, isolation_level=None) as other:
        other.execute("begin exclusive")
        with pytest.raises(BusyError, match="Another load is under way"):
            school.load()


def test_a_backup_restored_elsewhere_says_the_same(school, tmp_path):
    """What docs/guides/backup.md tells to copy is enough: the inbox is empty, and no build is in the backup."""
    school.load()
    before = school.told()
    backup = tmp_path / "backup"
    for name in ("staged", "identities"):
        shutil.copytree(school.settings.data / name, backup / name)
    restored = School(replace(school.settings, data=backup))
    restored.settings.inbox.mkdir(parents=True)
    restored.load()
    assert restored.told() == before
    with duckdb.connect(newest_build(restored.settings), read_only=True) as connection:
        assert connection.execute("select count(*) from warehouse.people").fetchall() == [(1,)]


def test_a_backup_without_its_key_is_refused(school, tmp_path, monkeypatch):
    school.load()
    monkeypatch.setenv("OVERSIGHT_KEY", "another key than the one of the backup")
    with pytest.raises(InputError, match="The key is not the one"):
        school.load()
