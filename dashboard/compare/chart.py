"""Owns the control chart: dated points in groups between rebases, with their lines and signals.

Knows nothing of which chart suits a measure, nor of how it is drawn or put in words.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date

import numpy as np
import pandas as pd

from dashboard.compare.icons import Assurance, Better, Variation, assurance_of, variation_of
from dashboard.compare.rules import Lines, signals
from dashboard.compare.spc import xmr_lines

FEWEST_POINTS = 13  # since the last rebase; with fewer, limits are on trial and there is no icon
LINE_COLUMNS = [line.name for line in fields(Lines)]


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

    @property
    def variation(self) -> Variation | None:
        """What the latest point says, None where no icon may be shown."""
        return None if self.no_icon else variation_of(int(self.points["signal"].iat[-1]), self.better)

    @property
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
    return assemble(
        "xmr",
        points,
        lambda part: xmr_lines(part["value"], fix_after=fix_after, screen=screen),
        better=better,
        target=target,
        rebase_on=rebase_on,
        beyond_counts_as_near=beyond_counts_as_near,
    )


def assemble(
    kind: str,
    points: pd.DataFrame,
    lines_of: Callable[[pd.DataFrame], Lines],
    *,
    better: Better,
    target: float | None = None,
    rebase_on: Iterable[date] = (),
    beyond_counts_as_near: bool = True,
) -> ControlChart:
    """A chart of `points` (on, value, what `lines_of` reads); each group between rebases has its own lines and runs.

    Raises ValueError for no points, a missing value, two points on a day, or a rebase date that matches no point.
    """
    ordered = _checked(points)
    group = rebase_groups(ordered["on"], rebase_on).to_numpy()
    found = [
        _lines_and_signals(part, lines_of(part), beyond_counts_as_near)
        for part in ([ordered] if not group.any() else [ordered[group == number] for number in np.unique(group)])
    ]
    # All columns in one go: a page of a hundred schools makes a hundred of these.
    columns = {name: np.concatenate([part[name] for part in found]) for name in [*LINE_COLUMNS, "signal"]}
    charted = pd.DataFrame({**{name: ordered[name] for name in ordered}, "group": group, **columns})
    return ControlChart(kind, charted, better, target, _why_no_icon(charted))


def rebase_points(on: Sequence[date] | pd.Series, events: Sequence[date] | pd.Series) -> list[date]:
    """For each recorded event the first point on or after it; none for events outside the points.

    A point that begins before the event and ends after it stays with the old process.
    """
    if not len(events):
        return []
    days = pd.DatetimeIndex(on).sort_values()
    following = days.searchsorted(pd.DatetimeIndex(events))
    return sorted({days[place].date() for place in following if 0 < place < len(days)})


def rebase_groups(on: pd.Series, rebase_on: Iterable[date]) -> pd.Series:
    """The group of each date, 0, 1, 2...: the point on a rebase date is the first of its group.

    Raises ValueError for a rebase date on which there is no point.
    """
    starts = pd.to_datetime(list(rebase_on))
    if not len(starts):
        return pd.Series(0, index=on.index)
    unmatched = sorted(set(starts) - set(on))
    if unmatched:
        raise ValueError(f"no point on the rebase date {unmatched[0]:%Y-%m-%d}")
    return on.isin(starts).cumsum()


def has_room(lines: Lines) -> np.ndarray:
    """Whether limits stand apart by more than the rounding of a computer; NaN limits do not."""
    width = np.asarray(lines.upper) - np.asarray(lines.lower)
    return width > 1e-9 * np.maximum(1, np.abs(lines.centre))


def by_date(points: pd.DataFrame) -> pd.DataFrame:
    """Points by their date; those that come so, as rows of a query do, are not copied."""
    dated = points if points["on"].dtype.kind == "M" else points.assign(on=pd.to_datetime(points["on"]))
    return dated if dated["on"].is_monotonic_increasing else dated.sort_values("on")


def _checked(points: pd.DataFrame) -> pd.DataFrame:
    ordered = by_date(points).reset_index(drop=True)
    on, is_missing = ordered["on"], ordered["value"].isna()
    if ordered.empty:
        raise ValueError("a chart needs at least one point")
    if is_missing.any():
        missing = ", ".join(on[is_missing].dt.strftime("%Y-%m-%d"))
        raise ValueError(f"no value on {missing}: leave such points out and say so")
    if not on.is_unique:
        raise ValueError("two points on one date")
    return ordered


def _lines_and_signals(part: pd.DataFrame, lines: Lines, beyond_counts_as_near: bool) -> dict[str, np.ndarray]:
    """The lines and signals of one group; lines that leave no room between them signal nothing."""
    found = signals(part["value"], lines, beyond_counts_as_near=beyond_counts_as_near)
    drawn = {name: np.broadcast_to(getattr(lines, name), len(part)) for name in LINE_COLUMNS}
    return {**drawn, "signal": np.where(has_room(lines), found, 0)}


def _why_no_icon(charted: pd.DataFrame) -> str:
    group = charted["group"].to_numpy()
    latest = int((group == group[-1]).sum())
    if latest < FEWEST_POINTS:
        return f"Trial limits: {latest} of the {FEWEST_POINTS} points that a judgement needs."
    if not has_room(Lines(*(charted[name].to_numpy()[-1] for name in LINE_COLUMNS))):
        return "No variation: every point is the same."
    return ""
