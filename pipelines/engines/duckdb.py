"""Owns how DuckDB is opened, locked and asked; knows nothing of what is asked."""

from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

# Some LOADs try the network, so no connection may fetch or load an extension by itself.
NO_EXTENSIONS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
BUILDER = {**NO_EXTENSIONS, "storage_compatibility_version": "v1.5.0"}
READER = {**NO_EXTENSIONS, "enable_external_access": "false", "lock_configuration": "true"}


def open_builder(path: Path | None = None) -> DuckDBPyConnection:
    """A connection that writes a new database file, or one in memory; 1.5 tools can read the file."""
    return duckdb.connect(str(path) if path else ":memory:", config=dict(BUILDER))


def open_reader(path: Path) -> DuckDBPyConnection:
    """A locked, read-only connection. Take `.cursor()` for each query: threads that share one mix up their answers."""
    return duckdb.connect(str(path), read_only=True, config=dict(READER))


def create_table(connection: DuckDBPyConnection, schema: str, name: str, select: str) -> None:
    """Keep the rows of `select` as `schema.name`, in place of what was there."""
    connection.execute(f'create schema if not exists "{schema}"')
    connection.execute(f'create or replace table "{schema}"."{name}" as {select}')


def add_table(connection: DuckDBPyConnection, schema: str, name: str, rows: pa.Table) -> None:
    """Keep an Arrow table as `schema.name`, in place of what was there."""
    connection.register("arrow_rows", rows)
    create_table(connection, schema, name, "select * from arrow_rows")
    connection.unregister("arrow_rows")


def hold_rows(connection: DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """Offer an Arrow table to this connection's selects as `name`; it is no part of the build."""
    connection.register("arrow_rows", rows)
    hold_select(connection, name, "select * from arrow_rows")
    connection.unregister("arrow_rows")


def hold_select(connection: DuckDBPyConnection, name: str, select: str) -> None:
    """Offer the rows of `select` to this connection's selects as `name`; they are no part of the build."""
    connection.execute(f'create or replace temp table "{name}" as {select}')


def list_columns(connection: DuckDBPyConnection, name: str) -> list[str]:
    """The columns of a relation that hold_rows or hold_select offers."""
    return [column[0] for column in connection.execute(f'select * from "{name}" limit 0').description]


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
