"""Owns which SQL files make the warehouse and the marts, and in what order; knows nothing of what they say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from pipelines.engines.duckdb import (
    create_schema,
    create_table,
    fetch_arrow,
    list_tables,
    open_parser,
    parse_sql,
)
from pipelines.engines.rows import Rows
from pipelines.engines.side_by_side import run_side_by_side
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
    answer = parse_sql(open_parser().cursor(), sql)
    if answer["error"] and answer["error_type"] == "parser":
        found = str(answer["error_message"]).splitlines()[0]
        raise ModelError("cannot be read as SQL", where=where, found=found)
    if answer["error"] or len(answer["statements"]) != 1:
        raise ModelError("is not one select", where=where, accepted="one select, with its CTEs", do="split the file")
    return frozenset(_tables_named(answer["statements"]))


def _tables_named(node: Any) -> Iterator[str]:
    """The tables ("schema.name") in a part of a select. A name without a schema is one of its own CTEs."""
    if isinstance(node, dict) and node.get("type") == "BASE_TABLE":
        *schema, name = node["qualified_name"]["path"]
        yield from (f"{each}.{name}" for each in schema)
    parts = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for part in parts:
        yield from _tables_named(part)


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
    """Make every table of the warehouse and the marts, two at a time; returns their names in an order that works."""
    models = {model.table: model for model in order_models(find_models(journey), list_tables(connection))}
    for schema in SCHEMA_OF_FOLDER.values():
        # Two models that made it at the same moment would be in each other's way.
        create_schema(connection, schema)
    waits_for = {table: tables_read(model) & models.keys() for table, model in models.items()}
    with steps.step("Making the warehouse", total=len(models)) as ticks:
        run_side_by_side(connection, waits_for, lambda cursor, table: _run_model(cursor, models[table]), ticks)
    return list(models)


def _run_model(connection: DuckDBPyConnection, model: Model) -> None:
    schema, name = model.table.split(".")
    try:
        create_table(connection, schema, name, model.sql)
    except duckdb.Error as error:
        raise ModelError("does not run", where=model.where, found=str(error).splitlines()[0]) from error


def run_checks(connection: DuckDBPyConnection, journey: Path = JOURNEY) -> Rows:
    """Run every check and list them: check_name, table_name, fault (what it looks for and did not find).

    Raises BuildError, in the check's own words, at the first by name that has rows.
    """
    checks = find_checks(journey)
    order_models(checks, list_tables(connection))
    faults: dict[str, pa.Table] = {}
    selects = {check.table: check.sql for check in checks}
    run_side_by_side(
        connection,
        dict.fromkeys(selects, ()),
        lambda cursor, table: faults.update({table: fetch_arrow(cursor, selects[table])}),
    )
    for check in checks:
        if found := faults[check.table].num_rows:
            shown = "; ".join(str(row) for row in faults[check.table].slice(0, ROWS_SHOWN).to_pylist())
            raise BuildError(check.header, where=check.where, found=f"{found} rows, such as {shown}")
    rows = [
        {"check_name": check.path.stem, "table_name": check.path.stem.partition("__")[0], "fault": check.header}
        for check in checks
    ]
    return Rows(dict.fromkeys(("check_name", "table_name", "fault"), "varchar"), rows)
