"""Owns how long a page takes to answer in a real browser: `python -m tests.bench.pages DATA` prints a row a page.

A rerun is timed from the click that chooses another school to the moment when nothing on the page is running, stale
or a skeleton any more. The first choice of each school warms the caches of the server as a second reader would find
them.
"""

import statistics
import sys
from pathlib import Path

from playwright.sync_api import Page

from dashboard.frame import PAGES
from tests.serving import open_browser, serve, wait_until_finished

WARMING, RERUNS = 3, 7
RERUN_TIMED = """() => new Promise(resolve => {
    // Until the click, what finds the option and moves the mouse there is no part of it.
    let started = performance.now();
    document.addEventListener('click', () => { started = performance.now(); }, {capture: true, once: true});
    const app = document.querySelector('[data-testid=stApp]');
    let ran = false;
    const look = () => {
        const running = app.dataset.testScriptState !== 'notRunning';
        ran = ran || running;
        const waiting = document.querySelector('[data-testid=stSkeleton], [data-stale=true]');
        if (ran && !running && !waiting) return resolve(performance.now() - started);
        if (performance.now() - started > 20000) return resolve(-1);
        requestAnimationFrame(look);
    };
    look();
})"""


def choose(page: Page, label: str, place: int) -> float:
    """Choose what stands at a place of the list of the first picker with this label; seconds until the page stands.

    Raises TimeoutError where that takes more than twenty.
    """
    page.get_by_role("combobox", name=label).first.click()
    # A picker that was scrolled into view takes the click without opening; the key opens it, or moves in its list.
    page.keyboard.press("ArrowDown")
    options = page.get_by_role("option")
    options.first.wait_for()
    page.evaluate(f"() => {{ window.rerun = ({RERUN_TIMED})(); }}")
    options.nth(place % options.count()).click()
    taken = float(page.evaluate("() => window.rerun")) / 1000
    if taken < 0:
        raise TimeoutError(f"the page did not stand within 20 s of choosing a {label.lower()}")
    return taken


def time_page(page: Page, address: str) -> list[float]:
    """Seconds of each counted rerun. Every choice differs from the one before, so that the page does run again."""
    page.goto(address)
    wait_until_finished(page)
    taken = [choose(page, "School", 1 + number % 3) for number in range(WARMING + RERUNS)]
    return taken[WARMING:]


def main() -> None:
    """Print a row a page: the least, the middle and the longest rerun, in seconds."""
    names = [path.stem.partition("_")[2] for path in sorted(PAGES.glob("[0-9][0-9]_*.py"))]
    with serve(Path(sys.argv[1])) as address, open_browser() as browser:
        for name in names:
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            taken = time_page(page, f"{address}/{'' if name == names[0] else name}")
            page.close()
            print(f"{name:32} {min(taken):6.2f} {statistics.median(taken):6.2f} {max(taken):6.2f}")  # noqa: T201


if __name__ == "__main__":
    main()
