"""The sample trust, and a house that people sign in to, served to a real Chromium."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, WebSocket

from tests.browser.at_the_door import BRIEF, PEOPLE, House, Seat, put_list, put_secrets
from tests.dashboard.sample_build import AS_AT, write_build
from tests.dashboard.three_schools import tell_tale_tables
from tests.openid_provider import run_provider
from tests.serving import find_chromium, free_port, open_browser, serve


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the dashboard on the sample trust answers."""
    data: Path = tmp_path_factory.mktemp("served")
    write_build(data)
    with serve(data) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the journeys of a module; without one on the machine they are skipped, and so fail in CI.

    It is closed after each module: while it is open its event loop runs, and no test of another module could run one.
    """
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


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Three schools behind a sign-in, served."""
    data = tmp_path_factory.mktemp("house")
    write_build(data, tell_tale_tables(), AS_AT)
    put_list(data)
    port = free_port()
    with run_provider(PEOPLE, {"brief": BRIEF}) as provider:
        secrets = put_secrets(data, provider, port)
        with serve(data, port, secrets) as address:
            yield House(data, address, provider)


@pytest.fixture
def sit(browser: Browser) -> Iterator[type]:
    opened: list[BrowserContext] = []

    def sit_down() -> Seat:
        context = browser.new_context(viewport={"width": 1300, "height": 900}, accept_downloads=True)
        opened.append(context)
        page, frames = context.new_page(), []

        def listen(socket: WebSocket) -> None:
            socket.on("framereceived", lambda said: frames.append(said if isinstance(said, bytes) else said.encode()))

        page.on("websocket", listen)
        return Seat(context, page, frames)

    yield sit_down
    for context in opened:
        context.close()
