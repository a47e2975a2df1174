"""Owns `staged.<table>`, `load.files` and `load.rejects`: what is staged, as a builder sees it; stages nothing."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.cast import select_numbered, staged_columns
from pipelines.contract import Table, load_contract
from pipelines.engines.duckdb import add_table
from pipelines.engines.rows import Rows
from pipelines.gaps import find_gaps
from pipelines.manifest import FileRecord, Manifest, PartRecord, load_manifest
from pipelines.own_formats import load_known_formats
from pipelines.rejects import REJECT_COLUMNS, rejects_beside
from pipelines.settings import Settings
from pipelines.sql import quote_literal, quote_name

ORIGIN = {
    "_file": "varchar",
    "_folder": "varchar",
    "_school_id": "varchar",
    "_account_id": "varchar",
    "_exported_at": "timestamp",
    "_loaded_at": "timestamp",
    "_sides": "varchar",
    "_has_made_ids": "boolean",
}
# Where a row stands: the number of its part among those of its table, and its place in the staged file.
PLACE = {"_part": "integer", "_place": "bigint"}
GAP_COLUMNS = {
    "school_id": "varchar",
    "account_id": "varchar",
    "format": "varchar",
    "gap_from": "date",
    "gap_to": "date",
    "file_before": "varchar",
    "file_after": "varchar",
}
FILE_COLUMNS = {
    "file": "varchar",
    "fingerprint": "varchar",
    "format": "varchar",
    "table_name": "varchar",
    "rows_read": "bigint",
    "rows_kept": "bigint",
    "rows_rejected": "bigint",
    "first_at": "timestamp",
    "last_at": "timestamp",
    "unknown_columns": "varchar",
    "exported_at": "timestamp",
    "loaded_at": "timestamp",
    "status": "varchar",
    "message": "varchar",
    "sides": "varchar",
}


def attach_staged(connection: DuckDBPyConnection, settings: Settings) -> None:
    """Create `staged.<table>` (views, all tables of the contract), `staged.export_gaps`, `load.files`, `load.rejects`.

    A key that several files hold counts once: the newest export wins, then the latest load, then the lowest row. Which
    rows that leaves out is worked out here, once, and kept in `staged.superseded`: every model reads the views again.
    """
    manifest = load_manifest(settings)
    connection.execute("create schema if not exists staged")
    connection.execute("create schema if not exists load")
    connection.execute("create or replace table staged.superseded (table_name varchar, part integer, place bigint)")
    for table in load_contract().values():
        parts = [part for part in manifest.parts() if part.staged and part.table_name == table.name]
        rows = _select_staged(table, parts, settings.staged) if parts else _select_nothing(table)
        # Staging has left no key twice in one file.
        select = _leave_out_superseded(connection, table, rows) if len(parts) > 1 else rows
        view = f"staged.{quote_name(table.name)}"
        connection.execute(f"create or replace view {view} as select * exclude (_part, _place) from ({select})")
    files = [_as_row(record, part) for record in manifest.files.values() for part in record.parts]
    add_table(connection, "load", "files", Rows(FILE_COLUMNS, files))
    _create_rejects(connection, manifest, settings.staged)
    found = find_gaps(manifest.parts(), load_known_formats(settings.formats))
    gaps = [dict(zip(GAP_COLUMNS, vars(gap).values(), strict=True)) for gap in found]
    add_table(connection, "staged", "export_gaps", Rows(GAP_COLUMNS, gaps))


def _select_staged(table: Table, parts: Sequence[PartRecord], folder: Path) -> str:
    columns = ", ".join(
        f"cast(rows.{quote_name(name)} as {kind}) as {quote_name(name)}" for name, kind in staged_columns(table).items()
    )
    values = ", ".join(
        f"({number}, {', '.join(map(quote_literal, _origin_of(part, folder)))})" for number, part in enumerate(parts)
    )
    # Cast once a file, not once a row.
    casts = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in ORIGIN.items())
    origins = f"select _part, path, {casts} from (values {values}) as said(_part, path, {', '.join(ORIGIN)})"
    paths = ", ".join(sorted({quote_literal(str(folder / str(part.staged))) for part in parts}))
    source = f"read_parquet([{paths}], filename = true, file_row_number = true, union_by_name = true)"
    return (
        f"select {columns}, origin.* exclude (path), rows.file_row_number as _place "
        f"from ({select_numbered(source)}) as rows join ({origins}) as origin on rows.filename = origin.path"
    )


def _leave_out_superseded(connection: DuckDBPyConnection, table: Table, rows: str) -> str:
    """The rows of `rows` that count. Those that do not are listed in `staged.superseded`."""
    # A row without a school speaks for every school in its folder: in another folder it is another row.
    speaks_for_a_folder = "school_id" in table.key and not table.columns["school_id"].required
    own_folder = ["case when school_id is null then _folder end"] if speaks_for_a_folder else []
    key = ", ".join([*map(quote_name, table.key), *own_folder])
    # Few keys come twice: only their rows are put in order, which costs more than to count the keys of all.
    repeated = f"select hash({key}) from ({rows}) group by all having count(*) > 1"
    newest_first = f"partition by {key} order by _exported_at desc, _loaded_at desc, _row, _file"
    name = quote_literal(table.name)
    connection.execute(
        f"insert into staged.superseded select {name}, _part, _place from ({rows}) where hash({key}) in ({repeated}) "
        f"qualify row_number() over ({newest_first}) > 1"
    )
    superseded = f"select part, place from staged.superseded where table_name = {name}"
    return f"select * from ({rows}) anti join ({superseded}) on _part = part and _place = place"


def _origin_of(part: PartRecord, folder: Path) -> tuple[str | None, ...]:
    return (
        str(folder / str(part.staged)),
        part.file,
        part.folder,
        part.school_id,
        part.account_id,
        part.exported_at,
        part.loaded_at,
        part.sides,
        str(part.has_made_ids),
    )


def _select_nothing(table: Table) -> str:
    columns = {**staged_columns(table), **ORIGIN, **PLACE}
    nulls = ", ".join(f"cast(null as {kind}) as {quote_name(name)}" for name, kind in columns.items())
    return f"select {nulls} where false"


def _as_row(record: FileRecord, part: PartRecord) -> dict[str, Any]:
    said = {**vars(part), "fingerprint": record.fingerprint, "unknown_columns": ", ".join(part.unknown_columns)}
    return {name: said[name] if said[name] != "" else None for name in FILE_COLUMNS}


def _create_rejects(connection: DuckDBPyConnection, manifest: Manifest, folder: Path) -> None:
    columns = {"file": "varchar", **REJECT_COLUMNS}
    add_table(connection, "load", "rejects", Rows(columns, []))
    staged = {part.file: rejects_beside(folder / part.staged) for part in manifest.parts() if part.staged}
    for file, path in sorted(staged.items()):
        if path.exists():
            source = f"read_parquet({quote_literal(str(path))})"
            connection.execute(
                f"insert into load.rejects select {quote_literal(file)}, {', '.join(REJECT_COLUMNS)} from {source}"
            )
