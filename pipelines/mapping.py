"""Owns what a format's select is given and yields: typed source columns in, contract columns out; knows no file."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.cast import Reading, cast, clean, select_typed
from pipelines.contract import Column, load_contract
from pipelines.errors import ModelError, nearest
from pipelines.formats import Format, SourceColumn
from pipelines.sql import columns_of, quote_literal, quote_name

EXAMPLE = datetime(2026, 3, 25, 14, 5, tzinfo=UTC)
# Excel counts days from here, its non-existent 29 February 1900 included.
EXCEL_EPOCH = "timestamp '1899-12-30'"
ISO = ("%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%S")


def source_readings(each: Format, given: Collection[str]) -> list[Reading]:
    """How each declared column of a format is read from `landed`, which has those that are `given`."""
    return [_read_source(column, column.name in given) for column in each.columns.values()]


def _read_source(column: SourceColumn, is_given: bool) -> Reading:
    raw = quote_name(f"r_{column.name}")
    plain = Column(name=column.name, type=column.type, required=column.required)
    text = clean(quote_name(column.name)) if is_given else "null::varchar"
    if is_given and column.missing:
        text = f"case when {text} not in ({', '.join(map(quote_literal, column.missing))}) then {text} end"
    if not column.written:
        return Reading(plain, text, cast(plain, raw), "")
    return Reading(plain, text, _parse_dates(column, raw), _describe(column), _parse_other_order(column, raw))


def _parse_dates(column: SourceColumn, raw: str) -> str:
    parsed = ", ".join(_parse(form, column.zone, raw) for form in column.written)
    value = f"coalesce({parsed})"
    return f"cast({value} as date)" if column.type == "date" else value


def _parse(form: str, zone: str, raw: str) -> str:
    """Text in one written form as naive UTC; a date stays the day it says."""
    if form in ("epoch_s", "epoch_ms"):
        per_second = 1 if form == "epoch_s" else 1000
        return f"make_timestamp(cast(try_cast({raw} as decimal(20, 3)) * {1_000_000 // per_second} as bigint))"
    if form == "excel_serial":
        return _in_zone(
            f"{EXCEL_EPOCH} + to_microseconds(cast(try_cast({raw} as double) * 86400 as bigint) * 1000000)", zone
        )
    if form == "iso":
        return f"coalesce({', '.join(_parse(iso, zone, raw) for iso in (*ISO, *(i.replace('T', ' ') for i in ISO)))})"
    parsed = f"try_strptime({raw}, {quote_literal(form)})"
    if "%z" not in form:
        return _in_zone(parsed, zone)
    # A zone written "Z" is one that strptime does not know.
    numbered = f"try_strptime(regexp_replace({raw}, '[Zz]$', '+00:00'), {quote_literal(form)})"
    return f"timezone('UTC', {numbered})"


def _in_zone(naive: str, zone: str) -> str:
    return naive if zone == "UTC" else f"timezone('UTC', timezone({quote_literal(zone)}, {naive}))"


def _parse_other_order(column: SourceColumn, raw: str) -> str | None:
    swapped = [
        form.replace("%d", "%\0").replace("%m", "%d").replace("%\0", "%m")
        for form in column.written
        if "%d" in form and "%m" in form and "%Y-%m-%d" not in form
    ]
    return f"coalesce({', '.join(_parse(form, column.zone, raw) for form in swapped)})" if swapped else None


def _describe(column: SourceColumn) -> str:
    examples = {
        "epoch_s": "1774447500",
        "epoch_ms": "1774447500000",
        "excel_serial": "46106",
        "iso": "2026-03-25T14:05:00Z",
    }
    return "written as " + " or ".join(examples.get(form) or EXAMPLE.strftime(form) for form in column.written)


def cast_source(connection: DuckDBPyConnection, each: Format, readings: list[Reading], given: Collection[str]) -> None:
    """Create `cast_rows`: what was landed, every declared column read, without the rows that the format leaves out."""
    relation = "landed"
    if each.leave_out:
        absent = "".join(f", null::varchar as {quote_name(name)}" for name in each.columns if name not in given)
        relation = f"(select * from (select *{absent} from landed) where coalesce(not ({each.leave_out}), true))"
    typed = select_typed(readings, relation, may_be_blank="json" not in each.reader)
    connection.execute(f"create or replace temp table cast_rows as {typed}")


def map_source(connection: DuckDBPyConnection, each: Format, given: Mapping[str, str | None]) -> None:
    """Create `source` from the good rows, and `mapped` from it by the format's select. Raises ModelError."""
    columns = "".join(f", {quote_name('v_' + name)} as {quote_name(name)}" for name in each.columns)
    fixed = "".join(f", cast({quote_literal(value)} as varchar) as {quote_name(name)}" for name, value in given.items())
    connection.execute(
        f"create or replace temp view source as select _row{columns}{fixed} from cast_rows where _is_good"
    )
    select = each.select.rstrip().removesuffix(";")
    try:
        connection.execute(f"create or replace temp table mapped as {select}")
    except (duckdb.BinderException, duckdb.ParserException, duckdb.CatalogException) as error:
        raise ModelError("The format's select cannot be used", where=f"{each.name}.sql", found=str(error)) from None
    except duckdb.Error as error:
        # The engine's own words may quote a row.
        raise ModelError("The format's select fails", where=f"{each.name}.sql", found=type(error).__name__) from None
    yielded, table = columns_of(connection, "mapped"), load_contract()[each.table]
    if "_fault" not in yielded:
        connection.execute("alter table mapped add column _fault varchar")
    if "_row" not in yielded:
        raise ModelError("The select yields no _row", where=f"{each.name}.sql", do="Add _row to what it selects.")
    for name in yielded.keys() - table.columns.keys() - {"_row", "_fault"}:
        tip = nearest(name, table.columns)
        raise ModelError(
            f"The select yields what is no column of {table.name}.{tip}", where=f"{each.name}.sql", found=name
        )


def drop_mapped(connection: DuckDBPyConnection) -> None:
    """Let go of what was mapped."""
    connection.execute("drop view if exists source")
    for name in ("mapped", "cast_rows"):
        connection.execute(f"drop table if exists {name}")
