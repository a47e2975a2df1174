"""Owns pages as somebody sees them who signed in: the list that lets them in, and every byte that a run sends them.

All that is folded away is opened, and every download is made.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.local_script_runner import LocalScriptRunner
from streamlit.util import calc_hash

from dashboard import wording
from dashboard.frame import PAGES
from dashboard.roles import known_roles
from pipelines.settings import ROOT, now
from tests.dashboard.three_schools import SCHOOLS

APP = ROOT / "dashboard" / "app.py"
AUTH = {
    "auth": {"redirect_uri": "http://localhost:1/oauth2callback", "cookie_secret": "kept by nobody, for tests only"}
}
ASK = "Ms Example, data manager"
PERIOD = {"span": "Half-term", "period": "Spring 1 2025/26"}
PEOPLE = [(f"{role}@{school}.test", role, school) for role in sorted(known_roles()) for school in SCHOOLS]
PAGE_NAMES = [path.stem.partition("_")[2] for path in sorted(PAGES.glob("[0-9][0-9]_*.py"))]


def claims(email: str, **others: Any) -> dict[str, Any]:
    """What Streamlit knows of somebody who has signed in, for an hour from now."""
    said = {"is_logged_in": True, "iss": "http://provider.test", "sub": email, "exp": int(now().timestamp()) + 3600}
    return {**said, "email": email, "email_verified": True, **others}


def write_list(data: Path, *people: tuple[str, str, str], more: str = "") -> None:
    """The access list of a data folder: people as (e-mail, role, school ids with a blank between them, or "all")."""
    lines = [f'ask = "{ASK}"', more]
    for who, role, schools in people:
        allowed = '"all"' if schools == "all" else str(schools.split())
        lines += ["[[people]]", f'who = "{who}"', f'role = "{role}"', f"schools = {allowed}"]
    (data / "access.toml").write_text("\n".join(lines), encoding="utf-8")


@dataclass
class Seat:
    """One person at the dashboard: `app` is the page they look at, `files` every file that it offers them."""

    app: AppTest
    runners: list[LocalScriptRunner]
    files: list[tuple[str, bytes]] = field(default_factory=list)

    def go(self, page: str = "", **address: str) -> "Seat":
        """Open a page as a hand-written address would: whether or not it is offered, with these parameters."""
        self.app.query_params.clear()
        for name, value in address.items():
            self.app.query_params[name] = value
        self.app._page_hash = calc_hash("" if page == PAGE_NAMES[0] else page)
        self.runners.clear()
        self.files.clear()
        self.app.run()
        assert not self.app.exception, [fault.message for fault in self.app.exception]
        return self

    @property
    def messages(self) -> bytes:
        """Every message of the last run to the browser, as the socket carries it."""
        sent = [said["forward_msg"] for runner in self.runners for said in runner.event_data if "forward_msg" in said]
        return b"\n".join(message.SerializeToString(deterministic=True) for message in sent)

    @property
    def content(self) -> bytes:
        """What the last run drew and offers to save, without the marks that every run has anew."""
        drawn = []
        for said in self.runners[-1].event_data:
            if "forward_msg" in said and said["forward_msg"].WhichOneof("type") == "delta":
                delta = said["forward_msg"].delta
                if delta.new_element.WhichOneof("type") == "download_button":
                    delta.new_element.download_button.ClearField("deferred_file_id")
                drawn.append(delta.SerializeToString(deterministic=True))
        return b"\n".join(drawn) + b"".join(name.encode() + data for name, data in self.files)

    @property
    def everything(self) -> bytes:
        """The messages, and the files that could be saved from the page."""
        return self.messages + b"".join(name.encode() + data for name, data in self.files)

    @property
    def title(self) -> str:
        return self.app.title[0].value if self.app.title else ""

    @property
    def menu(self) -> list[str]:
        """The names of the pages that are offered, in their order."""
        offered = [page["page_name"] for page in self.app._registered_pages.values() if "url_pathname" in page]
        return [name for name in PAGE_NAMES if wording.label(name) in offered]

    def warnings(self) -> list[str]:
        return [warning.value for warning in self.app.warning]


def schools_in(text: bytes) -> list[str]:
    """The schools whose word is in what somebody was sent."""
    return [school for school in SCHOOLS if school.encode() in text.lower()]


def _press(make: Callable[[], bytes]) -> bytes:
    """The file as the server makes it when its button is pressed: no run of a page then, and nobody is signed in."""
    with ThreadPoolExecutor(1) as elsewhere:
        return elsewhere.submit(make).result()


@contextmanager
def sit_down(data: Path, user: dict[str, Any], patch: pytest.MonkeyPatch) -> Iterator[Seat]:
    """Somebody at the dashboard of a data folder, with what the provider says of them; nothing is opened yet."""
    patch.setenv("OVERSIGHT_DATA", str(data))
    app = AppTest.from_file(str(APP), default_timeout=30)
    app.secrets.update(AUTH)
    app.user = user
    seat = Seat(app, [])
    begin, button, expander = LocalScriptRunner.__init__, st.download_button, st.expander

    def remember(runner: LocalScriptRunner, *args: Any, **kwargs: Any) -> None:
        begin(runner, *args, **kwargs)
        seat.runners.append(runner)

    def save(label: str, data: Any, file_name: str, **kwargs: Any) -> bool:
        seat.files.append((file_name, _press(data) if callable(data) else data))
        return button(label, data=data, file_name=file_name, **kwargs)

    def unfold(label: str, **kwargs: Any) -> Any:
        return expander(label, **{**kwargs, "expanded": True})

    with patch.context() as within:
        within.setattr(LocalScriptRunner, "__init__", remember)
        within.setattr(st, "download_button", save)
        within.setattr(st, "expander", unfold)
        yield seat
