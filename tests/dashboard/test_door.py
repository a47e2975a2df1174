"""What is shown to who is not let in: before the sign-in, after its end, off the list, and while the list is broken."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from dashboard import access, warehouse
from dashboard.access import NotAdmittedError, SignInNeededError, end_sign_in, is_current, seconds_left
from dashboard.access_list import AccessError
from dashboard.roles import known_roles
from dashboard.sign_in import LOCKED
from pipelines.settings import now
from tests.dashboard.viewers import ASK, PAGE_NAMES, Seat, claims, schools_in, sit_down, write_list

SIT = Callable[..., Seat]
GOVERNOR = "governor@wombats.test"


@pytest.fixture
def queries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the queries that were run, from the cache or not."""
    ran: list[str] = []
    rows = warehouse._rows

    def remember(build: str, name: str, *others: Any) -> Any:
        ran.append(name)
        return rows(build, name, *others)

    monkeypatch.setattr(warehouse, "_rows", remember)
    return ran


@pytest.fixture
def at_the_door(trust: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[dict[str, Any]], Seat]]:
    """Somebody at the door of the three schools, with what the provider says of them."""
    opened = []

    def come(user: dict[str, Any], data: Path = trust) -> Seat:
        opened.append(sit_down(data, user, monkeypatch))
        return opened[-1].__enter__()

    yield come
    for seat in reversed(opened):
        seat.__exit__(None, None, None)


def shown(seat: Seat) -> list[str]:
    """Everything that can be read on the page."""
    return [element.value for element in (*seat.app.title, *seat.app.markdown, *seat.app.warning)] + [
        button.label for button in seat.app.button
    ]


@pytest.mark.parametrize("user", [{}, {"is_logged_in": False}, {"email": GOVERNOR, "email_verified": True}])
@pytest.mark.parametrize("page", ["overview", "incidents", "data_quality"])
def test_before_signing_in_nothing_is_asked_and_nothing_told(
    at_the_door: Callable[..., Seat], queries: list[str], page: str, user: dict[str, Any]
):
    seat = at_the_door(user).go(page, school="Wombats Academy", open="changed")
    assert shown(seat) == ["Oversight", "Please sign in to go on.", "Sign in"]
    assert schools_in(seat.messages.replace(b"Wombats", b"")) == []
    assert not any(name.encode() in seat.messages for name in PAGE_NAMES if name != page)
    assert queries == []
    assert not seat.app.selectbox
    assert seat.menu == []


@pytest.mark.parametrize("end", [-1, -86_400, None, "2099-01-01", True, float("-inf")])
def test_a_sign_in_that_has_ended_or_says_no_end_is_asked_for_again(
    at_the_door: Callable[..., Seat], queries: list[str], end: Any
):
    moment = now().timestamp() + end if type(end) is int else end
    seat = at_the_door(claims(GOVERNOR, exp=moment)).go("incidents")
    assert shown(seat) == ["Oversight", "Your sign-in has ended. Please sign in again.", "Sign in"]
    assert queries == []
    assert schools_in(seat.messages) == []


def test_the_same_sign_in_ends_with_its_time_and_not_before(monkeypatch: pytest.MonkeyPatch):
    began = now()
    said = claims(GOVERNOR, exp=began.timestamp() + 60)
    assert 59 < seconds_left(said) <= 60
    for seconds, stands in ((0, True), (59.9, True), (60, False), (61, False), (30 * 86_400, False)):
        later = type(began).fromtimestamp(began.timestamp() + seconds, began.tzinfo)
        monkeypatch.setattr(access, "now", lambda later=later: later)
        assert is_current(said) == stands, seconds


def test_signing_out_ends_this_sign_in_and_no_other_of_the_same_person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OVERSIGHT_DATA", str(tmp_path))
    one, other = claims(GOVERNOR, nonce="one"), claims(GOVERNOR, nonce="other")
    end_sign_in(one)
    assert not is_current(one)
    assert not is_current(dict(reversed(one.items())))
    assert is_current(other)


def test_the_button_signs_out_and_the_copy_of_the_session_is_worth_nothing(
    at_the_door: Callable[..., Seat], monkeypatch: pytest.MonkeyPatch
):
    said = claims(GOVERNOR, nonce="to be ended")
    seat = at_the_door(said).go("overview")
    left: list[bool] = []
    monkeypatch.setattr(st, "logout", lambda: left.append(True))
    seat.app.button(key="sign out").click().run()
    assert left == [True]
    assert shown(seat) == ["Oversight", "Your sign-in has ended. Please sign in again.", "Sign in"]
    copy = at_the_door(said).go("accounts")
    assert schools_in(copy.messages) == []


def test_somebody_off_the_list_is_told_whom_to_ask(at_the_door: Callable[..., Seat], queries: list[str]):
    seat = at_the_door(claims("stranger@example.org")).go("incidents")
    title, told, button = shown(seat)
    assert (title, button) == ("Oversight", "Sign out")
    assert ASK in told
    assert "not on the list" in told
    assert queries == []
    assert schools_in(seat.messages) == []


