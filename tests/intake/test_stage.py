"""Loading: what is kept, what wins, what stays, and what is taken back out."""

import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from small_inbox import Inbox, activity, person

from pipelines.contract import load_contract
from pipelines.errors import InputError
from pipelines.manifest import load_manifest
from pipelines.stage import remove_loaded, undo

AN_HOUR = 3600


def age(path: Path, seconds: int) -> None:
    """Make a file older than it is."""
    then = path.stat().st_mtime - seconds
    os.utime(path, (then, then))


def test_a_contract_file_is_known_by_its_headers_whatever_their_case_order_and_spaces(inbox: Inbox):
    inbox.put(
        "spring/anything.txt", "\ufeff Nation , SCHOOL  NAME,policy,School-Id,Mood\nwales,Ysgol,llanidloes,1,good\n"
    )
    part = inbox.only_part()
    assert (part.status, part.format, part.rows_kept, part.unknown_columns) == ("loaded", "schools", 1, ("Mood",))
    assert inbox.rows("schools", "school_id", "school_name", "nation") == [("1", "Ysgol", "wales")]


def test_every_table_of_the_contract_is_there_even_when_nothing_was_handed_in(inbox: Inbox):
    inbox.put("people.csv", [person()])
    inbox.load()
    assert inbox.query("select count(*) from duckdb_views() where schema_name = 'staged'") == [(len(load_contract()),)]
    assert inbox.rows("incidents", "incident_id", "reported_at", "reported_on", "reported_minute") == []


def test_a_row_carries_where_it_came_from(inbox: Inbox):
    inbox.put("900101/main_page/deep/export.csv", [activity(item_id="1"), activity(item_id="2")])
    inbox.load()
    assert inbox.rows("activity", "_file", "_row", "_folder", "_school_id", "_account_id") == [
        ("900101/main_page/deep/export.csv", 2, "900101/main_page/deep", "900101", "main_page"),
        ("900101/main_page/deep/export.csv", 3, "900101/main_page/deep", "900101", "main_page"),
    ]


def test_loading_the_same_folder_twice_reads_nothing_again(inbox: Inbox):
    inbox.put("a.csv", [activity()])
    assert inbox.load().new_files == ("a.csv",)
    before = load_manifest(inbox.settings)
    assert inbox.load().new_files == ()
    assert load_manifest(inbox.settings) == before


def test_a_renamed_file_is_not_parsed_again(inbox: Inbox):
    first = inbox.put("a.csv", [activity()])
    inbox.load()
    staged = inbox.settings.staged / inbox.load().parts[0].staged
    parsed = staged.stat().st_mtime_ns
    first.rename(first.with_name("b.csv"))
    inbox.load()
    assert staged.stat().st_mtime_ns == parsed
    assert inbox.rows("activity", "item_id") == [("1",)]


def test_new_bytes_under_the_same_path_replace_the_old(inbox: Inbox):
    inbox.put("a.csv", [activity(item_id="1"), activity(item_id="2")])
    inbox.load()
    inbox.put("a.csv", [activity(item_id="2", kind="message")])
    inbox.load()
    assert inbox.rows("activity", "item_id", "kind") == [("2", "message")]
    assert len(list(inbox.settings.staged.glob("activity/*.parquet"))) == 1


def test_a_replacement_that_cannot_be_read_does_not_lose_what_was_loaded(inbox: Inbox):
    inbox.put("a.csv", [activity()])
    inbox.load()
    inbox.put("a.csv", "nothing,known\n1,2\n")
    inbox.load()
    assert inbox.rows("activity", "item_id") == [("1",)]
    assert inbox.query("select status from load.files order by status") == [("loaded",), ("unrecognised",)]


def test_a_row_in_two_files_counts_once_and_the_newest_export_wins(inbox: Inbox):
    age(inbox.put("z_old.csv", [activity(kind="comment"), activity(item_id="2")]), AN_HOUR)
    inbox.put("a_new.csv", [activity(kind="message")])
    inbox.load()
    assert inbox.query("select item_id, kind, _file from staged.activity order by 1") == [
        ("1", "message", "a_new.csv"),
        ("2", "comment", "z_old.csv"),
    ]


