"""Kill -9 at any moment of a load: the last build serves, the next load completes, and it is as if nothing happened."""

import os
import random
import signal
from pathlib import Path
from time import perf_counter, sleep

import pytest

from tests.faults.conftest import KEY, ONE_MORE, load_quietly
from tests.faults.conftest import kill as kill_now

RANDOM_MOMENTS = 50
CHUNK = 10


def count_or_die(settings, die_at, counted):
    """A load that kills itself just before its nth change of the disk; undisturbed, it says how many there are."""
    os.environ["OVERSIGHT_KEY"] = KEY
    seen = 0

    def before(function):
        def change(*arguments, **more):
            nonlocal seen
            seen += 1
            if seen == die_at:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*arguments, **more)

        return change

    for name in ("fsync", "replace", "rename", "unlink", "mkdir"):
        setattr(os, name, before(getattr(os, name)))
    load_quietly(settings)
    counted.value = seen


def expected(school, extra):
    """What an undisturbed load of the same inbox says."""
    school.write(extra)
    school.load()
    return school.told()


@pytest.fixture
def twice(school, tmp_path):
    """The folder, loaded once, and what it says with one item less and one item more."""
    from dataclasses import replace

    from tests.faults.conftest import School

    undisturbed = School(replace(school.settings, data=tmp_path / "undisturbed"))
    less, more = expected(undisturbed, ""), expected(undisturbed, ONE_MORE)
    assert less != more
    school.load()
    assert school.told() == less
    return school, less, more


def check_after_the_kill(school, served, wanted):
    """The build from before (or, past its publication, the new one) serves; the next load ends as wanted."""
    assert school.told() in (served, wanted)
    school.load()
    assert school.told() == wanted
    left = [path.name for path in school.settings.warehouse.iterdir() if ".building" in path.name]
    assert left == []
    assert [path for path in school.settings.staged.glob("*/*") if path.suffix != ".parquet"] == []


def test_at_each_change_of_the_disk(twice, start, server):
    school, less, more = twice
    counted = server.Value("i", 0)
    school.write(ONE_MORE)
    process = start(count_or_die, school.settings, 0, counted)
    process.join()
    changes = counted.value
    assert process.exitcode == 0 and changes > 15
    served, wanted, extra = more, less, ""
    for moment in range(1, changes + 1):
        school.write(extra)
        process = start(count_or_die, school.settings, moment, counted)
        process.join()
        # The second load of the same bytes has fewer changes to make: then it was not killed, and is complete.
        assert process.exitcode in (-signal.SIGKILL, 0)
        check_after_the_kill(school, served, wanted)
        served, wanted, extra = wanted, served, ONE_MORE if extra == "" else ""


@pytest.mark.parametrize("chunk", range(RANDOM_MOMENTS // CHUNK))
def test_at_random_moments(twice, start, chunk):
    school, less, more = twice
    moments = random.Random(chunk)
    started = perf_counter()
    school.write(ONE_MORE)
    start(load_quietly, school.settings).join()
    whole = perf_counter() - started
    served, wanted, extra = more, less, ""
    killed = 0
    for _ in range(CHUNK):
        school.write(extra)
        process = start(load_quietly, school.settings)
        sleep(moments.uniform(0, whole))
        kill_now(process)
        killed += process.exitcode == -signal.SIGKILL
        check_after_the_kill(school, served, wanted)
        served, wanted, extra = wanted, served, ONE_MORE if extra == "" else ""
    assert killed > 0


def test_nothing_of_the_text_is_left_behind_by_a_kill_for_long(twice, start):
    school, _less, _more = twice
    school.write(ONE_MORE)
    process = start(load_quietly, school.settings)
    sleep(0.05)
    kill_now(process)
    rooms = list(school.settings.data.glob(".working-*"))
    for room in rooms:
        age = 25 * 3600
        os.utime(room, (room.stat().st_mtime - age, room.stat().st_mtime - age))
    school.load()
    assert not [room for room in rooms if Path(room).exists()]
