"""Owns a look over a staged file before it is kept: its span, its bad rows, keys that come twice; knows nothing of text."""

from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from pipelines.cast import select_numbered
from pipelines.contract import Table
from pipelines.sql import copy_to_parquet, fetch_row, quote_literal, quote_name


@dataclass(frozen=True)
class Overview:
    """A staged file (`source`, as SQL) that still holds its bad rows: rows, good ones, keys of those, and their span in UTC."""

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
    rows, good, keys, first_at, last_at = fetch_row(
        connection,
        f"select count(*), count(*) filter (_is_good), count(distinct hash({_key(table)})) filter (_is_good), "
        f"cast(min({moment}) filter (_is_good) as varchar), cast(max({moment}) filter (_is_good) as varchar) from {source}",
    )
    return Overview(source, rows, good, keys, first_at, last_at)


def reject_repeated(connection: DuckDBPyConnection, table: Table, source: str) -> None:
    """List good rows whose key an earlier one has in `repeated`; those with other values than that one are rejects."""
    content = f"hash({', '.join(quote_name(column.name) for column in table.kept_columns)})"
    connection.execute(
        "create or replace temp table repeated as select * exclude (first_place) from ("
        "select file_row_number as place, _row, first_value(_row) over same as first_row, "
        f"first_value(file_row_number) over same as first_place, {content} <> first_value({content}) over same as differs "
        f"from ({select_numbered(source)}) where _is_good window same as (partition by {_key(table)} order by file_row_number)"
        ") where place <> first_place"
    )
    key = ", ".join(table.key)
    connection.execute(
        f"insert into rejects select _row, {quote_literal(key)}, null, 'has the same key as row ' || first_row || "
        f"' and other values', {quote_literal(f'one row for {table.grain}, told apart by {key}')} from repeated where differs"
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
    connection.execute("drop table repeated")
    return rows


def _key(table: Table) -> str:
    return ", ".join(map(quote_name, table.key))
