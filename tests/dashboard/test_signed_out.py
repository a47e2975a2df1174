"""Sign-outs that last: across processes and restarts, a crash, a full disk, a clock that is set; and no longer."""

import multiprocessing
import os
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from dashboard import access, signed_out
from dashboard.access import end_sign_in, is_current, mark_of
from dashboard.signed_out import DAY, FOLDER, LONGEST, is_ended, keep_ended
from pipelines.settings import Settings, choose_settings, now
from tests.dashboard.viewers import Seat, claims, schools_in, sit_down

SPAWNED = multiprocessing.get_context("spawn")
pytestmark = pytest.mark.usefixtures("own_main")
GOVERNOR = "governor@wombats.test"
MARK, OTHER = "a" * 64, "b" * 64


@pytest.fixture(autouse=True)
def _as_after_a_restart() -> Iterator[None]:
    """Nothing is in this process's memory, before and after each."""
    signed_out._ended_here.cache_clear()
    yield
    signed_out._ended_here.cache_clear()


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("OVERSIGHT_DATA", str(tmp_path))
    return choose_settings()


def restart() -> None:
    signed_out._ended_here.cache_clear()


def kept_in(settings: Settings) -> list[str]:
    return sorted(path.name for path in (settings.data / FOLDER).glob("*"))


def end_elsewhere(data: Path, mark: str, until: float) -> None:
    """What another server does when somebody signs out there."""
    keep_ended(choose_settings(data), mark, until)


def ask_elsewhere(data: Path, said: dict[str, Any]) -> bool:
    """What another server thinks of a sign-in."""
    os.environ["OVERSIGHT_DATA"] = str(data)
    return is_current(said)


def test_a_sign_out_outlives_the_process_and_no_other_sign_in_is_touched(settings: Settings):
    ended, other = claims(GOVERNOR, nonce="ended"), claims(GOVERNOR, nonce="other")
    end_sign_in(ended)
    restart()
    assert not is_current(ended)
    assert is_current(other)


def test_servers_that_run_already_know_of_it_at_once(settings: Settings):
    said = claims(GOVERNOR, nonce="everywhere")
    with ProcessPoolExecutor(1, mp_context=SPAWNED) as elsewhere:
        assert elsewhere.submit(ask_elsewhere, settings.data, said).result()
        end_sign_in(said)
        assert not elsewhere.submit(ask_elsewhere, settings.data, said).result()
        elsewhere.submit(end_elsewhere, settings.data, OTHER, now().timestamp() + 60).result()
    assert is_ended(settings, OTHER)
    assert not is_ended(settings, MARK)


def test_many_who_leave_at_once_are_all_kept(settings: Settings):
    marks = [f"{number:064x}" for number in range(200)]
    with ThreadPoolExecutor(8) as leaving:
        list(leaving.map(lambda mark: keep_ended(settings, mark, now().timestamp() + 60), marks))
    restart()
    assert kept_in(settings) == marks
    assert all(is_ended(settings, mark) for mark in marks)


def test_leaving_twice_is_leaving_once(settings: Settings):
    for _ in range(2):
        keep_ended(settings, MARK, now().timestamp() + 60)
    assert kept_in(settings) == [MARK]


def test_what_is_kept_says_of_nobody_that_they_were_here_and_is_its_owners_alone(settings: Settings):
    said = claims(GOVERNOR, nonce="private")
    end_sign_in(said)
    (path,) = (settings.data / FOLDER).iterdir()
    assert path.name == mark_of(said)
    assert GOVERNOR.encode() not in path.read_bytes() + path.name.encode()
    assert float(path.read_bytes()) == pytest.approx(said["exp"], abs=2)
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def at(moment: float) -> Callable[[], datetime]:
    return lambda: datetime.fromtimestamp(moment, UTC)


@pytest.mark.parametrize(
    ("later", "stays"), [(0, True), (60, True), (DAY, True), (60 + DAY - 1, True), (62 + DAY, False)]
)
def test_a_day_after_its_end_a_sign_out_goes_with_the_next(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, later: int, stays: bool
):
    began = now().timestamp()
    monkeypatch.setattr(signed_out, "now", at(began))
    keep_ended(settings, MARK, began + 60)
    monkeypatch.setattr(signed_out, "now", at(began + later))
    keep_ended(settings, OTHER, began + later + 60)
    assert kept_in(settings) == ([MARK, OTHER] if stays else [OTHER])


def test_a_clock_that_was_set_back_lets_nobody_back_in(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    said = claims(GOVERNOR, nonce="clock")
    end_sign_in(said)
    restart()
    earlier = at(now().timestamp() - 3600)
    monkeypatch.setattr(signed_out, "now", earlier)
    monkeypatch.setattr(access, "now", earlier)
    keep_ended(settings, OTHER, earlier().timestamp() + 60)
    assert not is_current(said)


@pytest.mark.parametrize("end", [float("inf"), 1e300, 4e10])
def test_an_end_that_no_cookie_reaches_is_kept_as_long_as_a_cookie_lasts(settings: Settings, end: float):
    keep_ended(settings, MARK, end)
    (path,) = (settings.data / FOLDER).iterdir()
    assert float(path.read_bytes()) == pytest.approx(now().timestamp() + LONGEST, abs=60)


def test_a_file_that_was_cut_off_still_ends_its_sign_in(settings: Settings, monkeypatch: pytest.MonkeyPatch):
    folder = settings.data / FOLDER
    folder.mkdir()
    (folder / MARK).write_bytes(b"")
    (folder / f".{MARK}-left").write_bytes(b"17")
    keep_ended(settings, OTHER, now().timestamp() + 60)
    restart()
    assert is_ended(settings, MARK)
    assert kept_in(settings) == [MARK, OTHER]
    monkeypatch.setattr(signed_out, "now", at(now().timestamp() + LONGEST + 2 * DAY))
    keep_ended(settings, OTHER, now().timestamp() + 60)
    assert MARK not in kept_in(settings)


def test_where_it_cannot_be_written_it_holds_in_this_process_and_the_log_says_so(
    settings: Settings, caplog: pytest.LogCaptureFixture
):
    (settings.data / FOLDER).write_text("in the way")
    keep_ended(settings, MARK, now().timestamp() + 60)
    assert is_ended(settings, MARK)
    assert "a sign-out holds until the server is started anew" in caplog.text
    assert not is_ended(settings, OTHER)


def test_who_cannot_be_put_on_record_as_leaving_leaves_all_the_same(
    trust: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    for name in ("warehouse", "access.toml"):
        (tmp_path / name).symlink_to(trust / name)
    left: list[bool] = []
    monkeypatch.setattr(st, "logout", lambda: left.append(True))
    said = claims(GOVERNOR, nonce="off the record")
    with sit_down(tmp_path, said, monkeypatch) as seat:
        seat.go("overview")
        assert schools_in(seat.messages) == ["wombats"]
        _put_in_the_way(tmp_path / "audit")
        seat.app.button(key="sign out").click().run()
        assert left == [True]
        assert "a sign-out is not on record" in caplog.text
    restart()
    copy: Seat
    with sit_down(tmp_path, said, monkeypatch) as copy:
        copy.go("accounts")
        assert schools_in(copy.messages) == []


def _put_in_the_way(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    folder.write_text("a file where the folder should be")
