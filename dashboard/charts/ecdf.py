"""Owns the curve of what share was answered by which wait; knows neither what was asked nor how waits are found."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import STYLES, lay_out
from dashboard.charts.time_axis import stretch

STEPS = 240
LEVELS = [0, 25, 50, 75, 90, 100]


def answered_by(curves: Mapping[str, pd.DataFrame], ticks: Mapping[float, str], *, x: str) -> go.Figure:
    """A rising step line a curve (wait in minutes, share from 0 to 1), over a stretched axis of waits; at most four.

    A curve that ends below 100 % had enquiries open still.
    """
    figure = go.Figure()
    for (name, curve), style in zip(curves.items(), STYLES, strict=False):
        drawn = thin(curve)
        figure.add_scatter(
            name=name,
            x=drawn["wait"],
            y=100 * drawn["share"],
            mode="lines",
            line={"color": style.colour, "dash": style.dash, "shape": "hv", "width": 2},
            hovertemplate=f"{name}: %{{y:.0f}}% answered<extra></extra>",
        )
    longest = max(curve["wait"].max() for curve in curves.values())
    figure.update_yaxes(range=[0, 101], tickvals=LEVELS, ticktext=[f"{level}%" for level in LEVELS])
    return lay_out(stretch(figure, ticks, 0, longest), x=x, y="answered", legend=len(curves) > 1)


def thin(curve: pd.DataFrame) -> pd.DataFrame:
    """The curve with no more steps than the eye can tell apart, waits under a minute gathered at the first."""
    waits = curve["wait"].clip(lower=1)
    edges = np.geomspace(1, max(waits.max(), 2), STEPS)
    places = np.searchsorted(edges, waits * (1 - 1e-9))
    return pd.DataFrame({"wait": waits, "share": curve["share"]}).groupby(places).last().reset_index(drop=True)


def share_by(curve: pd.DataFrame, wait: float) -> float:
    """The share answered by a wait; NaN beyond the last wait of a curve that ends below 100 %."""
    if wait > curve["wait"].iloc[-1] and curve["share"].iloc[-1] < 1:
        return float("nan")
    return float(curve.loc[curve["wait"] <= wait, "share"].iloc[-1])
