"""Owns how questions are listed in tables, in words; schools stand A to Z and are never ranked."""

from collections.abc import Sequence

import pandas as pd

from dashboard import wording
from dashboard.meetings.entries import Entry
from dashboard.questions.cards import find_school_names
from dashboard.questions.rules import HEADINGS
from dashboard.review.agenda import Item
from dashboard.scope import Scope

GRAVE = ("critical", "high")


def list_agenda(items: Sequence[Item], scope: Scope) -> pd.DataFrame:
    """Questions: School (where several), Severity, About, Question, What the data shows, Clause, State, Owner, Due."""
    rows = [
        {
            "School": item.school_name,
            "Severity": wording.capital(item.severity),
            "About": item.name,
            "Question": item.question,
            "What the data shows": item.figure,
            "Clause": ", ".join(item.clauses),
            "Heading": HEADINGS[item.heading],
            "State": item.state,
            "Owner": item.entry.owner if item.entry else "",
            "To be done by": wording.short_day(item.entry.due_on) if item.entry else "",
        }
        for item in items
    ]
    listed = pd.DataFrame(rows)
    return listed.drop(columns="School") if scope.is_one_school and rows else listed


def list_schools(items: Sequence[Item], scope: Scope) -> pd.DataFrame:
    """Every school A to Z with its questions counted: grave ones, others, open from earlier, overdue."""
    names = find_school_names()
    rows = []
    for school in sorted(scope.schools, key=names.__getitem__):
        own = [item for item in items if item.key.school_id == school]
        rows.append(
            {
                "School": names[school],
                "Critical or high": sum(item.severity in GRAVE for item in own),
                "Medium or low": sum(item.severity not in GRAVE for item in own),
                "Open from earlier": sum(item.is_open for item in own),
                "Overdue": sum(item.is_overdue for item in own),
            }
        )
    return pd.DataFrame(rows)


def list_settled(entries: Sequence[Entry]) -> pd.DataFrame:
    """Closed questions: Question, What the data showed, Answer, Closed."""
    rows = [
        {
            "Question": entry.question,
            "What the data showed": entry.figure,
            "Answer": entry.answer,
            "Closed": wording.short_moment(entry.recorded_at),
        }
        for entry in entries
    ]
    return pd.DataFrame(rows)
