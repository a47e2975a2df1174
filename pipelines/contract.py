"""Owns what a table of the contract is: its columns, types and allowed values; knows nothing of files or of SQL."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from pipelines.errors import ModelError
from pipelines.settings import JOURNEY

CONTRACT = JOURNEY / "1_contract"

ColumnType = Literal["text", "integer", "date", "time", "timestamp", "boolean", "list"]


class Column(BaseModel):
    """One column: how it is written, whether a row may leave it blank, and what becomes of a person's data in it.

    `personal`: a "pseudonym" column is staged as a keyed pseudonym, a "vault" column goes to the identity vault only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    type: ColumnType
    required: bool = False
    allowed: tuple[str, ...] = ()
    personal: Literal["pseudonym", "vault"] | None = None
    meaning: str = ""


class Table(BaseModel):
    """One table of the contract: one row per `grain`, told apart by the columns of `key`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    grain: str
    key: tuple[str, ...]
    columns: dict[str, Column]

    @model_validator(mode="after")
    def key_is_made_of_columns(self) -> "Table":
        if not self.key or not set(self.key) <= set(self.columns):
            raise ValueError(f"the key {list(self.key)} is not made of the table's columns")
        return self

    @property
    def kept_columns(self) -> tuple[Column, ...]:
        """The columns that are staged: all but those that only the identity vault may hold."""
        return tuple(column for column in self.columns.values() if column.personal != "vault")

    @property
    def time_column(self) -> Column | None:
        """The column that says when a row happened: the first required one that is a date or a timestamp."""
        dated = (column for column in self.columns.values() if column.required and column.type in ("date", "timestamp"))
        return next(dated, None)


@cache
def load_contract(folder: Path = CONTRACT) -> dict[str, Table]:
    """Every table of the contract by name. Raises ModelError for a definition that cannot be used."""
    return {path.stem: _read_table(path) for path in sorted(folder.glob("*.toml"))}


def _read_table(path: Path) -> Table:
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        columns = {name: {"name": name, **column} for name, column in given.pop("columns").items()}
        return Table.model_validate({**given, "name": path.stem, "columns": columns})
    except (tomllib.TOMLDecodeError, ValidationError, KeyError) as error:
        raise ModelError("The contract table cannot be used", where=path.name, found=str(error)) from None
