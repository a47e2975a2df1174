"""The audit log: a line for each act, only ever added to, with nobody in it but the one who acts."""

import json
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from pipelines import audit
from pipelines.settings import choose_settings
from tests.pipelines.conftest import AS_AT


def lines(settings):
    return [
        json.loads(line) for path in sorted(settings.audit.glob("*.jsonl")) for line in path.read_text().splitlines()
    ]


@pytest.fixture
def settings(tmp_path):
    return choose_settings(tmp_path / "data")


def test_a_line_says_when_who_what_and_how_much(settings, monkeypatch):
    monkeypatch.setattr(audit, "now", lambda: datetime(2026, 3, 4, 9, 30, tzinfo=UTC))
    audit.record(settings, "download", actor="governor@ash.sch.uk", rows=12)
    assert lines(settings) == [
        {"at": "2026-03-04T09:30:00+00:00", "actor": "governor@ash.sch.uk", "action": "download", "rows": 12}
    ]


def test_each_month_has_a_file_of_its_own_that_only_its_owner_reads(settings, monkeypatch):
    for month in (3, 4, 4):
        monkeypatch.setattr(audit, "now", lambda month=month: datetime(2026, month, 1, tzinfo=UTC))
        audit.record(settings, "login", actor="a")
    assert {path.name: len(path.read_text().splitlines()) for path in settings.audit.iterdir()} == {
        "2026-03.jsonl": 1,
        "2026-04.jsonl": 2,
    }
    assert {stat.S_IMODE(path.stat().st_mode) for path in settings.audit.iterdir()} == {0o600}


def test_lines_of_many_writers_never_mix(settings):
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda number: audit.record(settings, "login", actor=f"a{number}" * 50), range(400)))
    assert sorted(line["actor"] for line in lines(settings)) == sorted(f"a{number}" * 50 for number in range(400))


def test_an_actor_with_a_line_break_stays_on_one_line(settings):
    audit.record(settings, "login", actor='x\n{"at": "forged"}')
    (line,) = lines(settings)
    assert line["actor"] == 'x\n{"at": "forged"}'


def test_a_load_and_an_undo_are_on_record_without_a_file_name(inbox, run):
    run("load", "--as-at", AS_AT)
    run("undo", "activity.csv", "--as-at", AS_AT)
    found = lines(choose_settings(inbox.parent))
    assert [line["action"] for line in found] == ["load", "undo"]
    assert found[0]["files"] == 3 and found[0]["rows"] == 5
    assert all(line["actor"] == audit.user_of_computer() for line in found)
    assert "activity" not in json.dumps(found)


def test_who_was_forgotten_is_not_on_record(inbox, run):
    (inbox / "people.csv").write_text(
        "person_id,school_id,name,role,started_on\nE1,ash,Zebedee Quill,teacher,2024-09-01\n"
    )
    run("load", "--as-at", AS_AT)
    run("forget", "Zebedee Quill")
    found = lines(choose_settings(inbox.parent))
    assert found[-1]["action"] == "forget" and found[-1]["files"] == 1
    assert "Quill" not in json.dumps(found) and "E1" not in json.dumps(found)


def test_a_load_that_failed_is_not_on_record(run, inbox):
    for path in inbox.iterdir():
        path.unlink()
    assert run("load").code == 3
    assert lines(choose_settings(inbox.parent)) == []


def test_tables_written_for_analysts_are_on_record(inbox, run, tmp_path):
    run("load", "--as-at", AS_AT)
    assert run("export", str(tmp_path / "out")).code == 0
    line = lines(choose_settings(inbox.parent))[-1]
    assert (line["action"], line["files"]) == ("export", len(list((tmp_path / "out").iterdir())))
    assert str(tmp_path) not in json.dumps(line)


def test_who_may_only_read_the_data_can_still_have_the_tables(inbox, run, tmp_path, monkeypatch):
    run("load", "--as-at", AS_AT)

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(audit, "record", refuse)
    assert run("export", str(tmp_path / "out")).code == 0


def test_files_that_are_loaded_along_with_something_else_are_on_record_as_loaded(inbox, run):
    run("load", "--as-at", AS_AT)
    (inbox / "people.csv").write_text("person_id,school_id,role,started_on\nE1,ash,teacher,2024-09-01\n")
    run("undo", "activity.csv", "--as-at", AS_AT)
    found = lines(choose_settings(inbox.parent))
    assert [(line["action"], line["files"]) for line in found] == [("load", 3), ("undo", 1), ("load", 1)]
