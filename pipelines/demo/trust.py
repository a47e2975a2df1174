"""Owns who is in the demonstration and which story each school tells, as the TOML files say; invents nothing."""

import tomllib
import zlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, model_validator

HERE = Path(__file__).parent


class Definition(BaseModel):
    """Read from TOML: a misspelt key is an error, and nothing changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Group(Definition):
    """Schools that hand in their files together, under one folder."""

    folder: str
    trust_name: str
    nation: str
    prefix: str
    domain: str


class Account(Definition):
    """One account: `share` is its part of the school's enquiries, `posts` how many it makes in a school week."""

    id: str
    platform: str
    share: float
    posts: float
    handle: str
    export: str = "contract"
    auto_reply: bool = False
    comments: str = "visible"
    visibility: str = "open"
    opened_in_year: int | None = None
    closed_in_year: int | None = None


class School(Definition):
    """One school and its habits; `trust.toml` explains each."""

    school_id: str
    short: str
    name: str
    folder: str
    phase: str
    policy: str
    pupils: int
    staff: int
    hours: str
    enquiries: float
    reply_hours: float
    unanswered: float
    acknowledges_first: float = 0.05
    checked: float
    holiday_checked: float = 0.0
    holiday_cover: bool
    acknowledged: float
    trained: float
    incidents: float
    accounts: tuple[Account, ...]

    @model_validator(mode="before")
    @classmethod
    def name_accounts(cls, raw: Any) -> Any:
        """An account that gives no id or handle takes them from its school."""
        named = (
            {"id": f"{raw['short']}-{account['platform'].replace('_', '-')}", "handle": raw["name"], **account}
            for account in raw["accounts"]
        )
        return {**raw, "accounts": tuple(named)}

    @property
    def opens(self) -> int:
        """Minutes after midnight at which the day begins."""
        return _minutes(self.hours.split("-")[0])

    @property
    def closes(self) -> int:
        """Minutes after midnight at which the day ends."""
        return _minutes(self.hours.split("-")[1])


Story = Mapping[str, Any]


@cache
def read_groups() -> dict[str, Group]:
    """The groups of schools by their folder."""
    return {raw["folder"]: Group(**raw) for raw in _read("trust.toml")["groups"]}


@cache
def read_schools() -> tuple[School, ...]:
    """All schools, in the order of the file."""
    return tuple(School(**raw) for raw in _read("trust.toml")["schools"])


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def read_words() -> dict[str, list[str]]:
    """Lists of names and short texts to invent from."""
    return _read("words.toml")


def read_incident_kinds() -> list[dict[str, Any]]:
    """The kinds of incident: category, weight, source, affected, severity weights and perhaps a channel."""
    kinds: list[dict[str, Any]] = _read("incidents.toml")["kinds"]
    return kinds


def tell(kind: str, **where: str) -> list[Story]:
    """The stories of one kind, kept to those whose fields equal `where` (e.g. school="900101")."""
    stories = read_stories()[kind]
    return [story for story in stories if all(story.get(key) == value for key, value in where.items())]


def read_stories() -> dict[str, list[Story]]:
    """All stories by kind."""
    return _read("stories.toml")


def throw_dice(seed: int, *topic: str) -> np.random.Generator:
    """Chance of its own for each topic, so that a change to one invention leaves the others as they were."""
    return np.random.default_rng([seed, zlib.crc32("/".join(topic).encode())])


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
