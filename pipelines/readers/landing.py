"""Owns the relation `landed` that every reader hands over; knows no kind of file."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import pyarrow as pa
from duckdb import DuckDBPyConnection

from pipelines.readers.parts import Layout
from pipelines.sql import quote_name

ROWS_PER_BATCH = 20_000

# Row number, the cells, and why the reader could not make whole cells of the row (else None).
Row = tuple[int, Sequence[str | None], str | None]


def create_view(connection: DuckDBPyConnection, layout: Layout, source: str) -> None:
    """`landed` as a view on a relation whose columns are named c0, c1, ... and whose rows follow a header in row 1."""
    columns = "".join(f", c{index} as {quote_name(name)}" for name, index in layout.columns.items())
    connection.execute(
        f"create or replace temp view landed as select row_number() over () + 1 as _row, "
        f"null::varchar as _fault{columns} from {source}"
    )


def land_rows(connection: DuckDBPyConnection, layout: Layout, rows: Iterable[Row]) -> None:
    """`landed` from rows of cells; only the columns that the layout asks for are kept."""
    land_chosen(connection, layout.names, _choose_cells(layout, rows))


def _choose_cells(layout: Layout, rows: Iterable[Row]) -> Iterator[Row]:
    """The cells that a layout asks for; a row with groups of columns becomes one for each group."""
    indexes = list(layout.columns.values())
    spans = [(heading, range(begins, begins + len(layout.group_columns) - 1)) for heading, begins in layout.groups]
    for number, cells, fault in rows:
        chosen = [_cell(cells, index) for index in indexes]
        if not spans:
            yield number, chosen, fault
        for heading, span in spans:
            yield number, [*chosen, heading, *(_cell(cells, index) for index in span)], fault


def land_chosen(connection: DuckDBPyConnection, names: Sequence[str], rows: Iterable[Row]) -> None:
    """`landed` from rows that hold exactly the named values. Rows are taken as they come, never all at once.

    What the rows raise is raised here as it was: the engine that pulls them would wrap it.
    """
    schema = pa.schema([("_row", pa.int64()), ("_fault", pa.string()), *((name, pa.string()) for name in names)])
    raised: list[Exception] = []
    reader = pa.RecordBatchReader.from_batches(schema, _batches(schema, _remember_raised(iter(rows), raised)))
    try:
        land_arrow(connection, reader, "select * from rows_read")
    except Exception:
        if raised:
            raise raised[0] from None
        raise


def land_arrow(connection: DuckDBPyConnection, rows: pa.RecordBatchReader | pa.Table, select: str) -> None:
    """`landed` from a select over Arrow data, which goes by the name `rows_read`."""
    connection.register("rows_read", rows)
    try:
        connection.execute(f"create or replace temp table landed_rows as {select}")
    finally:
        connection.unregister("rows_read")
    connection.execute("create or replace temp view landed as select * from landed_rows")


def drop_landed(connection: DuckDBPyConnection) -> None:
    """Let go of what was landed."""
    connection.execute("drop view if exists landed")
    connection.execute("drop table if exists landed_rows")


def _remember_raised(rows: Iterator[Row], raised: list[Exception]) -> Iterator[Row]:
    try:
        yield from rows
    except Exception as error:
        raised.append(error)
        raise


def _batches(schema: pa.Schema, rows: Iterator[Row]) -> Iterator[pa.RecordBatch]:
    while chunk := list(islice(rows, ROWS_PER_BATCH)):
        numbers, values, faults = zip(*chunk, strict=True)
        columns = (pa.array(column, pa.string()) for column in zip(*values, strict=True))
        arrays = [pa.array(numbers, pa.int64()), pa.array(faults, pa.string()), *columns]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


def _cell(cells: Sequence[str | None], index: int) -> str | None:
    return cells[index] if index < len(cells) else None
