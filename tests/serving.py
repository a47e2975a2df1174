"""Owns the dashboard as a browser meets it: served on this machine, and known to be finished; knows no page."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, Page, sync_playwright

from pipelines.settings import ROOT

LONGEST_START = 60
FINISHED = """() => {
    const app = document.querySelector('[data-testid=stApp]');
    return app && app.dataset.testScriptState === 'notRunning'
        && !document.querySelector('[data-testid=stSkeleton], [data-stale=true]');
}"""


@contextmanager
def serve(data: Path, port: int = 0, secrets: Path | None = None) -> Iterator[str]:
    """The dashboard on a data folder that is loaded, on a free port of this machine or the one given; its address.

    `secrets` is a file with an [auth] section, for a dashboard that people sign in to.
    """
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "dashboard" / "app.py")]
    options = ["--server.port", str(port), "--server.headless", "true"]
    options += ["--secrets.files", str(secrets)] if secrets else []
    environment = os.environ | {"OVERSIGHT_DATA": str(data)}
    server = subprocess.Popen([*command, *options], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        address = f"http://localhost:{port}"
        wait_until_healthy(address)
        yield address
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_healthy(address: str) -> None:
    """Return when the server answers. Raises TimeoutError when it does not in a minute."""
    give_up = time.monotonic() + LONGEST_START
    while time.monotonic() < give_up:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health").close()
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer")


def find_chromium() -> str | None:
    """The Chromium of this machine, under any of its names."""
    return next(filter(None, map(which, ("chromium", "chromium-browser", "google-chrome"))), None)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A headless Chromium. Raises FileNotFoundError where the machine has none."""
    chromium = find_chromium()
    if chromium is None:
        raise FileNotFoundError("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


def wait_until_finished(page: Page) -> None:
    """Return when nothing on the page is running, stale or a skeleton any more."""
    page.wait_for_function(FINISHED, timeout=60_000)