def test_a_governor_is_greeted_with_name_and_role_and_nobody_elses(at_the_door: Callable[..., Seat]):
    seat = at_the_door(claims(GOVERNOR)).go("overview")
    assert r"governor@wombats\.test, governor" in [caption.value for caption in seat.app.sidebar.caption]
    assert b"quibble.test" not in seat.everything
    assert b"director" not in seat.everything


@pytest.mark.parametrize("fault", ["", "ask = ", 'ask = "x"\n[[people]]\nwho = "secret@x.test"\nrole = "king"\n'])
def test_a_broken_list_locks_everybody_out_and_the_log_says_why(
    tmp_path: Path, trust: Path, at_the_door: Callable[..., Seat], caplog: pytest.LogCaptureFixture, fault: str
):
    (tmp_path / "warehouse").symlink_to(trust / "warehouse")
    write_list(tmp_path, (GOVERNOR, "governor", "wombats"))
    seat = at_the_door(claims(GOVERNOR), tmp_path).go("accounts")
    assert schools_in(seat.messages) == ["wombats"]
    (tmp_path / "access.toml").write_text(fault, encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        seat.go("accounts")
    assert shown(seat) == ["Oversight", LOCKED.replace(":", r"\:").replace(".", r"\."), "Sign out"]
    assert schools_in(seat.messages) == []
    assert seat.menu == []
    told = [record.getMessage() for record in caplog.records if record.name == "oversight.access"]
    assert told
    assert "access.toml" in told[0]
    assert "secret@x.test" not in "".join(told)
    write_list(tmp_path, (GOVERNOR, "governor", "wombats"))
    assert schools_in(seat.go("accounts").messages) == ["wombats"]


def test_a_list_taken_away_locks_as_well(tmp_path: Path, trust: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "warehouse").symlink_to(trust / "warehouse")
    monkeypatch.setenv(access.VARIABLE, "login")
    with sit_down(tmp_path, claims(GOVERNOR), monkeypatch) as seat:
        seat.go("overview")
        assert schools_in(seat.messages) == []
        assert "Nobody can see anything" in seat.app.warning[0].value


def test_a_changed_role_and_changed_schools_count_from_the_next_click_on(
    tmp_path: Path, trust: Path, at_the_door: Callable[..., Seat]
):
    (tmp_path / "warehouse").symlink_to(trust / "warehouse")
    write_list(tmp_path, (GOVERNOR, "governor", "wombats"))
    seat = at_the_door(claims(GOVERNOR), tmp_path).go("accounts")
    write_list(tmp_path, (GOVERNOR, "governor", "zephyrs"))
    seat.go("accounts")
    assert seat.app.selectbox(key="school").options == ["Zephyrs Academy"]
    assert schools_in(b"".join(name.encode() + data for name, data in seat.files)) == ["zephyrs"]
    write_list(tmp_path, (GOVERNOR, "data_manager", "zephyrs"))
    assert seat.go("accounts").menu == [page for page in PAGE_NAMES if page in known_roles()["data_manager"].pages]


def test_one_sign_of_sign_in_is_enough_to_ask_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OVERSIGHT_DATA", str(tmp_path))
    monkeypatch.delenv(access.VARIABLE, raising=False)
    assert access.mode() == "local"
    assert access.who() == access.LOCAL
    monkeypatch.setenv(access.VARIABLE, "login")
    assert access.mode() == "login"
    monkeypatch.setenv(access.VARIABLE, "local")
    write_list(tmp_path)
    assert access.mode() == "login"
    (tmp_path / "access.toml").unlink()
    monkeypatch.setattr(st.secrets, "_secrets", {"auth": {"client_id": "x"}})
    assert access.mode() == "login"
    with pytest.raises(SignInNeededError):
        access.who()


def test_secrets_that_cannot_be_read_open_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    broken = tmp_path / "secrets.toml"
    broken.write_text("[auth", encoding="utf-8")
    monkeypatch.setenv("OVERSIGHT_DATA", str(tmp_path))
    monkeypatch.delenv(access.VARIABLE, raising=False)
    monkeypatch.setattr(st.secrets, "load_if_toml_exists", lambda: False)
    monkeypatch.setattr(st.config, "get_option", lambda name: [str(broken)] if name == "secrets.files" else None)
    with pytest.raises(AccessError, match="secrets cannot be read"):
        access.who()


def test_who_may_see_what_becomes_a_viewer(trust: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OVERSIGHT_DATA", str(trust))
    viewer = access._admit(claims("clerk@quibble.test"))
    assert (viewer.role, viewer.schools, viewer.actor) == ("clerk", ("quibble",), "clerk@quibble.test")
    assert viewer.audiences == known_roles()["clerk"].audiences
    assert viewer.pages == known_roles()["clerk"].pages
    assert access._admit(claims("two@test")).schools == ("quibble", "wombats")
    assert access._admit(claims("director@all.test")).schools is None
    with pytest.raises(NotAdmittedError, match="not on the list"):
        access._admit(claims("nobody@test"))
