"""Owns how every chart looks: four colours, their patterns and symbols, one layout; knows no data.

The colours pass 3:1 on the light and on the dark ground alike, so a chart needs not know which theme is on; letters and
lines take the page's own colour from Streamlit. No colour says good or bad, and a pattern or symbol repeats each.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import plotly.graph_objects as go

BLUE, ORANGE, PURPLE, GREY = "#2f7ec2", "#c8671c", "#8c6bc4", "#7d858c"
COLOURS = (BLUE, ORANGE, PURPLE, GREY)
PATTERNS = ("", "/", "x", ".")
SYMBOLS = ("circle", "square", "diamond", "cross")
DASHES = ("solid", "dash", "dot", "dashdot")
# Letters on a coloured piece: 4.5:1 on each of the four colours.
INK = "#0b0c0c"
GRID = "rgba(125, 133, 140, 0.25)"
HEIGHT = 320
AXIS: Mapping[str, object] = {
    "gridcolor": GRID,
    "zerolinecolor": GRID,
    "automargin": True,
    "fixedrange": True,
    # The margin makes room for each label. Else a browser measures all, to leave out the name of the last point on an
    # axis of days, which reaches beyond it: 0.1 s of a page with seven charts.
    "ticklabeloverflow": "allow",
}
LEGEND: Mapping[str, object] = {"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"}
LAYOUT: Mapping[str, object] = {
    "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
    "paper_bgcolor": "rgba(0,0,0,0)",
    "plot_bgcolor": "rgba(0,0,0,0)",
    "hoverlabel": {"align": "left"},
    "bargap": 0.25,
    "dragmode": False,
}
ROW_HEIGHT = 34


class Style(NamedTuple):
    """How one category is drawn: always the same colour, pattern, symbol and dash."""

    colour: str
    pattern: str
    symbol: str
    dash: str


STYLES = tuple(map(Style, COLOURS, PATTERNS, SYMBOLS, DASHES))
# The same four meanings on every page: kept, not kept, in between, not known.
MEANING: Mapping[str, Style] = dict(zip(("kept", "not kept", "between", "not known"), STYLES, strict=True))


def lay_out(figure: go.Figure, *, height: int = HEIGHT, x: str = "", y: str = "", legend: bool = True) -> go.Figure:
    """The common layout, axes titled with `x` and `y`; height in pixels. Returns the same figure.

    All of it is set at once, over what the figure holds already: Plotly takes several times as long to merge pieces.
    """
    titled = [(axis, x) for axis in figure.select_xaxes()] + [(axis, y) for axis in figure.select_yaxes()]
    axes = {axis.plotly_name: axis.to_plotly_json() | AXIS | {"title": {"text": title}} for axis, title in titled}
    words = {"legend": figure.layout.legend.to_plotly_json() | LEGEND, "showlegend": legend}
    figure.update_layout({**LAYOUT, **axes, **words, "height": height}, overwrite=True)
    return figure


def annotate(figure: go.Figure, annotations: Sequence[Mapping[str, object]]) -> None:
    """Add annotations all at once: Plotly goes over those that are there for each one that it adds."""
    figure.layout.annotations = [*figure.layout.annotations, *annotations]


def rows_height(count: int) -> int:
    """The height of a chart with one bar a row, its axis and a legend of three lines, as on a telephone, included."""
    return ROW_HEIGHT * max(count, 1) + 125


def pattern_of(style: Style) -> dict[str, object]:
    """The pattern laid over a filled piece, thin enough to read a number on it."""
    ink = {"fillmode": "overlay", "fgcolor": tint(INK, 0.35), "fgopacity": 1}
    return {"shape": style.pattern, "size": 8, "solidity": 0.15, **ink}


def tint(colour: str, alpha: float) -> str:
    """A colour laid thin over the page, so that it works on any ground."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red}, {green}, {blue}, {alpha})"
