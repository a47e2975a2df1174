"""Owns the grid of clauses by half-term: what could be said of each promise, when; knows only the frame it is given."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import GREY, Style, lay_out, rows_height

MARK_SIZE = 14


def status_grid(groups: pd.DataFrame, styles: Mapping[str, Style], *, nothing: str) -> go.Figure:
    """A mark for each row of `groups` (index: clause ids, columns: periods in order, values: categories of `styles`).

    Values named `nothing` get a thin grey line, those that are null no mark at all. First row on top.
    """
    figure = go.Figure()
    for category, style in styles.items():
        _add_marks(figure, groups, category, {"symbol": style.symbol, "color": style.colour, "size": MARK_SIZE})
    thin = {"symbol": "line-ew-open", "color": GREY, "size": MARK_SIZE, "line": {"width": 2}}
    _add_marks(figure, groups, nothing, thin)
    figure.update_xaxes(categoryorder="array", categoryarray=list(groups.columns), side="bottom", showgrid=False)
    figure.update_yaxes(categoryorder="array", categoryarray=list(groups.index), autorange="reversed", ticks="")
    return lay_out(figure, height=rows_height(len(groups)))


def _add_marks(figure: go.Figure, groups: pd.DataFrame, category: str, marker: dict[str, object]) -> None:
    places = [(row, column) for row in groups.index for column in groups if groups.at[row, column] == category]
    figure.add_scatter(
        name=category,
        x=[column for _, column in places],
        y=[row for row, _ in places],
        mode="markers",
        marker=marker,
        hovertemplate=f"%{{y}}, %{{x}}<br>{category}<extra></extra>",
    )
