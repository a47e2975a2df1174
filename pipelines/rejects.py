"""Owns why a row was set aside: its reasons, in words, one per bad column; knows neither files nor formats."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from pipelines.cast import Reading, as_word
from pipelines.contract import Column
from pipelines.durable import write_through
from pipelines.errors import InputError
from pipelines.sql import copy_to_parquet, fetch_row, quote_literal, quote_name

REJECT_COLUMNS = {
    "row_number": "bigint",
    "column_name": "varchar",
    "value": "varchar",
    "reason": "varchar",
    "accepted": "varchar",
}
LONGEST_SHOWN = 40
# What looks like free text or like a person: an address, four words, two capitalised words, a telephone number.
NOT_SHOWN = r"@|^\S+( \S+){3,}$|^[A-Z][\w'’-]+( [A-Z][\w'’.-]*)+$|^\+?[0-9 ()]{10,}$"
SHOWN_MACRO = f"""
create or replace temp macro shown(x) as case
    when length(x) > {LONGEST_SHOWN} or regexp_matches(x, {quote_literal(NOT_SHOWN)})
        then '(text of ' || length(x) || ' characters)'
    else x
end
"""
NOUNS = {"integer": "whole number", "boolean": "yes or no", "timestamp": "date and time", "time": "time of day"}
NEAR_ENOUGH = 3


@dataclass(frozen=True)
class Reject:
    """One reason why one row was set aside; `column_name` is null where the row as a whole is at fault."""

    file: str
    row_number: int
    column_name: str | None
    value: str | None
    reason: str
    accepted: str | None


def begin_rejects(connection: DuckDBPyConnection) -> None:
    """An empty table `rejects` to collect the rejects of one part in."""
    columns = ", ".join(f"{name} {kind}" for name, kind in REJECT_COLUMNS.items())
    connection.execute(f"create or replace temp table rejects ({columns})")


def select_rejects(readings: Sequence[Reading], bad_rows: str) -> str:
    """One row per bad column of bad rows made by cast.select_typed; for a row with a fault as a whole, one in all."""
    uncut = _as_fault(None, "null::varchar", "_fault", "null::varchar")
    listed = f"list_filter([{', '.join(map(_fault_of, readings))}], lambda fault: fault is not null)"
    faults = f"case when _fault is null then {listed} else [{uncut}] end"
    return (
        "select _row as row_number, fault.column_name, fault.value, fault.reason, fault.accepted "
        f"from (select _row, unnest({faults}) as fault from ({bad_rows}) where not _is_blank)"
    )


def _fault_of(reading: Reading) -> str:
    column = reading.column
    raw, value = quote_name(f"r_{column.name}"), quote_name(f"v_{column.name}")
    text = f"cast({raw} as varchar)"
    shown = f"'(text of ' || length({text}) || ' characters)'" if column.personal else f"shown({text})"
    bad = _as_fault(column.name, shown, quote_literal(f"is no {_noun(column)}"), _accepted(reading, text))
    fault = f"case when {raw} is not null and {value} is null then {bad}"
    if column.required:
        missing = _as_fault(column.name, "null::varchar", "'is missing'", quote_literal(reading.accepted))
        fault += f" when {raw} is null then {missing}"
    return fault + " end"


def _as_fault(column: str | None, value: str, reason: str, accepted: str) -> str:
    name = f"cast({quote_literal(column)} as varchar)"
    return f"{{'column_name': {name}, 'value': {value}, 'reason': {reason}, 'accepted': {accepted}}}"


def _noun(column: Column) -> str:
    return "accepted value" if column.allowed else NOUNS.get(column.type, column.type)


def _accepted(reading: Reading, text: str) -> str:
    """What is accepted and, for a fixed list, the value that comes nearest."""
    column, words = reading.column, quote_literal(reading.accepted)
    if not column.allowed or column.type == "list":
        return words
    known = ", ".join(map(quote_literal, column.allowed))
    by_distance = (
        f"list_transform([{known}], lambda known: {{'far': levenshtein(known, {as_word(text)}), 'known': known}})"
    )
    nearest = f"list_min({by_distance})"
    return f"{words} || case when {nearest}.far <= {NEAR_ENOUGH} then '; nearest: ' || {nearest}.known else '' end"


def rejects_beside(staged: Path) -> Path:
    """Where the rejects of a staged file stand; there is no such file when it has none."""
    return staged.with_suffix(".rejects.parquet")


def write_rejects(connection: DuckDBPyConnection, path: Path) -> int:
    """Write the rejects, if any; returns how many rows they are about."""
    path.unlink(missing_ok=True)
    rows = int(fetch_row(connection, "select count(distinct row_number) from rejects")[0])
    if rows:
        copy_to_parquet(connection, "select distinct * from rejects order by row_number, column_name", path)
        write_through(path)
    return rows


def read_rejects(connection: DuckDBPyConnection, staged: Iterable[tuple[str, Path]]) -> Iterator[Reject]:
    """The rejects of files, each given as what people call it and the staged file."""
    for file, path in staged:
        beside = rejects_beside(path)
        if beside.exists():
            columns = ", ".join(REJECT_COLUMNS)
            rows = connection.execute(f"select {columns} from read_parquet({quote_literal(str(beside))})")
            yield from (Reject(file, *row) for row in rows.fetchall())


def refuse_contradicted_dates(
    connection: DuckDBPyConnection, file: str, readings: Sequence[Reading], bad_rows: str, every_row: str
) -> None:
    """Stop a file with a date that reads only with day and month swapped. Raises InputError with both readings."""
    for reading in readings:
        if reading.other_order is None:
            continue
        raw, value = quote_name(f"r_{reading.column.name}"), quote_name(f"v_{reading.column.name}")
        declared, swapped = f"strftime({value}, '%-d %B %Y')", f"strftime({reading.other_order}, '%-d %B %Y')"
        shown = f"select _row, {raw}, {declared}, {swapped}"
        turned = f"where {reading.other_order} is not null"
        proofs = connection.execute(f"{shown} from ({bad_rows}) {turned} and {value} is null limit 1").fetchall()
        if not proofs:
            continue
        doubtful = f"{shown} from {every_row} {turned} and {declared} <> {swapped} limit 1"
        raise _as_contradiction(file, reading, proofs[0], connection.execute(doubtful).fetchall())


def _as_contradiction(
    file: str, reading: Reading, proof: tuple[int, str, None, str], doubtful: Sequence[tuple[int, str, str, str]]
) -> InputError:
    row, text, _, meant = proof
    found = f"'{text}' in row {row} is no date as declared; with day and month the other way round it is {meant}"
    for row, text, declared, swapped in doubtful:
        found += f". So '{text}' in row {row} may be {declared} (as declared) or {swapped} (the other way round)"
    return InputError(
        "The dates contradict the order of day and month",
        where=f"{file}, column {reading.column.name}",
        found=found,
        accepted=reading.accepted,
        do="Export it again with dates such as 2026-03-25, or with the day first.",
    )
