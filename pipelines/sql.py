"""Owns how Python writes names and texts into SQL and fetches one row; knows no table."""

from typing import Any

from duckdb import DuckDBPyConnection


def quote_name(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quote_literal(text: str | None) -> str:
    """A text as an SQL literal."""
    return "null" if text is None else "'" + text.replace("'", "''") + "'"


def fetch_row(connection: DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """The only row of a query. All of it is fetched: an unfinished result would hold the connection."""
    return connection.execute(query).fetchall()[0]


def count_rows(connection: DuckDBPyConnection, relation: str) -> int:
    """How many rows a relation has."""
    return int(fetch_row(connection, f"select count(*) from {relation}")[0])


def columns_of(connection: DuckDBPyConnection, relation: str) -> dict[str, str]:
    """Names and SQL types of a relation's columns."""
    return {name: kind for name, kind, *_ in connection.execute(f"describe {relation}").fetchall()}


def copy_to_parquet(connection: DuckDBPyConnection, select: str, path: Any) -> int:
    """Write the rows of a select to a file; returns how many."""
    return int(fetch_row(connection, f"copy ({select}) to {quote_literal(str(path))} (format parquet)")[0])
