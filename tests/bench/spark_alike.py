"""Owns the proof that Spark gives what DuckDB gives: `python -m tests.bench.spark_alike [SEED]`, a line a select.

Every model and control is run unmodified on both, over one small random trust, and the tables are compared whole. Each
model on Spark reads what DuckDB made of those before it, so that one difference is told once. Needs Java 17 and
requirements-spark.txt; it takes minutes, so no test run includes it.
"""

import math
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from pipelines.adopted import tabulate_for_control
from pipelines.engines.duckdb import fetch_arrow, held, list_tables, offer_rows
from pipelines.judge import read_adopted
from pipelines.models import find_models, order_models
from pipelines.sql import copy_to_parquet
from tests.random_trusts import RandomTrust
from tests.trusts import CONTROLS, build_trust

AS_AT = date(2026, 3, 4)
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.catalogImplementation": "in-memory",
}


def open_spark(folder: Path) -> SparkSession:
    """A Spark of this machine, as quiet as it can be, that keeps its own files in `folder`."""
    builder = SparkSession.builder.master("local[2]").config("spark.sql.warehouse.dir", str(folder / "spark"))
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def compare(folder: Path, seed: int) -> Iterator[tuple[str, str]]:
    """The name of each model and control with what differs, or nothing."""
    trust = RandomTrust(seed, AS_AT)
    connection = build_trust(trust.tables(), AS_AT, trust.policies)
    spark = open_spark(folder)
    for schema in ("staged", "warehouse", "mart"):
        spark.sql(f"create database {schema}")
    for table in sorted(
        name for name in list_tables(connection) if name.partition(".")[0] in ("staged", "warehouse", "mart")
    ):
        pq.write_table(fetch_arrow(connection, f"select * from {table}"), folder / f"{table}.parquet")
        spark.sql(f"create table {table} using parquet location '{folder / table}.parquet'")
    for model in order_models(find_models(), list_tables(connection)):
        yield model.table, find_difference(spark, model.sql, fetch_arrow(connection, f"select * from {model.table}"))
    adopted = read_adopted(connection, trust.policies)
    for control in CONTROLS.values():
        offer_rows(connection, "clause", tabulate_for_control(control, adopted))
        copy_to_parquet(connection, "select * from clause", folder / f"clause_{control.name}.parquet")
        spark.read.parquet(str(folder / f"clause_{control.name}.parquet")).createOrReplaceTempView("clause")
        yield (
            control.name,
            find_difference(spark, control.sql, fetch_arrow(connection, f"select * from {held(control.name)}")),
        )


def find_difference(spark: SparkSession, select: str, expected: pa.Table) -> str:
    """What Spark says otherwise than DuckDB, in words; nothing where the tables are equal but for the order of rows."""
    try:
        found = spark.sql(select).toArrow()
    except PySparkException as error:
        return str(error).splitlines()[0]
    if set(found.column_names) != set(expected.column_names):
        return f"other columns: {sorted(set(found.column_names) ^ set(expected.column_names))}"
    theirs, ours = (sorted(map(repr, rows_of(table, expected.column_names))) for table in (found, expected))
    differing = [row for row in ours if row not in theirs] + [row for row in theirs if row not in ours]
    return "" if theirs == ours else f"{len(ours)} rows against {len(theirs)}, such as {differing[:2]}"


def rows_of(table: pa.Table, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """The rows, each number as far as two engines can agree on it, each instant without its zone (UTC in both)."""
    for row in table.select(columns).to_pylist():
        yield tuple(plain(value) for value in row.values())


def plain(value: Any) -> Any:
    """A value without what only its engine gave it."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, bool | str | date) or value is None:
        return value
    return None if math.isnan(value) else round(float(value), 6)


def main() -> None:
    """Compare, and end with exit code 1 where anything differs."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as folder:
        found = dict(told for told in map(tell, compare(Path(folder), seed)))
    differing = sum(bool(difference) for difference in found.values())
    print(f"{len(found) - differing} of {len(found)} are equal")  # noqa: T201
    raise SystemExit(bool(differing))


def tell(compared: tuple[str, str]) -> tuple[str, str]:
    """Print one comparison as soon as it is made."""
    name, difference = compared
    print(f"{name}: {difference or 'equal'}", flush=True)  # noqa: T201
    return compared


if __name__ == "__main__":
    main()
