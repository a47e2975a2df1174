"""Owns the record of visits: when, by whom, and how things stood then; knows neither rules nor words."""

import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime

from dashboard.meetings.entries import A_PERSON, CardKey
from pipelines.meetings.store import open_to_read, open_to_write
from pipelines.settings import Settings

LONGEST_NOTES = 4000
COLUMNS = "school_id, visited_on, visitor, notes, period_name, build_id, recorded_by, recorded_at"


@dataclass(frozen=True)
class Visit:
    """One visit to a school. `visitor` is a role; `statuses` holds the status of each clause as seen, by id; `cards`
    are those that the data raised then; `recorded_at` is an instant in UTC.
    """

    school_id: str
    visited_on: date
    visitor: str
    notes: str
    period_name: str
    build_id: str
    recorded_by: str
    recorded_at: datetime
    statuses: dict[str, str]
    cards: frozenset[CardKey]


def find_faults(visit: Visit) -> list[str]:
    """What is missing or wrong in a visit, each as a sentence; none where it can be recorded."""
    faults = []
    if not visit.visitor.strip():
        faults.append("Say the visitor's role.")
    if A_PERSON.search(visit.visitor):
        faults.append("The visitor is a role, such as 'Safeguarding governor': no name and no e-mail address is kept.")
    if len(visit.notes) > LONGEST_NOTES:
        faults.append(f"The notes are {len(visit.notes):,} characters long; up to {LONGEST_NOTES:,} are kept.")
    return faults


def record_visit(settings: Settings, visit: Visit, put_on_record: Callable[[], None] = lambda: None) -> None:
    """Keep a visit, with how things stood; `put_on_record` is called before it is kept, and where it raises OSError
    nothing is. Raises ValueError for one with faults, StoreError.
    """
    if faults := find_faults(visit):
        raise ValueError(" ".join(faults))
    days = (visit.visited_on.isoformat(), visit.visitor.strip(), visit.notes.strip(), visit.period_name)
    values = (visit.school_id, *days, visit.build_id, visit.recorded_by, visit.recorded_at.isoformat())
    with open_to_write(settings) as connection:
        marks = ", ".join("?" * len(values))
        added = connection.execute(f"insert into visits ({COLUMNS}) values ({marks})", values)
        statuses = [(added.lastrowid, clause, status) for clause, status in visit.statuses.items()]
        connection.executemany("insert into visit_statuses values (?, ?, ?)", statuses)
        cards = [(added.lastrowid, card.rule, card.subject) for card in visit.cards]
        connection.executemany("insert into visit_cards values (?, ?, ?)", cards)
        put_on_record()


def find_visits(settings: Settings, schools: Collection[str]) -> list[Visit]:
    """The visits to these schools, newest first. Raises StoreError."""
    marks = ", ".join("?" * len(schools))
    ordered = f"select * from visits where school_id in ({marks}) order by visited_on desc, visit_id desc"
    with open_to_read(settings) as connection:
        return [_as_visit(connection, row) for row in connection.execute(ordered, sorted(schools)).fetchall()]


def _as_visit(connection: sqlite3.Connection, row: sqlite3.Row) -> Visit:
    known = dict(row)
    visit_id = (known.pop("visit_id"),)
    statuses = connection.execute("select clause_id, status from visit_statuses where visit_id = ?", visit_id)
    cards = connection.execute("select rule, subject from visit_cards where visit_id = ?", visit_id)
    return Visit(
        **known
        | {
            "visited_on": date.fromisoformat(known["visited_on"]),
            "recorded_at": datetime.fromisoformat(known["recorded_at"]),
            "statuses": dict(statuses.fetchall()),
            "cards": frozenset(CardKey(rule, known["school_id"], subject) for rule, subject in cards),
        }
    )
