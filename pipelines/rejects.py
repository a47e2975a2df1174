"""Owns why a row was set aside: its reasons, in words, one per bad column; knows neither files nor formats."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.cast import Reading, as_word
from pipelines.contract import Column, Table
from pipelines.errors import InputError
from pipelines.readers.landing import quote_literal, quote_name

REJECT_COLUMNS = {
    "row_number": "bigint",
    "column_name": "varchar",
    "value": "varchar",
    "reason": "varchar",
    "accepted": "varchar",
}
LONGEST_SHOWN = 40
# What looks like free text or like a person is not shown: an address, four words, two capitalised words, a telephone number.
HIDDEN = (r"@|^\S+( \S+){3,}$|^[A-Z][\w'’-]+( [A-Z][\w'’.-]*)+$|^\+?[0-9 ()]{10,}$",)
SHOWN_MACRO = f"""
create or replace temp macro shown(x) as case
    when length(x) > {LONGEST_SHOWN} or regexp_matches(x, {quote_literal(HIDDEN[0])})
    then '(text of ' || length(x) || ' characters)' else x end
"""


def select_rejects(readings: Sequence[Reading], typed_rows: str) -> str:
    """One row per bad column of each bad row made by cast.select_typed; a row the reader could not cut has one, without column."""
    uncut = (
        "{'column_name': null::varchar, 'value': null::varchar, 'reason': _fault, "
        "'accepted': 'as many cells as the header has'}"
    )
    listed = f"list_filter([{', '.join(map(_fault_of, readings))}], lambda fault: fault is not null)"
    found = f"select _row, case when _fault is null then {listed} else [{uncut}] end as faults from ({typed_rows}) where not _is_good"
    return (
        "select _row as row_number, fault.column_name, fault.value, fault.reason, fault.accepted "
        f"from (select _row, unnest(faults) as fault from ({found}))"
    )


def _fault_of(reading: Reading) -> str:
    column, raw, value = reading.column, quote_name(f"r_{reading.column.name}"), quote_name(f"v_{reading.column.name}")
    text = f"cast({raw} as varchar)"
    shown = f"'(text of ' || length({text}) || ' characters)'" if column.personal else f"shown({text})"
    bad = _as_fault(column, shown, quote_literal(f"is no {_noun(column)}"), _accepted(reading, text))
    fault = f"case when {raw} is not null and {value} is null then {bad}"
    if column.required:
        missing = _as_fault(column, "null::varchar", "'is missing'", quote_literal(reading.accepted))
        fault += f" when {raw} is null then {missing}"
    return fault + " end"


def _as_fault(column: Column, value: str, reason: str, accepted: str) -> str:
    return f"{{'column_name': {quote_literal(column.name)}, 'value': {value}, 'reason': {reason}, 'accepted': {accepted}}}"


def _noun(column: Column) -> str:
    if column.allowed:
        return "accepted value"
    return {"integer": "whole number", "boolean": "yes or no", "timestamp": "date and time", "time": "time of day"}.get(
        column.type, column.type
    )


def _accepted(reading: Reading, text: str) -> str:
    """What is accepted and, for a fixed list, the value that comes nearest."""
    column, words = reading.column, quote_literal(reading.accepted)
    if not column.allowed or column.type == "list":
        return words
    listed = ", ".join(map(quote_literal, column.allowed))
    distance = f"list_transform([{listed}], lambda known: {{'far': levenshtein(known, {as_word(text)}), 'known': known}})"
    nearest = f"list_min({distance})"
    return f"{words} || case when {nearest}.far <= 3 then '; nearest: ' || {nearest}.known else '' end"


def select_duplicates(table: Table) -> str:
    """The reject of a row whose key an earlier row of the same file has, as a select list over (_row, first_row)."""
    key = ", ".join(table.key)
    reason = "'has the same key as row ' || first_row || ' and other values'"
    accepted = quote_literal(f"one row for {table.grain}, told apart by {key}")
    return f"_row, {quote_literal(key)}, null::varchar, {reason}, {accepted}"


@dataclass(frozen=True)
class Reject:
    """One reason why one row was set aside; `column_name` is null where the row could not be cut into cells."""

    file: str
    row_number: int
    column_name: str | None
    value: str | None
    reason: str
    accepted: str


def read_rejects(connection: DuckDBPyConnection, staged: Iterable[tuple[str, Path]]) -> Iterator[Reject]:
    """The rejects of files, each given as what people call it and where its rejects stand (if it has any)."""
    for file, path in staged:
        if path.exists():
            rows = connection.execute(f"select {', '.join(REJECT_COLUMNS)} from read_parquet({quote_literal(str(path))})")
            yield from (Reject(file, *row) for row in rows.fetchall())


def begin_rejects(connection: DuckDBPyConnection) -> None:
    """An empty table `rejects` to collect the rejects of one part in."""
    columns = ", ".join(f"{name} {kind}" for name, kind in REJECT_COLUMNS.items())
    connection.execute(f"create or replace temp table rejects ({columns})")


def refuse_contradicted_dates(
    connection: DuckDBPyConnection, file: str, readings: Sequence[Reading], typed_rows: str
) -> None:
    """Stop a file one of whose dates can only be read with day and month the other way round. Raises InputError with both readings."""
    for reading in readings:
        if reading.other_order is None:
            continue
        raw, value = quote_name(f"r_{reading.column.name}"), quote_name(f"v_{reading.column.name}")
        other = f"strftime({reading.other_order}, '%-d %B %Y')"
        proof = connection.execute(
            f"select _row, {raw}, {other} from ({typed_rows}) "
            f"where {value} is null and {raw} is not null and {reading.other_order} is not null order by _row limit 1"
        ).fetchone()
        if proof is None:
            continue
        open_one = connection.execute(
            f"select _row, {raw}, strftime({value}, '%-d %B %Y'), {other} from ({typed_rows}) "
            f"where {value} is not null and {other} <> strftime({value}, '%-d %B %Y') order by _row limit 1"
        ).fetchone()
        raise _as_contradiction(file, reading, proof, open_one)


def _as_contradiction(file: str, reading: Reading, proof: Any, open_one: Any) -> InputError:
    row, text, meant = proof
    found = f"'{text}' in row {row} is no date as declared; with day and month the other way round it is {meant}"
    if open_one:
        found += f". So '{open_one[1]}' in row {open_one[0]} may be {open_one[2]} (as declared) or {open_one[3]} (the other way round)"
    return InputError(
        "The dates contradict the order of day and month",
        where=f"{file}, column {reading.column.name}",
        found=found,
        accepted=reading.accepted,
        do="Export it again with dates such as 2026-03-25, or with the day first.",
    )
