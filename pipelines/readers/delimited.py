"""Owns text files with delimiters: which delimiter, which rows, whole or ragged; knows nothing of what columns mean.

Well-formed UTF-8 is read by DuckDB. Everything else (other encodings, blank lines, rows above the header, NUL bytes,
ragged rows, stray quotes) goes through Python's csv module, which is slower and keeps each bad row with its number.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TextIO

from duckdb import DuckDBPyConnection

from pipelines import words
from pipelines.readers.encodings import Survey, decode_head, survey
from pipelines.readers.landing import Row, create_view, land_rows
from pipelines.readers.parts import LONGEST_VALUE, ROWS_PEEKED, Layout, Part, Peek, Unreadable, nothing_in
from pipelines.sql import quote_literal

DELIMITERS = ",;\t|"
HEAD = 1 << 18
NEVER_CLOSED = "a quote is opened in this row and never closed: the file may have been cut short"
HOLDS_NUL = "the row holds NUL bytes: the file is damaged here"
# What Python calls the last of the ladder, when it gives up on it.
ENCODINGS = {"charmap": "Windows-1252"}
LAST_LINE = "\0end of file\0"

csv.field_size_limit(LONGEST_VALUE)


def peek(part: Part) -> Peek:
    """The first rows of the file."""
    lines = _head_lines(part.path)
    if not any(line.strip() for line in lines):
        raise nothing_in(part, "The file is empty")
    rows = islice(csv.reader(lines, delimiter=find_delimiter(lines)), ROWS_PEEKED)
    try:
        return Peek(rows=tuple(tuple(row) for row in rows))
    except csv.Error as error:
        raise Unreadable("The first lines are no table", where=part.file, found=str(error)) from None


def _head_lines(path: Path) -> list[str]:
    with path.open("rb") as file:
        head = file.read(HEAD)
    lines = io.StringIO(decode_head(head[: len(head) & ~1]), newline="").readlines()
    whole = lines if len(head) < HEAD else lines[:-1]
    return [line for line in whole or lines if len(line) < LONGEST_VALUE]


def find_delimiter(lines: list[str]) -> str:
    """The delimiter that stands most evenly outside quotes: with it, most lines have the same number of cells."""

    def evenness(delimiter: str) -> tuple[float, int]:
        widths = Counter(len(row) for row in csv.reader(lines[: 4 * ROWS_PEEKED], delimiter=delimiter) if row)
        rows = widths.total()
        # A width of one says nothing: any text has it with a delimiter that it does not use.
        widths.pop(1, None)
        width, rows_of_it = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return rows_of_it / max(1, rows), width

    return max(DELIMITERS, key=evenness)


def land(connection: DuckDBPyConnection, part: Part, layout: Layout) -> None:
    """Create the relation `landed`; see the package. Raises Unreadable."""
    delimiter = find_delimiter(_head_lines(part.path))
    land_rows(connection, layout, _read_rows(part, survey(part.path), delimiter, layout))


def land_quickly(connection: DuckDBPyConnection, part: Part, layout: Layout) -> bool:
    """Let DuckDB read the file whenever `landed` is read; it refuses a row that is not as wide as the header.

    Only for well-formed UTF-8 with the header in row 1; otherwise nothing is done, and False returned.
    """
    if layout.header_row != 1 or layout.groups or not part.is_named_in_text or not survey(part.path).is_plain:
        return False
    delimiter = find_delimiter(_head_lines(part.path))
    columns = ", ".join(f"'c{index}': 'varchar'" for index in range(layout.width))
    source = (
        f"read_csv({quote_literal(str(part.path))}, auto_detect = false, header = true, strict_mode = true, "
        f"delim = {quote_literal(delimiter)}, quote = '\"', escape = '\"', columns = {{{columns}}})"
    )
    create_view(connection, layout, source)
    return True


def _read_rows(part: Part, found: Survey, delimiter: str, layout: Layout) -> Iterator[Row]:
    """Each row below the header: its number, its cells and, where the reader could not make whole cells of it, why."""
    with _open_text(part, found) as file:
        for number, cells in enumerate(_parse(part, file, delimiter), start=1):
            if number <= layout.header_row or not any(cell.strip() for cell in cells):
                continue
            yield number, cells, _find_fault(cells, layout.width)


def _parse(part: Part, file: TextIO, delimiter: str) -> Iterator[list[str]]:
    """The rows of the file. A last line of our own shows whether a quote was still open at the end."""
    rows = csv.reader(_bounded_lines(part, file), delimiter=delimiter)
    number = 0
    try:
        for row in rows:
            if row == [LAST_LINE]:
                return
            number += 1
            yield row
    except csv.Error as error:
        raise Unreadable(
            "The table breaks off",
            where=f"{part.file}, row {number + 1}",
            found=f"{error}; often a quote that is never closed",
        ) from None
    except UnicodeDecodeError as error:
        raise _wrong_encoding(part, number + 1, error) from None


def _bounded_lines(part: Part, file: TextIO) -> Iterator[str]:
    while line := file.readline(LONGEST_VALUE):
        if len(line) == LONGEST_VALUE:
            raise Unreadable(
                "A line is too long", where=part.file, accepted=f"lines shorter than {LONGEST_VALUE:,} characters"
            )
        yield line if line.endswith(("\n", "\r")) else line + "\n"
    yield LAST_LINE


def _find_fault(cells: list[str], width: int) -> str | None:
    if cells[-1].endswith(LAST_LINE):
        return NEVER_CLOSED
    if any("\0" in cell for cell in cells):
        return HOLDS_NUL
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        return f"the row has {words.count(len(cells), 'cell')} where the header has {width}"
    return None


@contextmanager
def _open_text(part: Part, found: Survey) -> Iterator[TextIO]:
    errors = "replace" if found.is_cut else "strict"
    with part.path.open(encoding=found.encoding, errors=errors, newline="") as file:
        yield file


def _wrong_encoding(part: Part, row: int, error: UnicodeDecodeError) -> Unreadable:
    byte = error.object[error.start]
    return Unreadable(
        "The text is in no encoding that is read here",
        where=f"{part.file}, near row {row}",
        found=f"byte {byte:#04x}, which is no text as {ENCODINGS.get(error.encoding, error.encoding)}",
        accepted="UTF-8, UTF-16 and Windows-1252",
        do="Save the file as CSV UTF-8 and put it in the inbox again.",
    )
