"""Forgetting and purging reach the record of meetings, from the command line as people run it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboard.meetings.entries import find_history, record
from dashboard.meetings.visits import find_visits, record_visit
from pipelines import erasure
from pipelines.errors import PolicyError
from pipelines.identities import open_keys, open_vault
from pipelines.meetings.letting_go import REMOVED
from pipelines.retention import MEETINGS, load_rules
from pipelines.settings import ROOT, Settings, choose_settings
from tests.meetings.writing import ANSWERED, CLOSED, ENTRY, VISIT
from tests.pipelines.conftest import AS_AT

PEOPLE = """person_id,school_id,name,email,role,started_on
E1,ash,Zebedee Quill,zq@ash.sch.uk,teacher,2024-09-01
E2,ash,Mina Harker,mh@ash.sch.uk,teacher,2024-09-01
"""
LONG_AGO = datetime(2015, 3, 6, 9, 30, tzinfo=UTC)


@pytest.fixture
def settings(inbox: Path, run, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The small inbox with two teachers, loaded, and one of them named in what governors wrote."""
    monkeypatch.setenv("OVERSIGHT_KEY", "a key for tests, kept by nobody")
    (inbox / "people.csv").write_text(PEOPLE)
    assert run("load", "--as-at", AS_AT).code == 0
    settings = choose_settings(inbox.parent)
    record(settings, ENTRY)
    record(settings, replace(ANSWERED, answer="Zebedee Quill looks on Mondays; Mina Harker on Fridays."))
    record_visit(settings, replace(VISIT, notes="Wrote to zq@ash.sch.uk. Mr Quill was away."))
    return settings


def notes_of(settings: Settings) -> list[str]:
    answers = [entry.answer for entry in find_history(settings, ["ash", "birch"])]
    return answers + [visit.notes for visit in find_visits(settings, ["ash", "birch"])]


def last_line(settings: Settings) -> dict[str, object]:
    (path,) = settings.audit.glob("*.jsonl")
    line: dict[str, object] = json.loads(path.read_text().splitlines()[-1])
    return line


@pytest.mark.parametrize("named", ["E1", "zq@ash.sch.uk", "Zebedee Quill", "quill"])
def test_whatever_a_person_is_named_by_their_name_and_address_leave_the_notes(settings, run, named):
    said = run("forget", named)
    if named == "quill":
        assert said.code == 3 and "Nothing is kept" in said.err
        assert REMOVED not in notes_of(settings)
        return
    assert said.code == 0, said.err
    assert notes_of(settings) == ["", REMOVED, REMOVED]
    assert "in 1 file and 2 texts of the record of meetings." in " ".join(said.out.split())
    assert b"Quill" not in b"".join(path.read_bytes() for path in settings.meetings.iterdir())
    line = last_line(settings)
    assert (line["action"], line["files"], line["texts"]) == ("forget", 1, 2)
    assert "Quill" not in json.dumps(line) and "Quill" not in said.out


def test_rows_states_and_dates_of_what_was_recorded_stay(settings, run):
    before = find_history(settings, ["ash"])
    run("forget", "E1")
    after = find_history(settings, ["ash"])
    assert [replace(entry, answer="") for entry in after] == [replace(entry, answer="") for entry in before]
    (visit,) = find_visits(settings, ["ash"])
    assert replace(visit, notes="") == replace(VISIT, notes="")


def test_a_last_name_alone_is_told_with_where_it_stands_and_can_then_be_named(settings, run):
    record(settings, replace(CLOSED, answer="Mrs Quill will do it."))
    said = run("forget", "Zebedee Quill")
    told = " ".join(said.out.split())
    assert "The last name also stands in what was recorded for ash on 6 March 2026: it may be somebody else" in told
    assert "forget again with the words as they stand there" in told
    assert "Mrs Quill will do it." in notes_of(settings)
    assert run("forget", "Mrs Quill").code == 0
    assert notes_of(settings) == ["", REMOVED, REMOVED, REMOVED]
    assert last_line(settings)["texts"] == 1


