"""Owns how text becomes a contract type, as SQL made from the contract; knows no file and keeps nothing.

A value that cannot be read as its type is null here; what that means for its row is for others. A time without a zone
is Europe/London wall time, because the connection's own zone is set to that (see staging.py).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pipelines.contract import Column, Table
from pipelines.sql import quote_literal, quote_name

# What may stand around a value: white space, non-breaking and zero-width spaces, a byte order mark.
BLANKS = r"^[\s\x{00a0}\x{200b}\x{feff}]+|[\s\x{00a0}\x{200b}\x{feff}]+$"

ISO_DATE = r"\d{4}-\d{2}-\d{2}"
DAY_FIRST_DATE = r"\d{1,2}/\d{1,2}/\d{4}"
MIDNIGHT = r"([T ]00:00(:00(\.0+)?)?)?"
CLOCK = r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?"
ZONE = r"(Z|[+-]\d{2}(:?\d{2})?)"
WHOLE_NUMBER = r"[+-]?(\d{1,18}|\d{1,3}(,\d{3}){1,5})(\.0+)?"
TIME_OF_DAY = r"((1899-12-3[01]|1900-01-0[01])[T ])?([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?"

TRUE_WORDS = ("yes", "true", "1", "y", "1.0")
FALSE_WORDS = ("no", "false", "0", "n", "0.0")

LOCAL = "'Europe/London'"
MICROSECONDS_PER_DAY = 86_400_000_000


@dataclass(frozen=True)
class Reading:
    """How one column is read, as SQL: `raw` from the relation, `value` from the cleaned text r_<name>.

    `other_order`: the value if day and month stood the other way round; null where that is no date either.
    """

    column: Column
    raw: str
    value: str
    accepted: str
    other_order: str | None = None


def clean(expression: str) -> str:
    """Text without blanks around it, and null where nothing is left."""
    # Nearly every value begins and ends with a visible ASCII character; only the others are worth a pattern.
    has_ends = f"{expression} < '!' or {expression} > '~' or right({expression}, 1) not between '!' and '~'"
    trimmed = f"regexp_replace({expression}, '{BLANKS}', '', 'g')"
    return f"nullif(case when {has_ends} then {trimmed} else {expression} end, '')"


def cast(column: Column, raw: str) -> str:
    """The value of cleaned text as the column's type: null where it cannot be read."""
    if column.type == "list":
        return _cast_list(column, raw)
    if column.allowed:
        known = _literals(column.allowed)
        return f"case when {raw} in ({known}) then {raw} when {as_word(raw)} in ({known}) then {as_word(raw)} end"
    return {
        "text": lambda: raw,
        "integer": lambda: _cast_integer(raw),
        "boolean": lambda: _cast_boolean(raw),
        "date": lambda: _cast_date(raw),
        "time": lambda: _cast_time(raw),
        "timestamp": lambda: _cast_timestamp(raw),
    }[column.type]()


def to_local(value: str) -> str:
    """A naive UTC timestamp as Europe/London wall time."""
    return f"timezone({LOCAL}, make_timestamptz(epoch_us({value})))"


def _to_utc(instant: str) -> str:
    """A timestamp with time zone as a naive UTC one. As timezone('UTC', ...), which asks a calendar and is slow."""
    return f"make_timestamp(epoch_us({instant}))"


def minute_of_day(local: str) -> str:
    """Minutes after midnight of a wall time, seconds as a fraction."""
    day = MICROSECONDS_PER_DAY
    # A remainder takes the sign of what is divided, and moments before 1970 are negative.
    return f"(((epoch_us({local}) % {day}) + {day}) % {day}) / 60000000.0"


def describe_accepted(column: Column) -> str:
    """What the column accepts, in words."""
    if column.allowed:
        several = "one or more, separated by a semicolon, of: " if column.type == "list" else "one of: "
        return several + ", ".join(column.allowed)
    return {
        "text": "any text",
        "integer": "a whole number, such as 420",
        "boolean": "yes or no",
        "date": "a date, such as 2026-03-25 or 25/03/2026 (day first)",
        "time": "a time of day, such as 08:30",
        "timestamp": "a date and time, such as 2026-03-25 14:05 or 25/03/2026 14:05 (day first)",
        "list": "one or more, separated by a semicolon",
    }[column.type]


