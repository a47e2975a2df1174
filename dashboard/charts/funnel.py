"""Owns drawing a funnel: a mark a school by its size, the lines that chance allows; knows no measure and no school.

Where a mark lies is repeated by its form; those beyond a line bear their names, where few are drawn.
"""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import BLUE, GREY, ORANGE, PURPLE, lay_out
from dashboard.compare.funnel import Funnel

HEIGHT = 380
INSIDE, BETWEEN = "Within what chance allows", "Between the two lines"
ABOVE, BELOW = "Higher than chance allows", "Lower than chance allows"
MARKS = (
    (INSIDE, BLUE, "circle", lambda place: place == 0),
    (BETWEEN, PURPLE, "diamond", lambda place: place.abs() == 1),
    (ABOVE, ORANGE, "triangle-up", lambda place: place == 2),
    (BELOW, ORANGE, "triangle-down", lambda place: place == -2),
)
ROOM, FEW = 0.06, 12
MOST_MARKS = 12  # of an axis that has one for every whole number
Trace = dict[str, object]


def draw_funnel(funnel: Funnel, words: Sequence[str], *, x: str, y: str, per: float = 100) -> go.Figure:
    """The figure of a funnel whose points have a column `school`; `words` says each point's figure.

    `per` multiplies every value: 100 draws shares as per cent. Sizes are those of the denominator as counted.
    """
    points = funnel.points.assign(words=list(words))
    ends = [funnel.curve["size"].min(), funnel.curve["size"].max()]
    traces = [
        _lines(funnel.curve, ("low_998", "high_998"), "99.8% of schools like all", "solid", per),
        _lines(funnel.curve, ("low_95", "high_95"), "95% of schools like all", "dot", per),
        _average(ends, per * funnel.pooled),
    ]
    for name, colour, symbol, lies in MARKS:
        marked = points[lies(points["place"])]
        if len(marked):
            traces.append(_marks(marked, name, (colour, symbol), per, len(points) <= FEW, sum(ends) / 2))
    # All at once: Plotly takes several times as long to add one trace after the other.
    return lay_out(go.Figure({"data": traces, "layout": _axes(funnel, per)}), height=HEIGHT, x=x, y=y)


def _lines(curve: pd.DataFrame, columns: tuple[str, str], name: str, dash: str, per: float) -> Trace:
    """The lower and the upper line as one trace, with a gap between them."""
    low, high = (list(per * curve[column]) for column in columns)
    sizes = list(curve["size"])
    return {
        "type": "scatter",
        "x": [*sizes, None, *sizes],
        "y": [*low, None, *high],
        "mode": "lines" if len(sizes) > 1 else "markers",
        "name": name,
        "line": {"color": GREY, "dash": dash, "width": 1.5},
        "marker": {"color": GREY, "symbol": "line-ew-open", "size": 24},
        "hoverinfo": "skip",
    }


def _average(ends: list[float], pooled: float) -> Trace:
    return {
        "type": "scatter",
        "x": ends,
        "y": [pooled] * 2,
        "mode": "lines",
        "name": "All together",
        "line": {"color": GREY, "dash": "dash", "width": 1.5},
        "hoverinfo": "skip",
    }


def _marks(points: pd.DataFrame, name: str, mark: tuple[str, str], per: float, is_few: bool, middle: float) -> Trace:
    """The schools that lie in one place; their names beside them where they are apart, or few."""
    is_apart = name in (ABOVE, BELOW)
    trace = {
        "type": "scatter",
        "x": points["size"],
        "y": per * points["value"],
        "mode": "markers",
        "name": name,
        "marker": {"color": mark[0], "symbol": mark[1], "size": 11 if is_apart else 9},
        "customdata": points[["school", "words"]],
        "hovertemplate": "%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
    }
    if not (is_apart or (name == BETWEEN and is_few)):
        return trace
    # Towards the middle sideways, and away from the average: right beside a mark runs the line that it lies at.
    places = [
        f"{'top' if place > 0 else 'bottom'} {'right' if size < middle else 'left'}"
        for place, size in points[["place", "size"]].itertuples(index=False)
    ]
    return trace | {"mode": "markers+text", "text": points["school"], "textposition": places}


def _axes(funnel: Funnel, per: float) -> dict[str, object]:
    """Room around the marks and the lines, so that no name is cut and no mark lies on the frame."""
    sizes = funnel.points["size"]
    width = max(sizes.max() - sizes.min(), sizes.max() * ROOM)
    values = per * pd.concat([funnel.points["value"], funnel.curve["low_998"], funnel.curve["high_998"]])
    height = max(values.max() - values.min(), 1e-9)
    first, last = max(0, sizes.min() - 2 * ROOM * width), sizes.max() + 2 * ROOM * width
    # Nobody makes half a check: where whole numbers stand close together, no marks between them.
    is_close = last - first < MOST_MARKS and (sizes % 1 == 0).all()
    return {
        "xaxis": {"range": [first, last], "dtick": 1 if is_close else None},
        "yaxis": {
            "range": [values.min() - 2 * ROOM * height, values.max() + 2 * ROOM * height],
            "zeroline": False,
        },
    }
