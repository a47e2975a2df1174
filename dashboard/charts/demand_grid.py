"""Owns the grid of what is asked of accounts: a mark for each row and demand; knows only the frame it is given."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.named_rows import base_of, height_of, name_rows
from dashboard.charts.theme import GREY, Style, lay_out

MARK_SIZE, LINE_SIZE, UPRIGHT_WORDS = 14, 8, 60


def demand_grid(states: pd.DataFrame, styles: Mapping[str, Style], *, nothing: str) -> go.Figure:
    """A mark for each cell of `states` (index: names of rows, columns: demands, values: categories of `styles`).

    Values named `nothing` get a thin grey line. First row on top, categories that occur nowhere left out.
    """
    figure = go.Figure()
    for category, style in styles.items():
        _add_marks(figure, states, category, {"symbol": style.symbol, "color": style.colour, "size": MARK_SIZE})
    thin = {"symbol": "line-ew-open", "color": GREY, "size": LINE_SIZE, "line": {"width": 2}}
    _add_marks(figure, states, nothing, thin)
    name_rows(figure, list(states.index))
    places = list(range(states.shape[1]))
    # On a narrow screen the words stand upright, so that none is left out.
    figure.update_xaxes(autotickangles=[0, 90])
    figure.update_xaxes(tickvals=places, ticktext=list(states.columns), range=[-0.5, len(places) - 0.5], showgrid=False)
    return lay_out(figure, height=height_of(list(states.index)) + UPRIGHT_WORDS)


def _add_marks(figure: go.Figure, states: pd.DataFrame, category: str, marker: dict[str, object]) -> None:
    cells = [
        (column, base_of(row) + 0.5, f"{states.index[row]}<br>{states.columns[column]}: {category}")
        for row in range(states.shape[0])
        for column in range(states.shape[1])
        if states.iat[row, column] == category
    ]
    if cells:
        x, y, words = zip(*cells, strict=True)
        figure.add_scatter(
            name=category, x=x, y=y, mode="markers", marker=marker, text=words, hovertemplate="%{text}<extra></extra>"
        )
