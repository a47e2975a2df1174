"""Owns putting small tables of text where staging would put them; knows nothing of files, formats or rejects."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from pipelines.attach import GAP_COLUMNS
from pipelines.calendar import attach_calendar
from pipelines.contract import Column, Table, load_contract
from pipelines.engines.duckdb import add_table, open_builder
from pipelines.models import run_models
from pipelines.progress import Steps
from pipelines.settings import LOCAL_ZONE, Settings

Row = Mapping[str, Any]

ARROW_TYPES = {
    "text": pa.string(),
    "list": pa.string(),
    "integer": pa.int64(),
    "time": pa.int32(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
    "timestamp": pa.timestamp("us"),
}
PROVENANCE = {
    "_file": pa.string(),
    "_row": pa.int64(),
    "_folder": pa.string(),
    "_school_id": pa.string(),
    "_account_id": pa.string(),
    "_exported_at": pa.timestamp("us"),
    "_sides": pa.string(),
    "_has_made_ids": pa.bool_(),
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
    gaps = [[_as_day(row.get(name)) for row in tables.get("export_gaps", ())] for name in GAP_COLUMNS]
    types = [pa.date32() if kind == "date" else pa.string() for kind in GAP_COLUMNS.values()]
    columns = [pa.array(values, kind) for values, kind in zip(gaps, types, strict=True)]
    add_table(connection, "staged", "export_gaps", pa.table(columns, names=list(GAP_COLUMNS)))


def _as_day(value: str | None) -> str | date | None:
    """What a gap says: its days as dates, everything else as it is."""
    return date.fromisoformat(value) if value and re.fullmatch(r"\d{4}-\d\d-\d\d", value) else value


def make_staged(table: Table, rows: Sequence[Row]) -> pa.Table:
    """The rows as one staged table: contract columns, a local day and minute beside each instant, provenance."""
    unknown = {name for row in rows for name in row} - table.columns.keys() - PROVENANCE.keys()
    assert not unknown, f"no such column in {table.name}: {sorted(unknown)}"
    columns: dict[str, pa.Array] = {}
    for column in table.kept_columns:
        values = [parse_value(column, row.get(column.name)) for row in rows]
        columns[column.name] = pa.array(values, ARROW_TYPES[column.type])
        if column.type == "timestamp":
            columns |= _split_instants(column.name.removesuffix("_at"), values)
    defaults = {"_file": f"{table.name}.csv", "_folder": ""}
    for name, arrow_type in PROVENANCE.items():
        values = [row.get(name, defaults.get(name)) for row in rows]
        columns[name] = pa.array(range(2, len(rows) + 2) if name == "_row" else values, arrow_type)
    return pa.table(columns)


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


def _split_instants(stem: str, instants: list[datetime | None]) -> dict[str, pa.Array]:
    local = [moment and moment.replace(tzinfo=UTC).astimezone(LOCAL_ZONE) for moment in instants]
    return {
        f"{stem}_on": pa.array([moment and moment.date() for moment in local], pa.date32()),
        f"{stem}_minute": pa.array([moment and _minutes(moment.time()) for moment in local], pa.float64()),
    }
