"""Owns what the columns of a file hold: their headers, how full they are, their words and dates; knows no contract.

The file is read by the house's readers and asked in SQL, so that a long log costs no more than a short one. What is
kept of the values are the most frequent ones, to be compared with known words; they are for no screen.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.cast import FALSE_WORDS, TIME_OF_DAY, TRUE_WORDS, WHOLE_NUMBER, clean
from pipelines.errors import InputError, nearest
from pipelines.propose.dates import Dates, read_dates
from pipelines.propose.private import EMAIL, find_private_header, find_private_values
from pipelines.readers import Layout, Part, Peek, land, open_parts, peek
from pipelines.recognise import index_headers, is_notes, plain
from pipelines.sql import fetch_row, quote_literal, quote_name

WORDS_KEPT = 400
# Words that stand where nothing is known. "none" and "unknown" are words of the contract, and so not among them.
MISSING = ("?", "-", "--", ".", "n/a", "na", "#n/a", "null", "nil", "tbc", "not recorded", "not known", "(blank)")
LONGEST_HEADER = 80
HEADER_WIDTH_SHARE = 0.6
VALUE_NOT_HEADER = rf"{EMAIL}|^[\d\s.,:/£%+-]+$|^\d{{1,4}}[/.-]\d{{1,2}}[/.-]\d{{1,4}}\b|^\d{{4}}-\d{{2}}-\d{{2}}"


@dataclass(frozen=True)
class Word:
    """One value of a column, in how many rows, and the first of them."""

    text: str
    rows: int
    first_row: int


@dataclass(frozen=True)
class Seen:
    """One column as it is in the file. Shares are of the rows that have a value.

    `private_header` and `private_values`: why it is never read, by what its header says and by what it holds.
    """

    header: str
    place: int
    filled: int
    distinct: int
    words: tuple[Word, ...]
    missing: tuple[str, ...]
    true_or_false: float
    whole_numbers: float
    times_of_day: float
    emails: float
    dates: Dates | None
    private_header: str
    private_values: str

    @property
    def private(self) -> str:
        """Why it is never read; "" where nothing speaks against it."""
        return self.private_header or self.private_values

    @property
    def is_free_text(self) -> bool:
        """Whether it holds an account of something, by its header or by its values; no pseudonym is made of that."""
        return "free text" in self.private_header + self.private_values

    @property
    def is_dated(self) -> bool:
        """Whether its values can be nothing but dates; a number that a sheet keeps for a day may be an id as well."""
        return self.dates is not None and not self.dates.is_serial

    @property
    def is_words(self) -> bool:
        """Whether few short values come again and again, as they do in a list to choose from."""
        short = all(len(word.text) <= 40 for word in self.words)
        return short and 0 < self.distinct <= max(12, min(60, self.filled // 3))


@dataclass(frozen=True)
class Source:
    """A table in a file: its header row, the number of its rows that are not blank, its columns."""

    part: Part
    headers: tuple[str, ...]
    header_row: int
    rows: int
    columns: tuple[Seen, ...]

    def find(self, header: str) -> Seen:
        """The column that a person names. Raises InputError with the nearest header."""
        for column in self.columns:
            if plain(column.header) == plain(header):
                return column
        names = [column.header for column in self.columns]
        raise InputError(
            f"The file has no column '{header}'.{nearest(header, names)}",
            where=self.part.file,
            accepted=", ".join(names),
        )


@contextmanager
def open_table(path: Path, sheet: str | None, room: Path) -> Iterator[tuple[Part, Peek]]:
    """The one table of a file that can be mapped, open while it is looked at. Raises InputError for what is none."""
    if not path.is_file():
        what = "This is a folder" if path.is_dir() else "There is no such file"
        raise InputError(what, where=str(path), do="Name one file, such as the export of a term.")
    whole = Part(path.name, path, datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None))
    with open_parts(whole, room) as parts:
        for part in parts:
            if part.kind not in ("csv", "xlsx", "xml"):
                peek(part)
                raise InputError("The file is no table", where=part.file, accepted="a CSV file or a workbook")
        seen = {part: peek(part) for part in parts}
        tables = [part for part, head in seen.items() if not is_notes(head)]
        chosen = _choose_sheet(path, tables, sheet)
        yield chosen, seen[chosen]


def _choose_sheet(path: Path, tables: Sequence[Part], sheet: str | None) -> Part:
    names = [str(part.sheet or part.file) for part in tables]
    chosen = [part for part, name in zip(tables, names, strict=True) if sheet is None or plain(name) == plain(sheet)]
    if len(chosen) == 1:
        return chosen[0]
    if not tables:
        raise InputError("The file is empty", where=path.name)
    what = "The file holds several tables" if sheet is None else f"There is no sheet '{sheet}'.{nearest(sheet, names)}"
    raise InputError(what, where=path.name, found=", ".join(names), do=f'Name one of them: --sheet "{names[0]}"')


def read_source(part: Part, head: Peek) -> Source:
    """What the columns of a table hold. Raises InputError when no row can be its header."""
    header_row = find_header_row(part, head)
    headers = head.rows[header_row - 1]
    places = index_headers(headers)
    layout = Layout(
        columns={f"c{place}": place for place in places.values()}, width=len(headers), header_row=header_row
    )
    with duckdb.connect() as connection:
        land(connection, part, layout)
        _clean_landed(connection, list(layout.columns))
        columns = tuple(_look_at(connection, headers, key, place) for key, place in places.items())
        rows = int(fetch_row(connection, "select count(*) from cleaned")[0])
    if not rows:
        raise InputError("The table has a header and no rows", where=part.file, do="Export it with some rows in it.")
    return Source(part, headers, header_row, rows, columns)


def find_header_row(part: Part, head: Peek) -> int:
    """The number of the first row that is as wide as the table and holds no values. Raises InputError."""
    widest = max((sum(1 for cell in row if cell.strip()) for row in head.rows), default=0)
    if widest < 2:
        raise InputError("The file is no table: no row has two cells", where=part.file, accepted="a header and rows")
    for number, row in enumerate(head.rows, start=1):
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) < max(2, HEADER_WIDTH_SHARE * widest):
            continue
        if all(_may_be_header(cell) for cell in filled) and len(set(map(plain, filled))) * 2 > len(filled):
            return number
        break
    raise InputError(
        "The table has no row of headers",
        where=part.file,
        found=f"values in row {number}, the first that is as wide as the table",
        do="Put a first row above them that says what each column is, and save it again.",
    )


def _may_be_header(cell: str) -> bool:
    return len(cell) <= LONGEST_HEADER and not re.search(VALUE_NOT_HEADER, cell)


def _clean_landed(connection: DuckDBPyConnection, names: Sequence[str]) -> None:
    """`cleaned`: the rows that hold anything, their text without blanks around it."""
    cells = ", ".join(f"{clean(name)} as {name}" for name in names)
    anything = f"coalesce({', '.join(names)}) is not null"
    connection.execute(
        f"create temp table cleaned as select * from (select _row, {cells} from landed) where {anything}"
    )


def _look_at(connection: DuckDBPyConnection, headers: Sequence[str], key: str, place: int) -> Seen:
    name = quote_name(f"c{place}")
    missing = ", ".join(map(quote_literal, MISSING))
    known = f"(select {name} as v, _row from cleaned where {name} is not null and lower({name}) not in ({missing}))"
    gone = f"select distinct {name} from cleaned where lower({name}) in ({missing}) order by 1"
    words = f"select v, count(*), min(_row) from {known} group by v order by 2 desc, 3 limit {WORDS_KEPT}"
    filled, distinct, length, shares = _measure(connection, known)
    header = headers[place].strip() if key == plain(headers[place]) else key
    counted = tuple(Word(*row) for row in connection.execute(words).fetchall())
    dates = read_dates(connection, known, filled)
    return Seen(
        header=header,
        place=place,
        filled=filled,
        distinct=distinct,
        words=counted,
        missing=tuple(text for (text,) in connection.execute(gone).fetchall()),
        **shares,
        dates=dates,
        private_header=find_private_header(header, dates is not None),
        private_values=""
        if dates and not dates.is_serial
        else find_private_values(length, [word.text for word in counted]),
    )


def _measure(connection: DuckDBPyConnection, known: str) -> tuple[int, int, float, dict[str, float]]:
    """Values, different ones, the mean length of a value in words, and shares by kind."""
    kinds = {
        "true_or_false": f"lower(v) in ({', '.join(map(quote_literal, (*TRUE_WORDS, *FALSE_WORDS)))})",
        "whole_numbers": f"regexp_full_match(v, {quote_literal(WHOLE_NUMBER)})",
        "times_of_day": f"regexp_full_match(v, {quote_literal(TIME_OF_DAY)})",
        "emails": f"regexp_full_match(v, {quote_literal(EMAIL)})",
    }
    shares = ", ".join(f"coalesce(avg(({test})::int), 0) as {kind}" for kind, test in kinds.items())
    spaces = "coalesce(avg(len(string_split(v, ' '))), 0)"
    filled, distinct, length, *found = fetch_row(
        connection, f"select count(*), count(distinct v), {spaces}, {shares} from {known}"
    )
    return filled, distinct, length, dict(zip(kinds, found, strict=True))
