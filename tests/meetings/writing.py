"""Owns entries and visits for tests, and writers that run as processes of their own; knows no page."""

import os
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from dashboard.meetings.entries import CardKey, ConflictError, Entry, record
from dashboard.meetings.visits import Visit
from pipelines.meetings.store import open_to_write
from pipelines.settings import Settings

GAP = CardKey("gap_over_five_days", "ash", "ash-x")
LEAVER = CardKey("leaver_has_access", "ash", "ash-f")
ELSEWHERE = CardKey("gap_over_five_days", "birch", "birch-x")
ENTRY = Entry(
    key=GAP,
    version=1,
    question="Who looks at the account when the usual person is away?",
    figure="Nobody looked for 8 school days.",
    clauses=("BPS-06", "BPS-07"),
    status="asked",
    answer="",
    owner="",
    due_on=None,
    looked_from=date(2026, 1, 5),
    looked_to=date(2026, 2, 22),
    build_id="20260306T090000000000Z",
    recorded_by="local",
    recorded_at=datetime(2026, 3, 6, 9, 30, tzinfo=UTC),
)
ANSWERED = replace(
    ENTRY, version=2, status="answered", answer="A deputy is named.", owner="Headteacher", due_on=date(2026, 4, 1)
)
CLOSED = replace(ANSWERED, version=3, status="closed", answer="The deputy has looked every day since.")
VISIT = Visit(
    school_id="ash",
    visited_on=date(2026, 3, 6),
    visitor="Safeguarding governor",
    notes="Saw the log.",
    period_name="Spring 1 2025/26",
    build_id="20260306T090000000000Z",
    recorded_by="local",
    recorded_at=datetime(2026, 3, 6, 10, tzinfo=UTC),
    statuses={"BPS-05": "met", "BPS-06": "partly_met"},
    cards=frozenset({GAP, LEAVER}),
)


def settings_in(data: Path) -> Settings:
    """The settings of a data folder."""
    return Settings(data=data, as_at=date(2026, 3, 6))


def write_own_cards(data: Path, writer: int, count: int) -> None:
    """Record `count` cards that no other writer has, one after the other."""
    for number in range(count):
        record(settings_in(data), replace(ENTRY, key=CardKey("own", "ash", f"{writer}-{number}")))


def write_same_card(data: Path, writer: int, versions: int) -> list[int]:
    """Try to write each version of one card; the versions that this writer got."""
    won = []
    for version in range(1, versions + 1):
        entry = replace(ENTRY, version=version, answer=f"writer {writer}", status="answered")
        while True:
            try:
                record(settings_in(data), entry)
                won.append(version)
            except ConflictError as lost:
                if lost.first.version < version - 1:
                    continue  # nobody has written the version before yet
            except Exception as fault:
                if "never recorded before" in str(fault):
                    continue
                raise
            break
    return won


def die_while_writing(data: Path) -> None:
    """Write an entry and a visit, and stop dead before the transaction ends, as a power cut would."""
    with open_to_write(settings_in(data)) as connection:
        connection.execute("insert into entries select * from entries where version < 0")
        _insert_raw(connection)
        os._exit(3)


def _insert_raw(connection: sqlite3.Connection) -> None:
    names = [row[1] for row in connection.execute("pragma table_info(entries)")]
    values = {"version": 2, "status": "closed"}
    connection.execute(
        f"insert into entries ({', '.join(names)}) values ({', '.join('?' * len(names))})",
        ["ash" if name == "school_id" else values.get(name, GAP._asdict().get(name, "never kept")) for name in names],
    )


def read_as_nobody(data: Path) -> int:
    """How many entries a user without any right to write can read."""
    from dashboard.meetings.entries import find_history

    os.setuid(65534)
    return len(find_history(settings_in(data), ["ash"]))


def record_as_nobody(data: Path) -> str:
    """What a user without any right to write is told when recording."""
    os.setuid(65534)
    try:
        record(settings_in(data), replace(ENTRY, version=2))
    except Exception as fault:
        return f"{type(fault).__name__}: {fault}"
    return "recorded"
