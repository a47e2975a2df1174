"""Looks at every view that a limited audience has of a build: `python -m tests.bench.published_views DATA`.

Prints how many views were drawn, how many numbers the attacker had and how many were hidden; fails where a
view shows a small number or a hidden one can be told.
"""

import os
import sys
import time

import pytest

from dashboard.audiences import audience
from dashboard.publishing.release import SUBJECTS, find_reach, release, rules_of, widest
from dashboard.warehouse import current_build
from tests.compare.attacker import told_by_sums
from tests.publishing.pool import Pool
from tests.publishing.views import check, every_view, see


def attack(subject: str) -> None:
    """Release one subject, and try to tell its hidden numbers from all that is shown."""
    build, public, started = str(current_build()), audience("public"), time.process_time()
    released = release(build, subject, public, rules_of(public))
    taken, started = time.process_time() - started, time.process_time()
    pool = Pool(widest(build, subject), released, find_reach(build))
    told = told_by_sums(pool.shown, pool.sums(), {cell: min(true, 1) for cell, true in pool.truth.items()})
    hidden = sum(seen == "c" for seen in pool.shown.values())
    small = sum(1 <= true <= 4 for true in pool.truth.values())
    seconds = f"released in {taken:.1f} s, attacked in {time.process_time() - started:.1f} s of one core"
    print(f"{subject:10} {len(pool.shown):5} numbers, {small:4} small, {hidden:4} hidden, {len(told)} told; {seconds}")  # noqa: T201
    assert not told, told


def main() -> None:
    """Attack each subject, then draw every view."""
    os.environ["OVERSIGHT_DATA"] = sys.argv[1]
    for subject in SUBJECTS:
        attack(subject)
    started, views = time.process_time(), list(every_view())
    for view in views:
        check(view, see(view, pytest.MonkeyPatch()))
    print(f"{len(views):,} views drawn, no small number shown; {time.process_time() - started:.0f} s of one core")  # noqa: T201


if __name__ == "__main__":
    main()
