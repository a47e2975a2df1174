"""The public tables as files: exact as Parquet, and as CSV that a spreadsheet shows rather than runs."""

import csv
from datetime import UTC, datetime

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines.export import as_cell, write_csv
from pipelines.reference_pages.public_tables import load_public_tables
from tests.pipelines.conftest import AS_AT

TABLES = list(load_public_tables())


@pytest.fixture
def exported(inbox, run, tmp_path):
    """The folder that the verb wrote, after a load of the small inbox."""
    run("load", "--as-at", AS_AT)
    said = run("export", str(tmp_path / "out"))
    assert said.code == 0, said.err
    return tmp_path / "out"


def read_build(inbox, name, columns):
    newest = max((inbox.parent / "warehouse").glob("*.duckdb"))
    with duckdb.connect(newest, read_only=True) as connection:
        return connection.sql(f"select {', '.join(columns)} from {name}").to_arrow_table()


def read_csv(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_public_table_is_written_twice_and_nothing_else(exported):
    assert sorted(path.name for path in exported.iterdir()) == sorted(
        f"{name}.{suffix}" for name in TABLES for suffix in ("csv", "parquet")
    )


@pytest.mark.parametrize("name", TABLES)
def test_parquet_holds_the_rows_of_the_build(exported, inbox, name):
    columns = load_public_tables()[name].columns
    written = pq.read_table(exported / f"{name}.parquet")
    assert written.column_names == list(columns)
    assert written.to_pylist() == read_build(inbox, name, columns).to_pylist()


@pytest.mark.parametrize("name", TABLES)
def test_csv_has_a_line_for_each_row_and_the_documented_columns(exported, name):
    rows = read_csv(exported / f"{name}.csv")
    assert len(rows) == pq.read_metadata(exported / f"{name}.parquet").num_rows
    if rows:
        assert list(rows[0]) == list(load_public_tables()[name].columns)


def test_an_analyst_finds_the_enquiry_that_nobody_answered(exported):
    rows = {row["enquiry_id"]: row for row in read_csv(exported / "mart.enquiries.csv")}
    assert rows["ash-x/q1"]["received_at"] == "2026-02-02 10:00:00"
    assert rows["ash-x/q1"]["replied_at"] == "2026-02-03 10:00:00"
    assert rows["ash-x/q2"]["replied_at"] == ""


def test_what_is_exported_twice_is_written_over(exported, run):
    before = (exported / "result.cases.csv").read_bytes()
    assert run("export", str(exported)).code == 0
    assert (exported / "result.cases.csv").read_bytes() == before


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+3", "'-2+3"),
        ("\tx", "'\tx"),
        ("plain", "plain"),
        (-5.5, -5.5),
        (None, None),
        (datetime(2026, 2, 2, 10, 0, 30, tzinfo=UTC), "2026-02-02 10:00:30"),
    ],
)
def test_no_cell_is_a_formula_and_numbers_stay_numbers(value, cell):
    assert as_cell(value) == cell


def test_rows_are_written_whole_beyond_one_batch(tmp_path):
    rows = pa.table({"number": range(120_001), "word": ['é, \n"quoted"'] * 120_001})
    read = read_csv(write_csv(tmp_path / "many.csv", rows))
    assert [int(row["number"]) for row in read] == list(range(120_001))
    assert {row["word"] for row in read} == {'é, \n"quoted"'}


def test_a_folder_that_cannot_be_written_is_said(run, inbox, tmp_path):
    run("load", "--as-at", AS_AT)
    (tmp_path / "taken").write_text("a file, not a folder")
    said = run("export", str(tmp_path / "taken"))
    assert said.code == 3
    assert "the tables cannot be written here" in said.err
    assert "name a folder that you may write to" in said.err


def test_without_a_build_it_says_how_to_make_one(run, tmp_path):
    said = run("export", str(tmp_path / "out"))
    assert said.code == 6
    assert "There is no build to read yet" in said.err
    assert not (tmp_path / "out").exists()