def test_somebody_whom_only_the_notes_name_is_forgotten_there(settings, run):
    record(settings, replace(ENTRY, key=ENTRY.key._replace(school_id="birch"), answer="Told Lucy Westenra, a mother."))
    assert run("forget", "Lucy Westenra").code == 0
    assert notes_of(settings).count(REMOVED) == 1
    assert all(name in str(open_vault(settings, open_keys(settings)).people) for name in ("Quill", "Harker"))
    assert run("forget", "Lucy Harker").code == 3


def test_forgetting_again_says_that_nothing_more_was_found(settings, run):
    assert run("forget", "E1").code == 0
    again = run("forget", "E1")
    assert again.code == 0, again.err
    assert "in 0 files and 0 texts" in " ".join(again.out.split())
    assert notes_of(settings) == ["", REMOVED, REMOVED]


@pytest.mark.parametrize("step", ["rewrite", "save_vault", "commit", "forget_in_meetings"])
def test_killed_at_any_step_the_next_time_finishes_and_the_names_are_still_known(settings, run, monkeypatch, step):
    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(erasure, step, die)
        with pytest.raises(KeyboardInterrupt):
            erasure.forget(settings, "E1")
    assert run("forget", "E1").code == 0
    assert notes_of(settings) == ["", REMOVED, REMOVED]
    assert "Quill" not in str(open_vault(settings, open_keys(settings)).people)


def test_a_namesake_is_not_guessed_and_nothing_is_blanked(settings, inbox, run):
    (inbox / "people.csv").write_text(PEOPLE.replace("Mina Harker", "Zebedee Quill"))
    run("load", "--as-at", AS_AT)
    assert run("forget", "Zebedee Quill").code == 3
    assert REMOVED not in notes_of(settings)


def test_a_record_that_cannot_be_read_stops_it_before_anything_is_lost(settings, run):
    for path in settings.meetings.iterdir():
        path.write_bytes(b"These are minutes, not a database. " * 50)
    said = run("forget", "E1")
    assert said.code != 0 and "The record of meetings cannot be read or written" in said.err
    assert "Quill" in str(open_vault(settings, open_keys(settings)).people)


def test_what_is_past_its_retention_goes_by_the_rule_of_meetings(settings, run):
    record(settings, replace(CLOSED, version=1, key=ENTRY.key._replace(subject="old"), recorded_at=LONG_AGO))
    record(settings, replace(ENTRY, key=ENTRY.key._replace(subject="open"), recorded_at=LONG_AGO))
    record_visit(settings, replace(VISIT, visited_on=LONG_AGO.date(), notes="Seen long ago."))
    said = run("purge", "--as-at", AS_AT)
    assert "meetings" in said.out and "Nothing was removed" in said.out
    assert len(find_visits(settings, ["ash"])) == 2
    done = run("purge", "--yes", "--as-at", AS_AT)
    assert done.code == 0, done.err
    assert len(find_visits(settings, ["ash"])) == 1
    assert [entry.key.subject for entry in find_history(settings, ["ash"])] == ["ash-x", "ash-x", "open"]
    assert (last_line(settings)["action"], last_line(settings)["rows"]) == ("purge", 2)
    assert b"Seen long ago" not in b"".join(path.read_bytes() for path in settings.meetings.iterdir())
    assert "Nothing is older" in run("purge", "--as-at", AS_AT).out


def test_a_day_given_by_hand_counts_for_meetings_too(settings, run):
    run("purge", "--yes", "--older-than", "2026-03-07", "--as-at", AS_AT)
    assert find_visits(settings, ["ash"]) == []
    assert len(find_history(settings, ["ash"])) == 2


def test_the_rule_of_meetings_is_in_the_file_and_must_be(tmp_path):
    settings = choose_settings(tmp_path)
    rule = load_rules(settings)[MEETINGS]
    assert rule.months == 84
    assert rule.cut_off(date(2026, 3, 6)) == date(2019, 3, 6)
    text = (ROOT / "data" / "retention.toml").read_text()
    (tmp_path / "retention.toml").write_text(text.replace("[meetings]", "[meeting]"))
    with pytest.raises(PolicyError, match=r"no table 'meeting' to keep. Did you mean 'meetings'"):
        load_rules(settings)
    (tmp_path / "retention.toml").write_text(text[: text.index("[meetings]")])
    with pytest.raises(PolicyError, match=r"Nothing is said of .*meetings"):
        load_rules(settings)
