"""Owns how long things take when some are still open: typical waits, and the share done by a time (Kaplan-Meier).

Knows nothing of calendars: a wait is a number in any unit, counted to the end or, if still open, to the "as at" moment.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from statsmodels.duration.survfunc import SurvfuncRight

FEWEST_FOR_A_PERCENTILE = 10
ROUNDING = 1e-9  # of a computed share that is meant to stand exactly at a level


@dataclass(frozen=True)
class Percentile:
    """The wait within which a share was done, with its 95 % range.

    `value` NaN is "not reached"; `high` inf is a range without an upper end; both ends NaN is too little for a range.
    """

    value: float
    low: float
    high: float

    @property
    def is_reached(self) -> bool:
        return not math.isnan(self.value)


@dataclass(frozen=True)
class TypicalWait:
    """How many there were, how many are still open, and the percentiles; None where n is below ten."""

    n: int
    open_count: int
    median: Percentile | None
    p90: Percentile | None


def typical_wait(waits: ArrayLike, is_over: ArrayLike) -> TypicalWait:
    """Median and 90th percentile of `waits` (0 or more), of which those not `is_over` are known only to be longer."""
    waits, is_over = _checked(waits, is_over)
    enough = waits.size >= FEWEST_FOR_A_PERCENTILE
    return TypicalWait(
        n=waits.size,
        open_count=int((~is_over).sum()),
        median=percentile(waits, is_over, 0.5) if enough else None,
        p90=percentile(waits, is_over, 0.9) if enough else None,
    )


def percentile(waits: ArrayLike, is_over: ArrayLike, share: float) -> Percentile:
    """The wait at which the Kaplan-Meier curve reaches `share`; halfway to the next wait where it stands exactly on it.

    So with nothing open the median is the usual one. Where only open ones follow there is no next, and the wait itself
    stands, as in R's survfit. Range: complementary log-log, as in statsmodels and SAS.
    """
    waits, is_over = _checked(waits, is_over)
    if not is_over.any():
        return Percentile(math.nan, math.nan, math.nan)
    curve = SurvfuncRight(waits, is_over.astype(int))
    with np.errstate(all="ignore"):  # the ends of the curve have no finite log-log; they fall out of the range
        low, high = curve.quantile_ci(share)
    return Percentile(_level_time(curve, share), float(low), float(high))


def share_done(waits: ArrayLike, is_over: ArrayLike) -> pd.DataFrame:
    """The curve of what share was done by which wait: wait, share (0 to 1), at_risk; a step up at each wait that ended.

    Begins at (0, 0) and ends at the longest wait, open or not. With nothing open it is the usual cumulative curve.
    """
    waits, is_over = _checked(waits, is_over)
    steps = pd.DataFrame({"wait": [0.0], "share": [0.0], "at_risk": [waits.size]})
    if is_over.any():
        curve = SurvfuncRight(waits, is_over.astype(int))
        ended = {"wait": curve.surv_times, "share": 1 - curve.surv_prob, "at_risk": curve.n_risk.astype(int)}
        steps = pd.concat([steps, pd.DataFrame(ended)], ignore_index=True)
    if waits.size and waits.max() > steps["wait"].iloc[-1]:
        steps.loc[len(steps)] = [waits.max(), steps["share"].iloc[-1], (waits == waits.max()).sum()]
    return steps.astype({"at_risk": int})


def share_done_within(waits: ArrayLike, is_over: ArrayLike, limit: float) -> float:
    """The share done within `limit`, inclusive; NaN where nothing was watched that long and some are still open."""
    waits, is_over = _checked(waits, is_over)
    if waits.size == 0 or (waits.max() < limit and not is_over[waits == waits.max()].all()):
        return math.nan
    curve = share_done(waits, is_over)
    return float(curve.loc[curve["wait"] <= limit, "share"].iloc[-1])


def _level_time(curve: SurvfuncRight, share: float) -> float:
    open_share = np.asarray(curve.surv_prob)
    reached = np.flatnonzero(open_share <= 1 - share + ROUNDING)
    if len(reached) == 0:
        return math.nan
    first = reached[0]
    stands_on_it = open_share[first] >= 1 - share - ROUNDING and first + 1 < len(open_share)
    return float(np.mean(curve.surv_times[first : first + 2])) if stands_on_it else float(curve.surv_times[first])


def _checked(waits: ArrayLike, is_over: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    waits, is_over = np.asarray(waits, dtype=float), np.asarray(is_over, dtype=bool)
    if np.isnan(waits).any() or (waits < 0).any():
        raise ValueError("a wait is missing or below 0")
    return waits, is_over
