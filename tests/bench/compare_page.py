"""Owns how long the page on a hundred schools takes to answer in a real browser: `python -m tests.bench.compare_page`.

The trust of `large_trust` is staged and built in the temporary folder of this machine once, and kept there. Two kinds
of rerun are timed, from the choice until nothing on the page runs, is stale or is a skeleton any more: another period,
which changes every figure, and another measure over time, which changes one chart.
"""

import os
import statistics
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Page

from pipelines.build import build
from pipelines.errors import OversightError
from pipelines.progress import Steps
from pipelines.settings import Settings
from pipelines.warehouse import newest_build
from tests.bench.large_trust import stage_large_trust
from tests.bench.pages import choose
from tests.serving import open_browser, serve, wait_until_finished

ADDRESS = {"school": "All schools of Large Trust", "span": "Half-term", "period": "Spring 1 2023/24"}
PERIODS, MEASURES, ROUNDS = 4, 4, 3
STARTING = 5_000  # milliseconds


def find_trust(folder: Path) -> Path:
    """The data folder of a hundred schools, staged and built where it is not yet."""
    settings = stage_large_trust(folder)
    if not _has_build(settings):
        build(settings, Steps(quiet=True))
    return folder


def _has_build(settings: Settings) -> bool:
    try:
        return newest_build(settings).exists()
    except OversightError:
        return False


def time_choices(page: Page, label: str, number: int) -> tuple[list[float], list[float]]:
    """Seconds of each choice of a picker made for the first time, and of each made again with warm caches."""
    first = [choose(page, label, place) for place in range(1, number + 1)]
    again = [choose(page, label, place) for _ in range(ROUNDS) for place in range(1, number + 1)]
    return first, again


def print_times(name: str, taken: list[float]) -> None:
    """A row: the least, the middle and the longest of so many, in seconds, and the load of the machine."""
    spread = f"{min(taken):6.2f} {statistics.median(taken):6.2f} {max(taken):6.2f}"
    print(f"{name:32} {spread}   {len(taken)} reruns, load {os.getloadavg()[0]:.1f}")  # noqa: T201


def main() -> None:
    """Print a row a kind of choice, the first time and again."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.gettempdir()) / "oversight_hundred_schools"
    with serve(find_trust(folder)) as address, open_browser() as browser:
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(f"{address}/compare_schools?{urlencode(ADDRESS)}")
        wait_until_finished(page)
        # A server reads in its libraries beside the first page that is asked of it.
        page.wait_for_timeout(STARTING)
        for label, number in (("Period", PERIODS), ("Measure", MEASURES)):
            first, again = time_choices(page, label, number)
            print_times(f"{label}, first time", first)
            print_times(f"{label}, again", again)
        page.close()


if __name__ == "__main__":
    main()
