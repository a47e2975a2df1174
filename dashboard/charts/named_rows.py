"""Owns names that stand above their rows, where they take no width from a chart on a narrow screen; knows no data."""

from collections.abc import Sequence

import plotly.graph_objects as go

from dashboard.charts.theme import annotate

A_ROW, ROW_PIXELS, AROUND_PIXELS = 1.75, 58, 100
HEAD = 0.8  # room for letters above the first name, in heights of a row's drawing


def base_of(place: int) -> float:
    """Where the row at a place (0 is on top) stands on the y axis; what is drawn in it is up to 1 high."""
    return -A_ROW * place


def name_rows(figure: go.Figure, rows: Sequence[str], *, head: float = 0) -> None:
    """Write each row's name above it, in order from the top, and leave the y axis without marks of its own.

    `head` is room left above the first name, for letters of events.
    """
    at = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "bottom", "showarrow": False, "align": "left"}
    annotate(figure, [{"text": row, "y": base_of(place) + 1.05, **at} for place, row in enumerate(rows)])
    figure.update_yaxes(visible=False, range=[base_of(len(rows) - 1) - 0.1, A_ROW - 0.1 + head])


def height_of(rows: Sequence[str]) -> int:
    """The height in pixels of a chart with these rows, its legend and axis included."""
    return ROW_PIXELS * len(rows) + AROUND_PIXELS
