"""Owns the chart of typical waits side by side: half within, nine in ten within; knows no enquiry."""

from collections.abc import Callable, Mapping
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import BLUE, GREY, ORANGE, lay_out, rows_height
from dashboard.charts.time_axis import at_least_a_minute, last_tick, stretch

# Words of the one stand below its mark and of the other above, so that near marks keep theirs apart.
MARKS = {
    "median": ("Half within", BLUE, "circle", "bottom center"),
    "p90": ("Nine in ten within", ORANGE, "diamond", "top center"),
}
NOT_REACHED = "not reached"
WORDS_HEIGHT = 20  # of the words above and below a row's marks
LABEL_WIDTH = 22


def side_by_side(
    waits: pd.DataFrame, ticks: Mapping[float, str], in_words: Callable[[float], str], *, x: str
) -> go.Figure:
    """A row a group (index: its words), from its median to its p90 in minutes.

    A p90 that is missing was not reached: a hollow mark at the end of the axis says so.
    """
    words = waits.map(lambda wait: NOT_REACHED if pd.isna(wait) else in_words(wait))
    places = waits.map(at_least_a_minute, na_action="ignore")
    longest = places.max().max()
    labels = [_wrap(str(group)) for group in waits.index]
    figure = go.Figure()
    _add_spans(figure, places.fillna(last_tick(ticks, longest)).set_axis(labels))
    for column, (name, colour, symbol, side) in MARKS.items():
        is_missing = waits[column].isna()
        figure.add_scatter(
            name=name,
            x=places[column].fillna(last_tick(ticks, longest)),
            y=labels,
            mode="markers+text",
            marker={"color": colour, "symbol": [f"{symbol}-open" if no else symbol for no in is_missing], "size": 11},
            text=words[column],
            textposition=["top left" if no else side for no in is_missing],
            cliponaxis=False,
            hovertemplate=f"%{{y}}<br>{name}: %{{text}}<extra></extra>",
        )
    # The first row stands lower than usual, so that the words above its marks keep clear of the legend.
    figure.update_yaxes(range=[len(waits) - 0.5, -0.8], ticks="")
    stretch(figure, ticks, places.min().min(), longest)
    return lay_out(figure, height=rows_height(len(waits)) + WORDS_HEIGHT * (len(waits) + 1), x=x)


def _wrap(label: str) -> str:
    """A long label in lines, or a narrow screen would have no room for the marks."""
    return "<br>".join(wrap(label, LABEL_WIDTH))


def _add_spans(figure: go.Figure, places: pd.DataFrame) -> None:
    for group, row in places.iterrows():
        figure.add_scatter(
            x=[row["median"], row["p90"]],
            y=[group, group],
            mode="lines",
            line={"color": GREY, "width": 2},
            hoverinfo="skip",
            showlegend=False,
        )
