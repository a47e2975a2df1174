"""Owns a house behind a sign-in, as people meet it in browsers: who is listed, how they come in; knows no test."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.dashboard.viewers import write_list
from tests.openid_provider import CLIENT_ID, CLIENT_SECRET, Provider
from tests.serving import wait_until_finished

expect.set_options(timeout=30_000)
LISTED = [("governor", "governor", "wombats"), ("brief", "governor", "wombats"), ("chair", "director", "all")]
PEOPLE = {name: {"email": f"{name}@example.org", "email_verified": True} for name in ("governor", "brief", "chair")}
PEOPLE |= {"stranger": {"email": "stranger@example.org", "email_verified": True}}
PEOPLE |= {"impostor": {"email": "chair@example.org", "email_verified": False}}
BRIEF = 15


@dataclass
class House:
    data: Path
    address: str
    provider: Provider


def put_list(data: Path) -> None:
    write_list(data, *((f"{name}@example.org", role, schools) for name, role, schools in LISTED))


def put_secrets(data: Path, provider: Provider, port: int) -> Path:
    """The file that tells a dashboard on a port of this provider."""
    secrets = data / "secrets.toml"
    secrets.write_text(
        f'''[auth]
        redirect_uri = "http://localhost:{port}/oauth2callback"
        cookie_secret = "a cookie secret of the tests, kept by nobody"
        client_id = "{CLIENT_ID}"
        client_secret = "{CLIENT_SECRET}"
        server_metadata_url = "{provider.address}/.well-known/openid-configuration"
        client_kwargs = {{ code_challenge_method = "S256" }}''',
        encoding="utf-8",
    )
    return secrets


@dataclass
class Seat:
    """A browser of somebody's own; `frames` is everything that its sockets were sent."""

    context: BrowserContext
    page: Page
    frames: list[bytes]

    @property
    def received(self) -> bytes:
        return b"".join(self.frames) + self.page.content().encode()


def knock(page: Page, address: str) -> None:
    """Open an address without being signed in."""
    page.goto(address)
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()


def sign_in(page: Page, house: House, name: str) -> None:
    knock(page, house.address)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=name, exact=True).click()


def open_page(page: Page, house: House, path: str) -> None:
    page.goto(f"{house.address}/{path}")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    expect(page.get_by_text("How fresh is each data set?")).to_be_visible()
    wait_until_finished(page)
