"""Owns bars: stacked shares of groups, counts by category; knows no data but the frame it is given."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import GREY, INK, STYLES, Style, lay_out, pattern_of, rows_height

FEW = 5


def stacked(counts: pd.DataFrame, styles: Mapping[str, Style], *, x: str) -> go.Figure:
    """One bar a row of `counts` (index: words of the group, columns: categories, values: counts), first row on top.

    `styles` gives each category's style, at most four of them; the count stands in its piece.
    """
    figure = go.Figure()
    for category, style in styles.items():
        values = counts[category] if category in counts else pd.Series(0, index=counts.index)
        figure.add_bar(
            name=category,
            y=list(counts.index),
            x=list(values),
            orientation="h",
            marker={"color": style.colour, "pattern": pattern_of(style)},
            text=[f"{value:,.0f}" if value else "" for value in values],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"color": INK},
            hovertemplate=f"%{{y}}<br>{category}: %{{x:,}}<extra></extra>",
        )
    # A piece too narrow for its number goes without: the table has it.
    figure.update_layout(barmode="stack", legend_traceorder="normal", uniformtext={"minsize": 10, "mode": "hide"})
    figure.update_yaxes(autorange="reversed", ticks="")
    return lay_out(figure, height=rows_height(len(counts)), x=x)


def counted(counts: pd.Series, *, x: str, keep_order: bool = False) -> go.Figure:
    """One bar a category (index: words, values: counts), its count at its end; one colour.

    Longest first, or in the order given (`keep_order`) where the categories have one of their own.
    """
    ordered = counts if keep_order else counts.sort_values(ascending=False, kind="stable")
    figure = go.Figure(
        go.Bar(
            y=list(ordered.index),
            x=list(ordered),
            orientation="h",
            marker={"color": STYLES[0].colour},
            text=[f"{value:,.0f}" for value in ordered],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{x:,}<extra></extra>",
        )
    )
    figure.update_yaxes(autorange="reversed", ticks="")
    if not ordered.empty and ordered.max() <= FEW:
        figure.update_xaxes(dtick=1)  # else the axis counts halves
    return lay_out(figure, height=rows_height(len(ordered)), x=x, legend=False)


def over_time(
    values: pd.DataFrame, styles: Sequence[Style] = STYLES, *, y: str, unfinished: Sequence[str] = ()
) -> go.Figure:
    """A line a column over periods (index: period names in order); points of unfinished periods are hollow and grey."""
    figure = go.Figure()
    for (name, column), style in zip(values.items(), styles, strict=False):
        open_points = [period in unfinished for period in values.index]
        figure.add_scatter(
            name=str(name),
            x=list(values.index),
            y=list(column),
            mode="lines+markers",
            line={"color": style.colour, "dash": style.dash, "width": 2},
            marker={
                "symbol": [f"{style.symbol}-open" if is_open else style.symbol for is_open in open_points],
                "color": [GREY if is_open else style.colour for is_open in open_points],
                "size": 8,
            },
            hovertemplate=f"%{{x}}<br>{name}: %{{y:,}}<extra></extra>",
        )
    figure.update_yaxes(rangemode="tozero")
    return lay_out(figure, y=y, legend=values.shape[1] > 1)
