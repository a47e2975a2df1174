"""Owns exact chances: how likely a count this high or this low is, and the lines of a funnel that say the same.

Knows nothing of schools. Counts may be fractional (weighted figures): tails run smoothly between whole numbers.
Source: exact one-sided tests as in PHEindicatormethods; they reproduce its published labels.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, gammainc, gammaincc
from scipy.stats import norm

from dashboard.compare.rules import Numbers

# One-sided: 95 % of what chance does lies between the first two, 99.8 % between the second.
CONTEXT, LOOK_INTO = 0.025, 0.001

Tail = Callable[[Numbers], Numbers]


def share_tails(count: ArrayLike, out_of: ArrayLike, share: ArrayLike) -> tuple[Numbers, Numbers]:
    """Binomial chance of `count` or more, and of `count` or fewer, of `out_of` cases each counted at random."""
    count, out_of = np.asarray(count, dtype=float), np.asarray(out_of, dtype=float)
    with np.errstate(invalid="ignore"):  # betainc is undefined at the two ends, where the chance is 1
        at_least = np.where(count <= 0, 1.0, betainc(count, out_of - count + 1, share))
        more = np.where(count >= out_of, 0.0, betainc(count + 1, out_of - count, share))
    return at_least, 1 - more


def count_tails(count: ArrayLike, expected: ArrayLike) -> tuple[Numbers, Numbers]:
    """Poisson chance of `count` or more, and of `count` or fewer, where `expected` is the mean."""
    count = np.asarray(count, dtype=float)
    with np.errstate(invalid="ignore"):
        at_least = np.where(count <= 0, 1.0, gammainc(count, expected))
    return at_least, gammaincc(count + 1, expected)


def share_limits(out_of: ArrayLike, share: float, tail: float) -> tuple[Numbers, Numbers]:
    """Lower and upper share (0 to 1) outside which the exact chance is below `tail`: the curve that fits the test."""
    out_of = np.asarray(out_of, dtype=float)
    low = _first_not_below(lambda count: share_tails(count, out_of, share)[1], tail, out_of)
    high = _first_not_below(lambda rest: share_tails(out_of - rest, out_of, share)[0], tail, out_of)
    return low / out_of, 1 - high / out_of


def count_limits(expected: ArrayLike, tail: float) -> tuple[Numbers, Numbers]:
    """Lower and upper count outside which the exact Poisson chance is below `tail`."""
    expected = np.asarray(expected, dtype=float)
    far = expected + 20 * np.sqrt(expected) + 20  # twenty standard deviations off: its tail is below any in use
    low = _first_not_below(lambda count: count_tails(count, expected)[1], tail, far)
    high = _first_not_below(lambda rest: count_tails(far - rest, expected)[0], tail, far)
    return low, far - high


def normal_share_limits(out_of: ArrayLike, share: float, tail: float) -> tuple[Numbers, Numbers]:
    """The normal approximation that published health and schools funnels draw: too narrow below about 100 cases."""
    width = norm.isf(tail) * np.sqrt(share * (1 - share) / np.asarray(out_of, dtype=float))
    return np.clip(share - width, 0, 1), np.clip(share + width, 0, 1)


def _first_not_below(rising: Tail, tail: float, far: Numbers) -> Numbers:
    """The smallest number from 0 to `far` where the `rising` chance is no longer below `tail` (bisection)."""
    low, high = np.zeros_like(far), far.copy()
    for _ in range(60):
        middle = (low + high) / 2
        is_below = rising(middle) < tail
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return np.where(rising(np.zeros_like(far)) >= tail, 0.0, high)
