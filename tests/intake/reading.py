"""Reads a file the way an intake does, without a format: text rows as landed."""

from datetime import datetime
from pathlib import Path

import duckdb

from pipelines.readers import Layout, Part, drop_landed, land, land_quickly, open_parts, peek

NOW = datetime(2026, 1, 1)
Landed = list[tuple[int, str | None, tuple[str | None, ...]]]


def list_parts(path: Path) -> list[str]:
    with open_parts(Part(path.name, path, NOW), path.parent) as parts:
        return [part.file for part in parts]


def peek_rows(path: Path) -> list[tuple[str, ...]]:
    with open_parts(Part(path.name, path, NOW), path.parent) as (part,):
        return list(peek(part).rows)


def land_table(path: Path, header_row: int = 1, quickly: bool = False) -> Landed:
    """(row number, fault, cells) of every row below the header."""
    with open_parts(Part(path.name, path, NOW), path.parent) as (part,):
        header = peek(part).rows[header_row - 1]
        columns = {f"column {place}": place for place in range(len(header))}
        return _land(part, Layout(columns=columns, width=len(header), header_row=header_row), quickly)


def land_document(path: Path, records: str, *paths: str, mojibake: bool = False) -> Landed:
    with open_parts(Part(path.name, path, NOW), path.parent) as (part,):
        spellings = {written: (written,) for written in paths}
        return _land(part, Layout(records=records, paths=spellings, mojibake=mojibake), quickly=False)


def _land(part: Part, layout: Layout, quickly: bool) -> Landed:
    with duckdb.connect() as connection:
        if quickly:
            assert land_quickly(connection, part, layout)
        else:
            land(connection, part, layout)
        rows = connection.execute("select * from landed order by _row").fetchall()
        drop_landed(connection)
    return [(number, fault, tuple(cells)) for number, fault, *cells in rows]
