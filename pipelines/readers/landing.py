"""Owns the relation `landed` that every reader hands over; knows no kind of file."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import pyarrow as pa
from duckdb import DuckDBPyConnection

from pipelines.readers.parts import Layout

ROWS_PER_BATCH = 20_000

Row = tuple[int, Sequence[str | None], str | None]


def quote_name(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def quote_literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def create_view(connection: DuckDBPyConnection, layout: Layout, source: str) -> None:
    """`landed` as a view on a relation whose columns are named c0, c1, ... and whose rows follow a header."""
    columns = "".join(f", c{index} as {quote_name(name)}" for name, index in layout.columns.items())
    connection.execute(
        f"create temp view landed as "
        f"select row_number() over () + {layout.header_row} as _row, null::varchar as _fault{columns} from {source}"
    )


def land_rows(connection: DuckDBPyConnection, layout: Layout, rows: Iterable[Row]) -> None:
    """`landed` as a table, from rows of cells; only the columns that the layout asks for are kept."""
    indexes = list(layout.columns.values())
    chosen = ((number, [_cell(cells, index) for index in indexes], fault) for number, cells, fault in rows)
    land_chosen(connection, list(layout.columns), chosen)


def land_chosen(connection: DuckDBPyConnection, names: Sequence[str], rows: Iterable[Row]) -> None:
    """`landed` as a table, from rows that hold exactly the named values. Rows are taken as they come, never all at once.

    What the rows raise is raised here as it was: the engine that pulls them would wrap it.
    """
    fields = [("_row", pa.int64()), ("_fault", pa.string()), *((name, pa.string()) for name in names)]
    schema = pa.schema(fields)
    raised: list[BaseException] = []
    reader = pa.RecordBatchReader.from_batches(schema, _batches(schema, _remember_raised(iter(rows), raised)))
    connection.register("rows_read", reader)
    try:
        connection.execute("create temp table landed as select * from rows_read")
    except Exception:
        if raised:
            raise raised[0] from None
        raise
    finally:
        connection.unregister("rows_read")


def _remember_raised(rows: Iterator[Row], raised: list[BaseException]) -> Iterator[Row]:
    try:
        yield from rows
    except Exception as error:
        raised.append(error)
        raise


def _batches(schema: pa.Schema, rows: Iterator[Row]) -> Iterator[pa.RecordBatch]:
    while chunk := list(islice(rows, ROWS_PER_BATCH)):
        numbers, values, faults = zip(*chunk, strict=True)
        columns = zip(*values, strict=True) if len(schema) > 2 else ()
        arrays = [pa.array(numbers, pa.int64()), pa.array(faults, pa.string())]
        yield pa.RecordBatch.from_arrays([*arrays, *(pa.array(column, pa.string()) for column in columns)], schema=schema)


def _cell(cells: Sequence[str | None], index: int) -> str | None:
    return cells[index] if index < len(cells) else None
