"""Owns which format a part of a file follows, and why not the others; knows nothing of reading it or of its rows.

A table follows a format when one of its first rows holds a header for each column the format needs; a document when one
of its first records does. The format that explains most columns wins; file names only break a tie, and tell what a
file that follows none was meant to be. How a format is written stands in formats.py.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import PurePosixPath

from pipelines.errors import InputError
from pipelines.formats import Format, SourceColumn, Unfold
from pipelines.readers import Layout, Part, Peek
from pipelines.readers.objects import find_record_paths

SEPARATORS = re.compile(r"[\s_\-\u200b\ufeff]+")
FORMATS_EXPLAINED, HEADERS_NAMED = 2, 3
# Below it stand pairs such as "policy" and "locality".
NEAR_ENOUGH = 0.6
WAYS_OUT = (
    "a format of your own (python -m pipelines map FILE), or fill in a blank one (python -m pipelines templates DIR)."
)
MAP_IT = f"If it is a table, make it {WAYS_OUT}"
ADD_OR_MAP_IT = f"If it is one of these, add what is missing. Otherwise, if it is a table, make it {WAYS_OUT}"
NOTES = ("table", "column", "required", "how it is written")


class Unrecognised(InputError):  # noqa: N818 - it reads as what it says: "except Unrecognised"
    """A part follows no format, or several equally well."""


@dataclass(frozen=True)
class Match:
    """How well a part follows a format: where its columns stand, which are missing, which headers nothing asks for."""

    format: Format
    layout: Layout
    found: tuple[str, ...]
    missing: tuple[SourceColumn, ...]
    headers: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    is_hinted: bool = False

    @property
    def is_whole(self) -> bool:
        return bool(self.found) and not self.missing

    @property
    def rank(self) -> tuple[int, bool, int]:
        """Better is greater: columns explained, then the file name, then how much the format insists on."""
        return len(self.found), self.is_hinted, sum(not column.optional for column in self.format.columns.values())

    @property
    def nearness(self) -> tuple[bool, float]:
        """How near a format that does not fit comes; greater is nearer.

        First whether most of its columns are there, or else the file is called so; then how much fits, 0 to 1.
        """
        is_meant = self.is_hinted or len(self.found) > len(self.missing)
        return is_meant, len(self.found) / max(1, len(self.found) + len(self.missing) + len(self.unknown) / 2)


def recognise(part: Part, peek: Peek, formats: Sequence[Format]) -> Match:
    """The format that a part follows. Raises Unrecognised naming the nearest formats and what they miss."""
    usable = [each for each in formats if part.kind in each.reader]
    matches = _match_document(part, peek, usable) if part.kind == "json" else _match_table(part, peek, usable)
    whole = sorted((match for match in matches if match.is_whole), key=lambda match: match.rank, reverse=True)
    if not whole:
        raise _explain(part, matches)
    if len(whole) > 1 and whole[0].rank == whole[1].rank:
        titles = " or ".join(f"'{match.format.title}'" for match in whole if match.rank == whole[0].rank)
        raise Unrecognised(
            f"The file could be {titles}", where=part.file, do="Rename it as the tool names it, and load again."
        )
    return whole[0]


def is_notes(seen: Peek) -> bool:
    """Whether a sheet is the one in our own templates that explains the others."""
    return bool(seen.rows) and [plain(header) for header in seen.rows[0]][: len(NOTES)] == list(NOTES)


def _match_table(part: Part, peek: Peek, formats: Sequence[Format]) -> list[Match]:
    """Matches with the first row that some format takes for its header, else with the row that comes nearest."""
    best: list[Match] = []
    for number, row in enumerate(peek.rows, start=1):
        if not any(cell.strip() for cell in row):
            continue
        matches = [_match_header(part, each, number, row) for each in formats]
        if any(match.is_whole for match in matches):
            return matches
        best = max(best, matches, key=lambda some: max((match.nearness for match in some), default=(False, -1)))
    return best


def _match_header(part: Part, each: Format, number: int, row: tuple[str, ...]) -> Match:
    places = index_headers(row)
    columns: dict[str, int] = {}
    for column in each.columns.values():
        place = next((places[key] for key in map(plain, column.spellings) if key in places), None)
        if place is not None:
            columns[column.name] = place
    groups = _find_groups(each, row)
    named = (*columns, *(_group_columns(each) if groups else ()))
    used, never = set(columns.values()), set(map(plain, each.never))
    used |= set(range(groups[0][1], len(row))) if groups else set()
    unknown = tuple(
        row[place].strip() + key.removeprefix(plain(row[place]))
        for key, place in places.items()
        if place not in used and plain(row[place]) not in never
    )
    return Match(
        format=each,
        layout=Layout(
            columns=columns,
            width=len(row),
            header_row=number,
            groups=groups,
            group_columns=_group_columns(each) if groups else (),
        ),
        found=named,
        missing=tuple(c for c in each.columns.values() if c.name not in named and not c.optional),
        headers=row,
        unknown=unknown,
        is_hinted=_is_hinted(part, each),
    )


def _group_columns(each: Format) -> tuple[str, ...]:
    return (each.unfolds.heading, *each.unfolds.columns) if each.unfolds else ()


def _find_groups(each: Format, row: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Where the groups of columns stand that reach to the end of a header row, and what heads each; () for none.

    Such a header begins with an empty cell. A row of data that ends in one would look the same otherwise.
    """
    if each.unfolds is None or not row or row[0].strip("\ufeff "):
        return ()
    size = len(each.unfolds.columns)
    for begins in range(1, len(row) - size + 1):
        groups = [row[place : place + size] for place in range(begins, len(row), size)]
        if all(len(group) == size and _is_group(each.unfolds, group) for group in groups):
            return tuple((group[0].strip(), begins + size * number) for number, group in enumerate(groups))
    return ()


