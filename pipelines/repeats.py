"""Owns a look over a staged file before it is kept: its span, its bad rows, keys that come twice; knows no text."""

from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from pipelines.cast import select_numbered
from pipelines.contract import Table
from pipelines.sql import copy_to_parquet, fetch_row, quote_literal, quote_name


@dataclass(frozen=True)
class Overview:
    """A staged file (`source`, as SQL) with its bad rows in it: rows, good ones, keys of those, their span (UTC)."""

    source: str
    rows: int
    good: int
    keys: int
    first_at: str | None
    last_at: str | None


def look_over(connection: DuckDBPyConnection, table: Table, written: Path) -> Overview:
    """Count what a file holds."""
    source = f"read_parquet({quote_literal(str(written))}, file_row_number = true)"
    moment = f"cast({quote_name(table.time_column.name)} as timestamp)" if table.time_column else "null::timestamp"
    earliest, latest = (f"cast({end}({moment}) filter (_is_good) as varchar)" for end in ("min", "max"))
    keys = f"count(distinct hash({_key(table)})) filter (_is_good)"
    found = fetch_row(
        connection, f"select count(*), count(*) filter (_is_good), {keys}, {earliest}, {latest} from {source}"
    )
    return Overview(source, *found)


def reject_repeated(connection: DuckDBPyConnection, table: Table, source: str) -> None:
    """List good rows whose key an earlier one has in `repeated`; those with other values than that one are rejects."""
    content = f"hash({', '.join(quote_name(column.name) for column in table.kept_columns)})"
    first = "first_value({}) over (partition by {} order by file_row_number)"
    place, row, values = (first.format(what, _key(table)) for what in ("file_row_number", "_row", content))
    connection.execute(
        "create or replace temp table repeated as select * from ("
        f"select file_row_number as place, _row, {row} as first_row, {place} as first_place, "
        f"{content} <> {values} as differs "
        f"from ({select_numbered(source)}) where _is_good) where place <> first_place"
    )
    key = ", ".join(table.key)
    accepted = quote_literal(f"one row for {table.grain}, told apart by {key}")
    connection.execute(
        f"insert into rejects select _row, {quote_literal(key)}, null, "
        f"'has the same key as row ' || first_row || ' and other values', {accepted} from repeated where differs"
    )


def thin(connection: DuckDBPyConnection, found: Overview, written: Path) -> int:
    """Take bad and repeated rows out of a file. Returns the rows left."""
    connection.execute("create temp table if not exists repeated (place bigint)")
    thinned = written.with_suffix(".thin")
    kept = "_is_good and file_row_number not in (select place from repeated)"
    rows = copy_to_parquet(
        connection, f"select * exclude (file_row_number) from ({select_numbered(found.source)}) where {kept}", thinned
    )
    thinned.replace(written)
    return rows


def drop_repeated(connection: DuckDBPyConnection) -> None:
    """Let go of the list of repeated rows."""
    connection.execute("drop table if exists repeated")


def _key(table: Table) -> str:
    return ", ".join(map(quote_name, table.key))
