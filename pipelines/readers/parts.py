"""Owns the words that readers share: a part of a file, a peek at it, and its layout; knows no kind of file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.errors import InputError

# A value longer than this is no cell of an export but a quote that was never closed, or a hostile file.
LONGEST_VALUE = 1_000_000
ROWS_PEEKED = 25
# What Python puts for a byte of a file's name that is no text, and JSON may hold of half a character.
SURROGATE = re.compile("[\ud800-\udfff]")


class Unreadable(InputError):  # noqa: N818 - it reads as what it says: "except Unreadable"
    """A file or a part of it cannot be read; the rest of the inbox can."""


def nothing_in(part: "Part", what: str) -> Unreadable:
    """What to say of a file that holds nothing at all."""
    return Unreadable(what, where=part.file, do="Export it again, or take it out of the inbox.")


@dataclass(frozen=True)
class Part:
    """One thing to recognise and load.

    `file`: what people call it, relative to the inbox, with ZIP member and sheet. `path`: where its bytes stand.
    `exported_at`: naive UTC; the file's modification time or the ZIP member's date.
    """

    file: str
    path: Path
    exported_at: datetime
    kind: str | None = None
    sheet: str | None = None

    @property
    def is_named_in_text(self) -> bool:
        """Whether those who want a path as text can open it: a file's name may hold bytes that are none."""
        return not SURROGATE.search(str(self.path))

    def of_kind(self, kind: str | None) -> "Part":
        return replace(self, kind=kind)

    def of_sheet(self, sheet: str, name_it: bool) -> "Part":
        """One sheet of a workbook, named where the workbook has several."""
        return replace(self, sheet=sheet, file=f"{self.file} [{sheet}]" if name_it else self.file)


@dataclass(frozen=True)
class Peek:
    """What recognition looks at: the first `rows` of a table, or a JSON `document` cut to its first items."""

    rows: tuple[tuple[str, ...], ...] = ()
    document: Any = None


@dataclass(frozen=True)
class Layout:
    """Where the asked columns stand: in a table below `header_row` by index, in a document under `records` by path.

    `groups` are sets of columns of a table that come once for each thing, its heading and where they begin; each makes
    a row of its own, with the heading and their values under the names in `group_columns`.
    """

    columns: Mapping[str, int] = field(default_factory=dict)
    width: int = 0
    header_row: int = 1
    records: str = ""
    paths: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mojibake: bool = False
    groups: tuple[tuple[str, int], ...] = ()
    group_columns: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """Every column that is landed."""
        return [*self.columns, *self.group_columns, *self.paths]
