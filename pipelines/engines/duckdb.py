"""Owns how DuckDB is opened, locked and asked; knows nothing of what is asked."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from pipelines.engines.rows import Rows

# Some LOADs try the network, so no connection may fetch or load an extension by itself.
NO_EXTENSIONS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
BUILDER = {**NO_EXTENSIONS, "storage_compatibility_version": "v1.5.0"}
READER = {**NO_EXTENSIONS, "enable_external_access": "false", "lock_configuration": "true"}

# Beside a build: what only its making needs. Temporary tables would be seen by one cursor alone.
HELD = "held"


def open_builder(path: Path | None = None) -> DuckDBPyConnection:
    """A connection that writes a new database file, or one in memory; 1.5 tools can read the file."""
    connection = duckdb.connect(str(path) if path else ":memory:", config=dict(BUILDER))
    connection.execute(f"attach ':memory:' as {HELD}")
    return connection


def open_reader(path: Path) -> DuckDBPyConnection:
    """A locked, read-only connection. Take `.cursor()` for each query: threads that share one mix up their answers."""
    return duckdb.connect(str(path), read_only=True, config=dict(READER))


@cache
def open_parser() -> DuckDBPyConnection:
    """A connection without tables, to read SQL with; one for the whole program. Take `.cursor()` for each text."""
    return duckdb.connect(config={**NO_EXTENSIONS, "threads": "1"})


def parse_sql(connection: DuckDBPyConnection, sql: str) -> dict[str, Any]:
    """What the engine reads in a text: its `statements` as trees, or an `error` with its type and message."""
    answer: dict[str, Any] = json.loads(connection.execute("select json_serialize_sql(?)", [sql]).fetchall()[0][0])
    return answer


def create_schema(connection: DuckDBPyConnection, schema: str) -> None:
    """Have a schema, if it is not there yet."""
    connection.execute(f'create schema if not exists "{schema}"')


def create_table(
    connection: DuckDBPyConnection, schema: str, name: str, select: str, bound: Sequence[Any] | None = None
) -> None:
    """Keep the rows of `select`, with what is bound to it, as `schema.name`, in place of what was there."""
    create_schema(connection, schema)
    connection.execute(f'create or replace table "{schema}"."{name}" as {select}', bound)


def add_table(connection: DuckDBPyConnection, schema: str, name: str, rows: Rows) -> None:
    """Keep rows of Python values as `schema.name`, in place of what was there."""
    create_table(connection, schema, name, _select_given(rows), rows.columns())


def offer_rows(connection: DuckDBPyConnection, name: str, rows: Rows) -> None:
    """Offer rows of Python values as `name` to the selects of this cursor alone; they are no part of the build."""
    connection.execute(f'create or replace temp table "{name}" as {_select_given(rows)}', rows.columns())


def _select_given(rows: Rows) -> str:
    """A select of rows that are bound to it column by column."""
    return "select " + ", ".join(f'unnest(cast(? as {kind}[])) as "{name}"' for name, kind in rows.kinds.items())


def hold_select(connection: DuckDBPyConnection, name: str, select: str) -> None:
    """Keep the rows of `select` in memory for all cursors of a builder, outside the build; `held(name)` reads them."""
    connection.execute(f"create or replace table {held(name)} as {select}")


def held(name: str) -> str:
    """How a select reads what `hold_select` keeps."""
    return f'{HELD}.main."{name}"'


def list_columns(connection: DuckDBPyConnection, relation: str) -> list[str]:
    """The columns of a relation."""
    return [column[0] for column in connection.execute(f"select * from {relation} limit 0").description]


def define_function(connection: DuckDBPyConnection, schema: str, name: str, parameters: str, select: str) -> None:
    """Keep `select` as `schema.name(parameters)`, which later selects may read from as from a table."""
    connection.execute(f'create or replace macro "{schema}"."{name}"({parameters}) as table {select}')


def fetch_arrow(connection: DuckDBPyConnection, select: str) -> pa.Table:
    """All rows of `select`, as Arrow; on a cursor of its own, so that an unfinished answer owns nothing."""
    return connection.cursor().sql(select).to_arrow_table()


def drop_schema(connection: DuckDBPyConnection, schema: str) -> None:
    """Forget a schema and all that is in it."""
    connection.execute(f'drop schema if exists "{schema}" cascade')


def list_tables(connection: DuckDBPyConnection) -> set[str]:
    """Every table and view as `schema.name`."""
    found = fetch_arrow(connection, "select table_schema || '.' || table_name as name from information_schema.tables")
    return set(found["name"].to_pylist())
