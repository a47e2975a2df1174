"""Owns the axis of waits: stretched where waits are short, with ticks that people know; knows no data."""

import math
from collections.abc import Mapping

import plotly.graph_objects as go

HOUR, DAY = 60, 24 * 60
ROOM = 0.05  # beside the first and the last tick, in powers of ten
# Minutes and how the axis writes them. A working day has no fixed length, so working time stays in hours.
WORKING_TICKS: Mapping[float, str] = {
    1: "at once",
    5: "5 min",
    20: "20 min",
    **{hours * HOUR: f"{hours:,} h" for hours in (1, 2, 4, 8, 16, 32, 64, 125, 250, 500, 1000, 2000)},
}
ELAPSED_TICKS: Mapping[float, str] = {
    1: "at once",
    5: "5 min",
    20: "20 min",
    **{hours * HOUR: f"{hours} h" for hours in (1, 3, 10)},
    DAY: "1 day",
    **{days * DAY: f"{days:,} days" for days in (3, 10, 30, 100, 300, 1000, 3000)},
}
MOST_TICKS = 7


def last_tick(ticks: Mapping[float, str], longest: float) -> float:
    """Where an axis that is stretched to a longest wait ends."""
    return min((at for at in ticks if at >= longest), default=max(ticks))


def stretch(figure: go.Figure, ticks: Mapping[float, str], shortest: float, longest: float) -> go.Figure:
    """Give the figure's x axis, in minutes, these ticks on a log scale, from the last before to the first after."""
    first = max((at for at in ticks if at <= shortest), default=min(ticks))
    last = last_tick(ticks, longest)
    shown = [at for at in ticks if first <= at <= last]
    while len(shown) > MOST_TICKS:
        shown = shown[::2]
    figure.update_xaxes(
        type="log",
        range=[math.log10(first) - ROOM, math.log10(last) + ROOM],
        tickvals=shown,
        ticktext=[ticks[at] for at in shown],
    )
    return figure


def at_least_a_minute(minutes: float) -> float:
    """Where a wait stands on the axis, which has no nothing: within its first minute."""
    return max(minutes, 1)
