"""Owns `load.file_schools`: which schools' rows each file holds; knows nothing of who may see them."""

from collections.abc import Iterable

from duckdb import DuckDBPyConnection

from pipelines.contract import Table, load_contract
from pipelines.engines.duckdb import create_table
from pipelines.manifest import PartRecord
from pipelines.sql import quote_literal, quote_name

# How a row says whose it is, the plainest first; a relation knows the school of what the column names.
WAYS = {"school_id": "", "account_id": "warehouse.accounts", "person_id": "warehouse.people"}


def attach_file_schools(connection: DuckDBPyConnection, parts: Iterable[PartRecord] = ()) -> None:
    """Create `load.file_schools` from `staged` and `warehouse`: a row per file and school, null where a row names none.

    `parts` are those whose folder says whose they are; they count even where nothing of theirs was kept.
    """
    selects = [_select_schools(table) for table in load_contract().values()]
    selects += [
        f"select {quote_literal(part.file)} as file, {quote_literal(part.school_id)} as any_id"
        for part in parts
        if part.school_id
    ]
    every = " union ".join(selects)
    # A school that is not on the register keeps the name it was given: it is some school, and nobody's here.
    named = "select named.file, coalesce(ids.school_id, named.any_id) as school_id"
    joined = f"{named} from ({every}) as named left join warehouse.school_ids as ids on ids.any_id = named.any_id"
    create_table(connection, "load", "file_schools", f"select distinct * from ({joined}) order by file, school_id")


def _select_schools(table: Table) -> str:
    """The files of one table with the schools that its rows name: by themselves, by account or person, by folder."""
    kept = [name for name in WAYS if name in table.columns]
    rows = f"select distinct _file, _school_id, {', '.join(kept)} from staged.{quote_name(table.name)}"
    joins = " ".join(
        f"left join {WAYS[name]} as by_{name} on by_{name}.{name} = rows.{name}" for name in kept if WAYS[name]
    )
    schools = [f"by_{name}.school_id" if WAYS[name] else f"rows.{name}" for name in kept]
    school = f"coalesce({', '.join([*schools, 'rows._school_id'])})"
    return f"select rows._file as file, {school} as any_id from ({rows}) as rows {joins}"