def sql_type(column: Column) -> str:
    """The type of the column in a staged file."""
    return {"integer": "bigint", "date": "date", "time": "integer", "boolean": "boolean", "timestamp": "timestamp"}.get(
        column.type, "varchar"
    )


def _literals(values: Collection[str]) -> str:
    return ", ".join(map(quote_literal, values))


def as_word(raw: str) -> str:
    """Allowed values are compared without case, and with spaces, hyphens and underscores alike."""
    return f"replace(replace(lower({raw}), ' ', '_'), '-', '_')"


def _matches(raw: str, pattern: str) -> str:
    return f"regexp_full_match({raw}, {quote_literal(pattern)})"


def _cast_list(column: Column, raw: str) -> str:
    items = f"list_filter(list_transform(string_split({raw}, ';'), lambda x: {as_word('trim(x)')}), lambda x: x <> '')"
    first_of_each = f"list_filter({items}, lambda x, place: list_position({items}, x) = place)"
    joined = f"nullif(array_to_string({first_of_each}, ';'), '')"
    if not column.allowed:
        return joined
    return f"case when list_has_all([{_literals(column.allowed)}], {items}) then {joined} end"


def _cast_integer(raw: str) -> str:
    whole = f"replace(split_part({raw}, '.', 1), ',', '')"
    return f"case when {_matches(raw, WHOLE_NUMBER)} then try_cast({whole} as bigint) end"


def _cast_boolean(raw: str) -> str:
    yes, no = _literals(TRUE_WORDS), _literals(FALSE_WORDS)
    return f"case when lower({raw}) in ({yes}) then true when lower({raw}) in ({no}) then false end"


def _cast_date(raw: str) -> str:
    return (
        f"case when {_matches(raw, ISO_DATE + MIDNIGHT)} then try_cast(left({raw}, 10) as date) "
        f"when {_matches(raw, DAY_FIRST_DATE + MIDNIGHT)} "
        f"then cast(try_strptime(regexp_extract({raw}, '[0-9/]+'), '%d/%m/%Y') as date) end"
    )


def _cast_time(raw: str) -> str:
    parts = f"string_split(regexp_replace({raw}, '^[0-9-]+[T ]', ''), ':')"
    minutes = f"cast({parts}[1] as integer) * 60 + cast({parts}[2] as integer)"
    return f"case when {_matches(raw, TIME_OF_DAY)} then {minutes} end"


def _cast_timestamp(raw: str) -> str:
    """ISO with or without a zone, or day first without one. try_cast puts a time without one in the connection's."""
    day_first = f"try_strptime({raw}, ['%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M:%S', '%d/%m/%Y %H:%M:%S.%f'])"
    closed_up = f"regexp_replace({raw}, ' ([Z+-])', '\\1')"
    return (
        f"case when {_matches(raw, f'{ISO_DATE}{CLOCK}{ZONE}?')} then {_to_utc(f'try_cast({raw} as timestamptz)')} "
        f"when {_matches(raw, DAY_FIRST_DATE + CLOCK)} then {_to_utc(f'timezone({LOCAL}, {day_first})')} "
        f"when {_matches(raw, f'{ISO_DATE}{CLOCK} {ZONE}')} then {_to_utc(f'try_cast({closed_up} as timestamptz)')} end"
    )


def contract_readings(table: Table, given: Mapping[str, str]) -> list[Reading]:
    """How each contract column is read from a relation whose columns and SQL types are `given`."""
    return [_read_contract(column, given.get(column.name)) for column in table.columns.values()]


