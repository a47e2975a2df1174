"""A disk that is full, closed to the account, or cut off from power: said plainly, and nothing that stood is lost."""

import errno
import os
import resource
import shutil
import signal
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.durable import put_in_place, telling_disk_faults, write_whole
from pipelines.errors import BuildError
from tests.faults.conftest import KEY, ONE_MORE, load_quietly

NOBODY = 65534


def load_within(settings, most_bytes, said):
    """A load that may write no file longer than so many bytes; what it says of that goes into `said`."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    _load_and_tell(settings, said)


def load_as_nobody(settings, elsewhere, said):
    """A load by an account that owns nothing here (root may write everywhere, so it must not be root)."""
    for _ in range(2):
        load_quietly(elsewhere)  # imports all that a first and a later load do, while this account may read libraries
    if os.geteuid() == 0:
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    _load_and_tell(settings, said)


def _load_and_tell(settings, said):
    os.environ["OVERSIGHT_KEY"] = KEY
    try:
        load_quietly(settings)
        said.put("loaded")
    except BuildError as error:
        said.put(str(error))
    except BaseException as error:
        said.put(f"{type(error).__name__}: {error}")


# Staging a file, the list of files, the first pages of a build, and deep into it.
@pytest.mark.parametrize("most_bytes", [200, 1_500, 300_000, 2_000_000])
def test_a_full_disk_is_said_and_the_last_build_serves(school, start, server, most_bytes):
    school.load()
    before = school.told()
    school.write(ONE_MORE)
    said = server.Queue()
    start(load_within, school.settings, most_bytes, said).join()
    told = said.get(timeout=10)
    assert "The disk took no more while loading" in told
    assert "make room on the disk and load again" in told
    assert school.told() == before
    assert not [path for path in school.settings.warehouse.iterdir() if ".building" in path.name]
    school.load()
    assert len(school.told()["enquiries"]) == len(before["enquiries"]) + 1


def test_a_data_folder_that_may_not_be_written_is_said_and_still_serves(school, start, server, tmp_path):
    school.load()
    before = school.told()
    for folder in (school.settings.data, *school.settings.data.rglob("*")):
        readable = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH
        folder.chmod(readable | (stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH if folder.is_dir() else 0))
    # The folders of tests are closed to other accounts; pass through all of them that are this account's own.
    for parent in (each for each in school.settings.data.parents if "pytest-of-" in str(each)):
        parent.chmod(parent.stat().st_mode | stat.S_IXOTH | stat.S_IROTH)
    said = server.Queue()
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(school.settings.inbox, elsewhere / "exports")
    start(load_as_nobody, school.settings, replace(school.settings, data=elsewhere), said).join()
    told = said.get(timeout=10)
    assert "The data folder cannot be written to" in told
    assert "let the account that loads write" in told
    assert school.told() == before
    for folder in (school.settings.data, *school.settings.data.rglob("*")):
        folder.chmod(0o755)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (errno.ENOSPC, "took no more"),
        (errno.EDQUOT, "took no more"),
        (errno.EROFS, "cannot be written to"),
        (errno.EACCES, "cannot be written to"),
    ],
)
def test_each_fault_of_a_disk_has_its_words(tmp_path, number, expected):
    with pytest.raises(BuildError, match=expected) as told, telling_disk_faults(tmp_path):
        raise OSError(number, os.strerror(number))
    assert os.strerror(number) in str(told.value)


def test_what_is_no_fault_of_the_disk_is_not_told_as_one(tmp_path):
    with pytest.raises(FileNotFoundError), telling_disk_faults(tmp_path):
        raise FileNotFoundError(errno.ENOENT, "gone")


@pytest.fixture
def watched(monkeypatch):
    """What is flushed and renamed, in order: ("flush", path) and ("rename", from, to)."""
    done = []
    flush, rename = os.fsync, os.replace

    def watch_flush(descriptor):
        done.append(("flush", str(Path(f"/proc/self/fd/{descriptor}").readlink())))
        flush(descriptor)

    def watch_rename(source, target, **more):
        done.append(("rename", str(source), str(target)))
        rename(source, target, **more)

    monkeypatch.setattr(os, "fsync", watch_flush)
    monkeypatch.setattr(os, "replace", watch_rename)
    return done


def test_a_power_cut_finds_every_name_on_bytes_that_are_there(school, watched):
    """Every file that gets its name by renaming was flushed before, and its folder after."""
    school.load()
    renames = [(place, step) for place, step in enumerate(watched) if step[0] == "rename"]
    named = {Path(step[2]).name for _, step in renames}
    assert {"manifest.json", "vault"} <= named
    assert any(name.endswith(".duckdb") for name in named)
    assert sum(name.endswith(".parquet") for name in named) == 4
    for place, (_, source, target) in renames:
        assert ("flush", source) in watched[:place], target
        assert ("flush", str(Path(target).parent)) in watched[place:], target


def test_nothing_gets_its_name_in_another_way(school, monkeypatch):
    """os.rename, shutil.move and writing straight to a listed name would not be flushed."""

    def refuse(*_arguments, **_more):
        raise AssertionError("a file got its name without being flushed")

    monkeypatch.setattr(os, "rename", refuse)
    school.load()
    assert school.told()["cases"]


def test_a_file_that_fails_half_way_leaves_what_was(tmp_path):
    path = tmp_path / "list"
    path.write_text("before")
    with pytest.raises(RuntimeError), write_whole(path) as file:
        file.write(b"half of what was to co")
        raise RuntimeError
    assert path.read_text() == "before"
    assert [each.name for each in tmp_path.iterdir()] == ["list"]


def test_what_is_put_in_place_has_its_bytes_and_no_other_name(tmp_path):
    written = tmp_path / "x.part"
    written.write_text("whole")
    put_in_place(written, tmp_path / "x")
    assert [(each.name, each.read_text()) for each in tmp_path.iterdir()] == [("x", "whole")]
