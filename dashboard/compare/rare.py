"""Owns charts of what seldom happens: the time between events (T) and the number of chances between events (G).

Knows nothing of school calendars: a clock is any number that runs with the time at risk, such as school days.
Source: qicharts2 0.8.1; a longer gap is better where the events are unwanted.
"""

import numpy as np
from numpy.typing import ArrayLike

from dashboard.compare.rules import Lines, Numbers
from dashboard.compare.spc import xmr_lines

T_POWER = 1 / 3.6  # brings exponential gaps close to a normal shape (Nelson 1994)


def gaps_between(clock: ArrayLike) -> Numbers:
    """The steps between events in time order: one fewer than there are events.

    `clock` counts only time in which an event could have been seen, e.g. the school day's running number plus the
    fraction of the day: a summer holiday is then no long gap. Raises ValueError where it runs backwards.
    """
    gaps = np.diff(np.asarray(clock, dtype=float))
    if (gaps < 0).any():
        raise ValueError("events must be in time order")
    return gaps


def t_lines(gaps: ArrayLike) -> Lines:
    """Lines of a T chart in units of the gaps: an XmR chart of gap^(1/3.6), taken back."""
    lines = xmr_lines(np.asarray(gaps, dtype=float) ** T_POWER)
    return lines.through(lambda line: np.maximum(line, 0) ** (1 / T_POWER))


def g_lines(gaps: ArrayLike) -> Lines:
    """Lines of a G chart for counted gaps: mean +/- 3 sqrt(m (m + 1)), not below 0; the centre drawn is the median."""
    gaps = np.asarray(gaps, dtype=float)
    mean = gaps.mean(axis=-1, keepdims=True)
    sigma = np.sqrt(mean * (mean + 1))
    centre = np.median(gaps, axis=-1, keepdims=True)
    lines = Lines(centre, mean - 3 * sigma, mean + 3 * sigma, mean - 2 * sigma, mean + 2 * sigma)
    return lines.through(lambda line: np.maximum(line, 0))
