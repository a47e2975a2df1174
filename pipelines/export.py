"""Owns copies of the public tables for analysts: Parquet as it is, CSV that no spreadsheet runs; judges nothing."""

import csv
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from duckdb import DuckDBPyConnection

from pipelines.engines.duckdb import fetch_arrow
from pipelines.errors import InputError
from pipelines.reference_pages.public_tables import load_public_tables
from pipelines.words import unformula


def export_tables(connection: DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write every public table to `folder` as <schema>.<table>.parquet and .csv; returns the paths written.

    Their columns are those of docs/data-dictionary.md; times are UTC. Raises InputError where it cannot be written.
    """
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, described in load_public_tables().items():
            rows = fetch_arrow(connection, f"select {', '.join(described.columns)} from {name}")
            written += [_write_parquet(folder / f"{name}.parquet", rows), write_csv(folder / f"{name}.csv", rows)]
    except OSError as fault:
        do = "name a folder that you may write to, on a disk with room"
        raise InputError(
            "the tables cannot be written here", where=str(folder), found=fault.strerror or str(fault), do=do
        ) from None
    return written


def _write_parquet(path: Path, rows: pa.Table) -> Path:
    pq.write_table(rows, path)
    return path


def write_csv(path: Path, rows: pa.Table) -> Path:
    """Write an Arrow table as CSV in UTF-8, nothing for null; returns the path."""
    # The byte order mark makes Excel read the file as UTF-8 when it is opened with a double click.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(rows.column_names)
        for batch in rows.to_batches(max_chunksize=50_000):
            columns = [column.to_pylist() for column in batch.columns]
            writer.writerows(_as_cells(row) for row in zip(*columns, strict=True))
    return path


def _as_cells(row: Iterable[object]) -> list[object]:
    return [as_cell(value) for value in row]


def as_cell(value: object) -> object:
    """A value as a cell that a spreadsheet shows rather than runs: text like a formula gets an apostrophe."""
    if isinstance(value, str):
        return unformula(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
    return value
