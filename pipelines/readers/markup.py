"""Owns SpreadsheetML 2003 (.xml, or .xls by name) as rows of text; refuses other markup, and every document type."""

from collections.abc import Iterator
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError, XMLParser

from duckdb import DuckDBPyConnection

from pipelines.readers.kinds import ASK_FOR_JSON
from pipelines.readers.landing import Row, land_rows
from pipelines.readers.parts import LONGEST_VALUE, ROWS_PEEKED, Layout, Part, Peek, Unreadable, nothing_in

NAMESPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
CHUNK = 1 << 16
WIDEST = 20_000
WORKBOOKS = "SpreadsheetML, the XML that Excel writes"
SAVE_AS_XLSX = "Open it in Excel and save it as .xlsx."


def list_sheets(part: Part) -> list[Part]:
    """The sheets that hold anything. Raises Unreadable."""
    filled = list(dict.fromkeys(sheet for sheet, _, _ in _read(part)))
    if not filled:
        raise nothing_in(part, "The workbook is empty")
    return [part.of_sheet(sheet, name_it=len(filled) > 1) for sheet in filled]


def peek(part: Part) -> Peek:
    """The first rows of a sheet."""
    rows = (cells for sheet, number, cells in _read(part) if sheet == part.sheet and number <= ROWS_PEEKED)
    return Peek(rows=tuple(tuple(cells) for cells in islice(rows, ROWS_PEEKED)))


def land(connection: DuckDBPyConnection, part: Part, layout: Layout) -> None:
    """Create the relation `landed`; see the package. Raises Unreadable."""
    land_rows(connection, layout, _rows_below_header(part, layout))


def _rows_below_header(part: Part, layout: Layout) -> Iterator[Row]:
    for sheet, number, cells in _read(part):
        if sheet == part.sheet and number > layout.header_row and any(cells):
            yield number, cells, None


def _read(part: Part) -> Iterator[tuple[str, int, list[str]]]:
    """Sheet, row number and cells of every row, as the file is parsed."""
    target = _Rows(part)
    parser = XMLParser(target=target)
    try:
        with part.path.open("rb") as file:
            while chunk := file.read(CHUNK):
                parser.feed(chunk)
                yield from target.take()
            parser.close()
    except ParseError as error:
        raise Unreadable(
            "The XML is damaged or cut short", where=part.file, found=str(error), do=SAVE_AS_XLSX
        ) from None
    yield from target.take()


class _Rows:
    """Collects rows while a parser names what it meets. Rows and cells may be skipped by an index of their own."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._done: list[tuple[str, int, list[str]]] = []
        self._sheet, self._row, self._cells = "", 0, list[str]()
        self._text: list[str] | None = None
        self._length = 0
        self._skips = 0
        self._is_begun = False

    def take(self) -> list[tuple[str, int, list[str]]]:
        """The rows that are complete, once."""
        done, self._done = self._done, []
        return done

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.removeprefix(NAMESPACE)
        if not self._is_begun and name != "Workbook":
            do = f"{ASK_FOR_JSON} If it is a table, o{SAVE_AS_XLSX[1:]}"
            found = f"<{name[:40]}>"
            raise Unreadable("The markup is no workbook", where=self._part.file, found=found, accepted=WORKBOOKS, do=do)
        self._is_begun = True
        if name == "Worksheet":
            self._sheet, self._row = attributes.get(f"{NAMESPACE}Name", ""), 0
        elif name == "Row":
            self._row = _as_index(attributes, self._row + 1)
            self._cells = []
        elif name == "Cell":
            place = min(_as_index(attributes, len(self._cells) + 1 + self._skips), WIDEST)
            self._cells += [""] * (place - len(self._cells))
            self._skips = min(_as_number(attributes.get(f"{NAMESPACE}MergeAcross"), 0), WIDEST)
        elif name == "Data":
            self._text, self._length = [], 0

    def data(self, text: str) -> None:
        if self._text is not None and self._length < LONGEST_VALUE:
            self._text.append(text)
            self._length += len(text)

    def end(self, tag: str) -> None:
        name = tag.removeprefix(NAMESPACE)
        if name == "Data" and self._text is not None and self._cells:
            self._cells[-1], self._text = "".join(self._text), None
        elif name == "Row":
            self._skips = 0
            if any(self._cells):
                self._done.append((self._sheet, self._row, self._cells))

    def doctype(self, *declared: Any) -> None:
        raise Unreadable(
            "The file declares a document type",
            where=self._part.file,
            accepted=f"{WORKBOOKS}, without a document type",
            do=SAVE_AS_XLSX,
        )

    def close(self) -> None:
        """Nothing is open at the end."""


def _as_index(attributes: dict[str, str], otherwise: int) -> int:
    return _as_number(attributes.get(f"{NAMESPACE}Index"), otherwise)


def _as_number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else otherwise
