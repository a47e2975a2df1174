"""Owns the sentence that says what a control chart shows, for a governor without training in data.

Knows nothing of limits or rules beyond the signal of the latest point.
"""

import numpy as np

from dashboard.compare.chart import ControlChart
from dashboard.compare.icons import Assurance, Variation
from dashboard.compare.rules import Signal

ASK: dict[Variation, str] = {
    "improvement_high": "a real change for the better, ask what was done",
    "improvement_low": "a real change for the better, ask what was done",
    "concern_high": "a real change for the worse, ask what happened and what is being done",
    "concern_low": "a real change for the worse, ask what happened and what is being done",
    "neutral_high": "a real change, ask what lies behind it",
    "neutral_low": "a real change, ask what lies behind it",
}
NO_SIGNAL = "No sign of change: the ups and downs are those of chance."
TARGET: dict[Assurance, str] = {
    "pass": "The target will be met every {period} unless something changes.",
    "fail": "The target will not be met unless something changes.",
    "inconsistent": "The target will be met in some {periods} and missed in others, by chance alone.",
}


def describe_signal(chart: ControlChart, *, period: str, periods: str) -> str:
    """What the latest point says, in one sentence: "Seven half-terms in a row above the average: a real change..."

    `period` and `periods` name a point in the singular and plural. Where no icon may be shown, its reason stands.
    """
    variation = chart.variation
    if variation is None:
        return chart.no_icon
    if variation == "common_cause":
        return NO_SIGNAL
    return f"{_what_happened(chart, period, periods)}: {ASK[variation]}."


def describe_target(chart: ControlChart, *, period: str, periods: str) -> str:
    """What a steady process means for the target, in one sentence; empty without a target or an icon."""
    assurance = chart.assurance
    return TARGET[assurance].format(period=period, periods=periods) if assurance else ""


def _what_happened(chart: ControlChart, period: str, periods: str) -> str:
    signal = Signal(int(chart.points["signal"].iloc[-1]))
    side = "above" if signal > 0 else "below"
    latest = chart.points[chart.points["group"] == chart.points["group"].iloc[-1]]
    if signal in (Signal.ABOVE_LIMIT, Signal.BELOW_LIMIT):
        return f"The latest {period} is {side} what chance explains"
    if signal in (Signal.TWO_IN_THREE_HIGH, Signal.TWO_IN_THREE_LOW):
        return f"Two of the last three {periods} are far {side} the average"
    if signal in (Signal.TREND_UP, Signal.TREND_DOWN):
        steps = np.sign(latest["value"].diff().to_numpy()[1:])
        return f"{_number(_run_length(steps) + 1)} {periods} in a row {'rising' if signal > 0 else 'falling'}"
    sides = np.sign((latest["value"] - latest["centre"]).to_numpy())
    return f"{_number(_run_length(sides))} {periods} in a row {side} the average"


def _run_length(signs: np.ndarray) -> int:
    """How many equal signs stand at the end."""
    changes = np.flatnonzero(signs != signs[-1])
    return len(signs) - (changes[-1] + 1 if len(changes) else 0)


def _number(count: int) -> str:
    """Seven to twelve in words, as a sentence begins; a run is never shorter."""
    return {7: "Seven", 8: "Eight", 9: "Nine", 10: "Ten", 11: "Eleven", 12: "Twelve"}.get(count, str(count))
