"""Owns drawing a control chart: points, average, limits of chance, signals by shape, events as lettered marks.

Knows neither the measure nor the rules: `compare` has found the lines and the signals.
"""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.events import Lettered, mark_events
from dashboard.charts.theme import BLUE, GREY, ORANGE, PURPLE, lay_out, tint
from dashboard.compare.chart import ControlChart

HIGH, LOW = "Signal: high or rising", "Signal: low or falling"
TALL_ENOUGH = 360
MARK_SIZE = 10


def draw_control_chart(
    chart: ControlChart,
    *,
    y: str,
    lettered: Lettered | None = None,
    per: float = 1,
    ceiling: float | None = None,
) -> go.Figure:
    """A figure of any control chart; `per` divides every number (60 draws minutes as hours).

    Limits are drawn no lower than 0 and no higher than `ceiling`; the rules saw them whole. Where the points have a
    column `name` ("Spring 1 2025/26") it stands at the axis in place of the date.
    """
    columns = ["value", "centre", "lower", "upper"]
    points = chart.points.assign(**(chart.points[columns] / per))
    points[["lower", "upper"]] = points[["lower", "upper"]].clip(0, ceiling)
    figure = go.Figure()
    for number, (_, group) in enumerate(points.groupby("group")):
        _add_lines(figure, group, legend=number == 0)
    if chart.target is not None:
        _add_target(figure, points, chart.target / per)
    _add_points(figure, points)
    mark_events(figure, lettered or {})
    if "name" in points:
        figure.update_xaxes(tickvals=points["on"], ticktext=points["name"])
    figure.update_yaxes(rangemode="tozero")
    return lay_out(figure, height=TALL_ENOUGH, y=y)


def _add_lines(figure: go.Figure, group: pd.DataFrame, *, legend: bool) -> None:
    """The band that chance allows and the average, of one stretch between rebases."""
    shared = {"x": group["on"], "mode": "lines", "hoverinfo": "skip"}
    edge = {"color": GREY, "width": 1, "shape": "hvh"}
    band = {"legendgroup": "band", "name": "What chance allows"}
    figure.add_scatter(**shared, **band, y=group["upper"], line=edge, showlegend=False)
    figure.add_scatter(
        **shared, **band, y=group["lower"], line=edge, fill="tonexty", fillcolor=tint(GREY, 0.18), showlegend=legend
    )
    figure.add_scatter(
        **shared,
        y=group["centre"],
        name="Average",
        legendgroup="average",
        line={"color": GREY, "dash": "dash", "shape": "hvh"},
        showlegend=legend,
    )


def _add_target(figure: go.Figure, points: pd.DataFrame, target: float) -> None:
    figure.add_scatter(
        x=[points["on"].iloc[0], points["on"].iloc[-1]],
        y=[target, target],
        mode="lines",
        name="Target",
        line={"color": PURPLE, "dash": "dot"},
        hoverinfo="skip",
    )


def _add_points(figure: go.Figure, points: pd.DataFrame) -> None:
    """The points on one line, those that signal as triangles on it."""
    figure.add_scatter(
        x=points["on"],
        y=points["value"],
        mode="lines+markers",
        name="As measured",
        line={"color": BLUE, "width": 1.5},
        marker={"color": BLUE, "size": np.where(points["signal"] == 0, 6, 0)},
        customdata=points["name"] if "name" in points else points["on"].dt.strftime("%-d %B %Y"),
        hovertemplate="%{customdata}<br>%{y:,.1f}<extra></extra>",
    )
    for name, colour, symbol, flagged in (
        (HIGH, ORANGE, "triangle-up", points["signal"] > 0),
        (LOW, ORANGE, "triangle-down", points["signal"] < 0),
    ):
        if flagged.any():
            figure.add_scatter(
                x=points.loc[flagged, "on"],
                y=points.loc[flagged, "value"],
                mode="markers",
                name=name,
                marker={"color": colour, "symbol": symbol, "size": MARK_SIZE},
                hoverinfo="skip",
            )
