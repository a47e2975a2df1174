"""Owns which control chart suits a measure, and when a chart must not carry an icon or be drawn at all.

Knows nothing of schools or policies. Its guards hold false signals at the latest point to 2 %: `false_signals` measures
that, and docs/statistics.md prints it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.compare.chart import FEWEST_POINTS, Columns, ControlChart, assemble, by_date, judge, rebase_groups, take
from dashboard.compare.icons import Better
from dashboard.compare.rare import g_lines, t_lines
from dashboard.compare.refusal import Refusal
from dashboard.compare.rules import Flags, Lines
from dashboard.compare.spc import log_lines, p_lines, xmr_lines

MOST_POINTS = 20  # a run of seven grows likelier, in a stable series, with every point that steadies the mean
LEAST_MEAN_TO_DRAW = 1
LEAST_MEAN_FOR_ICON = 6
MOST_MEAN_GAP_FOR_ICON = 20  # of a G chart: beyond, its normal limits cut off too much of the long tail
NOTHING = Refusal("There is no finished period to judge yet.")
RARE = "Fewer than one a {period} on average: a chart of the time between them says more."
ALIKE = "Fewer than one exception a {period} on average: a chart of how many lie between the exceptions says more."
FEW = f"Fewer than {LEAST_MEAN_FOR_ICON} a {{period}} on average: too few for the rules to be trusted."
LONG = f"More than {MOST_MEAN_GAP_FOR_ICON} between them on average: the limits of this chart are too narrow for that."
ZERO = "A wait or a gap of nothing is among them: the limits of this chart cannot be trusted."


@dataclass(frozen=True)
class Guard:
    """Whether the points since the last rebase may carry an icon, and what to say where they may not."""

    trusts: Callable[[Columns], Flags]
    otherwise: str


def usable_points(points: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """The points that a chart may judge, and how many were left out.

    Out go, by the columns given: `is_finished` false, `is_closed` true (a holiday week), `out_of` 0, `value` missing.
    """
    keeps = {
        "is_finished": lambda flags: flags.astype(bool),
        "is_closed": lambda flags: ~flags.astype(bool),
        "out_of": lambda numbers: numbers > 0,
        "value": lambda numbers: numbers.notna(),
    }
    usable = pd.Series(True, index=points.index)
    for column in keeps.keys() & set(points.columns):
        usable &= keeps[column](points[column])
    return points[usable], int((~usable).sum())


def count_chart(
    points: pd.DataFrame, *, period: str, better: Better, target: float | None = None, rebase_on: Iterable[date] = ()
) -> ControlChart | Refusal:
    """XmR chart of counts per `period` ("week"), from columns on, value; refused below one a period on average."""
    window = _window(by_date(points), rebase_on)
    if _is_rare(window.latest["value"]):
        return Refusal(RARE.format(period=period))
    guard = Guard(lambda latest: enough_counted(latest["value"]), FEW.format(period=period))
    return window.chart("xmr", lambda part: xmr_lines(part["value"]), guard, better, target)


def percentage_chart(
    points: pd.DataFrame, *, period: str, better: Better, target: float | None = None, rebase_on: Iterable[date] = ()
) -> ControlChart | Refusal:
    """P-prime chart in per cent, from columns on, count, out_of (above 0); `target` in per cent.

    Refused where those counted, or the others, are fewer than one a period on average.
    """
    columns = by_date(points)
    count, out_of = columns["count"], columns["out_of"]
    window = _window(columns | {"value": 100 * count / out_of, "others": out_of - count}, rebase_on)
    if _is_rare(window.latest["count"]) or _is_rare(window.latest["others"]):
        return Refusal(ALIKE.format(period=period))
    guard = Guard(lambda latest: enough_counted([latest["count"], latest["others"]]).all(), FEW.format(period=period))
    return window.chart("p_prime", _percentage_lines, guard, better, target)


def wait_chart(
    points: pd.DataFrame, *, better: Better = "down", target: float | None = None, rebase_on: Iterable[date] = ()
) -> ControlChart | Refusal:
    """Chart of typical waits per period, XmR on the log scale, from columns on, value (0 or more)."""
    guard = Guard(lambda latest: none_is_zero(latest["value"]), ZERO)
    return _window(by_date(points), rebase_on).chart(
        "wait", lambda part: log_lines(part["value"]), guard, better, target
    )


def time_between_chart(
    points: pd.DataFrame, *, better: Better = "up", rebase_on: Iterable[date] = ()
) -> ControlChart | Refusal:
    """T chart of the time since the event before, from columns on (of the event), value (see `rare.gaps_between`)."""
    guard = Guard(lambda latest: none_is_zero(latest["value"]), ZERO)
    return _window(by_date(points), rebase_on).chart("t", lambda part: t_lines(part["value"]), guard, better)


def chances_between_chart(
    points: pd.DataFrame, *, better: Better = "up", rebase_on: Iterable[date] = ()
) -> ControlChart | Refusal:
    """G chart of how many went well since the last that did not, from columns on, value."""
    guard = Guard(lambda latest: short_gaps(latest["value"]), LONG)
    return _window(by_date(points), rebase_on).chart("g", lambda part: g_lines(part["value"]), guard, better)


def enough_counted(counts: ArrayLike) -> Flags:
    """Whether counts are high enough on average for an icon (this and the next two: along the last axis)."""
    return np.asarray(counts, dtype=float).mean(axis=-1) >= LEAST_MEAN_FOR_ICON


def none_is_zero(values: ArrayLike) -> Flags:
    """Whether no value is 0: on a log or power scale a 0 lies far from the smallest value above it."""
    return (np.asarray(values) > 0).all(axis=-1)


def short_gaps(gaps: ArrayLike) -> Flags:
    """Whether gaps are short enough on average for the icon of a G chart."""
    return np.asarray(gaps, dtype=float).mean(axis=-1) <= MOST_MEAN_GAP_FOR_ICON


def _is_rare(counts: np.ndarray) -> bool:
    """Whether counts, where there are any, are too few on average to be drawn."""
    return bool(len(counts)) and bool(counts.mean() < LEAST_MEAN_TO_DRAW)


@dataclass(frozen=True)
class _Window:
    """The points that a chart judges: `latest` are those since the last rebase, the end of `points`."""

    points: Columns
    latest: Columns
    rebase_on: list[date]

    def chart(
        self,
        kind: str,
        lines_of: Callable[[Columns], Lines],
        guard: Guard,
        better: Better,
        target: float | None = None,
    ) -> ControlChart | Refusal:
        """The chart; without its icon where the guard does not trust it, unless there is a reason already."""
        if not len(self.points["on"]):
            return NOTHING
        judged = judge(self.points, lines_of, rebase_on=self.rebase_on)
        chart = assemble(kind, _quieten(judged, guard), better=better, target=target)
        return chart if chart.no_icon or guard.trusts(self.latest) else replace(chart, no_icon=guard.otherwise)


def _window(points: Columns, rebase_on: Iterable[date]) -> _Window:
    """All points, unless those since the last rebase are more than a chart may judge: then their latest twenty only."""
    rebases = list(rebase_on)
    group = rebase_groups(points["on"], rebases)
    latest = take(points, group == group.max(initial=0))
    if len(latest["on"]) <= MOST_POINTS:
        return _Window(points, latest, rebases)
    latest = take(latest, slice(-MOST_POINTS, None))
    return _Window(latest, latest, [])


def _quieten(judged: Columns, guard: Guard) -> Columns:
    """The points without the signals of stretches that are on trial or that the guard does not trust.

    A mark is read as a finding: where there may be no icon for the latest point, none is marked either.
    """
    groups, signal = judged["group"], judged["signal"].copy()
    for group in np.unique(groups[signal != 0]):
        is_in = groups == group
        if is_in.sum() < FEWEST_POINTS or not guard.trusts(take(judged, is_in)):
            signal[is_in] = 0
    return {**judged, "signal": signal}


def _percentage_lines(part: Columns) -> Lines:
    return p_lines(part["count"], part["out_of"], prime=True).through(lambda share: 100 * share)
