"""Owns what has changed since the last recorded visit: promises, questions new and gone, questions recorded."""

from collections.abc import Sequence

import pandas as pd

from dashboard import parts, wording
from dashboard.meetings.entries import Entry
from dashboard.meetings.visits import Visit
from dashboard.review.agenda import Item
from dashboard.review.findings import find_changes_since


def draw_since(
    visits: Sequence[Visit], agenda: Sequence[Item], history: Sequence[Entry], clauses: pd.DataFrame
) -> None:
    """The section; `visits` newest first."""
    if not visits:
        parts.section("Since the last review")
        parts.nothing("No visit to this school is recorded yet. Record one below, and the next review starts from it.")
        return
    visit = visits[0]
    said = [tell_visit(visit), *tell_questions(visit, agenda, history)]
    parts.section("Since the last review", " ".join(said))
    parts.table(
        find_changes_since(visit, clauses),
        name="changed since the last visit",
        alt="The promises whose status is another than at the last visit",
        empty="No promise has another status than at the last visit.",
    )


def tell_visit(visit: Visit) -> str:
    """When the visit was, by which role, and which period was looked at."""
    notes = f" Notes: {visit.notes}" if visit.notes else ""
    return f"Last visit: {wording.day(visit.visited_on)}, {visit.visitor}, looking at {visit.period_name}.{notes}"


def tell_questions(visit: Visit, agenda: Sequence[Item], history: Sequence[Entry]) -> list[str]:
    """What became of the questions since a visit, in sentences; nothing is said of what did not happen."""
    later = [entry for entry in history if entry.recorded_at > visit.recorded_at]
    newest = {entry.key: entry for entry in later}
    raised = {item.key for item in agenda if item.card}
    counts = {
        "raised by the data that it did not raise then": len(raised - visit.cards),
        "raised then and not any more": len(visit.cards - raised - {key for key, e in newest.items() if not e.is_open}),
        "asked for the first time": sum(entry.version == 1 for entry in later),
        "closed": sum(not entry.is_open for entry in newest.values()),
    }
    return [f"{wording.count(number, 'question')} {what}." for what, number in counts.items() if number]