def test_one_content_under_two_names_counts_once_beside_rows_that_no_other_file_has(inbox: Inbox):
    inbox.put("a.csv", [activity(), activity(item_id="2")])
    inbox.put("b.csv", [activity(), activity(item_id="2")])
    inbox.put("c.csv", [activity(item_id="2", kind="message"), activity(item_id="3")])
    for name, hours in {"a.csv": 2, "b.csv": 3, "c.csv": 1}.items():
        age(inbox.settings.inbox / name, hours * AN_HOUR)
    inbox.load()
    assert inbox.rows("activity", "_file", "item_id") == [("a.csv", "1"), ("c.csv", "2"), ("c.csv", "3")]


def test_a_zip_member_is_as_old_as_the_zip_says(inbox: Inbox):
    path = inbox.put("archive.zip", b"")
    with zipfile.ZipFile(path, "w") as zipped:
        member = zipfile.ZipInfo("data/items.csv", date_time=(2020, 7, 1, 12, 0, 0))
        zipped.writestr(member, "item_id,account_id,kind,direction,sent_at\n1,a,post,outbound,2020-01-01 00:00\n")
    age(inbox.put("plain.csv", [activity()]), 30 * 24 * AN_HOUR)
    inbox.load()
    assert inbox.query("select _file, kind from staged.activity") == [("plain.csv", "comment")]
    assert inbox.query("select exported_at::varchar from load.files where file = 'archive.zip/data/items.csv'") == [
        ("2020-07-01 11:00:00",)
    ]


def test_a_key_that_comes_twice_in_one_file_rejects_the_later_row(inbox: Inbox):
    inbox.put("a.csv", [activity(), activity(item_id="2"), activity(kind="message")])
    part = inbox.only_part()
    assert (part.rows_read, part.rows_kept, part.rows_rejected) == (3, 2, 1)
    assert inbox.rejects() == [
        ("a.csv", 4, "account_id, item_id", None, "has the same key as row 2 and other values"),
    ]


def test_a_row_that_only_repeats_an_earlier_one_counts_once_without_a_reject(inbox: Inbox):
    inbox.put("a.csv", [activity(), activity(), activity(item_id="2")])
    part = inbox.only_part()
    assert (part.rows_read, part.rows_kept, part.rows_rejected) == (3, 2, 0)
    assert inbox.rows("activity", "item_id", "_row") == [("1", 2), ("2", 4)]


def test_a_blank_key_column_equals_another_blank_one(inbox: Inbox):
    row = {"school_id": "1", "audience": "staff", "measure": "trained", "as_of": "2026-01-01", "eligible": 5}
    inbox.put("returns.csv", [row | {"completed": 3}, row | {"completed": 4}])
    assert inbox.only_part().rows_rejected == 1


def test_what_was_loaded_stays_when_the_inbox_is_emptied(inbox: Inbox):
    path = inbox.put("a.csv", [activity()])
    inbox.load()
    assert remove_loaded(inbox.settings) == ["a.csv"]
    assert not path.exists()
    inbox.load()
    assert inbox.rows("activity", "item_id") == [("1",)]


def test_removing_what_was_loaded_leaves_what_was_not_understood_or_has_changed(inbox: Inbox):
    inbox.put("unknown.csv", "nothing,known\n1,2\n")
    changed = inbox.put("changed.csv", [activity()])
    inbox.load()
    changed.write_text(changed.read_text() + "2,a,post,outbound,2026-01-01 10:00,\n")
    assert remove_loaded(inbox.settings) == []


def test_undo_takes_a_file_back_out_and_keeps_it_out_while_it_stays(inbox: Inbox):
    inbox.put("900101/page/a.csv", [activity()])
    inbox.put("b.csv", [activity(item_id="2")])
    inbox.load()
    assert undo(inbox.settings, "a.csv").parts[0].rows_kept == 1
    assert len(list(inbox.settings.staged.glob("activity/*"))) == 1
    inbox.load()
    assert inbox.rows("activity", "item_id") == [("2",)]


