"""Owns which SQL files make the warehouse and the marts, and in what order; knows nothing of what they say."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import duckdb
import pyarrow as pa
import sqlglot
from duckdb import DuckDBPyConnection
from sqlglot import exp
from sqlglot.errors import SqlglotError

from pipelines.engines.duckdb import create_table, fetch_arrow, list_tables
from pipelines.errors import BuildError, ModelError, nearest
from pipelines.progress import Steps
from pipelines.settings import JOURNEY

SCHEMA_OF_FOLDER = {"2_warehouse": "warehouse", "3_marts": "mart"}
CHECKS = "checks"
ROWS_SHOWN = 3


@dataclass(frozen=True)
class Model:
    """One SQL file: a select that makes `table` ("schema.name"), or whose rows are faults where the file is a check."""

    path: Path
    table: str
    sql: str

    @property
    def where(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"

    @property
    def header(self) -> str:
        """The words of the comment lines that the file begins with."""
        lines = [line.strip() for line in self.sql.splitlines()]
        comment = lines[: next((n for n, line in enumerate(lines) if not line.startswith("--")), len(lines))]
        return " ".join(line.removeprefix("--").strip() for line in comment)


def find_models(journey: Path = JOURNEY) -> list[Model]:
    """The models of the numbered folders, by name."""
    found = ((schema, path) for folder, schema in SCHEMA_OF_FOLDER.items() for path in (journey / folder).glob("*.sql"))
    return [Model(path, f"{schema}.{path.stem}", path.read_text("utf-8")) for schema, path in sorted(found)]


def find_checks(journey: Path = JOURNEY) -> list[Model]:
    """The checks `<table>__<rule>.sql`, by name."""
    paths = sorted((journey / CHECKS).glob("*.sql"))
    return [Model(path, f"{CHECKS}.{path.stem}", path.read_text("utf-8")) for path in paths]


def tables_read(model: Model) -> frozenset[str]:
    """The tables ("schema.name") that a model selects from. ModelError where it is no single select."""
    return _tables_read(model.where, model.sql)


@cache
def _tables_read(where: str, sql: str) -> frozenset[str]:
    try:
        statements = sqlglot.parse(sql, read="duckdb")
    except SqlglotError as error:
        raise ModelError("cannot be read as SQL", where=where, found=str(error).splitlines()[0]) from None
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise ModelError("is not one select", where=where, accepted="one select, with its CTEs", do="split the file")
    named = (table for table in statements[0].find_all(exp.Table) if table.name)
    # A name without a schema is one of the file's own CTEs; DuckDB says so if it is not.
    return frozenset(f"{table.db}.{table.name}" for table in named if table.db)


def order_models(models: Iterable[Model], given: Iterable[str]) -> list[Model]:
    """The models, each after those it reads. `given` are the tables that are there before.

    Raises ModelError for a table that nobody makes (with the nearest name) and for models that read each other.
    """
    by_table = {model.table: model for model in models}
    known = {*by_table, *given}
    for model in by_table.values():
        _refuse_unknown_tables(model, known)
    graph = {model.table: sorted(tables_read(model) & by_table.keys()) for model in by_table.values()}
    try:
        return [by_table[table] for table in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        circle = list(reversed(error.args[1]))
        where = by_table[circle[0]].where
        raise ModelError("reads itself in a circle", where=where, found=" reads ".join(circle)) from None


def _refuse_unknown_tables(model: Model, known: set[str]) -> None:
    for table in sorted(tables_read(model) - known):
        raise ModelError(
            f"reads a table that nobody makes.{nearest(table, known)}",
            where=model.where,
            found=table,
            accepted="a table of staged, or a model of 2_warehouse or 3_marts",
        )


def run_models(connection: DuckDBPyConnection, steps: Steps, journey: Path = JOURNEY) -> list[str]:
    """Make every table of the warehouse and the marts; returns their names in the order made."""
    ordered = order_models(find_models(journey), list_tables(connection))
    with steps.step("Making the warehouse", total=len(ordered)) as ticks:
        for model in ordered:
            _run_model(connection, model)
            ticks.tick()
    return [model.table for model in ordered]


def _run_model(connection: DuckDBPyConnection, model: Model) -> None:
    schema, name = model.table.split(".")
    try:
        create_table(connection, schema, name, model.sql)
    except duckdb.Error as error:
        raise ModelError("does not run", where=model.where, found=str(error).splitlines()[0]) from error


def run_checks(connection: DuckDBPyConnection, journey: Path = JOURNEY) -> pa.Table:
    """Run every check and list them: check_name, table_name, fault (what it looks for and did not find).

    Raises BuildError, in the check's own words, at the first that has rows.
    """
    checks = find_checks(journey)
    order_models(checks, list_tables(connection))
    for check in checks:
        faults = fetch_arrow(connection, check.sql)
        if faults.num_rows:
            shown = "; ".join(str(row) for row in faults.slice(0, ROWS_SHOWN).to_pylist())
            raise BuildError(check.header, where=check.where, found=f"{faults.num_rows} rows, such as {shown}")
    names = [check.path.stem for check in checks]
    tables = [name.partition("__")[0] for name in names]
    return pa.table({"check_name": names, "table_name": tables, "fault": [check.header for check in checks]})
