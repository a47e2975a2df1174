"""Owns the lines of control charts: XmR, XmR on the log scale for waits, p and p-prime for percentages.

Knows nothing of dates, signals or icons: numbers in, `Lines` out, along the last axis.
Sources: NHSRplotthedots 0.2.2 (XmR), qicharts2 0.8.1 (p, p-prime).
"""

import numpy as np
from numpy.typing import ArrayLike

from dashboard.compare.rules import Lines, Numbers

XMR_WIDTH = 2.66  # 3 / 1.128, as rounded by the published tools
SCREEN_ABOVE = 3.267  # upper limit of a moving range, in mean moving ranges
SIGMA_PER_RANGE = 1.128  # mean moving range of two normal values, in standard deviations


def xmr_lines(values: ArrayLike, *, fix_after: int | None = None, screen: bool = False) -> Lines:
    """Lines of an XmR chart: mean +/- 2.66 mean moving ranges, near lines two thirds of the way out.

    `fix_after` takes mean and moving range from that many first points only. `screen` leaves out, once, the moving
    ranges of 3.267 times their mean or more; the "Making Data Count" tool does not screen, and screening can collapse
    the limits of rare counts. Limits are never clamped at 0 or 100: clamp the drawing, not the rule.
    """
    basis = np.asarray(values, dtype=float)[..., :fix_after]
    centre = basis.mean(axis=-1, keepdims=True)
    width = XMR_WIDTH * _mean_moving_range(basis, screen)
    return _around(centre, width)


def log_lines(values: ArrayLike) -> Lines:
    """Lines of an XmR chart of log(1 + value), taken back to the scale of `values` (0 or more).

    For waits: a few long ones stretch the upper side, and plain XmR limits then call too many stable points special.
    """
    return xmr_lines(np.log1p(np.asarray(values, dtype=float))).through(np.expm1)


def p_lines(count: ArrayLike, out_of: ArrayLike, *, prime: bool = False) -> Lines:
    """Lines of a p chart, in shares from 0 to 1, from counts and denominators (each above 0).

    `prime` widens or narrows them by how much the points really move (Laney's p-prime).
    """
    count, out_of = np.asarray(count, dtype=float), np.asarray(out_of, dtype=float)
    share = count.sum(axis=-1, keepdims=True) / out_of.sum(axis=-1, keepdims=True)
    sigma = np.sqrt(share * (1 - share) / out_of)
    if prime:
        with np.errstate(invalid="ignore"):  # all or nothing: no variation to measure, no limits
            z = (count / out_of - share) / sigma
        sigma = sigma * _mean_moving_range(z, screen=False) / SIGMA_PER_RANGE
    return _around(share, 3 * sigma).through(lambda line: np.clip(line, 0, 1))


def _mean_moving_range(values: Numbers, screen: bool) -> Numbers:
    """Mean absolute step between neighbours, NaN for a single point."""
    steps = np.abs(np.diff(values, axis=-1))
    if steps.shape[-1] == 0:
        return np.full((*values.shape[:-1], 1), np.nan)
    mean = steps.mean(axis=-1, keepdims=True)
    if not screen:
        return mean
    kept = steps < SCREEN_ABOVE * mean
    with np.errstate(invalid="ignore"):  # all steps 0: none is kept, and the limits are undefined
        return np.where(kept, steps, 0).sum(axis=-1, keepdims=True) / kept.sum(axis=-1, keepdims=True)


def _around(centre: Numbers, width: Numbers) -> Lines:
    near = width * 2 / 3
    return Lines(centre, centre - width, centre + width, centre - near, centre + near)
