"""Owns stacked bars of four states by group: how many are current, nearly out, not done, not due; knows no people."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.bars import stacked
from dashboard.charts.theme import MEANING, Style, rows_height

LEGEND_ROOM = 60
MEANINGS = ("kept", "between", "not kept", "not known")


def state_bars(counts: pd.DataFrame, states: Sequence[str]) -> go.Figure:
    """One bar a group (index: words), divided into `states`: done, nearly, not done, not due yet, in that order."""
    figure = stacked(counts, style_states(states), x="people")
    # On a narrow screen the legend takes a line a state, which must not stand on the bars.
    return figure.update_layout(height=rows_height(len(counts)) + LEGEND_ROOM)


def style_states(states: Sequence[str]) -> Mapping[str, Style]:
    """The style of each of four states, the same on every page. Raises ValueError for more or fewer than four."""
    return {state: MEANING[meaning] for state, meaning in zip(states, MEANINGS, strict=True)}
