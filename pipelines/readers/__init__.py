"""Owns how a file becomes rows of text, whatever its kind and encoding; knows no format, no table and no type.

A file holds one or more parts: the file itself, a sheet of a workbook, a member of a ZIP. A part is peeked at (so that its
format can be recognised) and then landed: a relation `landed` of text columns, with `_row` (the row number that a spreadsheet
shows; the item number in JSON) and `_fault` (why the reader could not make whole cells of a row, else null).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from duckdb import DuckDBPyConnection

from pipelines.errors import OversightError
from pipelines.readers import delimited, objects
from pipelines.readers.kinds import KINDS_READ, find_kind
from pipelines.readers.parts import Layout, Part, Peek, Unreadable

__all__ = ["Layout", "Part", "Peek", "Unreadable", "land", "open_parts", "peek"]

READERS = {
    "csv": delimited,
    "json": objects,
}


@contextmanager
def open_parts(whole: Part, room: Path) -> Iterator[list[Part]]:
    """The parts of one file. ZIP members stand as plain files in `room` until the block ends. Raises Unreadable."""
    kind = find_kind(whole.path)
    if kind == "zip":
        with archive.open_members(whole, room) as members:
            yield [part for member in members for part in _split(member, find_kind(member.path))]
    else:
        yield _split(whole, kind)


def _split(part: Part, kind: str | None) -> list[Part]:
    if kind == "zip" or kind is None:
        return [part.of_kind(None)]
    if kind in ("xlsx", "xml"):
        return READERS[kind].list_sheets(part.of_kind(kind))
    return [part.of_kind(kind)]


def peek(part: Part) -> Peek:
    """The first rows, or the first items, of a part. Raises Unreadable."""
    if part.kind is None:
        raise Unreadable("This is no file that can be read here", accepted=KINDS_READ)
    return READERS[part.kind].peek(part)


def land(connection: DuckDBPyConnection, part: Part, layout: Layout) -> None:
    """Create the relation `landed` from a part. Raises Unreadable."""
    READERS[part.kind].land(connection, part, layout)