def test_a_file_that_was_undone_loads_again_once_it_was_away_or_has_changed(inbox: Inbox):
    path = inbox.put("a.csv", [activity()])
    inbox.load()
    undo(inbox.settings, str(path))
    inbox.put("a.csv", [activity(item_id="2")])
    inbox.load()
    assert inbox.rows("activity", "item_id") == [("2",)]
    undo(inbox.settings, "a.csv")
    path.unlink()
    inbox.put("b.csv", [activity(item_id="3")])
    inbox.load()
    inbox.put("a.csv", [activity(item_id="2")])
    inbox.load()
    assert inbox.rows("activity", "item_id") == [("2",), ("3",)]


def test_undo_of_what_is_not_loaded_names_the_nearest_file(inbox: Inbox):
    inbox.put("people.csv", [person()])
    inbox.load()
    with pytest.raises(InputError, match="Did you mean"):
        undo(inbox.settings, "peple.csv")


def test_another_folder_loads_beside_the_inbox_even_with_the_same_names(inbox: Inbox, tmp_path: Path):
    inbox.put("a.csv", [activity(item_id="1")])
    inbox.load()
    march = Inbox(replace(inbox.settings, exports=tmp_path / "march"))
    march.put("a.csv", [activity(item_id="2")])
    march.load()
    assert inbox.query("select item_id, _file from staged.activity order by 1") == [("1", "a.csv"), ("2", "a.csv")]
    undo(march.settings, str(tmp_path / "march" / "a.csv"))
    assert inbox.rows("activity", "item_id") == [("1",)]


def test_a_run_that_was_killed_long_ago_leaves_nothing(inbox: Inbox):
    inbox.put("a.csv", [activity()])
    left = inbox.settings.data / ".working-dead"
    left.mkdir()
    age(left, 25 * AN_HOUR)
    inbox.load()
    assert not left.exists()


def test_an_empty_inbox_is_an_error_that_says_what_to_put_there(inbox: Inbox):
    with pytest.raises(InputError, match="The inbox is empty") as told:
        inbox.load()
    assert "templates" in told.value.do
    with pytest.raises(InputError, match="The inbox is empty"):
        inbox.check()


def test_a_check_keeps_nothing_and_lists_the_rejects(inbox: Inbox):
    inbox.put("a.csv", [activity(), activity(item_id="2", kind="tweet")])
    report = inbox.check()
    assert (report.rows_kept, report.rows_rejected) == (1, 1)
    (reject,) = report.rejects
    assert (reject.file, reject.row_number, reject.column_name, reject.value) == ("a.csv", 3, "kind", "tweet")
    assert [path.name for path in inbox.settings.data.iterdir()] == ["exports"]


def test_what_systems_leave_behind_is_no_export(inbox: Inbox):
    for name in (".DS_Store", "Thumbs.db", "~$people.xlsx", "__MACOSX/people.csv", ".hidden/people.csv"):
        inbox.put(name, "x")
    with pytest.raises(InputError, match="empty"):
        inbox.load()


def test_nothing_of_the_work_is_left_behind(inbox: Inbox):
    inbox.put("a.csv", [activity(), activity(kind="tweet")])
    inbox.load()
    left = sorted(path.name.split(".", 1)[-1] for path in inbox.settings.data.rglob("*") if path.is_file())
    assert left == ["csv", "json", "parquet", "rejects.parquet"]


def test_a_lost_list_of_staged_files_stops_the_load(inbox: Inbox):
    inbox.put("a.csv", [activity()])
    inbox.load()
    (inbox.settings.staged / "manifest.json").write_text("{")
    with pytest.raises(InputError, match="damaged"):
        inbox.load()
    (inbox.settings.staged / "manifest.json").unlink()
    with pytest.raises(InputError, match="missing"):
        inbox.load()
