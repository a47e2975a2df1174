"""Owns rows of plain Python values on their way into a database, with the types they are kept in; knows no engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# What SQL calls a type, by the name of the column that has it.
Kinds = Mapping[str, str]


@dataclass(frozen=True)
class Rows:
    """A table to be kept: its columns with their SQL types, and its rows by column; what a row lacks is blank.

    No Arrow table: the first one that is made of Python values imports pandas, which takes longer than most builds.
    """

    kinds: Kinds
    values: Sequence[Mapping[str, Any]]

    def columns(self) -> list[list[Any]]:
        """The values column by column, in the order of `kinds`. KeyError for a value that has no column."""
        for row in self.values:
            if unknown := row.keys() - self.kinds.keys():
                raise KeyError(f"no such column: {', '.join(sorted(unknown))}")
        return [[row.get(name) for row in self.values] for name in self.kinds]
