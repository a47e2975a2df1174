"""Owns what a chart's latest point and its limits mean: better, worse or no change; on target, off it, or by chance.

Knows nothing of rules or limits; colours and pictures belong to the charts that draw them.
Source: NHS England "Making Data Count", as coded in NHSRplotthedots 0.2.2.
"""

import math
from typing import Literal

Better = Literal["up", "down", "neither"]
Variation = Literal[
    "common_cause", "improvement_high", "improvement_low", "concern_high", "concern_low", "neutral_high", "neutral_low"
]
Assurance = Literal["pass", "fail", "inconsistent"]

# By which side is better: the meaning of a signal on the high side, and of one on the low side.
MEANINGS: dict[Better, tuple[Variation, Variation]] = {
    "up": ("improvement_high", "concern_low"),
    "down": ("concern_high", "improvement_low"),
    "neither": ("neutral_high", "neutral_low"),
}


def variation_of(signal: int, better: Better) -> Variation:
    """The meaning of a point's `Signal`: its sign is the side of the chart, or the direction of a trend."""
    if signal == 0:
        return "common_cause"
    high, low = MEANINGS[better]
    return high if signal > 0 else low


def assurance_of(lower: float, upper: float, target: float | None, better: Better) -> Assurance | None:
    """Whether a steady process meets `target` always (pass), never (fail) or by chance; a limit on it is by chance.

    None without a target, without a better side, or without limits.
    """
    if target is None or better == "neither" or math.isnan(lower) or math.isnan(upper):
        return None
    if lower <= target <= upper:
        return "inconsistent"
    return "pass" if (target < lower) == (better == "up") else "fail"