def _is_group(unfolds: Unfold, group: tuple[str, ...]) -> bool:
    return bool(group[0].strip()) and all(re.fullmatch(unfolds.next_headers, header.strip()) for header in group[1:])


def _match_document(part: Part, peek: Peek, formats: Sequence[Format]) -> list[Match]:
    return [_match_records(part, peek, each, records) for each in formats for records in each.records]


def _match_records(part: Part, peek: Peek, each: Format, records: str) -> Match:
    """An empty document has no keys to know it by, so its name must do."""
    spellings = {column.name: column.spellings for column in each.columns.values()}
    paths = find_record_paths(peek.document, records, spellings)
    missing = tuple(c for c in each.columns.values() if c.name not in paths and not c.optional)
    is_hinted = _is_hinted(part, each)
    if not peek.document and is_hinted and records == each.records[0]:
        paths, missing = {name: name for name in spellings}, ()
    layout = Layout(records=records, paths=spellings, mojibake=each.mojibake)
    return Match(each, layout, tuple(paths), missing, is_hinted=is_hinted)


def _is_hinted(part: Part, each: Format) -> bool:
    name = PurePosixPath(part.file.rsplit(" [", 1)[0]).name.casefold()
    return any(fnmatch(name, hint.casefold()) for hint in each.name_hints)


@lru_cache(maxsize=4096)
def plain(header: str) -> str:
    """A header as it is compared: without case, and with spaces, hyphens and underscores alike."""
    return SEPARATORS.sub(" ", unicodedata.normalize("NFKC", header)).strip().casefold()


def index_headers(row: Sequence[str]) -> dict[str, int]:
    """Where each header stands. One that comes again is told apart by its number: "views", "views (2)"."""
    places: dict[str, int] = {}
    counts: dict[str, int] = {}
    for place, header in enumerate(row):
        key = plain(header)
        counts[key] = counts.get(key, 0) + 1
        if key:
            places[key if counts[key] == 1 else f"{key} ({counts[key]})"] = place
    return places


def _explain(part: Part, matches: Sequence[Match]) -> Unrecognised:
    near = sorted(
        (each for each in matches if each.missing and (each.found or each.is_hinted) and not each.format.uncounted),
        key=lambda each: each.nearness,
        reverse=True,
    )
    if not near:
        return Unrecognised(
            "The file follows no format that is known here",
            where=part.file,
            found="no header of any of them",
            do=MAP_IT,
        )
    reasons = "; ".join(_say_missing(match) for match in near[:FORMATS_EXPLAINED])
    return Unrecognised(
        "The file follows no format that is known here",
        where=part.file,
        found=f"nearest: {reasons}",
        do=ADD_OR_MAP_IT,
    )


def _say_missing(match: Match) -> str:
    """ "'Account activity' but for the column 'sent_at' (nearest header found: 'sent at time')" """
    alike = {column.name: _find_alike(column.name, match.unknown) for column in match.missing}
    names = [f"'{name}'" + (f" (nearest header found: '{real}')" if real else "") for name, real in alike.items()]
    said = f"'{match.format.title}' but for the column{'s' if len(names) > 1 else ''} {', '.join(names)}"
    if len(names) > 1 or any(alike.values()) or not 0 < len(match.unknown) <= HEADERS_NAMED:
        return said
    return f"{said}, and it does not know " + ", ".join(f"'{header}'" for header in match.unknown)


def _find_alike(name: str, headers: Sequence[str]) -> str | None:
    """The header that is spelt most like a column's name, as the file spells it."""
    spelt = {plain(header): header for header in reversed(headers)}
    close = get_close_matches(plain(name), spelt, n=1, cutoff=NEAR_ENOUGH)
    return spelt[close[0]] if close else None
