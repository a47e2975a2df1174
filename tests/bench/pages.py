"""Owns how long a page takes to answer in a real browser: `python -m tests.bench.pages DATA` prints a row a page.

A rerun is timed from the key that chooses another school to the moment when nothing on the page is running, stale or a
skeleton any more. The first choice of each school warms the caches of the server as a second reader would find them.
"""

import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from dashboard.frame import PAGES
from pipelines.settings import ROOT

PORT = 8599
WARMING, RERUNS = 3, 7
FINISHED = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]');
}"""
RERUN_TIMED = """() => new Promise(resolve => {
    const started = performance.now();
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


@contextmanager
def serve(data: Path, port: int = PORT) -> Iterator[str]:
    """The dashboard on this machine, on a data folder that is loaded; its address."""
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py")]
    options = ["--server.port", str(port), "--server.headless", "true"]
    environment = os.environ | {"OVERSIGHT_DATA": str(data)}
    server = subprocess.Popen([*command, *options], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        address = f"http://localhost:{port}"
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{address}/_stcore/health")
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait()


def choose_school(page: Page, place: int) -> float:
    """Choose the school at a place of the list; seconds until the page stands."""
    page.get_by_label("School").first.click()
    options = page.get_by_role("option")
    options.first.wait_for()
    page.evaluate(f"() => {{ window.rerun = ({RERUN_TIMED})(); }}")
    options.nth(place % options.count()).click()
    return page.evaluate("() => window.rerun") / 1000


def time_page(page: Page, address: str) -> list[float]:
    """Seconds of each counted rerun. Every choice differs from the one before, so that the page does run again."""
    page.goto(address)
    page.wait_for_function(FINISHED, timeout=60000)
    taken = [choose_school(page, 1 + number % 3) for number in range(WARMING + RERUNS)]
    return taken[WARMING:]


def main() -> None:
    """Print a row a page: the least, the middle and the longest rerun, in seconds."""
    names = [path.stem.partition("_")[2] for path in sorted(PAGES.glob("[0-9][0-9]_*.py"))]
    with serve(Path(sys.argv[1])) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name in names:
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            taken = time_page(page, f"{address}/{'' if name == names[0] else name}")
            page.close()
            print(f"{name:32} {min(taken):6.2f} {statistics.median(taken):6.2f} {max(taken):6.2f}")  # noqa: T201
        browser.close()


if __name__ == "__main__":
    main()
