"""Owns the blank files that a school can fill in: each contract table as CSV, and all of them as one workbook."""

import csv
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipelines.contract import Column, Table, load_contract

HOW_A_VALUE_IS_WRITTEN = {
    "text": "text",
    "integer": "a whole number",
    "date": "a date: 2026-09-01, or 01/09/2026 (day first)",
    "time": "a time of day: 08:30",
    "timestamp": "a date and time: 2026-09-01 14:05 (school's local time unless a zone is given)",
    "boolean": "yes or no",
    "list": "one or more, separated by a semicolon",
}
# Excel refuses a validation list longer than this; the notes sheet then carries the values alone.
LONGEST_VALIDATION = 255
ROWS_VALIDATED = 5000


def write_templates(folder: Path) -> list[Path]:
    """Write one blank CSV per contract table and one workbook of all; returns the paths written."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = load_contract().values()
    return [*(_write_csv(folder, table) for table in tables), _write_workbook(folder, list(tables))]


def _write_csv(folder: Path, table: Table) -> Path:
    path = folder / f"{table.name}.csv"
    # The byte order mark makes Excel read the file as UTF-8 when it is opened with a double click.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerow(table.columns)
    return path


def _write_workbook(folder: Path, tables: list[Table]) -> Path:
    path = folder / "oversight-templates.xlsx"
    workbook = Workbook()
    notes = workbook.active
    notes.title = "Notes"
    _add_row(notes, ["table", "column", "required", "how it is written", "accepted values", "meaning"], bold=True)
    for table in tables:
        for column in table.columns.values():
            _add_row(notes, _describe(table, column))
        _add_sheet(workbook, table)
    _widen(notes, [18, 24, 10, 34, 60, 70])
    workbook.save(path)
    return path


def _describe(table: Table, column: Column) -> list[str]:
    required = "yes" if column.required else "no"
    accepted = ", ".join(column.allowed)
    return [table.name, column.name, required, HOW_A_VALUE_IS_WRITTEN[column.type], accepted, column.meaning]


def _add_sheet(workbook: Workbook, table: Table) -> None:
    sheet = workbook.create_sheet(table.name)
    _add_row(sheet, list(table.columns), bold=True)
    sheet.freeze_panes = "A2"
    for number, column in enumerate(table.columns.values(), start=1):
        choices = f'"{",".join(column.allowed)}"'
        if column.allowed and column.type != "list" and len(choices) <= LONGEST_VALIDATION:
            letter = get_column_letter(number)
            validation = DataValidation(type="list", formula1=choices, allow_blank=not column.required)
            validation.add(f"{letter}2:{letter}{ROWS_VALIDATED}")
            sheet.add_data_validation(validation)
    _widen(sheet, [max(12, len(name) + 2) for name in table.columns])


def _add_row(sheet: Worksheet, values: list[str], bold: bool = False) -> None:
    sheet.append(values)
    if bold:
        for cell in sheet[sheet.max_row]:
            cell.font = Font(bold=True)


def _widen(sheet: Worksheet, widths: list[int]) -> None:
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
