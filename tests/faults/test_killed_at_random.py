"""Kill -9 at fifty random moments of a load: the last build serves, and the next load is as if nothing had happened."""

import random
import signal
from time import perf_counter, sleep

import pytest

from tests.faults.conftest import ONE_MORE, check_after_the_kill, load_quietly
from tests.faults.conftest import kill as kill_now

RANDOM_MOMENTS = 50
CHUNK = 10


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
