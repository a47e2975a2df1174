"""Owns the control chart: dated points in groups between rebases, with their lines and signals.

Knows nothing of which chart suits a measure, nor of how it is drawn or put in words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.compare.icons import Assurance, Better, Variation, assurance_of, variation_of
from dashboard.compare.rules import Lines, signals
from dashboard.compare.spc import xmr_lines

FEWEST_POINTS = 13  # since the last rebase; with fewer, limits are on trial and there is no icon
LINE_COLUMNS = [line.name for line in fields(Lines)]
# The columns of points, of one length. Not a frame: a page of a hundred schools makes a hundred charts, and what pandas
# asks for each look into a frame of twenty rows is most of what such a chart costs.
Columns = Mapping[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class ControlChart:
    """A chart ready to draw.

    `points` has one row per point in date order: on, value, group (0 until the first rebase), centre, lower, upper,
    near_lower, near_upper, signal (a `rules.Signal`). `no_icon` says why the chart carries none, else is empty.
    """

    kind: str
    points: pd.DataFrame
    better: Better
    target: float | None
    no_icon: str

    @cached_property
    def variation(self) -> Variation | None:
        """What the latest point says, None where no icon may be shown."""
        return None if self.no_icon else variation_of(int(self.points["signal"].iat[-1]), self.better)

    @cached_property
    def assurance(self) -> Assurance | None:
        """What the latest limits say of the target, None where no icon may be shown."""
        lower, upper = (self.points[name].iat[-1] for name in ("lower", "upper"))
        return None if self.no_icon else assurance_of(lower, upper, self.target, self.better)


def xmr_chart(
    points: pd.DataFrame,
    *,
    better: Better,
    target: float | None = None,
    rebase_on: Iterable[date] = (),
    fix_after: int | None = None,
    screen: bool = False,
    beyond_counts_as_near: bool = True,
) -> ControlChart:
    """The plain XmR chart of `points` (on, value), exactly as published; `which_chart` adds when not to trust it."""
    judged = judge(
        by_date(points),
        lambda part: xmr_lines(part["value"], fix_after=fix_after, screen=screen),
        rebase_on=rebase_on,
        beyond_counts_as_near=beyond_counts_as_near,
    )
    return assemble("xmr", judged, better=better, target=target)


def by_date(points: pd.DataFrame) -> dict[str, np.ndarray]:
    """The columns of points by their date, `on`."""
    on = pd.DatetimeIndex(points["on"])
    columns = {name: points[name].to_numpy() for name in points} | {"on": on.to_numpy()}
    return columns if on.is_monotonic_increasing else take(columns, np.argsort(columns["on"], kind="stable"))


def take(points: Columns, which: np.ndarray | slice) -> dict[str, np.ndarray]:
    """Some of the points: those that a mask, their places or a slice name."""
    return {name: column[which] for name, column in points.items()}


def judge(
    points: Columns,
    lines_of: Callable[[Columns], Lines],
    *,
    rebase_on: Iterable[date] = (),
    beyond_counts_as_near: bool = True,
) -> dict[str, np.ndarray]:
    """Points in date order (on, value, what `lines_of` reads) with their group, lines and signals.

    Each group between rebases has its own lines and runs. Raises ValueError for no points, a missing value, two points
    on a day, or a rebase date that matches no point.
    """
    _check(points)
    group = rebase_groups(points["on"], rebase_on)
    found = [
        _lines_and_signals(part, lines_of(part), beyond_counts_as_near)
        for part in ([points] if not group.any() else [take(points, group == number) for number in np.unique(group)])
    ]
    return {
        **points,
        "group": group,
        **{name: np.concatenate([part[name] for part in found]) for name in [*LINE_COLUMNS, "signal"]},
    }


def assemble(kind: str, judged: Columns, *, better: Better, target: float | None) -> ControlChart:
    """The chart of points that were judged."""
    return ControlChart(kind, pd.DataFrame(dict(judged)), better, target, _why_no_icon(judged))


def rebase_points(on: Sequence[date] | pd.Series, events: Sequence[date] | pd.Series) -> list[date]:
    """For each recorded event the first point on or after it; none for events outside the points.

    A point that begins before the event and ends after it stays with the old process.
    """
    if not len(events):
        return []
    days = pd.DatetimeIndex(on).sort_values()
    following = days.searchsorted(pd.DatetimeIndex(events))
    return sorted({days[place].date() for place in following if 0 < place < len(days)})


def rebase_groups(on: np.ndarray, rebase_on: Iterable[date]) -> np.ndarray:
    """The group of each date, 0, 1, 2...: the point on a rebase date is the first of its group.

    Raises ValueError for a rebase date on which there is no point.
    """
    starts = list(rebase_on)
    if not starts:
        return np.zeros(len(on), dtype=int)
    days = pd.DatetimeIndex(starts)
    if len(unmatched := days.difference(pd.DatetimeIndex(on))):
        raise ValueError(f"no point on the rebase date {unmatched[0]:%Y-%m-%d}")
    return np.isin(on, days.to_numpy()).cumsum()


def has_room(lines: Lines) -> np.ndarray:
    """Whether limits stand apart by more than the rounding of a computer; NaN limits do not."""
    width = np.asarray(lines.upper) - np.asarray(lines.lower)
    return width > 1e-9 * np.maximum(1, np.abs(lines.centre))


def _check(points: Columns) -> None:
    on, is_missing = points["on"], np.isnan(points["value"].astype(float))
    if not len(on):
        raise ValueError("a chart needs at least one point")
    if is_missing.any():
        missing = ", ".join(pd.DatetimeIndex(on[is_missing]).strftime("%Y-%m-%d"))
        raise ValueError(f"no value on {missing}: leave such points out and say so")
    if (on[1:] == on[:-1]).any():
        raise ValueError("two points on one date")


def _lines_and_signals(part: Columns, lines: Lines, beyond_counts_as_near: bool) -> dict[str, np.ndarray]:
    """The lines and signals of one group; lines that leave no room between them signal nothing."""
    found = signals(part["value"], lines, beyond_counts_as_near=beyond_counts_as_near)
    drawn = {name: np.broadcast_to(getattr(lines, name), len(part["on"])) for name in LINE_COLUMNS}
    return {**drawn, "signal": np.where(has_room(lines), found, 0)}


def _why_no_icon(judged: Columns) -> str:
    group = judged["group"]
    latest = int((group == group[-1]).sum())
    if latest < FEWEST_POINTS:
        return f"Trial limits: {latest} of the {FEWEST_POINTS} points that a judgement needs."
    if not has_room(Lines(*(judged[name][-1] for name in LINE_COLUMNS))):
        return "No variation: every point is the same."
    return ""
