"""Owns how DuckDB is opened, locked and asked; knows nothing of what is asked."""

from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

# Some LOADs try the network, so no connection may fetch or load an extension by itself.
NO_EXTENSIONS = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
BUILDER = {**NO_EXTENSIONS, "storage_compatibility_version": "v1.5.0", "preserve_insertion_order": "false"}
READER = {**NO_EXTENSIONS, "enable_external_access": "false", "lock_configuration": "true"}


def open_builder(path: Path | None = None) -> DuckDBPyConnection:
    """A connection that writes a new database file, or one in memory; 1.5 tools can read the file."""
    return duckdb.connect(str(path) if path else ":memory:", config=dict(BUILDER))


def open_reader(path: Path) -> DuckDBPyConnection:
    """A locked, read-only connection. Take `.cursor()` for each query: a shared connection mixes up threads' answers."""
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


def fetch_arrow(connection: DuckDBPyConnection, select: str) -> pa.Table:
    """All rows of `select`, as Arrow; on a cursor of its own, so that an unfinished answer owns nothing."""
    return connection.cursor().sql(select).to_arrow_table()


def list_tables(connection: DuckDBPyConnection) -> set[str]:
    """Every table and view as `schema.name`."""
    found = fetch_arrow(connection, "select table_schema || '.' || table_name as name from information_schema.tables")
    return set(found["name"].to_pylist())
