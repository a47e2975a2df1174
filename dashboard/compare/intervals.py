"""Owns how far a figure may be off by chance: shares, counts, rates and medians.

Knows nothing of schools; the formulas are those of statsmodels and scipy.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import quantile_test
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson


@dataclass(frozen=True)
class Interval:
    """A figure with the range that chance leaves open; all NaN where there is nothing to say."""

    value: float
    low: float
    high: float
    level: float = 0.95


def wilson(count: float, out_of: float, level: float = 0.95) -> Interval:
    """Wilson interval of a share (0 to 1); NaN for out_of 0. Raises ValueError unless 0 <= count <= out_of."""
    return _of_share(count, out_of, level, "wilson")


def exact_share(count: float, out_of: float, level: float = 0.95) -> Interval:
    """Clopper-Pearson interval of a share (0 to 1); NaN for out_of 0. Raises ValueError unless 0 <= count <= out_of."""
    return _of_share(count, out_of, level, "beta")


def exact_count(count: float, exposure: float = 1, level: float = 0.95) -> Interval:
    """Exact Poisson interval of count / exposure (e.g. per 1,000 pupils); NaN for exposure 0."""
    if count < 0 or exposure < 0:
        raise ValueError(f"count {count} and exposure {exposure} must be 0 or more")
    if exposure == 0:
        return Interval(math.nan, math.nan, math.nan, level)
    low, high = confint_poisson(count, exposure, method="exact-c", alpha=1 - level)
    return Interval(count / exposure, 0.0 if count == 0 else float(low), float(high), level)


def median_interval(values: ArrayLike, level: float = 0.95) -> Interval:
    """Median of complete values with its order-statistic interval, whose ends are NaN where n is too small for one."""
    values = np.asarray(values, dtype=float)
    if values.size == 0:
        return Interval(math.nan, math.nan, math.nan, level)
    middle = float(np.median(values))
    ends = quantile_test(values, q=middle, p=0.5).confidence_interval(confidence_level=level)
    return Interval(middle, float(ends.low), float(ends.high), level)


def _of_share(count: float, out_of: float, level: float, method: str) -> Interval:
    if not 0 <= count <= out_of:
        raise ValueError(f"{count} of {out_of} is no share")
    if out_of == 0:
        return Interval(math.nan, math.nan, math.nan, level)
    low, high = proportion_confint(count, out_of, alpha=1 - level, method=method)
    # Rounding may leave 1e-17 or 1 - 1e-17 where the formula gives the end of the scale.
    return Interval(count / out_of, 0.0 if count == 0 else float(low), 1.0 if count == out_of else float(high), level)
