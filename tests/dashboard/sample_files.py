"""Owns the record of files that a sample build is said to be made of: as many rows as its tables, and two faults."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.attach import FILE_COLUMNS
from pipelines.engines.duckdb import add_table
from pipelines.engines.rows import Rows
from pipelines.rejects import REJECT_COLUMNS


def attach_files(connection: DuckDBPyConnection, tables: Mapping[str, Sequence[Any]], as_at: date) -> None:
    """Create load.files and load.rejects: a file per table; one row of incidents set aside; one file not recognised."""
    loaded_at = datetime.combine(as_at, time(9))
    files = [
        {
            "file": f"{name}.csv",
            "format": name,
            "table_name": name,
            "rows_read": len(rows) + (name == "incidents"),
            "rows_kept": len(rows),
            "rows_rejected": int(name == "incidents"),
            "unknown_columns": "colour" if name == "people" else None,
            "status": "loaded",
            "loaded_at": loaded_at,
        }
        for name, rows in tables.items()
    ]
    stranger = {"file": "visits.csv", "status": "unrecognised", "loaded_at": loaded_at} | dict.fromkeys(
        ("rows_read", "rows_kept", "rows_rejected"), 0
    )
    stranger["message"] = "visits.csv: The file follows no format\n  what to do: Compare its headers."
    reject = {
        "file": "incidents.csv",
        "row_number": 4,
        "column_name": "reported_at",
        "value": "yesterday",
        "reason": "is no date and time",
        "accepted": "a date and time",
    }
    has_reject = [reject] if "incidents" in tables else []
    add_table(connection, "load", "files", Rows(FILE_COLUMNS, [*files, stranger]))
    add_table(connection, "load", "rejects", Rows({"file": "varchar", **REJECT_COLUMNS}, has_reject))
