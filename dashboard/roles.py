"""Owns what each role may open and for whom it may show figures, from `roles.toml`; knows no person and no school."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

TABLE = Path(__file__).resolve().parent / "roles.toml"


class Role(BaseModel):
    """One role; the file explains each line."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    pages: frozenset[str]
    audiences: tuple[str, ...]


@cache
def known_roles() -> dict[str, Role]:
    """Every role by name, in the order of the file. A fault in the file is the program's own, and stops it."""
    tables = tomllib.loads(TABLE.read_text(encoding="utf-8"))["roles"]
    return {name: Role(**said) for name, said in tables.items()}
