"""Owns which tables and columns a build has, read off a build of nothing; knows not what they mean."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.calendar import attach_calendar
from pipelines.engines.duckdb import fetch_arrow, open_builder
from pipelines.file_schools import attach_file_schools
from pipelines.judge import judge_clauses
from pipelines.models import run_models
from pipelines.progress import Steps
from pipelines.settings import Settings
from pipelines.stage import attach_staged

# Any day does: the columns are the same on all of them.
SOME_DAY = date(2026, 1, 1)
COLUMNS = """
    select schema_name || '.' || table_name as table_name, column_name, data_type
    from duckdb_columns()
    where not internal
    order by table_name, column_index
"""


def read_tables() -> dict[str, dict[str, str]]:
    """The tables of a build by "schema.name", each with the types of its columns by name, in their order."""
    with TemporaryDirectory() as folder, open_builder() as connection:
        settings = Settings(Path(folder), SOME_DAY)
        attach_staged(connection, settings)
        attach_calendar(connection, settings)
        run_models(connection, Steps(quiet=True))
        judge_clauses(connection, {}, {})
        attach_file_schools(connection)
        tables: dict[str, dict[str, str]] = {}
        for row in fetch_arrow(connection, COLUMNS).to_pylist():
            tables.setdefault(row["table_name"], {})[row["column_name"]] = row["data_type"]
        return tables
