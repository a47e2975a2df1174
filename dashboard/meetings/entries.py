"""Owns what is recorded of question cards: asked, answered, closed, by whom and when; knows neither rules nor figures.

A card is known by its rule, its school and its subject, so a record outlives every rebuild. Nothing is changed or
deleted: recording adds a version.
"""

import re
import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal, NamedTuple, get_args

from pipelines.meetings.store import StoreError, open_to_read, open_to_write
from pipelines.settings import Settings

Status = Literal["asked", "answered", "closed"]
LONGEST = {"answer": 4000, "owner": 120}
A_PERSON = re.compile(r"\b(mr|mrs|ms|miss|mx|dr|sir|revd?)\b\.?\s+\w|@", re.IGNORECASE)


class CardKey(NamedTuple):
    """What a card is known by, whatever the build: its rule, its school, and the account, clause or data set."""

    rule: str
    school_id: str
    subject: str


@dataclass(frozen=True)
class Entry:
    """One recording of a card, with the question and figure as they were printed then.

    `looked_from` and `looked_to` are the days of the period looked at; `recorded_at` is an instant in UTC; `version`
    counts from 1, and the highest is how the card stands.
    """

    key: CardKey
    version: int
    question: str
    figure: str
    clauses: tuple[str, ...]
    status: Status
    answer: str
    owner: str
    due_on: date | None
    looked_from: date
    looked_to: date
    build_id: str
    recorded_by: str
    recorded_at: datetime

    @property
    def is_open(self) -> bool:
        return self.status != "closed"

    def is_overdue(self, on: date) -> bool:
        """Whether it is open on a day after it was due."""
        return self.is_open and self.due_on is not None and self.due_on < on


class ConflictError(StoreError):
    """Somebody else recorded the card after it was read; `first` is what they wrote. Nothing was overwritten."""

    def __init__(self, first: Entry) -> None:
        self.first = first
        super().__init__("Somebody else recorded this card in the meantime", do="read what they wrote, then decide")


def find_faults(entry: Entry) -> list[str]:
    """What is missing or wrong in an entry, each as a sentence; none where it can be recorded."""
    faults = []
    if entry.status not in get_args(Status):
        faults.append(f"'{entry.status}' is no status of a card: it is asked, answered or closed.")
    if entry.status != "asked" and not entry.answer.strip():
        faults.append("Write down the answer: a card without one can only be recorded as asked.")
    if A_PERSON.search(entry.owner):
        faults.append("The owner is a role or a post, such as 'Headteacher': no name and no e-mail address is kept.")
    if entry.due_on and entry.is_open and not entry.owner.strip():
        faults.append("Say which post owns the action: a date alone binds nobody.")
    for name, longest in LONGEST.items():
        if (length := len(getattr(entry, name))) > longest:
            faults.append(f"The {name} is {length:,} characters long; up to {longest:,} are kept.")
    return faults


def record(settings: Settings, entry: Entry, put_on_record: Callable[[], None] = lambda: None) -> None:
    """Add a version of a card; `entry.version` is one more than the version that its writer had read (0 for none).

    `put_on_record` is called once it is written and before it is kept: where it raises OSError, nothing is kept.
    Raises ConflictError where that is not the newest any more, ValueError for an entry with faults, StoreError.
    """
    if faults := find_faults(entry):
        raise ValueError(" ".join(faults))
    with open_to_write(settings) as connection:
        newest = _find_newest(connection, entry.key)
        if newest and newest.version != entry.version - 1:
            raise ConflictError(newest)
        if not newest and entry.version != 1:
            raise StoreError("This card was never recorded before", found=f"version {entry.version}", accepted="1")
        row = _as_row(entry)
        marks = ", ".join(f":{name}" for name in row)
        connection.execute(f"insert into entries ({', '.join(row)}) values ({marks})", row)
        put_on_record()


def find_latest(settings: Settings, schools: Collection[str]) -> dict[CardKey, Entry]:
    """How every card of these schools that was ever recorded stands: its newest version."""
    return {entry.key: entry for entry in find_history(settings, schools)}


def find_history(settings: Settings, schools: Collection[str]) -> list[Entry]:
    """Everything ever recorded for these schools, in the order in which it was written."""
    marks = ", ".join("?" * len(schools))
    ordered = f"select * from entries where school_id in ({marks}) order by rowid"
    with open_to_read(settings) as connection:
        return [_as_entry(row) for row in connection.execute(ordered, sorted(schools))]


def _find_newest(connection: sqlite3.Connection, key: CardKey) -> Entry | None:
    found = connection.execute(
        "select * from entries where rule = ? and school_id = ? and subject = ? order by version desc limit 1", key
    ).fetchone()
    return _as_entry(found) if found else None


def _as_row(entry: Entry) -> dict[str, Any]:
    named = {field.name: getattr(entry, field.name) for field in fields(entry) if field.name != "key"}
    dates = {name: value.isoformat() for name, value in named.items() if isinstance(value, date)}
    texts = {"clauses": " ".join(entry.clauses), "answer": entry.answer.strip(), "owner": entry.owner.strip()}
    return named | dates | texts | entry.key._asdict()


def _as_entry(row: sqlite3.Row) -> Entry:
    known = dict(row)
    key = CardKey(*(known.pop(name) for name in CardKey._fields))
    days = {name: date.fromisoformat(known[name]) for name in ("looked_from", "looked_to")}
    due_on = date.fromisoformat(known["due_on"]) if known["due_on"] else None
    recorded_at = datetime.fromisoformat(known["recorded_at"])
    stamps = {**days, "due_on": due_on, "recorded_at": recorded_at, "clauses": tuple(known["clauses"].split())}
    return Entry(key=key, **{**known, **stamps})
