"""Owns one part on its way from text to a staged file: landed, mapped, cast, its bad rows set aside; knows no inbox."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.cast import Reading, contract_readings, select_staged, select_typed
from pipelines.contract import Table, load_contract
from pipelines.formats import Format
from pipelines.identities import Keys, pseudonym_macro
from pipelines.mapping import map_source, source_readings
from pipelines.readers import Part, drop_landed, land
from pipelines.recognise import Match
from pipelines.rejects import (
    SHOWN_MACRO,
    begin_rejects,
    refuse_contradicted_dates,
    reject_repeated,
    rejects_beside,
    select_rejects,
    write_rejects,
)
from pipelines.sql import columns_of, copy_to_parquet, count_rows, fetch_row, quote_literal, quote_name

MEMORY = "1GB"

# (pseudonym, name, e-mail), for the vault.
Person = tuple[str, str | None, str | None]


@dataclass(frozen=True)
class Home:
    """Whose a file is, as its folder says: `<school_id>/<account_id>/...`."""

    folder: str = ""
    school_id: str | None = None
    account_id: str | None = None


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
    connection.execute("set TimeZone = 'Europe/London'")
    connection.execute(pseudonym_macro(keys))
    connection.execute(SHOWN_MACRO)
    return connection


def stage_part(connection: DuckDBPyConnection, part: Part, match: Match, home: Home, target: Path) -> Staged:
    """Write the good rows of a part to `target` (Parquet) and its rejects beside it.

    Raises InputError when the part as a whole cannot be staged, ModelError when its format's select is wrong.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    begin_rejects(connection)
    try:
        land(connection, part, match.layout)
        return _write(connection, part, match, home, target)
    finally:
        drop_landed(connection)
        connection.execute("drop table if exists mapped")
        connection.execute("drop table if exists source")


def _write(connection: DuckDBPyConnection, part: Part, match: Match, home: Home, target: Path) -> Staged:
    table = load_contract()[match.format.table]
    relation, given, rows_read = _make_contract_rows(connection, part, match, home, table)
    readings = contract_readings(table, given)
    typed = select_typed(readings, relation)
    good = f"select * from ({typed}) where _is_good"
    written = target.with_suffix(".part")
    rows_kept = copy_to_parquet(connection, select_staged(table, good), written)
    if rows_kept < (rows_read if match.format.is_contract else count_rows(connection, relation)):
        _set_aside(connection, part, readings, typed)
    first_at, last_at, has_repeated = _look_over(connection, table, written)
    if has_repeated:
        rows_kept = reject_repeated(connection, table, written)
    people = _find_people(connection, table, good)
    rows_rejected = write_rejects(connection, rejects_beside(target))
    written.replace(target)
    return Staged(rows_read, rows_kept, rows_rejected, first_at, last_at, people)


def _make_contract_rows(
    connection: DuckDBPyConnection, part: Part, match: Match, home: Home, table: Table
) -> tuple[str, dict[str, str], int]:
    """A relation of contract columns, their SQL types, and how many rows of the source it was made from."""
    given = [*match.layout.columns, *match.layout.paths]
    cells = ", ".join(f"nullif(trim({quote_name(name)}), '')" for name in given)
    filled = f"(select * from landed where _fault is not null or coalesce({cells}) is not null)"
    if match.format.is_contract:
        return filled, dict.fromkeys(given, "VARCHAR"), count_rows(connection, filled)
    relation = _without_left_out(match.format, filled, given)
    readings = source_readings(match.format, given)
    typed = select_typed(readings, relation)
    if count_rows(connection, f"({typed}) where not _is_good"):
        _set_aside(connection, part, readings, typed)
    owner = {"file": part.file, "school_id": home.school_id, "account_id": home.account_id}
    map_source(connection, match.format, table, typed, owner)
    return "mapped", columns_of(connection, "mapped"), count_rows(connection, relation)


def _without_left_out(each: Format, relation: str, given: Collection[str]) -> str:
    """The rows of a relation but for those that the format says are no data."""
    if not each.leave_out:
        return relation
    absent = "".join(f", null::varchar as {quote_name(name)}" for name in each.columns if name not in given)
    return f"(select * from (select *{absent} from {relation}) where coalesce(not ({each.leave_out}), true))"


def _set_aside(connection: DuckDBPyConnection, part: Part, readings: list[Reading], typed: str) -> None:
    refuse_contradicted_dates(connection, part.file, readings, typed)
    connection.execute(f"insert into rejects {select_rejects(readings, typed)}")


def _look_over(connection: DuckDBPyConnection, table: Table, written: Path) -> tuple[str | None, str | None, bool]:
    """The span of the rows' own times, and whether any key comes twice."""
    moment = f"cast({quote_name(table.time_column.name)} as timestamp)" if table.time_column else "null::timestamp"
    key = ", ".join(map(quote_name, table.key))
    first_at, last_at, rows, keys = fetch_row(
        connection,
        f"select cast(min({moment}) as varchar), cast(max({moment}) as varchar), count(*), count(distinct hash({key})) "
        f"from read_parquet({quote_literal(str(written))})",
    )
    return first_at, last_at, rows != keys


def _find_people(connection: DuckDBPyConnection, table: Table, good: str) -> tuple[Person, ...]:
    """Whom the rows name. Only a table with columns for the vault names anybody."""
    if not any(column.personal == "vault" for column in table.columns.values()):
        return ()
    found = connection.execute(
        f"select distinct pseudonym(v_person_id), v_name, v_email from ({good}) "
        "where v_name is not null or v_email is not null order by all"
    )
    return tuple((person, name, email) for person, name, email in found.fetchall())
