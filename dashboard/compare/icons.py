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


def variation_of(signal: int, better: Better) -> Variation:
    """The meaning of a point's `Signal`: its sign is the side of the chart, or the direction of a trend."""
    if signal == 0:
        return "common_cause"
    side: Literal["high", "low"] = "high" if signal > 0 else "low"
    if better == "neither":
        return f"neutral_{side}"
    return f"improvement_{side}" if (side == "high") == (better == "up") else f"concern_{side}"


def assurance_of(lower: float, upper: float, target: float | None, better: Better) -> Assurance | None:
    """Whether a steady process meets `target` always (pass), never (fail) or by chance; a limit on it is by chance.

    None without a target, without a better side, or without limits.
    """
    if target is None or better == "neither" or math.isnan(lower) or math.isnan(upper):
        return None
    if lower <= target <= upper:
        return "inconsistent"
    return "pass" if (target < lower) == (better == "up") else "fail"
