"""A page is worked out in its turn: in the order of asking, and the turn is given back however it ends."""

import threading
import time
from collections.abc import Callable

import pytest

from dashboard import turns
from dashboard.turns import AT_ONCE, turn

PATIENCE = 10


def test_no_more_pages_at_once_than_there_are_cores():
    inside, most, lock, go = 0, [], threading.Lock(), threading.Event()

    def work() -> None:
        nonlocal inside
        go.wait(PATIENCE)
        with turn():
            with lock:
                inside += 1
                most.append(inside)
            time.sleep(0.005)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(6 * AT_ONCE)]
    for thread in threads:
        thread.start()
    go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(most) == 6 * AT_ONCE, "every page had its turn"
    assert max(most) <= AT_ONCE


def test_who_asked_first_is_served_first(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(turns, "_TURNS", threading.BoundedSemaphore(1))
    served: list[int] = []

    def work(number: int) -> None:
        with turn():
            served.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    with turn():
        for place, thread in enumerate(threads):
            thread.start()
            # Each asks before the next one comes.
            wait_for(lambda place=place: len(turns._TURNS._cond._waiters) > place)
    for thread in threads:
        thread.join(PATIENCE)
    assert served == list(range(8))


def wait_for(is_so: Callable[[], bool]) -> None:
    give_up = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < give_up
        time.sleep(0.001)


@pytest.mark.parametrize("fault", [ValueError, SystemExit, KeyboardInterrupt])
def test_a_turn_is_given_back_when_the_page_fails(fault: type[BaseException]):
    for _ in range(3 * AT_ONCE):
        with pytest.raises(fault), turn():
            raise fault
    taken = [turns._TURNS.acquire(blocking=False) for _ in range(AT_ONCE)]
    assert all(taken), "all turns are free again"
    for _ in taken:
        turns._TURNS.release()


def test_a_page_gives_its_turn_back(open_page):
    for name in ("overview", "incidents", "overview"):
        open_page(name)
    taken = [turns._TURNS.acquire(blocking=False) for _ in range(AT_ONCE)]
    assert all(taken)
    for _ in taken:
        turns._TURNS.release()
