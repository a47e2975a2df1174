"""Owns who may see which numbers: one set of rules per audience, from `data/reference/disclosure.toml`.

Knows nothing of tables; `disclosure` applies the rules.
"""

import tomllib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from pipelines.errors import PolicyError, nearest
from pipelines.settings import REFERENCE
from pipelines.words import day

RULES = REFERENCE / "disclosure.toml"


class Audience(BaseModel):
    """The rules of one audience; the file explains each."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    reason: str
    hide_from: int | None = None
    hide_to: int | None = None
    small_group: int
    single_contributor: bool
    opens_cases: bool
    decided_by: str
    decided_on: date | None = None

    @model_validator(mode="after")
    def _both_ends_or_none(self) -> "Audience":
        if (self.hide_from is None) != (self.hide_to is None) or (self.hide_from or 0) > (self.hide_to or 0):
            raise ValueError("hide_from and hide_to are both given, in order, or both left out")
        return self

    @property
    def sees_everything(self) -> bool:
        """Whether no rule hides anything, so that tables pass as they are."""
        return self.hide_from is None and not self.small_group and not self.single_contributor

    @property
    def is_limited(self) -> bool:
        """Whether it sees less than the closed meeting: only what a page publishes, and no case."""
        return not (self.sees_everything and self.opens_cases)

    @property
    def rule_words(self) -> str:
        """What is hidden from this audience and who decided it, in sentences; that nothing is, where nothing is."""
        if self.sees_everything:
            return "Nothing is hidden."
        said = []
        if self.hide_from is not None:
            said.append(f"counts of {self.hide_from} to {self.hide_to}, and what would give them away")
        if self.small_group:
            said.append(f"0% and 100% of groups of fewer than {self.small_group}")
        if self.single_contributor:
            said.append("what one person alone made up")
        on = f" on {day(self.decided_on)}" if self.decided_on else ""
        return f"Hidden, and written c, are {'; '.join(said)}. Decided by: {self.decided_by}{on}."

    @property
    def least_hidden(self) -> int:
        """What every reader knows of a hidden count that is no 0 and no exception: it is this or more."""
        return 0 if self.hide_from in (None, 0) else 1


def load_audiences(path: Path = RULES) -> dict[str, Audience]:
    """Every audience by name. Raises PolicyError for a file that does not say what it must."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))["audiences"]
        return {name: Audience(name=name, **rules) for name, rules in tables.items()}
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as fault:
        raise PolicyError("this is no list of audiences", where=str(path), found=str(fault)) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        found = f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        raise PolicyError("an audience's rules are wrong", where=str(path), found=found) from fault


@cache
def _audiences() -> dict[str, Audience]:
    return load_audiences()


def audiences_named(names: Sequence[str] | None) -> tuple[Audience, ...]:
    """The rules of these audiences in the order given; of every audience of the file for None."""
    return tuple(audience(name) for name in (names or _audiences()))


def audience(name: str) -> Audience:
    """The rules of the audience of that name. Raises PolicyError for a name that is not in the file."""
    known = _audiences()
    if name not in known:
        raise PolicyError(
            f"there is no audience '{name}'.{nearest(name, known)}", where=str(RULES), accepted=", ".join(known)
        )
    return known[name]
