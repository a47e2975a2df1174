"""Owns the funnel: which schools differ from the pooled figure by more than chance, and the lines around it.

Knows nothing of whether high is good, and ranks nobody. Sources: PHEindicatormethods (exact labels), Spiegelhalter 2005
and 2012 as coded in FunnelPlotR and PowerBI-Funnels (overdispersion).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import norm

from dashboard.compare.refusal import Refusal
from dashboard.compare.rules import Numbers
from dashboard.compare.tails import CONTEXT, LOOK_INTO, count_limits, count_tails, share_limits, share_tails

FEWEST_TO_ADJUST = 10  # of eight schools without any true spread, 23 % of sets would still be given wider lines
WINSORISED = 0.1
CURVE_POINTS = 100  # what is drawn straight between them lies less than a pixel from the line itself
ALIKE = Refusal("All schools have the same figure, or only one reported: there is nothing to compare.")


@dataclass(frozen=True)
class Funnel:
    """A funnel ready to draw; values are shares from 0 to 1, or counts per exposure.

    points: the rows given that have a denominator, with value, size (the denominator) and place: 0 inside, 1 or 2
    above the 95 % or 99.8 % line, -1 or -2 below it. curve: size, low_95, high_95, low_998, high_998. phi: spread over
    what chance explains (1: all of it). tau2: spread that the lines allow for, 0 for none. left_out: rows without a
    denominator.
    """

    points: pd.DataFrame
    curve: pd.DataFrame
    pooled: float
    phi: float
    tau2: float
    left_out: int


@dataclass(frozen=True)
class _Measure:
    """How a kind of figure behaves: exact tests and lines by size, and the scale where its error is 1/(2 sqrt size)."""

    tails: Callable[[Numbers, Numbers], tuple[Numbers, Numbers]]
    limits: Callable[[Numbers, float], tuple[Numbers, Numbers]]
    forward: Callable[[ArrayLike], Numbers]
    back: Callable[[Numbers], Numbers]
    centre: float


def share_funnel(schools: pd.DataFrame, *, widen: bool = True, pooled: float | None = None) -> Funnel | Refusal:
    """Funnel of shares from columns count, out_of (one row per school).

    `widen`: lines allow for the spread of all schools beyond chance (additive overdispersion; never below ten schools).
    `pooled`: the figure to stand around, where it is that of more schools than may be shown; else that of these.
    """
    points, own = _with_values(schools, "out_of")
    pooled = own if pooled is None else pooled
    if len(points) < 2 or pooled in (0, 1):
        return ALIKE
    measure = _Measure(
        tails=lambda count, size: share_tails(count, size, pooled),
        limits=lambda size, tail: share_limits(size, pooled, tail),
        forward=lambda share: np.arcsin(np.sqrt(share)),
        back=lambda angle: np.sin(np.clip(angle, 0, np.pi / 2)) ** 2,
        centre=pooled,
    )
    placed, curve, phi, tau2 = _placed(points, measure, widen)
    return Funnel(placed, curve, pooled, phi, tau2, len(schools) - len(points))


def rate_funnel(schools: pd.DataFrame, *, widen: bool = True, pooled: float | None = None) -> Funnel | Refusal:
    """Funnel of counts per exposure from columns count, exposure (pupils, or pupils times terms); the rest as above."""
    points, own = _with_values(schools, "exposure")
    pooled = own if pooled is None else pooled
    if len(points) < 2 or pooled == 0:
        return ALIKE
    measure = _Measure(
        tails=count_tails,
        limits=lambda expected, tail: (
            count_limits(expected, tail)[0] / expected,
            count_limits(expected, tail)[1] / expected,
        ),
        forward=np.sqrt,
        back=lambda root: np.maximum(root, 0) ** 2,
        centre=1.0,
    )
    # The tests and lines are those of observed over expected; they are shown per exposure.
    as_ratio = points.assign(size=points["size"] * pooled, value=points["value"] / pooled)
    placed, curve, phi, tau2 = _placed(as_ratio, measure, widen)
    curve[curve.columns.drop("size")] *= pooled
    placed = points.assign(place=placed["place"])
    return Funnel(placed, curve.assign(size=curve["size"] / pooled), pooled, phi, tau2, len(schools) - len(points))


def beyond(values: ArrayLike, low: ArrayLike, high: ArrayLike) -> Numbers:
    """1 above `high`, -1 below `low`, 0 inside; a value on a line is inside."""
    return (np.asarray(values) > high) * 1 - (np.asarray(values) < low) * 1


def excess_spread(z: ArrayLike, errors: ArrayLike, winsorised: float = WINSORISED) -> tuple[float, float]:
    """phi and tau squared of standardised distances `z` with standard `errors`, on the scale of the errors.

    `winsorised`: the share of z at each end that is drawn in to the quantile there (so that one school out of line does
    not widen the lines for all).
    """
    z, weights = np.asarray(z, dtype=float), 1 / np.asarray(errors, dtype=float) ** 2
    phi = float(np.mean(np.clip(z, *np.quantile(z, [winsorised, 1 - winsorised])) ** 2))
    excess = len(z) * phi - (len(z) - 1)
    return phi, max(0.0, excess / float(weights.sum() - (weights**2).sum() / weights.sum()))


def describe_funnel(funnel: Funnel, names: str, singular: str = "school", plural: str = "schools") -> str:
    """What the funnel shows, in words: who is beyond the 99.8 % line, in the order given, never by size of figure.

    `names` is the column of `points` that holds the names.
    """
    apart = funnel.points.loc[funnel.points["place"].abs() == 2, names].astype(str).tolist()
    if not apart:
        return f"No {singular} of {len(funnel.points)} differs from the pooled figure by more than chance."
    who = f"{', '.join(apart)}: different from the other {plural} by more than chance, ask why."
    return f"{who} (Outside the 99.8 % lines; about one in twenty lies outside the 95 % lines by chance.)"


def _with_values(schools: pd.DataFrame, size: str) -> tuple[pd.DataFrame, float]:
    """The rows with a denominator, their values, and the pooled figure (sum over sum, never a mean of shares)."""
    points = schools[schools[size] > 0].reset_index(drop=True)
    points = points.assign(size=points[size].astype(float), value=points["count"] / points[size])
    return points, float(points["count"].sum() / points[size].sum()) if len(points) else 0.0


def _placed(points: pd.DataFrame, measure: _Measure, widen: bool) -> tuple[pd.DataFrame, pd.DataFrame, float, float]:
    """Points with their place, the curve, phi, and the tau squared in use."""
    sizes, errors = points["size"].to_numpy(), _errors(points["size"].to_numpy())
    phi, tau2 = excess_spread((measure.forward(points["value"]) - measure.forward(measure.centre)) / errors, errors)
    if not widen or len(points) < FEWEST_TO_ADJUST:
        tau2 = 0.0
    grid = np.geomspace(sizes.min(), sizes.max(), CURVE_POINTS) if sizes.min() < sizes.max() else sizes[:1]
    curve = {"size": grid}
    place = np.zeros(len(points), dtype=int)
    for tail, name in ((CONTEXT, "95"), (LOOK_INTO, "998")):
        if tau2:
            curve[f"low_{name}"], curve[f"high_{name}"] = _wider_limits(measure, grid, tail, tau2)
            place += beyond(points["value"], *_wider_limits(measure, sizes, tail, tau2))
        else:
            curve[f"low_{name}"], curve[f"high_{name}"] = measure.limits(grid, tail)
            at_least, at_most = measure.tails(points["count"].to_numpy(), sizes)
            place += (at_least < tail) * 1 - (at_most < tail) * 1
    return points.assign(place=place), pd.DataFrame(curve), phi, tau2


def _wider_limits(measure: _Measure, sizes: Numbers, tail: float, tau2: float) -> tuple[Numbers, Numbers]:
    width = norm.isf(tail) * np.sqrt(_errors(sizes) ** 2 + tau2)
    centre = measure.forward(measure.centre)
    return measure.back(centre - width), measure.back(centre + width)


def _errors(sizes: Numbers) -> Numbers:
    return 1 / (2 * np.sqrt(sizes))
