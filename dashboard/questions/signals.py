"""Owns which control charts a rule may watch: one measure of one school, as its page charts it; knows no rule."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard import wording
from dashboard.compare.chart import ControlChart, rebase_points
from dashboard.compare.refusal import Refusal
from dashboard.compare.signal_words import describe_signal
from dashboard.compare.which_chart import percentage_chart, wait_chart
from dashboard.replies.targets import find_targets
from dashboard.replies.weekly import FEWEST_WEEKS, percentile_points, share_points
from dashboard.scope import Scope
from dashboard.warehouse import query

CHANGES = {"worse": "concern", "better": "improvement"}
TOO_FEW = Refusal("Too few weeks can be judged.")


@dataclass(frozen=True)
class Measure:
    """What a rule may watch: its chart for the one school of a scope, and how a value of it is said."""

    chart: Callable[[Scope], ControlChart | Refusal]
    say: Callable[[float], str]
    period: str = "week"
    periods: str = "weeks"


def find_change(measure: Measure, scope: Scope, change: str) -> dict[str, str] | None:
    """What the latest point says, in words, where it is a real change of this kind; None where it is not."""
    chart = measure.chart(scope)
    if isinstance(chart, Refusal) or not (chart.variation or "").startswith(CHANGES[change]):
        return None
    latest = chart.points.iloc[-1]
    # The sentence of the chart goes on to what to ask, and the card asks it.
    signal = describe_signal(chart, period=measure.period, periods=measure.periods).partition(":")[0]
    return {"signal": signal, "latest": measure.say(latest["value"]), "usual": measure.say(latest["centre"])}


def chart_p90(scope: Scope) -> ControlChart | Refusal:
    """The weekly wait that nine in ten enquiries stay within, over the year up to the end of the period."""
    points = percentile_points(query("response_times__weeks", scope), 0.9)
    return wait_chart(points, rebase_on=_rebases(points, scope)) if len(points) >= FEWEST_WEEKS else TOO_FEW


def chart_share(scope: Scope) -> ControlChart | Refusal:
    """The weekly share of enquiries answered within the school's own target, over the same year."""
    points = share_points(query("response_times__weeks", scope))
    if len(points) < FEWEST_WEEKS or not find_targets(scope).is_adopted:
        return TOO_FEW
    return percentage_chart(points, period="week", better="up", rebase_on=_rebases(points, scope))


def _rebases(points: pd.DataFrame, scope: Scope) -> list:
    events = query("events", scope)
    return rebase_points(points["on"], events.loc[events["rebase"] & events["is_of_all"], "happened_on"])


MEASURES: Mapping[str, Measure] = {
    "slowest_tenth_of_replies": Measure(chart_p90, wording.working_minutes),
    "replies_within_target": Measure(chart_share, lambda share: f"{share:.0f}%"),
}
