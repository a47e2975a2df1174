"""Owns how the dates of a column are written, and whether day or month stands first; guesses neither."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from duckdb import DuckDBPyConnection

from pipelines.sql import fetch_row, quote_literal

Order = Literal["day_first", "month_first"]

CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", " %I:%M%p", ", %H:%M", " at %H:%M")
DAY_FIRST = tuple(f"%d{mark}%m{mark}{year}" for mark, year in product("/-.", ("%y", "%Y")))
MONTH_NAMED = (
    *(f"%d{mark}{month}{mark}{year}" for mark, month, year in product(" -/", ("%B", "%b"), ("%y", "%Y"))),
    *(f"{month} %d, %Y" for month in ("%B", "%b")),
    *(f"{week}{mark} %d {month} %Y" for week, mark, month in product(("%A", "%a"), ("", ","), ("%B", "%b"))),
)
YEAR_FIRST = ("%Y-%m-%d", "%Y/%m/%d")
WITH_ZONE = r"\d{4}-\d{2}-\d{2}[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|[+-]\d{2}(:?\d{2})?)"
WITH_T = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?"
# Days since 1900, as a sheet keeps them: 1982 to 2091.
SERIAL = r"[3-6]\d{4}(\.\d+)?"
LOOKS_DATED = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|\d{1,2}(st|nd|rd|th)?[ /-][A-Za-z]{3,9}[ ,/-]|^[A-Za-z]{3,9} \d{1,2},"
TRIED = 300
MOST_ARE_DATES = 0.5


@dataclass(frozen=True)
class Example:
    """A date that can be read in two ways, or that decides between them: its row, and both days in words."""

    text: str
    row: int
    day_first: str | None
    month_first: str | None


@dataclass(frozen=True)
class Dates:
    """How a column's dates are written.

    `fixed`: forms that name their order; `turning`: forms of the day first whose order the values must decide.
    `decided_by` is the value that only one order can read; `doubtful` one that both can.
    """

    fixed: tuple[str, ...]
    turning: tuple[str, ...]
    readable: float
    order: Order | None
    decided_by: Example | None
    doubtful: Example | None
    is_contradictory: bool
    has_clock: bool
    is_serial: bool = False

    @property
    def is_open(self) -> bool:
        """Whether day or month first is for a person to say."""
        return bool(self.turning) and self.order is None and not self.is_contradictory

    @property
    def is_half_turned(self) -> bool:
        """Whether true dates stand beside text that all has a day over 12: a sheet that read half of them abroad."""
        return bool(self.turning) and bool(self.fixed) and self.order is not None and self.doubtful is None

    def written(self, order: Order | None) -> tuple[str, ...]:
        """The forms for a format file, in the order given or decided."""
        turning = self.turning if (order or self.order) != "month_first" else tuple(map(turn, self.turning))
        # A spreadsheet saves dates so; neither form can be mistaken for another.
        saved = [] if self.is_serial else ["%Y-%m-%d", "%Y-%m-%d %H:%M:%S"]
        return tuple(dict.fromkeys((*turning, *self.fixed, *saved)))


def turn(form: str) -> str:
    """A form with day and month the other way round."""
    return form.replace("%d", "%\0").replace("%m", "%d").replace("%\0", "%m")


def read_dates(connection: DuckDBPyConnection, known: str, filled: int) -> Dates | None:
    """How the values `v` of the relation `known` (with _row) are written as dates; None where most are none."""
    if not filled:
        return None
    dated, serial, zoned = fetch_row(
        connection,
        f"select avg(regexp_matches(v, {quote_literal(LOOKS_DATED)})::int), "
        f"avg(regexp_full_match(v, {quote_literal(SERIAL)})::int), "
        f"avg(regexp_full_match(v, {quote_literal(f'{WITH_ZONE}|{WITH_T}')})::int) from {known}",
    )
    if serial > MOST_ARE_DATES:
        return Dates(("excel_serial",), (), serial, None, None, None, False, has_clock=True, is_serial=True)
    if dated < MOST_ARE_DATES:
        return None
    fixed = _pick(connection, known, [f"{day}{clock}" for day in (*YEAR_FIRST, *MONTH_NAMED) for clock in CLOCKS])
    turning = _pick(connection, known, [f"{day}{clock}" for day in DAY_FIRST for clock in CLOCKS], turned=True)
    forms = [*fixed, *turning, *map(turn, turning)]
    readable = _share(connection, known, forms) + zoned
    if readable < MOST_ARE_DATES:
        return None
    # A sheet gives every day a midnight: only another time is one that somebody noted.
    timed = f"regexp_matches(v, ':') and coalesce(date_part('epoch', {_parse(forms)}) % 86400 <> 0, true)"
    clock = bool(fetch_row(connection, f"select coalesce(bool_or({timed}), false) from {known}")[0])
    fixed = [*fixed, "iso"] if zoned else fixed
    return _decide(connection, known, Dates(tuple(fixed), tuple(turning), readable, None, None, None, False, clock))


def _pick(connection: DuckDBPyConnection, known: str, forms: Sequence[str], turned: bool = False) -> list[str]:
    """The forms that read any of the most frequent values, each way round where `turned`."""
    tried = f"(select distinct v from {known} limit {TRIED})"
    text = "".join(value for (value,) in connection.execute(f"select v from {tried}").fetchall())
    possible = [form for form in forms if _may_read(form, text)]
    tries = ", ".join(f"count({_either(form, turned)})" for form in possible) or "0"
    counts = fetch_row(connection, f"select {tries} from {tried}")
    return [form for form, n in zip(possible, counts, strict=False) if n]


def _may_read(form: str, text: str) -> bool:
    """Whether the marks of a form stand in a text at all: to try every form in SQL takes long."""
    marks = set(re.sub(r"%[A-Za-z]", "", form))
    has_letters = bool(re.search(r"[A-Za-z]{3}", text))
    has_half = bool(re.search(r"[AaPp][Mm]", text))
    return marks <= set(text) and ("%p" not in form or has_half) and (not re.search("%[AaBb]", form) or has_letters)


def _either(form: str, turned: bool) -> str:
    return f"coalesce({_parse([form])}, {_parse([turn(form)])})" if turned else _parse([form])


def _parse(forms: Iterable[str], text: str = "v") -> str:
    """The value read by the first form that can; years are of this century or the last, which no typing slip is."""
    listed = [f"try_strptime({text}, {quote_literal(form)})" for form in forms]
    sound = [f"case when year({one}) between 1930 and 2099 then {one} end" for one in listed]
    return f"coalesce({', '.join(sound)})" if sound else "null::timestamp"


def _share(connection: DuckDBPyConnection, known: str, forms: Sequence[str]) -> float:
    return float(fetch_row(connection, f"select avg(({_parse(forms)} is not null)::int) from {known}")[0])


def _decide(connection: DuckDBPyConnection, known: str, dates: Dates) -> Dates:
    """Which order every value can be read in; both may be ruled out, or neither."""
    if not dates.turning:
        return dates
    day, month = _parse(dates.turning), _parse(map(turn, dates.turning))
    read = f"(select _row, v, {day} as d, {month} as m from {known})"
    only_day = _find_example(connection, read, "d is not null and m is null")
    only_month = _find_example(connection, read, "d is null and m is not null")
    doubtful = _find_example(connection, read, "d <> m")
    order: Order | None = "day_first" if only_day else "month_first" if only_month else None
    both = bool(only_day and only_month)
    return Dates(
        dates.fixed,
        dates.turning,
        dates.readable,
        None if both else order,
        only_day or only_month,
        only_month if both else doubtful,
        both,
        dates.has_clock,
    )


def _find_example(connection: DuckDBPyConnection, read: str, where: str) -> Example | None:
    said = "strftime(d, '%-d %B %Y'), strftime(m, '%-d %B %Y')"
    found = connection.execute(f"select v, _row, {said} from {read} where {where} order by _row limit 1").fetchall()
    return Example(*found[0]) if found else None
