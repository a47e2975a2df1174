"""What a verb brings into memory: large libraries are imported by what needs them and by nothing else."""

import re
import subprocess
import sys

import pytest

from pipelines.settings import ROOT

IMPORTED = re.compile(r"^import time:.*\| +(\w+)$", re.MULTILINE)
SCHOOLS = "school_id,school_name,nation,policy\n100001,Alpha,england,barnes\n"
ACCOUNTS = "account_id,school_id,platform,opened_on\na,100001,x,2025-09-01\n"


def imported_by(*arguments):
    """The libraries, by the name of their package, that a run of the program imports."""
    command = [sys.executable, "-X", "importtime", "-m", "pipelines", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:]
    return set(IMPORTED.findall(done.stderr))


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """A data folder that was loaded once, and what the load imported."""
    data = tmp_path_factory.mktemp("data")
    (data / "exports").mkdir()
    (data / "exports" / "schools.csv").write_text(SCHOOLS, encoding="utf-8")
    (data / "exports" / "accounts.csv").write_text(ACCOUNTS, encoding="utf-8")
    return data, imported_by("load", "--data", str(data), "--as-at", "2026-03-06")


def test_a_load_of_plain_files_does_without_frames_workbooks_and_a_second_parser(loaded):
    _, imported = loaded
    assert imported >= {"duckdb", "pyarrow", "holidays"}
    assert not imported & {"pandas", "openpyxl", "sqlglot", "streamlit", "plotly", "typst"}


def test_to_say_how_things_stand_needs_no_bank_holidays_either(loaded):
    data, _ = loaded
    assert not imported_by("status", "--data", str(data)) & {"pandas", "openpyxl", "sqlglot", "holidays"}


def test_to_explain_a_figure_brings_frames(loaded):
    data, _ = loaded
    assert "pandas" in imported_by("explain", "BPS-05", "Alpha", "--data", str(data))


def test_blank_files_bring_workbooks(tmp_path):
    assert "openpyxl" in imported_by("templates", str(tmp_path / "blank"))
