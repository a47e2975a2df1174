"""Owns one part on its way from text to a staged file: landed, mapped, cast, its bad rows set aside; knows no inbox."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.cast import Reading, contract_readings, select_numbered, select_staged, select_typed
from pipelines.contract import Table, load_contract
from pipelines.durable import put_in_place
from pipelines.formats import Format
from pipelines.identities import Keys, pseudonym_macro
from pipelines.mapping import cast_source, drop_mapped, map_source, source_readings
from pipelines.readers import Part, drop_landed, land, land_quickly
from pipelines.recognise import Match
from pipelines.rejects import (
    SHOWN_MACRO,
    begin_rejects,
    refuse_contradicted_dates,
    rejects_beside,
    select_rejects,
    write_rejects,
)
from pipelines.repeats import drop_repeated, look_over, reject_repeated, thin
from pipelines.sql import columns_of, copy_to_parquet, count_rows
from pipelines.term_words import make_term_macros

MEMORY = "750MB"
MANY_BYTES = 8 << 20
# Rows keep their order only while the second side of a join is the one looked up in; and a list of allowed values is
# quicker to compare with than to join.
NOT_OPTIMISED = "in_clause,build_side_probe_side,join_order"

# Columns of `source` that hold one value for the whole part.
Given = Mapping[str, str | None]
# (pseudonym, name, e-mail), for the vault.
Person = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Staged:
    """What staging one part came to. The span is the first and the last moment its rows speak of, in UTC."""

    rows_read: int
    rows_kept: int
    rows_rejected: int
    first_at: str | None
    last_at: str | None
    people: tuple[Person, ...]


def open_stage(room: Path, keys: Keys) -> DuckDBPyConnection:
    """A connection to stage with: text without a zone is Europe/London time, and nothing is fetched from anywhere."""
    connection = duckdb.connect(
        config={
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "memory_limit": MEMORY,
            "temp_directory": str(room / "spill"),
        }
    )
    # How far a load is, is told by progress.py.
    connection.execute("set enable_progress_bar = false")
    connection.execute("set TimeZone = 'Europe/London'")
    connection.execute(f"set disabled_optimizers = '{NOT_OPTIMISED}'")
    connection.execute(pseudonym_macro(keys))
    connection.execute(SHOWN_MACRO)
    make_term_macros(connection)
    return connection


def stage_part(connection: DuckDBPyConnection, part: Part, match: Match, given: Given, target: Path) -> Staged:
    """Write the good rows of a part to `target` (Parquet) and its rejects beside it; `given` is what no row says.

    Raises InputError when the part as a whole cannot be staged, ModelError when its format's select is wrong.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        if land_quickly(connection, part, match.layout):
            with suppress(duckdb.Error):
                return _stage_landed(connection, part, match, given, target, is_numbered=False)
            drop_landed(connection)
        land(connection, part, match.layout)
        return _stage_landed(connection, part, match, given, target, is_numbered=True)
    finally:
        drop_landed(connection)
        drop_mapped(connection)
        drop_repeated(connection)
        connection.execute("drop table if exists people_met")


def _stage_landed(
    connection: DuckDBPyConnection, part: Part, match: Match, given: Given, target: Path, is_numbered: bool
) -> Staged:
    begin_rejects(connection)
    table = load_contract()[match.format.table]
    columns = match.layout.names
    if match.format.is_contract:
        readings = contract_readings(table, dict.fromkeys(columns, "VARCHAR"))
        return _write(connection, part, table, Rows("landed", readings, is_numbered), target)
    rows_read = _map(connection, part, match.format, columns, given)
    readings = contract_readings(table, columns_of(connection, "mapped"))
    return replace(_write(connection, part, table, Rows("mapped", readings), target), rows_read=rows_read)


@dataclass(frozen=True)
class Rows:
    """A relation to cast: how its columns are read, and whether its rows are numbered (else they follow a header)."""

    relation: str
    readings: list[Reading]
    is_numbered: bool = True


def _map(connection: DuckDBPyConnection, part: Part, each: Format, columns: list[str], given: Given) -> int:
    """Make contract rows (`mapped`) of what was landed, by the format's select. Returns from how many rows."""
    readings = source_readings(each, columns)
    cast_source(connection, each, readings, columns)
    drop_landed(connection)
    blank = 0
    if count_rows(connection, "cast_rows where not _is_good"):
        blank = _set_aside(connection, part, readings, "select * from cast_rows where not _is_good", "cast_rows")
    map_source(connection, each, {"_file": part.file, **given})
    return count_rows(connection, "cast_rows") - blank


def _write(connection: DuckDBPyConnection, part: Part, table: Table, rows: Rows, target: Path) -> Staged:
    typed = select_typed(rows.readings, rows.relation)
    written = target.with_suffix(".part")
    people = _list_people(connection, rows) if part.path.stat().st_size > MANY_BYTES else None
    row = "_row" if rows.is_numbered else "null"
    copy_to_parquet(connection, select_staged(table, typed, row, people), written)
    found = look_over(connection, table, written)
    blank = 0
    if found.good < found.rows:
        number = f"select _row from ({select_numbered(found.source)}) where not _is_good"
        bad = select_typed(rows.readings, f"(select * from {rows.relation} where _row in ({number}))")
        blank = _set_aside(connection, part, rows.readings, f"select * from ({bad}) where not _is_good", f"({typed})")
    if found.keys < found.good:
        reject_repeated(connection, table, found.source)
    kept = thin(connection, found, written) if found.keys < found.rows else found.good
    named = _find_people(connection, table, typed)
    rejected = write_rejects(connection, rejects_beside(target))
    put_in_place(written, target)
    return Staged(found.rows - blank, kept, rejected, found.first_at, found.last_at, named)


def _list_people(connection: DuckDBPyConnection, rows: Rows) -> str | None:
    """Everybody in the rows with their pseudonym, once: in a long file the same few are met again and again."""
    raws = [reading.raw for reading in rows.readings if reading.column.personal == "pseudonym"]
    if not raws:
        return None
    listed = " union ".join(f"select distinct {raw} as identity from {rows.relation}" for raw in raws)
    connection.execute(
        "create or replace temp table people_met as select identity, pseudonym(identity) as pseudonym "
        f"from ({listed}) where identity is not null"
    )
    return "people_met"


def _set_aside(connection: DuckDBPyConnection, part: Part, readings: list[Reading], bad: str, every: str) -> int:
    """Say why rows are bad. Returns how many of them are only blank, which is no fault."""
    refuse_contradicted_dates(connection, part.file, readings, bad, every)
    connection.execute(f"insert into rejects {select_rejects(readings, bad)}")
    return count_rows(connection, f"({bad}) where _is_blank")


def _find_people(connection: DuckDBPyConnection, table: Table, typed: str) -> tuple[Person, ...]:
    """Whom the rows name. Only a table with columns for the vault names anybody."""
    if not any(column.personal == "vault" for column in table.columns.values()):
        return ()
    found = connection.execute(
        f"select distinct pseudonym(v_person_id), v_name, v_email from ({typed}) "
        "where _is_good and (v_name is not null or v_email is not null) order by all"
    )
    return tuple((person, name, email) for person, name, email in found.fetchall())
