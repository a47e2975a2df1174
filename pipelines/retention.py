"""Owns how long rows are kept, as data/retention.toml says it; knows neither files nor how a row is taken out."""

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Self

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.contract import Table, load_contract
from pipelines.errors import PolicyError, nearest
from pipelines.settings import ROOT, Settings

RETENTION = "retention.toml"
AUDIT = "audit"
MEETINGS = "meetings"


class Rule(BaseModel):
    """How long the rows of one table stay: so many months since a day in the row, as long as a person, or always."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    why: str
    since: str | None = None
    months: int | None = Field(default=None, ge=1, le=1200)
    goes_with: str | None = Field(default=None, alias="with")
    always: bool = False

    @model_validator(mode="after")
    def says_one_thing(self) -> Self:
        if [self.months is not None, self.goes_with is not None, self.always].count(True) != 1:
            raise ValueError('give one of: months (with since), with = "people", always = true')
        if self.goes_with not in (None, "people"):
            raise ValueError('rows can go with "people" only')
        return self

    def cut_off(self, today: date) -> date | None:
        """The first day that is still kept; None where no day decides."""
        return None if self.months is None else (pd.Timestamp(today) - pd.DateOffset(months=self.months)).date()


def load_rules(settings: Settings) -> dict[str, Rule]:
    """The rule of each contract table, of the record of meetings and of the audit log, by name.

    The data folder's own file wins.

    Raises PolicyError for a file that names what does not exist, or says nothing of a table.
    """
    own = settings.data / RETENTION
    path = own if own.exists() else ROOT / "data" / RETENTION
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        rules = {name: Rule.model_validate(rule) for name, rule in given.items()}
    except tomllib.TOMLDecodeError as fault:
        raise PolicyError("This is no TOML", where=str(path), found=str(fault)) from None
    except ValidationError as fault:
        first = fault.errors()[0]
        said = " ".join(map(str, (*first["loc"], first["msg"])))
        raise PolicyError("A retention rule is wrong", where=str(path), found=said) from None
    _check_tables(rules, path)
    return rules


def _check_tables(rules: Mapping[str, Rule], path: Path) -> None:
    tables = load_contract()
    known = {*tables, MEETINGS, AUDIT}
    for name in rules.keys() - known:
        raise PolicyError(f"There is no table '{name}' to keep.{nearest(name, known)}", where=str(path))
    if lacking := known - rules.keys():
        do = "Say of each how long it is kept, or always = true."
        raise PolicyError(f"Nothing is said of {', '.join(sorted(lacking))}", where=str(path), do=do)
    for name, table in tables.items():
        _check_columns(rules[name], table, path)


def _check_columns(rule: Rule, table: Table, path: Path) -> None:
    days = [column.name for column in table.columns.values() if column.type in ("date", "timestamp")]
    where = f"{path}, [{table.name}]"
    if rule.months is not None and rule.since not in days:
        found, accepted = str(rule.since), ", ".join(days)
        raise PolicyError("`since` names no day of the table", where=where, found=found, accepted=accepted)
    if rule.goes_with and "person_id" not in table.columns:
        raise PolicyError("This table has no person to go with", where=where)
