"""Owns docs/data-dictionary.md: every table that goes in or comes out, column by column; reads no school's data."""

from collections.abc import Iterable, Iterator, Mapping

from pipelines.contract import Column, Table
from pipelines.models import Model
from pipelines.reference_pages.markdown import as_code, join_blocks, note_source, write_table
from pipelines.reference_pages.public_tables import PublicTable

# Tables by name, each with the types of its columns by name.
Tables = Mapping[str, Mapping[str, str]]

SOURCES = "`pipelines/journey/` and `pipelines/reference_pages/public_tables.toml`"
HANDED_IN = """A CSV or XLSX file whose headers are a table's is that table.
`python -m pipelines templates DIR` writes blank ones."""
PUBLIC = """For analysts: a build is one DuckDB file in `data/warehouse/`, and these tables keep their names and
columns. `_at` is a UTC timestamp, `_on` a local date, `is_` and `has_` are booleans."""
MODELS = """What a build makes on the way from the one to the other, in `warehouse` one truth per entity and in `mart`
wide and ready to count. They may change with any version."""
PERSONAL = {"pseudonym": "kept as a pseudonym", "vault": "kept in the identity vault only", None: ""}
TYPES = {
    "VARCHAR": "text",
    "BIGINT": "integer",
    "INTEGER": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamp",
}


def compose_dictionary(
    contract: Mapping[str, Table], public: Mapping[str, PublicTable], models: Iterable[Model], tables: Tables
) -> str:
    """The whole page. `tables` are those of a build, by "schema.name"."""
    own = sorted((model for model in models if model.table not in public), key=lambda model: model.path)
    return join_blocks(
        [
            "# Data dictionary",
            note_source(SOURCES),
            "## What is handed in",
            HANDED_IN,
            *(block for table in contract.values() for block in _describe_contract(table)),
            "## What analysts may build on",
            PUBLIC,
            *(block for name, table in public.items() for block in _describe_public(name, table, tables[name])),
            "## What is made in between",
            MODELS,
            *(block for model in own for block in _describe_model(model, tables[model.table])),
        ]
    )


def say_type(kind: str) -> str:
    """DuckDB's type in a plain word."""
    return TYPES.get(kind, kind.lower())


def _describe_contract(table: Table) -> Iterator[str]:
    yield f"### {table.name}"
    yield f"{table.title}. One row is {table.grain}, told apart by {as_code(*table.key)}."
    headers = ("column", "type", "needed", "meaning", "accepted", "personal data")
    yield write_table(headers, map(_as_row, table.columns.values()))


def _as_row(column: Column) -> tuple[str, ...]:
    needed = "yes" if column.required else ""
    allowed = ", ".join(column.allowed)
    return as_code(column.name), column.type, needed, column.meaning, allowed, PERSONAL[column.personal]


def _describe_public(name: str, table: PublicTable, columns: Mapping[str, str]) -> Iterator[str]:
    yield f"### {name}"
    yield f"One row is {table.grain}. {table.note}".strip()
    rows = [(as_code(column), say_type(kind), table.columns[column]) for column, kind in columns.items()]
    yield write_table(("column", "type", "meaning"), rows)


def _describe_model(model: Model, columns: Mapping[str, str]) -> Iterator[str]:
    yield f"### {model.table}"
    yield model.header
    yield "Columns: " + ", ".join(f"`{column}` {say_type(kind)}" for column, kind in columns.items()) + "."
