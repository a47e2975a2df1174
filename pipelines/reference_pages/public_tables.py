"""Owns reading what the public tables of a build mean; knows not how they are made."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

MEANINGS = Path(__file__).with_name("public_tables.toml")


class PublicTable(BaseModel):
    """A table that others build on: what one row is, and the meaning of each column by name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    grain: str
    note: str = ""
    columns: Mapping[str, str]


def load_public_tables(path: Path = MEANINGS) -> dict[str, PublicTable]:
    """The public tables by "schema.name", in the order of the file."""
    given = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: PublicTable.model_validate(table) for name, table in given.items()}
