"""Owns curves of the share done by a number of days, some being open still; knows not what is waited for."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import GREY, STYLES, lay_out


def done_by(
    curves: Mapping[str, pd.DataFrame], *, x: str, y: str, marks: Sequence[int] = (), longest: float | None = None
) -> go.Figure:
    """A rising step line a curve (wait in days, share from 0 to 1), at most four; a thin line at each of `marks`.

    A curve that ends below 100 % had some open still. `longest` cuts the axis, where a few waited far longer.
    """
    figure = go.Figure()
    for (name, curve), style in zip(curves.items(), STYLES, strict=False):
        figure.add_scatter(
            name=name,
            x=curve["wait"],
            y=100 * curve["share"],
            mode="lines",
            line={"color": style.colour, "dash": style.dash, "shape": "hv", "width": 2},
            hovertemplate=f"{name}: %{{y:.0f}}% after %{{x:,.0f}} days<extra></extra>",
        )
    for mark in marks:
        figure.add_shape(
            type="line", x0=mark, x1=mark, yref="paper", y0=0, y1=1, line={"color": GREY, "dash": "dot", "width": 1}
        )
    end = max([*(curve["wait"].max() for curve in curves.values()), *marks, 1])
    figure.update_xaxes(range=[0, min(end, longest or end) * 1.02], **({"tickvals": list(marks)} if marks else {}))
    figure.update_yaxes(range=[0, 102], ticksuffix="%")
    return lay_out(figure, x=x, y=y, legend=len(curves) > 1)


def share_at(curve: pd.DataFrame, wait: float) -> float:
    """The share done by a wait; NaN beyond the last wait of a curve that ends below 100 %."""
    if wait > curve["wait"].iloc[-1] and curve["share"].iloc[-1] < 1:
        return float("nan")
    return float(curve.loc[curve["wait"] <= wait, "share"].iloc[-1])
