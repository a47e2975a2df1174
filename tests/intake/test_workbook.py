"""Workbooks: sheets, row numbers, and how Excel hands over dates, times and numbers."""

from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import Workbook
from reading import land_table, list_parts
from small_inbox import Inbox

from pipelines.contract import load_contract
from pipelines.readers import Unreadable
from pipelines.templates import write_templates


def save(path: Path, **sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def test_row_numbers_are_those_that_a_spreadsheet_shows(tmp_path: Path):
    path = save(tmp_path / "x.xlsx", s=[[], ["a", "b"], ["1", None], [], ["2", "z"]])
    assert land_table(path, header_row=2) == [
        (3, None, ("1", None)),
        (4, None, (None, None)),
        (5, None, ("2", "z")),
    ]


def test_only_sheets_that_hold_anything_are_parts_and_several_are_named(tmp_path: Path):
    assert list_parts(save(tmp_path / "one.xlsx", full=[["a"]], empty=[])) == ["one.xlsx"]
    assert list_parts(save(tmp_path / "two.xlsx", a=[["a"]], b=[["b"]])) == ["two.xlsx [a]", "two.xlsx [b]"]


def test_real_dates_times_numbers_and_truths_are_read_as_the_contract_means_them(inbox: Inbox):
    header = ["school_id", "school_name", "nation", "policy", "pupils", "day_start"]
    terms = ["academic_year", "name", "kind", "starts_on", "ends_on"]
    save(
        inbox.settings.inbox / "registers.xlsx",
        Schools=[header, [900101, "Northfield", "England", "snmat", 420, time(8, 30)]],
        Terms=[terms, ["2026/27", "Autumn 1", "term", date(2026, 9, 1), datetime(2026, 10, 23)]],
        Events=[["happened_on", "label", "rebase"], [date(2026, 9, 1), "new policy", True]],
    )
    inbox.load()
    assert inbox.rows("schools", "school_id", "pupils", "day_start") == [("900101", 420, 510)]
    assert inbox.query("select starts_on::varchar, ends_on::varchar from staged.term_dates") == [
        ("2026-09-01", "2026-10-23")
    ]
    assert inbox.rows("events", "rebase") == [(True,)]


def test_each_sheet_is_recognised_by_itself_and_named_in_the_list_of_files(inbox: Inbox):
    people = [["person_id", "school_id", "role", "started_on"], ["E1", "1", "teacher", "2026-09-01"]]
    save(inbox.settings.inbox / "book.xlsx", People=people, Sketch=[["what", "ever"], ["1", "2"]])
    inbox.load()
    assert inbox.query("select file, status from load.files order by file") == [
        ("book.xlsx [People]", "loaded"),
        ("book.xlsx [Sketch]", "unrecognised"),
    ]


def test_the_blank_templates_load_as_empty_tables_without_a_complaint(inbox: Inbox):
    write_templates(inbox.settings.inbox)
    report = inbox.load()
    assert {part.status for part in report.parts} == {"loaded"}
    # Each table as a CSV file, and as a sheet of the workbook.
    assert len(report.parts) == 2 * len(load_contract()) and report.rows_kept == 0


def test_a_damaged_workbook_is_told_as_one(inbox: Inbox):
    path = save(inbox.settings.inbox / "book.xlsx", s=[["a", "b"]] * 50)
    path.write_bytes(path.read_bytes()[:2000])
    part = inbox.only_part()
    assert part.status == "failed" and "The workbook cannot be read" in part.message


def test_a_workbook_that_is_no_workbook_is_unreadable(tmp_path: Path):
    path = tmp_path / "x.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(Unreadable, match="cannot be read"):
        list_parts(path)
