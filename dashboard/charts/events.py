"""Owns recorded events as charts over time mark them: a letter at a line, its words beneath; knows no data."""

from collections.abc import Mapping, Sequence
from datetime import date
from string import ascii_uppercase
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from dashboard import wording
from dashboard.charts.theme import GREY, annotate


class Event(NamedTuple):
    """Something that happened and may explain a change; its letter is its place in time."""

    on: date
    label: str


# Letters of events close to each other stand at different heights: pixels of a step, and how many there are.
LETTER, LEVELS = 13, 3
Lettered = Mapping[str, Event]


def letter_events(events: Sequence[Event], since: date, until: date) -> dict[str, Event]:
    """The events within a chart's days in order, each with its letter; those after Z are left out."""
    inside = sorted({event for event in events if since <= event.on <= until})
    return dict(zip(ascii_uppercase, inside, strict=False))


def tell_events(lettered: Lettered) -> str:
    """What each letter stands for: "A: One inbox for all messages, 2 September 2025."; empty without events."""
    return " ".join(f"{letter}: {event.label}, {wording.day(event.on)}." for letter, event in lettered.items())


def mark_events(figure: go.Figure, lettered: Lettered, places: Mapping[date, object] | None = None) -> go.Figure:
    """A line with its letter for each event, on an axis of days or, by `places`, of anything else.

    `places` gives where on the axis each slot stands by its first day: an event stands where the slot it fell in does.
    Returns the same figure.
    """
    marks = []
    for number, (letter, event) in enumerate(lettered.items()):
        at = pd.Timestamp(event.on) if places is None else place_of(event.on, places)
        figure.add_shape(type="line", x0=at, x1=at, yref="paper", y0=0, y1=1, line={"color": GREY, "dash": "dashdot"})
        place = {"x": at, "y": 1, "yref": "paper", "yshift": -LETTER * (number % LEVELS)}
        words = {"text": f"<b>{letter}</b>", "hovertext": event.label, "showarrow": False}
        marks.append({**place, **words, "xanchor": "left", "yanchor": "top"})
    annotate(figure, marks)
    return figure


def place_of(on: date, places: Mapping[date, object]) -> object:
    """Where the slot stands that a day falls in: the latest that begins on or before it, else the first."""
    return places[max((start for start in places if start <= on), default=min(places))]
