"""What is put on record of people who sign in: coming, being refused, saving, going; and nothing of what they saw."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from dashboard import on_record
from dashboard.access import LOCAL, Viewer
from dashboard.roles import known_roles
from tests.dashboard.viewers import PAGE_NAMES, PERIOD, claims, schools_in, sit_down, write_list

GOVERNOR = "governor@wombats.test"


@pytest.fixture
def data(trust: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder on which nothing is on record yet."""
    (tmp_path / "warehouse").symlink_to(trust / "warehouse")
    write_list(tmp_path, (GOVERNOR, "governor", "wombats"))
    monkeypatch.setenv("OVERSIGHT_DATA", str(tmp_path))
    on_record._arrived.cache_clear()
    yield tmp_path
    on_record._arrived.cache_clear()


def lines_of(data: Path) -> list[dict[str, Any]]:
    files = sorted((data / "audit").glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def told(data: Path) -> list[tuple[str, str]]:
    return [(line["action"], line["actor"]) for line in lines_of(data)]


def test_a_sign_in_is_on_record_once_however_many_pages_and_windows(data: Path, monkeypatch: pytest.MonkeyPatch):
    said = claims(GOVERNOR, nonce="first")
    for _ in range(2):
        with sit_down(data, said, monkeypatch) as seat:
            seat.go("policy_clauses").go("training_and_acknowledgement")
    assert [line for line in told(data) if line[0] == "login"] == [("login", GOVERNOR)]
    with sit_down(data, claims(GOVERNOR, nonce="second"), monkeypatch) as seat:
        seat.go("policy_clauses")
    assert [line for line in told(data) if line[0] == "login"] == [("login", GOVERNOR)] * 2


def test_who_is_refused_is_on_record_by_what_the_provider_vouches_for(data: Path, monkeypatch: pytest.MonkeyPatch):
    for email, is_verified in (("stranger@example.org", True), ("impostor@example.org", False)):
        with sit_down(data, claims(email, email_verified=is_verified), monkeypatch) as seat:
            seat.go("overview").go("incidents")
    assert told(data) == [("refused", "stranger@example.org"), ("refused", "unknown")]


def test_nobody_at_the_door_is_on_record(data: Path, monkeypatch: pytest.MonkeyPatch):
    with sit_down(data, {}, monkeypatch) as seat:
        seat.go("overview")
    with sit_down(data, claims(GOVERNOR, exp=1), monkeypatch) as seat:
        seat.go("overview")
    assert told(data) == []


def test_what_is_saved_is_on_record_by_its_rows_and_not_by_whom_it_is_about(
    data: Path, monkeypatch: pytest.MonkeyPatch
):
    with sit_down(data, claims(GOVERNOR), monkeypatch) as seat:
        seat.go("accounts", **PERIOD)
        saved = len(seat.files)
    downloads = [line for line in lines_of(data) if line["action"] == "download"]
    assert len(downloads) == saved > 0
    assert all(set(line) == {"at", "actor", "action", "rows"} for line in downloads)
    assert all(line["rows"] > 0 for line in downloads)
    text = json.dumps(downloads).replace(GOVERNOR, "").encode()
    assert schools_in(text) == []


def test_signing_out_is_on_record(data: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(st, "logout", lambda: None)
    with sit_down(data, claims(GOVERNOR, nonce="leaving"), monkeypatch) as seat:
        seat.go("policy_clauses")
        seat.app.button(key="sign out").click().run()
    came_and_went = [line for line in told(data) if line[0] != "download"]
    assert came_and_went == [("login", GOVERNOR), ("logout", GOVERNOR)]


CLERK = Viewer(role="clerk", schools=("x",), actor="clerk@example.org")


def test_what_is_saved_and_recorded_is_a_line_each_with_how_much_alone(data: Path):
    on_record.note_download(LOCAL, rows=5)
    on_record.note_download(CLERK, questions=3)
    on_record.note_card(CLERK, "closed")
    on_record.note_visit(CLERK)
    on_record.note_leaving("")
    assert [{name: value for name, value in line.items() if name != "at"} for line in lines_of(data)] == [
        {"actor": "local", "action": "download", "rows": 5},
        {"actor": "clerk@example.org", "action": "download", "questions": 3},
        {"actor": "clerk@example.org", "action": "card", "status": "closed"},
        {"actor": "clerk@example.org", "action": "visit"},
        {"actor": "unknown", "action": "logout"},
    ]


def test_a_file_that_cannot_be_put_on_record_is_saved_on_this_computer_alone(
    data: Path, caplog: pytest.LogCaptureFixture
):
    (data / "audit").write_text("a file where the folder should be", encoding="utf-8")
    on_record.note_download(LOCAL, rows=5)
    assert "a download is not on record" in caplog.text
    for act in (lambda: on_record.note_download(CLERK, rows=5), lambda: on_record.note_card(LOCAL, "asked")):
        with pytest.raises(OSError, match=r"exist|directory"):
            act()


def offered_by(role: str) -> list[str]:
    """The pages of a role, without those that need more than a build to stand."""
    return sorted(known_roles()[role].pages & set(PAGE_NAMES))


@pytest.mark.parametrize("role", ["clerk", "data_manager", "school_leader"])
def test_every_file_of_every_page_is_on_record_when_it_is_saved(data: Path, monkeypatch: pytest.MonkeyPatch, role: str):
    write_list(data, (GOVERNOR, role, "wombats"))
    with sit_down(data, claims(GOVERNOR, nonce=role), monkeypatch) as seat:
        for page in offered_by(role):
            before = len([line for line in lines_of(data) if line["action"] == "download"])
            seat.go(page, **PERIOD)
            lines = [line for line in lines_of(data) if line["action"] == "download"][before:]
            assert len(lines) == len(seat.files), page
            for line in lines:
                assert set(line) in ({"at", "actor", "action", "rows"}, {"at", "actor", "action", "questions"}), page


def test_what_cannot_be_put_on_record_does_not_happen(data: Path, monkeypatch: pytest.MonkeyPatch):
    (data / "audit").write_text("a file where the folder should be", encoding="utf-8")
    with sit_down(data, claims(GOVERNOR, nonce="unwritten"), monkeypatch) as seat:
        seat.app.run()
        assert seat.app.exception
        assert schools_in(seat.messages) == []
