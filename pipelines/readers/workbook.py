"""Owns workbooks (XLSX, XLS and their kin) as rows of text, sheet by sheet; knows nothing of what the columns mean."""

import zipfile

import fastexcel
import pyarrow as pa
from duckdb import DuckDBPyConnection

from pipelines.readers.landing import land_arrow
from pipelines.readers.limits import check_zip
from pipelines.readers.parts import ROWS_PEEKED, Layout, Part, Peek, Unreadable, nothing_in
from pipelines.sql import quote_name

SHEETS_READ = 100
# The name of what an encrypted workbook is packed in, as a compound document writes names.
LOCKED = "EncryptedPackage".encode("utf-16-le")


def list_sheets(part: Part) -> list[Part]:
    """The sheets that hold anything. Raises Unreadable."""
    _check_size(part)
    book = _open(part)
    filled = [name for name in book.sheet_names[:SHEETS_READ] if _load(part, book, name, 1).num_rows]
    if not filled:
        raise nothing_in(part, "The workbook is empty")
    return [part.of_sheet(name, name_it=len(filled) > 1) for name in filled]


def peek(part: Part) -> Peek:
    """The first rows of a sheet."""
    rows = _load(part, _open(part), str(part.sheet), ROWS_PEEKED)
    columns = [column.to_pylist() for column in rows.columns]
    return Peek(rows=tuple(tuple(cell or "" for cell in row) for row in zip(*columns, strict=True)))


def land(connection: DuckDBPyConnection, part: Part, layout: Layout) -> None:
    """Create the relation `landed`; see the package. Raises Unreadable."""
    rows = _load(part, _open(part), str(part.sheet), None)
    chosen = {name: rows.column(place) for name, place in layout.columns.items()}
    numbers = pa.array(range(1, rows.num_rows + 1), pa.int64())
    columns = "".join(f", {quote_name(name)}" for name in chosen)
    select = f"select _row, null::varchar as _fault{columns} from rows_read where _row > {layout.header_row}"
    land_arrow(connection, pa.table({"_row": numbers, **chosen}), select)


def _check_size(part: Part) -> None:
    """A workbook is a ZIP too, and can be a bomb like one."""
    if zipfile.is_zipfile(part.path):
        with zipfile.ZipFile(part.path) as zipped:
            check_zip(part, zipped.infolist())


def _open(part: Part) -> fastexcel.ExcelReader:
    try:
        return fastexcel.read_excel(part.path if part.is_named_in_text else part.path.read_bytes())
    except fastexcel.FastExcelError as error:
        raise _as_unreadable(part, error) from None


def _load(part: Part, book: fastexcel.ExcelReader, sheet: str, rows: int | None) -> pa.RecordBatch:
    """A sheet as text from its very first row, so that row numbers are those that a spreadsheet shows."""
    try:
        return book.load_sheet(sheet, header_row=None, skip_rows=0, n_rows=rows, dtypes="string").to_arrow()
    except fastexcel.FastExcelError as error:
        raise _as_unreadable(part, error) from None


def _as_unreadable(part: Part, error: Exception) -> Unreadable:
    found = str(error).splitlines()[0]
    if LOCKED in part.path.read_bytes() or "password" in found.casefold():
        do = "Open it in Excel, take the password off (File, Info, Protect Workbook), and save it again."
        return Unreadable("The workbook has a password", where=part.file, do=do)
    return Unreadable(
        "The workbook cannot be read",
        where=part.file,
        found=found,
        do="Open it in Excel and save it as .xlsx, without a password.",
    )
