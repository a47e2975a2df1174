"""Owns how a file becomes rows of text, whatever its kind and encoding; knows no format, no table and no type.

A file holds one or more parts: the file itself, a sheet of a workbook, a member of a ZIP. A part is peeked at (so that
its format can be recognised) and then landed: a relation `landed` of text columns, with `_row` (the row number that a
spreadsheet shows; the item number in JSON) and `_fault` (why the reader could not cut a row into cells, else null).
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from duckdb import DuckDBPyConnection

from pipelines.readers import archive, delimited, markup, objects, transcribed, workbook
from pipelines.readers.kinds import KINDS_READ, TRANSCRIBED, find_kind
from pipelines.readers.landing import drop_landed
from pipelines.readers.objects import count_items, read_first, read_variable
from pipelines.readers.parts import Layout, Part, Peek, Unreadable

__all__ = [
    "Layout",
    "Part",
    "Peek",
    "Unreadable",
    "count_items",
    "drop_landed",
    "land",
    "land_quickly",
    "open_parts",
    "peek",
    "read_first",
    "read_variable",
]


class Reader(Protocol):
    """What the module of one kind of file offers."""

    def peek(self, part: Part) -> Peek: ...

    def land(self, connection: DuckDBPyConnection, part: Part, layout: Layout) -> None: ...


READERS: dict[str | None, Reader] = {"csv": delimited, "xlsx": workbook, "xml": markup, "json": objects}
SHEETS = {"xlsx": workbook.list_sheets, "xml": markup.list_sheets}


@contextmanager
def open_parts(whole: Part, room: Path) -> Iterator[list[Part]]:
    """The parts of one file. What is unpacked or written out stands in `room` meanwhile. Raises Unreadable."""
    kind = find_kind(whole.path)
    with ExitStack() as open_until_then:
        if kind == "zip":
            members = open_until_then.enter_context(archive.open_members(whole, room))
            yield [part for member in members for part in _split_member(member, room, open_until_then)]
        else:
            yield _split(whole, kind, room, open_until_then)


def _split(part: Part, kind: str | None, room: Path, open_until_then: ExitStack) -> list[Part]:
    if kind in TRANSCRIBED.values():
        return [open_until_then.enter_context(transcribed.as_json(part, str(kind), room))]
    return SHEETS[kind](part.of_kind(kind)) if kind in SHEETS else [part.of_kind(kind)]


def _split_member(member: Part, room: Path, open_until_then: ExitStack) -> list[Part]:
    """A damaged member is one part that cannot be peeked at; the others are not lost with it."""
    kind = find_kind(member.path)
    try:
        return _split(member, kind, room, open_until_then)
    except Unreadable:
        return [member.of_kind(kind)]


def peek(part: Part) -> Peek:
    """The first rows, or the first items, of a part. Raises Unreadable."""
    if part.kind is None:
        do = "Save it as one of these, or take it out of the inbox."
        raise Unreadable("The file is of no kind that is read here", where=part.file, accepted=KINDS_READ, do=do)
    if part.kind == "zip":
        do = "Unpack the ZIP around it, and put what it holds into the inbox."
        raise Unreadable("A ZIP in a ZIP is not read", where=part.file, do=do)
    if part.sheet is None and part.kind not in ("csv", "json"):
        # It could not be split. Doing so again says why.
        with ExitStack() as open_until_then:
            _split(part, part.kind, part.path.parent, open_until_then)
    return READERS[part.kind].peek(part)


def land_quickly(connection: DuckDBPyConnection, part: Part, layout: Layout) -> bool:
    """Create `landed` as a view that reads the file as it goes, where that can be done; its use may raise duckdb.Error.

    Its rows are numbered on from the header in row 1. Returns False, and does nothing, where `land` must do the work.
    """
    return part.kind == "csv" and delimited.land_quickly(connection, part, layout)


def land(connection: DuckDBPyConnection, part: Part, layout: Layout) -> None:
    """Create the relation `landed` from a part. Raises Unreadable."""
    READERS[part.kind].land(connection, part, layout)
