"""Kill -9 at each change of the disk that a load makes: what was served stays, and the next load completes."""

import os
import signal
from pathlib import Path
from time import sleep

from tests.faults.conftest import KEY, ONE_MORE, check_after_the_kill, load_quietly
from tests.faults.conftest import kill as kill_now


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
