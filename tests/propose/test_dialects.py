"""Lists as schools keep them, in the dialects of their programs: each mapped, loaded, and compared whole."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipelines.errors import InputError
from pipelines.propose.columns import open_table
from pipelines.words import COLUMNS_NAMED, shorten
from tests.propose.conftest import Desk, as_workbook, sources_of

INCIDENTS = ("incident_id", "category", "severity", "reported_at", "closed_at")
LOG = [
    ["Ref No", "Date reported", "Category of concern", "Severity", "Closed on"],
    ["INC-1", "03{}09{}2026", "Cyberbullying", "High", "10{}09{}2026"],
    ["INC-2", "21{}09{}2026", "Impersonation", "Low", ""],
    ["INC-3", "30{}09{}2026", "Fake account", "Medium", "02{}10{}2026"],
]
# Midnights of a summer's day in London are an hour earlier in UTC.
KEPT = [
    ("900101/INC-1", "harassment", "high", "2026-09-02 23:00:00", "2026-09-09 23:00:00"),
    ("900101/INC-2", "impersonation", "low", "2026-09-20 23:00:00", None),
    ("900101/INC-3", "impersonation", "medium", "2026-09-29 23:00:00", "2026-10-01 23:00:00"),
]


def as_text(delimiter: str, mark: str) -> str:
    rows = [delimiter.join(cell.replace("{}", mark) for cell in row) for row in LOG]
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize(("delimiter", "mark"), [(";", "."), (",", "/"), ("\t", "-"), ("|", "/")])
def test_a_log_is_the_same_in_every_dialect_of_csv(desk: Desk, encoding: str, delimiter: str, mark: str):
    desk.put("log.csv", as_text(delimiter, mark).encode(encoding))
    assert desk.map("incidents")
    assert desk.rows("incidents", *INCIDENTS) == KEPT


def dated(cell: str) -> object:
    return datetime.strptime(cell.replace("{}", "/"), "%d/%m/%Y") if "{}" in cell else cell or None


@pytest.mark.parametrize("above", [0, 1, 4])
def test_a_log_is_the_same_as_a_workbook_whatever_stands_above_its_header(desk: Desk, above: int):
    title = [["Willow Bank Academy"], [], ["Exported 1/10/2026 by the office"], []][:above]
    desk.put("log.xlsx", as_workbook([*title, LOG[0], *([dated(cell) for cell in row] for row in LOG[1:])]))
    assert desk.map("incidents")
    assert desk.rows("incidents", *INCIDENTS) == KEPT


def test_a_header_of_merged_cells_above_the_true_one_is_passed_over(desk: Desk):
    book = Workbook()
    book.active.append(["Person", None, "Training", None, None])
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("C1:E1")
    book.active.append(["Payroll number", "Name", "Course", "Date completed", "Valid until"])
    book.active.append(["P1", "Ada Example", "Online safety", date(2026, 9, 3), date(2027, 9, 3)])
    book.active.append(["P2", "Ben Example", "Online safety", date(2026, 9, 4), None])
    desk.put("training.xlsx", book)
    assert desk.map("training", fixes=["module=annual_update"])
    assert desk.rows("training", "course", "module", "completed_on", "expires_on") == [
        ("Online safety", "annual_update", "2026-09-03", "2027-09-03"),
        ("Online safety", "annual_update", "2026-09-04", None),
    ]
    assert "Never loaded: Name (a name, as its header says)." in desk.told


def test_a_monitoring_log_in_plain_words(desk: Desk):
    desk.put(
        "looks.tsv",
        "account\twho looked\twhen\tanything found?\n"
        "willow-fb\tS1\t14 September 2026 08:30\tno\nwillow-fb\tS2\t15 January 2026 09:30\tyes\n",
    )
    assert sources_of(desk.propose("monitoring")) == {
        "account_id": "account",
        "checked_by": "who looked",
        "checked_at": "when",
        "outcome": "anything found?",
    }
    assert desk.map("monitoring", fixes=["kind=account_check"])
    assert desk.rows("monitoring", "account_id", "checked_at", "outcome") == [
        ("willow-fb", "2026-09-14 07:30:00", "clear"),
        ("willow-fb", "2026-01-15 09:30:00", "finding"),
    ]


def test_a_monitoring_log_with_american_dates_and_a_clock_of_its_own(desk: Desk):
    desk.put(
        "looks.csv",
        "Account,Checked By,Date Checked,Time Checked,Result\n"
        "willow-fb,S1,09/14/2026,8:30 AM,OK\nwillow-fb,S2,09/03/2026,14:05,Issue found\nwillow-fb,S2,09/04/2026,,OK\n",
    )
    assert desk.map("monitoring", fixes=["kind=account_check"])
    assert desk.rows("monitoring", "checked_at", "outcome") == [
        ("2026-09-14 07:30:00", "clear"),
        ("2026-09-03 13:05:00", "finding"),
        ("2026-09-03 23:00:00", "clear"),
    ]


def test_of_two_columns_of_one_name_the_second_can_be_taken_by_its_number(desk: Desk):
    text = "Incident number,Date,Date,Category\n1,13/02/2026,14/02/2026,Bullying\n"
    desk.put("log.csv", text)
    assert sources_of(desk.propose("incidents"))["reported_at"] == "Date"
    assert desk.map("incidents", sets=["reported_at=Date (2)", "occurred_at=Date"])
    assert desk.rows("incidents", "reported_at", "occurred_at") == [("2026-02-14 00:00:00", "2026-02-13 00:00:00")]


def test_a_list_of_which_no_word_is_known_says_none(desk: Desk):
    desk.put(
        "training.csv",
        "Staff ID,Course,Module,Completed\nE1,Safety,Level A,13/02/2026\nE2,Safety,Level B,14/02/2026\n"
        "E3,Safety,Level A,14/02/2026\n",
    )
    assert desk.map("training") is None
    assert "That 'Module'" not in desk.told
    assert "that 'Module' is module is a guess (its header says so, and none of its words is known)" in desk.told
    assert "0 %" not in desk.told and "1 %" not in desk.told


@pytest.mark.parametrize("count", [COLUMNS_NAMED, COLUMNS_NAMED + 1, 252])
def test_a_very_wide_list_does_not_fill_the_screen(desk: Desk, count: int):
    others = [f"c{number}" for number in range(count)]
    head, row = ",".join(others), ",".join("x" for _ in others)
    desk.put("wide.csv", f"Incident number,Date reported,Category,{head}\n1,13/02/2026,Bullying,{row}\n")
    assert desk.map("incidents")
    (line,) = [line for line in desk.told.splitlines() if line.startswith("Not asked for")]
    assert line == f"Not asked for, and not read: {', '.join(shorten(others))}."
    assert ("more" in line) == (count > COLUMNS_NAMED)
    assert desk.rows("incidents", "category") == [("harassment",)]


@pytest.mark.parametrize(("name", "what"), [("terms.csv", "This is a folder"), ("gone.csv", "There is no such file")])
def test_what_is_no_file_is_told_with_what_to_name(tmp_path: Path, name: str, what: str):
    (tmp_path / "terms.csv").mkdir()
    with pytest.raises(InputError, match=what) as told, open_table(tmp_path / name, None, tmp_path):
        raise AssertionError("nothing to look at")
    assert told.value.do == "Name one file, such as the export of a term."


@pytest.mark.parametrize(("names", "told"), [([], ()), (["a"], ("a",)), (["a"] * 50, ("a",) * 50)])
def test_few_names_are_all_named(names: list[str], told: tuple[str, ...]):
    assert shorten(names) == told


def test_many_names_are_cut_with_their_number():
    assert shorten([str(number) for number in range(1_051)])[49:] == ("49", "and 1,001 more")
