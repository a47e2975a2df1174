"""Owns the four rules that tell a signal from ordinary variation, and the one label that a point gets.

Knows nothing of how limits are found, of dates, or of whether high is good: it sees numbers and lines.

Every function works along the last axis, so that one series or ten thousand simulated ones take the same path.
Source: NHS England "Making Data Count" as coded in NHSRplotthedots 0.2.2; the 2023 reading of two in three is the
tool makers' own (issue 194 there).
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import IntEnum

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]

RUN = 7  # points in a shift or a trend


class Signal(IntEnum):
    """What a point says; the sign is its side (or, for a trend, its direction)."""

    COMMON = 0
    SHIFT_HIGH, TWO_IN_THREE_HIGH, TREND_UP, ABOVE_LIMIT = 1, 2, 3, 4
    SHIFT_LOW, TWO_IN_THREE_LOW, TREND_DOWN, BELOW_LIMIT = -1, -2, -3, -4


@dataclass(frozen=True)
class Lines:
    """The lines of a chart, each one number for all points or one number per point."""

    centre: Numbers
    lower: Numbers
    upper: Numbers
    near_lower: Numbers
    near_upper: Numbers

    def through(self, change: Callable[[Numbers], Numbers]) -> "Lines":
        """Every line changed alike: clipped, or taken to another scale."""
        return Lines(*(change(getattr(self, line.name)) for line in fields(self)))


def run_members(side: ArrayLike) -> NDArray[np.int_]:
    """Side (+1, -1) of each point in a run of seven on one side of the centre, 0 elsewhere; `side` holds +1, 0, -1."""
    side = np.asarray(side)
    high, low = (_spread(_all_equal(side, sign, RUN), RUN, side.shape[-1]) for sign in (1, -1))
    return high * 1 - low * 1


def trend_members(values: ArrayLike) -> NDArray[np.int_]:
    """+1 for each point of seven or more rising in a row, -1 falling, 0 elsewhere; a tie ends the run.

    A point where a rise turns into a fall belongs to the step on its right.
    """
    values = np.asarray(values, dtype=float)
    step = np.sign(np.diff(values, axis=-1))
    rising, falling = (_spread(_all_equal(step, sign, RUN - 1), RUN, values.shape[-1]) for sign in (1, -1))
    to_the_right = np.concatenate([step, np.zeros_like(values[..., :1])], axis=-1)
    return np.where(rising & falling, to_the_right, rising * 1 - falling * 1).astype(int)


def two_in_three_members(near: ArrayLike, side: ArrayLike) -> Flags:
    """The near points of every three in a row that lie on one side of the centre and hold two near points or more."""
    near, side = np.asarray(near, dtype=bool), np.asarray(side)
    same_side = _all_equal(side, 1, 3) | _all_equal(side, -1, 3)
    enough = _windows(near, 3).sum(axis=-1) >= 2
    return _spread(same_side & enough, 3, near.shape[-1]) & near


def signals(values: ArrayLike, lines: Lines, *, beyond_counts_as_near: bool = True) -> NDArray[np.int_]:
    """One `Signal` per point. Precedence: outside a limit, trend, two in three, shift.

    All comparisons are strict: a point on a line is not beyond it, and one on the centre ends a run.
    `beyond_counts_as_near` is the 2023 reading: a point outside the limit also counts towards two in three.
    """
    values = np.asarray(values, dtype=float)
    side = np.sign(values - lines.centre)
    beyond = (values > lines.upper) * 1 - (values < lines.lower) * 1
    near = (values > lines.near_upper) | (values < lines.near_lower)
    if not beyond_counts_as_near:
        near &= beyond == 0
    close = two_in_three_members(near, side) * side
    ladder = [beyond * 4, trend_members(values) * 3, close * 2, run_members(side)]
    return np.select([rung != 0 for rung in ladder], ladder, 0).astype(int)


def _windows(values: NDArray[np.generic], width: int) -> NDArray[np.generic]:
    """All stretches of `width` neighbours; none where the series is shorter."""
    if values.shape[-1] < width:
        return np.zeros((*values.shape[:-1], 0, width), dtype=values.dtype)
    return sliding_window_view(values, width, axis=-1)


def _all_equal(values: NDArray[np.generic], wanted: int, width: int) -> Flags:
    return (_windows(values, width) == wanted).all(axis=-1)


def _spread(starts: Flags, width: int, length: int) -> Flags:
    """From flags on the first point of a stretch to flags on every point of it; `length` is that of the series."""
    members = np.zeros((*starts.shape[:-1], length), dtype=bool)
    for offset in range(width):
        members[..., offset : offset + starts.shape[-1]] |= starts
    return members
