"""Owns the record of files that a sample build is said to be made of: as many rows as its tables, and two faults."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import pyarrow as pa
from duckdb import DuckDBPyConnection

from pipelines.engines.duckdb import add_table

FILES = pa.schema(
    [
        *((name, pa.string()) for name in ("file", "fingerprint", "format", "table_name")),
        *((name, pa.int64()) for name in ("rows_read", "rows_kept", "rows_rejected")),
        *((name, pa.timestamp("us")) for name in ("first_at", "last_at", "exported_at", "loaded_at")),
        *((name, pa.string()) for name in ("unknown_columns", "status", "message", "sides")),
    ]
)
REJECTS = pa.schema(
    [("file", pa.string()), ("row_number", pa.int64())]
    + [(name, pa.string()) for name in ("column_name", "value", "reason", "accepted")]
)


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
    add_table(connection, "load", "files", pa.Table.from_pylist([*files, stranger], schema=FILES))
    add_table(connection, "load", "rejects", pa.Table.from_pylist(has_reject, schema=REJECTS))
