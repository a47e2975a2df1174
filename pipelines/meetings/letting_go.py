"""Owns the only two ways in which the record of meetings changes: a person is forgotten, or what is too old goes.

Everything else only adds. Each way is one transaction, within which alone the triggers that refuse changes are lifted;
then the file is written anew, so that no byte of what went is left in it. Knows no vault and no rule of retention.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from pipelines.meetings.mentions import names_for_certain, names_perhaps
from pipelines.meetings.store import FILE, open_to_read, open_to_write, wipe
from pipelines.settings import Settings

REMOVED = "[removed: it named somebody who was forgotten]"
# Every column in which people write, or in which words about the data were printed, with the day of the row.
TEXTS = {"entries": ("question", "figure", "answer", "owner"), "visits": ("visitor", "notes")}
# A card's history goes up to its last closing before the day: what led to a question that is still open stays.
OLD_ENTRIES = """
    select entries.rowid
    from entries
    where exists (
        select 1
        from entries as closing
        where
            closing.rule = entries.rule
            and closing.school_id = entries.school_id
            and closing.subject = entries.subject
            and closing.version >= entries.version
            and closing.status = 'closed'
            and closing.recorded_at < :day
    )
"""
OLD_VISITS = "select visit_id from visits where visited_on < :day"


@dataclass(frozen=True)
class Mentions:
    """How many texts name a person for certain; and where others may: the school and the day it was recorded."""

    certain: int
    perhaps: tuple[tuple[str, date], ...]


def find_mentions(settings: Settings, sayings: Sequence[str]) -> Mentions:
    """Where the record names somebody who is called by these names, addresses or words. Raises StoreError."""
    certain, perhaps = 0, set()
    with open_to_read(settings) as connection:
        for table, column in _columns():
            query = f"select {column} as text, school_id, recorded_at from {table}"
            for row in connection.execute(query):
                if names_for_certain(sayings, row["text"]):
                    certain += 1
                elif names_perhaps(sayings, row["text"]):
                    perhaps.add((row["school_id"], date.fromisoformat(row["recorded_at"][:10])))
    return Mentions(certain, tuple(sorted(perhaps)))


def forget_in_meetings(settings: Settings, sayings: Sequence[str], stand_ins: Mapping[str, str]) -> int:
    """Blank every text that names the person, and put `stand_ins` in the place of pseudonyms; how many were blanked.

    Rows, versions, states and dates stay. Doing it again changes nothing, and finishes what a crash cut off.
    Raises StoreError; then nothing was changed, or all was and the file has yet to be written anew.
    """
    if not (settings.meetings / FILE).exists():
        return 0
    with _lifted(settings) as connection:
        blanked = sum(_blank(connection, table, column, sayings) for table, column in _columns())
        if blanked + _rename(connection, stand_ins):
            _drop_copies(settings)
    wipe(settings)
    return blanked


def purge_meetings(settings: Settings, before: date, keep_all: bool) -> int:
    """Take out closed questions with what led to them, and visits, of before a day; how many recordings and visits.

    `keep_all`: only count. Raises StoreError, as above.
    """
    if not (settings.meetings / FILE).exists():
        return 0
    day = {"day": before.isoformat()}
    if keep_all:
        with open_to_read(settings) as connection:
            return _count_old(connection, day)
    with _lifted(settings) as connection:
        old = _count_old(connection, day)
        for table in ("visit_statuses", "visit_cards", "visits"):
            connection.execute(f"delete from {table} where visit_id in ({OLD_VISITS})", day)
        connection.execute(f"delete from entries where rowid in ({OLD_ENTRIES})", day)
        if old:
            _drop_copies(settings)
    wipe(settings)
    return old


def _count_old(connection: sqlite3.Connection, day: Mapping[str, str]) -> int:
    query = f"select (select count(*) from ({OLD_ENTRIES})) + (select count(*) from ({OLD_VISITS}))"
    return int(connection.execute(query, day).fetchone()[0])


@contextmanager
def _lifted(settings: Settings) -> Iterator[sqlite3.Connection]:
    """A transaction without the triggers that refuse changes; nobody else ever sees the file without them."""
    with open_to_write(settings) as connection:
        triggers = connection.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
        for trigger in triggers:
            connection.execute(f"drop trigger {trigger['name']}")
        yield connection
        for trigger in triggers:
            connection.execute(trigger["sql"])


def _columns() -> list[tuple[str, str]]:
    return [(table, column) for table, columns in TEXTS.items() for column in columns]


def _blank(connection: sqlite3.Connection, table: str, column: str, sayings: Sequence[str]) -> int:
    rows = connection.execute(f"select rowid as place, {column} as text from {table}").fetchall()
    named = [(REMOVED, row["place"]) for row in rows if names_for_certain(sayings, row["text"])]
    connection.executemany(f"update {table} set {column} = ? where rowid = ?", named)
    return len(named)


def _rename(connection: sqlite3.Connection, stand_ins: Mapping[str, str]) -> int:
    """Put the stand-ins into every text of every table, the keys of cards included; how many cells changed."""
    named = "select tables.name, columns.name from sqlite_master as tables, pragma_table_info(tables.name) as columns"
    texts = connection.execute(f"{named} where tables.type = 'table' and lower(columns.type) = 'text'").fetchall()
    return sum(
        connection.execute(
            f"update {table} set {column} = replace({column}, :was, :now) where instr({column}, :was)",
            {"was": was, "now": stand_in},
        ).rowcount
        for table, column in texts
        for was, stand_in in stand_ins.items()
    )


def _drop_copies(settings: Settings) -> None:
    """Copies that were set aside before the tables were brought up to date hold the same words."""
    for copy in settings.meetings.glob("meetings.version-*.sqlite"):
        copy.unlink()
