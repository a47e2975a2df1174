"""Owns the formats of `data/formats/`, a school's own or another's handed on: each is tried before it is used.

A format is one select from `source`. Whatever else it would do, such as read a file or another table, is refused, by
the engine's own reading of the select: two parsers may disagree, and the disagreement would be the hole.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.engines.duckdb import parse_sql
from pipelines.errors import ModelError
from pipelines.formats import EXPORTS, Format, load_formats
from pipelines.mapping import cast_source, map_source, source_readings
from pipelines.sql import fetch_row, quote_name
from pipelines.term_words import NAMES, make_term_macros

# What selects of formats need: texts, dates, arithmetic, lists and counts; nothing that reaches outside a row set.
FUNCTION_NAMES = """
    abs any_value arg_max arg_min array_extract array_slice array_to_string bool_and bool_or ceil coalesce concat
    concat_ws contains count count_star date_diff date_part date_trunc day dense_rank ends_with epoch epoch_ms epoch_us
    extract first first_value floor generate_subscripts greatest hour ifnull instr isodow lag last last_value lead
    least left len length levenshtein list_aggregate list_contains list_distinct list_extract list_filter list_has_any
    list_position list_sort list_transform list_value lower lpad ltrim make_date make_timestamp max md5 min minute mod
    month nullif position prefix pseudonym quarter rank regexp_extract regexp_extract_all regexp_full_match
    regexp_matches regexp_replace replace reverse right round row row_number rpad rtrim second sha256 split split_part
    starts_with strftime string_agg string_split strip_accents strlen strpos strptime struct_extract struct_pack substr
    substring suffix sum timezone to_days to_hours to_microseconds to_minutes to_months to_seconds
    to_timestamp to_years trim trunc try_strptime unnest upper week weekday year
"""
FUNCTIONS = NAMES.union(FUNCTION_NAMES.split())
TABLE_KINDS = {"EMPTY", "SUBQUERY", "JOIN", "BASE_TABLE", "EXPRESSION_LIST"}
LOCKED: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "enable_external_access": "false",
    "python_enable_replacements": "false",
}
ACCEPTED = "one select whose only table is source, with functions that make a value of values"
DO = "Mend it, or take it out of the folder; a format from elsewhere that does this is best not trusted."


def load_known_formats(own: Path) -> list[Format]:
    """The contract tables, the formats of the program and those of the folder `own`. Raises ModelError."""
    formats = load_formats((EXPORTS, own))
    known: dict[str, Format] = {}
    for each in formats:
        if each.name in known:
            raise ModelError(
                f"There is a format of that name already: '{known[each.name].title}'",
                where=f"formats/{each.name}.sql",
                do="Give the file another name.",
            )
        known[each.name] = each
    for path in sorted(own.glob("*.sql")):
        check_format(known[path.stem])
    return formats


def check_format(each: Format) -> None:
    """Try a format on no rows at all. Raises ModelError for a select that does or yields what it must not."""
    where = f"{each.name}.sql"
    _check_header(each, where)
    with duckdb.connect(config=LOCKED) as connection:
        if each.leave_out:
            for sql in (f"select {each.leave_out}", f"select (\n{each.leave_out}\n) from source"):
                _check_sql(connection, sql, f"{where}, leave_out")
        if each.table:
            _check_sql(connection, each.select, where)
            _try_out(connection, each, where)


def _check_header(each: Format, where: str) -> None:
    for companion in each.companions.values():
        if companion.file in ("", ".", "..") or PurePosixPath(companion.file).name != companion.file:
            raise _refuse("A companion is a file in the same folder", where, companion.file)
    for column in each.columns.values():
        try:
            ZoneInfo(column.zone)
        except (ZoneInfoNotFoundError, ValueError):
            raise _refuse(f"Column {column.name} names no time zone", where, column.zone) from None


def _check_sql(connection: DuckDBPyConnection, sql: str, where: str) -> None:
    answer = parse_sql(connection, sql)
    if answer["error"]:
        raise _refuse("The select cannot be read as one", where, str(answer["error_message"]).splitlines()[0])
    if len(answer["statements"]) != 1:
        raise _refuse("The file holds not one statement", where, f"{len(answer['statements'])} statements")
    for fault in _find_faults(answer["statements"][0]["node"], frozenset({"source"})):
        raise _refuse("The format does what a format must not", where, fault)


def _find_faults(node: Any, tables: frozenset[str]) -> Iterator[str]:
    """What a part of a select may not be or do, in words. `tables`: what can be read where it stands."""
    if isinstance(node, list):
        for each in node:
            yield from _find_faults(each, tables)
    if not isinstance(node, dict):
        return
    if "cte_map" in node:
        tables = tables | {entry["key"].casefold() for entry in node["cte_map"]["map"]}
    if node.get("type") == "RECURSIVE_CTE_NODE":
        yield "it calls itself (with recursive)"
    if node.get("class") == "FUNCTION" and not node["is_operator"]:
        yield from _find_function_faults(node)
    if node.get("from_table"):
        yield from _find_table_faults(node["from_table"], tables)
    for below in node.values():
        yield from _find_faults(below, tables)


def _find_function_faults(node: dict[str, Any]) -> Iterator[str]:
    path = node["qualified_name"]["path"]
    if len(path) != 1 or path[0].casefold() not in FUNCTIONS:
        yield f"it calls {'.'.join(path)}(), which is not among the functions accepted"


def _find_table_faults(table: dict[str, Any], tables: frozenset[str]) -> Iterator[str]:
    if table["type"] not in TABLE_KINDS:
        function = table.get("function", {}).get("function_name")
        yield f"it reads from {function}()" if function else f"it reads from a {table['type'].lower()}"
    elif table["type"] == "JOIN":
        for side in ("left", "right"):
            yield from _find_table_faults(table[side], tables)
    elif table["type"] == "BASE_TABLE":
        path = table["qualified_name"]["path"]
        if len(path) != 1 or path[0].casefold() not in tables:
            yield f"it reads '{'.'.join(path)}', not source"


def _try_out(connection: DuckDBPyConnection, each: Format, where: str) -> None:
    """Run the format on a table without rows: unknown columns, forms of dates and results come to light."""
    connection.execute("create temp macro pseudonym(x) as x")
    make_term_macros(connection)
    columns = "".join(f", {quote_name(name)} varchar" for name in each.columns)
    connection.execute(f"create temp table landed (_row bigint, _fault varchar{columns})")
    given: Sequence[str] = ("_file", "_school_id", "_account_id", *each.companions)
    try:
        cast_source(connection, each, source_readings(each, each.columns), each.columns)
        map_source(connection, each, dict.fromkeys(given))
        fetch_row(connection, "select count(*) from mapped")
    except duckdb.Error as error:
        raise _refuse("The format's header cannot be used", where, str(error).splitlines()[0]) from None


def _refuse(what: str, where: str, found: str) -> ModelError:
    return ModelError(what, where=where, found=found, accepted=ACCEPTED, do=DO)