def _read_contract(column: Column, given_type: str | None) -> Reading:
    name, raw = quote_name(column.name), quote_name(f"r_{column.name}")
    accepted = describe_accepted(column)
    if given_type is None:
        return Reading(column, "null::varchar", f"null::{sql_type(column)}", accepted)
    if given_type in ("TIMESTAMP", "DATE"):
        is_local_day = column.type == "date" and given_type == "TIMESTAMP"
        return Reading(column, name, f"cast({to_local(raw)} as date)" if is_local_day else raw, accepted)
    other_order = month_first(raw) if column.type in ("date", "timestamp") else None
    return Reading(column, clean(f"cast({name} as varchar)"), cast(column, raw), accepted, other_order)


def select_typed(readings: Sequence[Reading], relation: str, may_be_blank: bool = True) -> str:
    """Every row of `relation`: per column c its text r_c and value v_c; whether it `_is_good`, `_is_blank`.

    `may_be_blank`: a line of a table without any value is no row; a record in a document is one all the same.
    """
    raws, values, goods, blanks = [], [], [], ["_fault is null" if may_be_blank else "false"]
    for reading in readings:
        raw, value = quote_name(f"r_{reading.column.name}"), quote_name(f"v_{reading.column.name}")
        raws.append(f"{reading.raw} as {raw}")
        values.append(f"{reading.value} as {value}")
        goods.append(f"{value} is not null" if reading.column.required else f"({value} is not null or {raw} is null)")
        blanks.append(f"{raw} is null")
    cleaned = f"select _row, _fault, {', '.join(raws)} from {relation}"
    valued = f"select *, {', '.join(values)} from ({cleaned})"
    is_good = " and ".join(["_fault is null", *goods])
    return f"select *, {is_good} as _is_good, {' and '.join(blanks)} as _is_blank from ({valued})"


def month_first(raw: str) -> str:
    """What cleaned text says if it is a date with slashes, month first; else null."""
    return f"try_strptime({raw}, ['%m/%d/%Y', '%m/%d/%Y %H:%M', '%m/%d/%Y %H:%M:%S'])"


def select_staged(table: Table, typed_rows: str, row: str, people: str | None = None) -> str:
    """The columns of a staged file and `_is_good`, of all rows `select_typed` makes; `row` is their number, as SQL.

    Bad rows are not filtered out here: the engine would cast every value twice, once to filter and once to keep.
    `people`: a relation of (identity, pseudonym) that has everybody in the rows; without it each value is worked out.
    """
    chosen, joined = [f"cast({row} as bigint) as _row"], ""
    for column in table.kept_columns:
        value, name = quote_name(f"v_{column.name}"), quote_name(column.name)
        kept = value
        if column.personal == "pseudonym":
            kept = f"{name}.pseudonym" if people else f"pseudonym({value})"
            joined += f" left join {people} as {name} on {value} = {name}.identity" if people else ""
        chosen.append(f"cast({kept} as {sql_type(column)}) as {name}")
        if column.type == "timestamp":
            on, minute = map(quote_name, local_names(column))
            chosen.append(f"cast({to_local(value)} as date) as {on}")
            chosen.append(f"{minute_of_day(to_local(value))} as {minute}")
    return f"select {', '.join(chosen)}, _is_good from ({typed_rows}){joined}"


def select_numbered(source: str) -> str:
    """Staged rows with their row numbers; rows that carry none follow each other below a header in row 1."""
    return f"select coalesce(_row, file_row_number + 2) as _row, * exclude (_row) from {source}"


def local_names(column: Column) -> tuple[str, str]:
    """The names under which the local day and the local minute of a timestamp are staged."""
    stem = column.name.removesuffix("_at")
    return f"{stem}_on", f"{stem}_minute"


def staged_columns(table: Table) -> dict[str, str]:
    """Name and SQL type of each column of a staged file, in order."""
    columns = {"_row": "bigint"}
    for column in table.kept_columns:
        columns[column.name] = sql_type(column)
        if column.type == "timestamp":
            columns |= dict(zip(local_names(column), ("date", "double"), strict=True))
    return columns
