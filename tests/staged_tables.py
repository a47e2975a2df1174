"""Owns putting small tables of text where staging would put them; knows nothing of files, formats or rejects."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.attach import GAP_COLUMNS
from pipelines.calendar import attach_calendar
from pipelines.cast import local_names, staged_columns
from pipelines.contract import Column, Table, load_contract
from pipelines.engines.duckdb import add_table, open_builder
from pipelines.engines.rows import Rows
from pipelines.models import run_models
from pipelines.progress import Steps
from pipelines.settings import LOCAL_ZONE, Settings

Row = Mapping[str, Any]

PROVENANCE = {
    "_file": "varchar",
    "_folder": "varchar",
    "_school_id": "varchar",
    "_account_id": "varchar",
    "_exported_at": "timestamp",
    "_sides": "varchar",
    "_has_made_ids": "boolean",
}


def make_warehouse(tables: Mapping[str, Sequence[Row]], as_at: str | date) -> DuckDBPyConnection:
    """A database in memory with the warehouse and the marts made of small tables of text, as at the end of a day."""
    connection = open_builder()
    stage_tables(connection, tables)
    day = date.fromisoformat(as_at) if isinstance(as_at, str) else as_at
    attach_calendar(connection, Settings(data=Path("nowhere"), as_at=day))
    run_models(connection, Steps(quiet=True))
    return connection


def read_table(text: str) -> list[dict[str, str | None]]:
    """The rows of a table drawn with bars between its columns: names in the first line, a blank is null."""
    lines = [line for line in text.splitlines() if line.strip()]
    names, *rows = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(names, (cell or None for cell in row), strict=True)) for row in rows]


def stage_tables(connection: DuckDBPyConnection, tables: Mapping[str, Sequence[Row]]) -> None:
    """Make every table of `staged` from rows of text, typed as the contract says; tables not given are empty.

    Timestamps are Europe/London wall time, or UTC with a final Z. A row may say its `_folder`, `_school_id` and so on.
    """
    unknown = tables.keys() - load_contract().keys() - {"export_gaps"}
    assert not unknown, f"no such table in the contract: {sorted(unknown)}"
    for table in load_contract().values():
        add_table(connection, "staged", table.name, make_staged(table, tables.get(table.name, ())))
    gaps = [{name: _as_day(value) for name, value in row.items()} for row in tables.get("export_gaps", ())]
    add_table(connection, "staged", "export_gaps", Rows(GAP_COLUMNS, gaps))


def _as_day(value: str | None) -> str | date | None:
    """What a gap says: its days as dates, everything else as it is."""
    return date.fromisoformat(value) if value and re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value


def make_staged(table: Table, rows: Sequence[Row]) -> Rows:
    """The rows as one staged table: contract columns, a local day and minute beside each instant, provenance."""
    unknown = {name for row in rows for name in row} - table.columns.keys() - PROVENANCE.keys()
    assert not unknown, f"no such column in {table.name}: {sorted(unknown)}"
    defaults = {"_file": f"{table.name}.csv", "_folder": ""}
    staged = [
        {**_stage_row(table, row), **{name: row.get(name, defaults.get(name)) for name in PROVENANCE}, "_row": number}
        for number, row in enumerate(rows, start=2)
    ]
    return Rows({**staged_columns(table), **PROVENANCE}, staged)


def _stage_row(table: Table, row: Row) -> dict[str, Any]:
    staged = {column.name: parse_value(column, row.get(column.name)) for column in table.kept_columns}
    for column in table.kept_columns:
        if column.type == "timestamp":
            staged |= dict(zip(local_names(column), _split_instant(staged[column.name]), strict=True))
    return staged


def parse_value(column: Column, value: Any) -> Any:
    """A value as staging types it: text in, None for a blank; what is typed already passes."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        return value
    match column.type:
        case "integer":
            return int(value)
        case "time":
            return _minutes(time.fromisoformat(value))
        case "date":
            return date.fromisoformat(value)
        case "boolean":
            return {"yes": True, "true": True, "no": False, "false": False}[value.casefold()]
        case "timestamp":
            return _read_instant(value)
    return value


def _read_instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return (moment if moment.tzinfo else moment.replace(tzinfo=LOCAL_ZONE)).astimezone(UTC).replace(tzinfo=None)


def _minutes(clock: time) -> float:
    return clock.hour * 60 + clock.minute + clock.second / 60 + clock.microsecond / 60e6


def _split_instant(instant: datetime | None) -> tuple[date | None, float | None]:
    """The local day and minute of an instant in naive UTC."""
    if instant is None:
        return None, None
    local = instant.replace(tzinfo=UTC).astimezone(LOCAL_ZONE)
    return local.date(), _minutes(local.time())
