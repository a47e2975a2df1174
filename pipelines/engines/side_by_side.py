"""Owns running selects two at a time, each after those it waits for; knows nothing of what they are."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter

from duckdb import DuckDBPyConnection

from pipelines.progress import Ticks

# Most selects are too small for the engine to divide, so a second fills the core that the first leaves idle. A third
# would find no core on the machines this runs on, and need its memory all the same.
AT_ONCE = 2


def run_side_by_side(
    connection: DuckDBPyConnection,
    waits_for: Mapping[str, Iterable[str]],
    run: Callable[[DuckDBPyConnection, str], None],
    ticks: Ticks | None = None,
) -> None:
    """Call `run` once for each name, on a cursor of its own, when all that it waits for are done.

    The first error of any is raised once those under way have ended; what had not begun by then does not.
    """
    sorter = TopologicalSorter(waits_for)
    sorter.prepare()
    pool = ThreadPoolExecutor(AT_ONCE)
    under_way: dict[Future[None], str] = {}
    try:
        while sorter.is_active():
            under_way |= {pool.submit(_run_one, connection, run, name): name for name in sorter.get_ready()}
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                future.result()
                sorter.done(under_way.pop(future))
                if ticks:
                    ticks.tick()
    finally:
        pool.shutdown(cancel_futures=True)


def _run_one(connection: DuckDBPyConnection, run: Callable[[DuckDBPyConnection, str], None], name: str) -> None:
    with connection.cursor() as cursor:
        run(cursor, name)
