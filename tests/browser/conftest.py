"""The sample trust, served to a real Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.dashboard.sample_build import write_build
from tests.serving import find_chromium, open_browser, serve


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the dashboard on the sample trust answers."""
    data: Path = tmp_path_factory.mktemp("served")
    write_build(data)
    with serve(data) as served:
        yield served


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys; without one on the machine they are skipped, and so fail in CI."""
    if find_chromium() is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with open_browser() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page with nothing remembered."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000}, accept_downloads=True)
    yield context.new_page()
    context.close()
