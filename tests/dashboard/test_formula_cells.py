"""Text that a spreadsheet would run is shown instead, in whatever leaves the program; numbers stay numbers."""

import csv
import io
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from dashboard.parts.tables import as_csv, neutralise
from pipelines.export import as_cell
from pipelines.templates import write_templates

FORMULAS = ["=1+1", "+44 20 7946 0000", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=cmd|'/c calc'!A1", '=HYPERLINK("x")']
HARMLESS = ["Ashgrove", "", "1 = 1", "a@b", "'=1", "10-2"]


def read_back(rows: pd.DataFrame) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(rows).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_of_a_download_is_a_formula(text: str):
    header, row = read_back(pd.DataFrame({"School": [text], text: ["x"]}))
    assert row[0] == f"'{text}" and header[1] == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_other_text_leaves_as_it_is(text: str):
    assert read_back(pd.DataFrame({"School": [text], "n": [1]}))[1][0] == text


@pytest.mark.parametrize("value", [-5, -0.5, 0, 10**18])
def test_a_number_below_zero_is_no_formula(value: float):
    assert neutralise(value) == value and as_cell(value) == value


@pytest.mark.parametrize("text", FORMULAS)
def test_the_screen_s_download_and_the_analysts_export_agree(text: str):
    assert neutralise(text) == as_cell(text) == f"'{text}"


def test_blanks_and_days_stay_blanks_and_days():
    rows = pd.DataFrame({"a": [None, "x"], "on": [pd.Timestamp(date(2026, 3, 2)), pd.NaT]})
    assert read_back(rows)[1:] == [["", "2026-03-02"], ["x", ""]]


def test_no_cell_of_the_blank_files_is_a_formula(tmp_path: Path):
    cells: list[object] = []
    for path in write_templates(tmp_path):
        if path.suffix == ".csv":
            cells += [cell for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"))) for cell in row]
        else:
            found = [cell for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row]
            assert all(cell.data_type != "f" for cell in found)
            cells += [cell.value for cell in found if cell.value is not None]
    assert len(cells) > 300
    assert not [cell for cell in cells if str(cell).startswith(("=", "+", "-", "@", "\t", "\r"))]
