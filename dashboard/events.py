"""Owns the recorded events of a scope as its charts over time mark them; draws nothing."""

import pandas as pd

from dashboard import wording
from dashboard.charts.events import Event
from dashboard.scope import Scope
from dashboard.warehouse import query


def find_events(scope: Scope) -> list[Event]:
    """The events of the schools in view, in time order."""
    return name_events(query("events", scope), is_one_school=scope.is_one_school)


def name_events(events: pd.DataFrame, *, is_one_school: bool) -> list[Event]:
    """Events (as queries/events.sql) as charts letter them; where only some schools are concerned, with their names."""
    named = events["label"] + " (" + events["school_names"].map(wording.some) + ")"
    told = events["label"].where(events["is_of_all"] | is_one_school, named)
    return [Event(on.date(), label) for on, label in zip(events["happened_on"], told, strict=True)]
