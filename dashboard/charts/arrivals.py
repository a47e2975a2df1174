"""Owns heat maps of the week: how much falls on each hour, what stands in each part of the day; knows no enquiry."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import BLUE, GREY, lay_out, tint

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# One colour from almost nothing to full, so that more is darker on a light ground and stronger on a dark one.
SCALE = [[0, tint(BLUE, 0.0)], [1, tint(BLUE, 1.0)]]
LEGIBLE_SCALE = [[0, tint(BLUE, 0.0)], [1, tint(BLUE, 0.55)]]
FAINTEST = 0.15
ROW, AROUND = 30, 70
HOURS_NAMED = (0, 6, 12, 18)


def by_hour(counts: pd.DataFrame, *, thing: str, hours: tuple[float, float] | None = None) -> go.Figure:
    """A square an hour of the week; `counts` has a row a weekday (words) and a column an hour from 0 to 23.

    `hours` outlines Monday to Friday from an hour of the day to another, as 8.5 and 16.
    """
    figure = go.Figure(
        go.Heatmap(
            z=counts.to_numpy(),
            x=list(counts.columns),
            y=_shorten(counts.index),
            colorscale=SCALE,
            zmin=0,
            xgap=1,
            ygap=1,
            showscale=False,
            hovertemplate=f"%{{y}} %{{x}}:00 to %{{x}}:59<br>%{{z:,}} {thing}<extra></extra>",
        )
    )
    figure.update_xaxes(tickvals=HOURS_NAMED, ticktext=[f"{hour:02d}:00" for hour in HOURS_NAMED])
    if hours:
        # A square stands around its hour's tick, so the hour itself begins half a square before it.
        box = {"x0": hours[0] - 0.5, "x1": hours[1] - 0.5, "y0": -0.5, "y1": 4.5}
        figure.add_shape(type="rect", **box, line={"color": GREY, "width": 2, "dash": "dot"})
    return _lay_squares(figure, rows=len(counts), x="hour of the day")


def by_part_of_day(values: pd.DataFrame, words: pd.DataFrame) -> go.Figure:
    """A box a weekday and part of the day with its `words`, shaded by its value; one without a value stays blank."""
    figure = go.Figure(
        go.Heatmap(
            z=shade(values).to_numpy(),
            x=[str(part).replace(" ", "<br>") for part in values.columns],
            y=_shorten(values.index),
            text=words.to_numpy(),
            texttemplate="%{text}",
            colorscale=LEGIBLE_SCALE,
            zmin=0,
            zmax=1,
            showscale=False,
            xgap=2,
            ygap=2,
            hovertemplate="%{y}, %{x}: %{text}<extra></extra>",
        )
    )
    figure.update_xaxes(side="top", ticks="")
    return _lay_squares(figure, rows=len(values))


def _lay_squares(figure: go.Figure, *, rows: int, x: str = "") -> go.Figure:
    """The common layout, first row on top, without lines that would strike the squares through."""
    lay_out(figure, height=ROW * rows + AROUND, x=x, legend=False)
    figure.update_xaxes(showgrid=False, tickangle=0)
    return figure.update_yaxes(autorange="reversed", ticks="", showgrid=False)


def _shorten(weekdays: pd.Index) -> list[str]:
    """Weekdays as a narrow screen has room for: "Mon"."""
    return [str(weekday)[:3] for weekday in weekdays]


def shade(values: pd.DataFrame) -> pd.DataFrame:
    """Values as shades from 0 (none) to 1 (the highest); on the scale of their logarithm, as long waits are few."""
    logs = np.log1p(values)
    lowest, highest = logs.min().min(), logs.max().max()
    return (FAINTEST + (1 - FAINTEST) * (logs - lowest) / ((highest - lowest) or 1)).fillna(0)
