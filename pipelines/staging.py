"""Owns one part on its way from text to a staged file: landed, mapped, cast, its bad rows set aside; knows no inbox, no manifest."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.cast import Reading, contract_readings, select_staged, select_typed
from pipelines.contract import Table, load_contract
from pipelines.formats import Format
from pipelines.identities import Keys, pseudonym_macro
from pipelines.mapping import columns_of, map_source, source_readings
from pipelines.readers import Part, land
from pipelines.readers.landing import quote_literal, quote_name
from pipelines.recognise import Match
from pipelines.rejects import SHOWN_MACRO, begin_rejects, refuse_contradicted_dates, select_duplicates, select_rejects

MEMORY = "1GB"


@dataclass(frozen=True)
class Home:
    """Whose a file is, as its folder says: `<school_id>/<account_id>/...`."""

    folder: str = ""
    school_id: str | None = None
    account_id: str | None = None


@dataclass(frozen=True)
class Staged:
    """What staging one part came to. `people`: (pseudonym, name, e-mail) of each person named, for the vault."""

    rows_read: int
    rows_kept: int
    rows_rejected: int
    first_at: str | None
    last_at: str | None
    people: tuple[tuple[str, str | None, str | None], ...] = ()


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
    """Write the good rows of a part to `target` (Parquet) and its rejects beside it. Raises InputError for the part as a whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    begin_rejects(connection)
    try:
        land(connection, part, match.layout)
        return _write(connection, part, match, home, target)
    finally:
        for name in ("mapped", "source", "landed", "rejects"):
            _drop(connection, name)


def rejects_beside(target: Path) -> Path:
    """Where the rejects of a staged file stand; there is no such file when it has none."""
    return target.with_suffix(".rejects.parquet")


def _write(connection: DuckDBPyConnection, part: Part, match: Match, home: Home, target: Path) -> Staged:
    table = load_contract()[match.format.table]
    relation, read = _make_contract_rows(connection, part, match, home, table)
    readings = contract_readings(table, columns_of(connection, relation))
    typed = select_typed(readings, relation)
    good = f"select * from ({typed}) where _is_good"
    written = target.with_suffix(".part")
    kept = _copy(connection, select_staged(table, good), written)
    if kept < _count(connection, relation):
        _set_aside(connection, part, readings, typed)
    kept -= _drop_repeated(connection, table, written)
    first_at, last_at = _find_span(connection, table, written)
    people = _find_people(connection, table, good)
    rejected = _write_rejects(connection, rejects_beside(target))
    written.replace(target)
    return Staged(read, kept, rejected, first_at, last_at, people)


def _make_contract_rows(
    connection: DuckDBPyConnection, part: Part, match: Match, home: Home, table: Table
) -> tuple[str, int]:
    """A relation of contract columns, as text or typed, and how many rows of the source it was made from."""
    landed = columns_of(connection, "landed")
    cells = ", ".join(f"nullif(trim({quote_name(name)}), '')" for name in landed if name not in ("_row", "_fault"))
    filled = f"(select * from landed where _fault is not null or coalesce({cells}) is not null)"
    if match.format.is_contract:
        return filled, _count(connection, filled)
    relation = _without_left_out(match.format, filled, landed)
    readings = source_readings(match.format, set(landed))
    typed = select_typed(readings, relation)
    if _count(connection, f"({typed}) where not _is_good"):
        _set_aside(connection, part, readings, typed)
    owner = {"file": part.file, "school_id": home.school_id, "account_id": home.account_id}
    map_source(connection, match.format, table, typed, owner)
    return "mapped", _count(connection, relation)


def _without_left_out(each: Format, relation: str, landed: Collection[str]) -> str:
    """The rows of a relation but for those that the format says are no data."""
    if not each.leave_out:
        return relation
    absent = "".join(f", null::varchar as {quote_name(name)}" for name in each.columns if name not in landed)
    return f"(select * from (select *{absent} from {relation}) where coalesce(not ({each.leave_out}), true))"


def _set_aside(connection: DuckDBPyConnection, part: Part, readings: list[Reading], typed: str) -> None:
    refuse_contradicted_dates(connection, part.file, readings, typed)
    connection.execute(f"insert into rejects {select_rejects(readings, typed)}")


def _drop_repeated(connection: DuckDBPyConnection, table: Table, written: Path) -> int:
    """Take rows out whose key an earlier row has; those that differ from it are rejected. Returns how many went."""
    source = f"read_parquet({quote_literal(str(written))})"
    key = ", ".join(map(quote_name, table.key))
    counted = connection.execute(f"select count(*), count(distinct hash({key})) from {source}").fetchone()
    assert counted is not None
    if counted[0] == counted[1]:
        return 0
    values = ", ".join(quote_name(column.name) for column in table.kept_columns)
    connection.execute(
        f"create temp table repeated as select _row, first_value(_row) over same as first_row, hash({values}) as content, "
        f"first_value(hash({values})) over same as first_content from {source} window same as (partition by {key} order by _row)"
    )
    differing = "repeated where content <> first_content"
    connection.execute(f"insert into rejects select {select_duplicates(table)} from {differing}")
    thinned = written.with_suffix(".thin")
    later = "select _row from repeated where _row <> first_row"
    kept = _copy(connection, f"select * from {source} where _row not in ({later})", thinned)
    thinned.replace(written)
    _drop(connection, "repeated")
    return int(counted[0]) - kept


def _find_span(connection: DuckDBPyConnection, table: Table, written: Path) -> tuple[str | None, str | None]:
    """The first and the last moment that the rows speak of, in UTC."""
    if table.time_column is None:
        return None, None
    name = quote_name(table.time_column.name)
    span = connection.execute(
        f"select cast(cast(min({name}) as timestamp) as varchar), cast(cast(max({name}) as timestamp) as varchar) "
        f"from read_parquet({quote_literal(str(written))})"
    ).fetchone()
    assert span is not None
    return span[0], span[1]


def _find_people(
    connection: DuckDBPyConnection, table: Table, good: str
) -> tuple[tuple[str, str | None, str | None], ...]:
    """Whom the rows name. Only a table with columns for the vault names anybody."""
    if not any(column.personal == "vault" for column in table.columns.values()):
        return ()
    found = connection.execute(
        f"select distinct pseudonym(v_person_id), v_name, v_email from ({good}) "
        "where v_name is not null or v_email is not null order by all"
    )
    return tuple((person, name, email) for person, name, email in found.fetchall())


def _write_rejects(connection: DuckDBPyConnection, path: Path) -> int:
    """Write the rejects, if any; returns how many rows they are about."""
    counted = connection.execute("select count(distinct row_number) from rejects").fetchone()
    path.unlink(missing_ok=True)
    if counted is None or not counted[0]:
        return 0
    _copy(connection, "select distinct * from rejects order by row_number, column_name", path)
    return int(counted[0])


def _copy(connection: DuckDBPyConnection, select: str, path: Path) -> int:
    copied = connection.execute(f"copy ({select}) to {quote_literal(str(path))} (format parquet)").fetchone()
    assert copied is not None
    return int(copied[0])


def _count(connection: DuckDBPyConnection, relation: str) -> int:
    counted = connection.execute(f"select count(*) from {relation}").fetchone()
    assert counted is not None
    return int(counted[0])


def _drop(connection: DuckDBPyConnection, name: str) -> None:
    found = connection.execute("select table_type from information_schema.tables where table_name = $1", [name]).fetchone()
    if found:
        connection.execute(f"drop {'view' if found[0] == 'VIEW' else 'table'} {quote_name(name)}")
