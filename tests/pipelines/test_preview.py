"""What loading some files would change, said before anything is kept, and true when they are then loaded."""

import json
import shutil
import zipfile

import duckdb
import pytest

from pipelines import policies
from pipelines.preview import RowChange, preview
from pipelines.progress import Steps
from pipelines.settings import choose_settings
from tests.pipelines.conftest import ACTIVITY, AS_AT

HEADER = ACTIVITY.splitlines()[0]
LATE_REPLY = "r2,ash-x,reply,outbound,2026-02-11 10:00,t2,q2"
# BPS-05 promises an answer or acknowledgement; the second enquiry of the inbox has none.
OTHER_TIME = "q1,ash-x,message,inbound,2026-02-02 08:00,t1,"


@pytest.fixture
def new(tmp_path):
    """A folder to put new files into."""
    folder = tmp_path / "new"
    folder.mkdir()
    return folder


@pytest.fixture
def settings(inbox):
    from datetime import date

    return choose_settings(inbox.parent, date.fromisoformat(AS_AT))


def look(settings, folder):
    return preview(settings, folder, Steps(quiet=True))


def everything_under(folder):
    """Each file by its path, with its bytes and when it was written."""
    return {
        path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def statuses(inbox):
    newest = max((inbox.parent / "warehouse").glob("*.duckdb"))
    query = "select school_id, clause_id, period_name, status from result.clause_status where period_kind = 'half_term'"
    with duckdb.connect(newest, read_only=True) as connection:
        return {row[:3]: row[3] for row in connection.execute(query).fetchall()}


def test_nothing_is_kept(inbox, run, settings, new):
    run("load", "--as-at", AS_AT)
    (new / "more.csv").write_text(f"{HEADER}\n{LATE_REPLY}\n")
    before = everything_under(settings.data)
    look(settings, new)
    assert everything_under(settings.data) == before


def test_the_projects_own_data_folder_is_looked_at_with_its_policies_once(inbox, run, settings, new, monkeypatch):
    shutil.copytree(policies.POLICIES, inbox.parent / "policies")
    monkeypatch.setattr(policies, "POLICIES", inbox.parent / "policies")
    run("load", "--as-at", AS_AT)
    (new / "more.csv").write_text(f"{HEADER}\n{LATE_REPLY}\n", encoding="utf-8")
    assert [part.file for part in look(settings, new).parts] == ["more.csv"]


def test_rows_that_are_new_and_rows_that_replace_are_told_apart(inbox, run, settings, new):
    run("load", "--as-at", AS_AT)
    (new / "more.csv").write_text(f"{HEADER}\n{LATE_REPLY}\n{OTHER_TIME}\n")
    seen = look(settings, new)
    assert seen.rows == (RowChange("activity", before=3, after=4, replaced=1),)
    assert [(part.file, part.format, part.rows_kept) for part in seen.parts] == [("more.csv", "activity", 2)]


def test_a_file_that_cannot_be_opened_is_told_of_wherever_it_stands(inbox, run, settings, new):
    run("load", "--as-at", AS_AT)
    (inbox / "old link.csv").symlink_to("gone.csv")
    (new / "deep").mkdir()
    (new / "deep" / "link.csv").symlink_to("gone.csv")
    (new / "deep" / "more.csv").symlink_to(new / "more.txt")
    (new / "more.txt").write_text(f"{HEADER}\n{LATE_REPLY}\n")
    told = {part.file: (part.status, part.rows_kept) for part in look(settings, new).parts}
    assert told == {"deep/link.csv": ("failed", 0), "deep/more.csv": ("loaded", 1), "more.txt": ("loaded", 1)}


def test_a_clause_whose_status_would_change_is_named(inbox, run, settings, new):
    run("load", "--as-at", AS_AT)
    before = statuses(inbox)
    (new / "more.csv").write_text(f"{HEADER}\n{LATE_REPLY}\n")
    changes = look(settings, new).statuses
    shutil.copy(new / "more.csv", inbox / "more.csv")
    run("load", "--as-at", AS_AT)
    after = statuses(inbox)
    really = {key: (before.get(key, ""), status) for key, status in after.items() if before.get(key, "") != status}
    assert {(each.school_id, each.clause_id, each.period): (each.before, each.after) for each in changes} == really
    assert really["ash", "BPS-05", "Spring 1 2025/26"] == ("partly_met", "met")


def test_a_corrected_file_replaces_the_one_of_its_name(inbox, run, settings, new):
    run("load", "--as-at", AS_AT)
    (new / "activity.csv").write_text(f"{HEADER}\n{OTHER_TIME}\n")
    seen = look(settings, new)
    assert seen.rows == (RowChange("activity", before=3, after=1, replaced=3),)
    assert (inbox / "activity.csv").read_text() == ACTIVITY


def test_before_the_first_load_everything_is_new(inbox, settings, new):
    for path in inbox.iterdir():
        shutil.move(path, new / path.name)
    seen = look(settings, new)
    rows = {row.table: (row.before, row.after, row.replaced) for row in seen.rows}
    assert rows == {"schools": (0, 1, 0), "accounts": (0, 1, 0), "activity": (0, 3, 0)}
    assert seen.statuses and all(each.before == "" for each in seen.statuses)
    assert not (settings.data / "warehouse").exists() or not list((settings.data / "warehouse").glob("*.duckdb"))


def test_rejects_and_unknown_files_are_told(inbox, run, settings, new):
    run("load", "--as-at", AS_AT)
    (new / "more.csv").write_text(f"{HEADER}\n{LATE_REPLY.replace('2026-02-11', '2026-02-31')}\n")
    (new / "lunch.csv").write_text("dish,price\nsoup,2.10\n")
    seen = look(settings, new)
    ((row, column, reason),) = [(each.row_number, each.column_name, each.reason) for each in seen.rejects]
    assert (row, column) == (2, "sent_at") and "is no date and time" in reason
    assert {part.file: part.status for part in seen.parts} == {"lunch.csv": "unrecognised", "more.csv": "loaded"}


def test_a_zip_is_looked_into(inbox, run, settings, new):
    run("load", "--as-at", AS_AT)
    with zipfile.ZipFile(new / "march.zip", "w") as zipped:
        zipped.writestr("activity of march.csv", f"{HEADER}\n{LATE_REPLY}\n")
    (part,) = look(settings, new).parts
    assert part.file.startswith("march.zip/") and part.rows_kept == 1


def test_the_verb_says_it_in_words(inbox, run, new):
    run("load", "--as-at", AS_AT)
    (new / "more.csv").write_text(f"{HEADER}\n{LATE_REPLY}\n")
    said = run("preview", str(new), "--as-at", AS_AT)
    assert said.code == 0, said.err
    assert "rows then" in said.out and "more.csv" in said.out
    assert "Nothing was kept." in said.out


def test_the_verb_says_it_as_json(inbox, run, new):
    run("load", "--as-at", AS_AT)
    (new / "more.csv").write_text(f"{HEADER}\n{LATE_REPLY}\n")
    told = json.loads(run("preview", str(new), "--json", "--as-at", AS_AT).out)
    assert told["rows"] == [{"table": "activity", "before": 3, "after": 4, "replaced": 0}]
    assert told["parts"][0]["file"] == "more.csv"


def test_an_empty_folder_is_said(run, new):
    said = run("preview", str(new))
    assert said.code == 3
    assert "There is nothing to look at" in said.err


def test_a_load_that_would_fail_says_so_and_harms_nothing(inbox, run, settings, new):
    run("load", "--as-at", AS_AT)
    before = everything_under(settings.data)
    (new / "schools.csv").write_text("school_id,school_name,nation,policy\nash,Ashgrove,england,nosuch\n")
    said = run("preview", str(new), "--as-at", AS_AT)
    assert said.code in (0, 4)
    assert everything_under(settings.data) == before
