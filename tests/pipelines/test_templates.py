"""The blank files that a school fills in: every table and column, what may be chosen, and that they load filled in."""

import csv
from datetime import date

import openpyxl
import pytest

from pipelines.contract import load_contract
from pipelines.progress import Steps
from pipelines.settings import Settings
from pipelines.stage import check_inbox
from pipelines.templates import HOW_A_VALUE_IS_WRITTEN, LONGEST_VALIDATION, ROWS_VALIDATED, write_templates

CONTRACT = load_contract()
COLUMNS = [(table, column) for table in CONTRACT.values() for column in table.columns.values()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The blank files, written once into a folder that was not there."""
    folder = tmp_path_factory.mktemp("templates") / "new" / "blank"
    write_templates(folder)
    return folder


@pytest.fixture(scope="module")
def workbook(folder):
    return openpyxl.load_workbook(folder / "oversight-templates.xlsx")


def test_every_path_written_is_told_and_nothing_else_is_written(tmp_path):
    told = write_templates(tmp_path)
    assert sorted(told) == sorted(tmp_path.iterdir())
    assert {path.name for path in told} == {f"{name}.csv" for name in CONTRACT} | {"oversight-templates.xlsx"}


def test_writing_again_leaves_the_same_blank_files(tmp_path):
    write_templates(tmp_path)
    (tmp_path / "schools.csv").write_text("filled in", encoding="utf-8")
    write_templates(tmp_path)
    assert (tmp_path / "schools.csv").read_text(encoding="utf-8-sig").startswith("school_id,")


@pytest.mark.parametrize("table", CONTRACT.values(), ids=CONTRACT.keys())
def test_a_blank_csv_is_its_headers_in_their_order_as_excel_reads_them(folder, table):
    written = (folder / f"{table.name}.csv").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(written.decode("utf-8-sig").splitlines()))
    assert rows == [list(table.columns)]


@pytest.mark.parametrize("table", CONTRACT.values(), ids=CONTRACT.keys())
def test_a_blank_sheet_has_its_headers_in_bold_and_in_view(workbook, table):
    sheet = workbook[table.name]
    assert [cell.value for cell in sheet[1]] == list(table.columns)
    assert sheet.max_row == 1
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "A2"
    for cell in sheet[1]:
        assert sheet.column_dimensions[cell.column_letter].width > len(cell.value)


def test_the_notes_describe_every_column_once(workbook):
    header, *notes = [[cell.value or "" for cell in row] for row in workbook["Notes"].iter_rows()]
    assert header == ["table", "column", "required", "how it is written", "accepted values", "meaning"]
    assert [(table, column) for table, column, *_ in notes] == [(table.name, column.name) for table, column in COLUMNS]
    for (_, column), (_, _, required, how, accepted, meaning) in zip(COLUMNS, notes, strict=True):
        assert required == ("yes" if column.required else "no")
        assert how == HOW_A_VALUE_IS_WRITTEN[column.type]
        assert accepted == ", ".join(column.allowed)
        assert meaning == column.meaning


def test_every_type_of_the_contract_is_described():
    assert {column.type for _, column in COLUMNS} <= HOW_A_VALUE_IS_WRITTEN.keys()


def choices_of(sheet):
    """What the cells of each column let one choose, by the letter of the column."""
    found = {}
    for validation in sheet.data_validations.dataValidation:
        (cells,) = validation.sqref.ranges
        assert (cells.min_row, cells.max_row, cells.min_col) == (2, ROWS_VALIDATED, cells.max_col)
        found[cells.min_col] = (validation.formula1.strip('"').split(","), validation.allow_blank)
    return found


@pytest.mark.parametrize("table", CONTRACT.values(), ids=CONTRACT.keys())
def test_cells_offer_the_values_that_are_accepted_and_a_blank_where_one_may_be(workbook, table):
    offered = choices_of(workbook[table.name])
    for place, column in enumerate(table.columns.values(), start=1):
        # Several values may stand in one cell of a list, and Excel takes no list of choices that is too long.
        fits = len(",".join(column.allowed)) + 2 <= LONGEST_VALIDATION
        if column.allowed and column.type != "list" and fits:
            assert offered.pop(place) == (list(column.allowed), not column.required)
    assert offered == {}


def test_some_column_is_offered_and_some_list_is_too_long_for_excel():
    sizes = [len(",".join(column.allowed)) + 2 for _, column in COLUMNS if column.allowed and column.type != "list"]
    assert min(sizes) <= LONGEST_VALIDATION
    assert all("," not in value and '"' not in value for _, column in COLUMNS for value in column.allowed)


ROW = {
    "school_id": "900201",
    "school_name": "Oakhill Primary School",
    "nation": "england",
    "policy": "barnes",
    "pupils": "210",
}


def fill_in_csv(blank, inbox):
    """The blank CSV of schools with one row, as a spreadsheet saves it."""
    path = inbox / "schools.csv"
    path.write_bytes((blank / "schools.csv").read_bytes())
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([ROW.get(name, "") for name in CONTRACT["schools"].columns])


def fill_in_workbook(blank, inbox):
    """The blank workbook with one row in its sheet of schools; all other sheets stay blank."""
    workbook = openpyxl.load_workbook(blank / "oversight-templates.xlsx")
    workbook["schools"].append([ROW.get(name) for name in CONTRACT["schools"].columns])
    workbook.save(inbox / "filled in.xlsx")


@pytest.mark.parametrize("fill_in", [fill_in_csv, fill_in_workbook])
def test_a_blank_file_that_was_filled_in_is_recognised_and_kept(folder, tmp_path, fill_in):
    settings = Settings(tmp_path, date(2026, 3, 6))
    settings.inbox.mkdir(parents=True)
    fill_in(folder, settings.inbox)
    report = check_inbox(settings, Steps(quiet=True))
    assert [(part.table_name, part.rows_kept, part.rows_rejected) for part in report.loaded if part.rows_read] == [
        ("schools", 1, 0)
    ]
    assert report.rejects == ()
