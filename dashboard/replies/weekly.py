"""Owns which weekly control chart of replies can be drawn, and what it leaves out; knows no query and no layout."""

from typing import NamedTuple

import pandas as pd

from dashboard import wording
from dashboard.compare.chart import ControlChart, rebase_points
from dashboard.compare.refusal import Refusal
from dashboard.compare.waits import FEWEST_FOR_A_PERCENTILE, percentile
from dashboard.compare.which_chart import percentage_chart, usable_points, wait_chart
from dashboard.parts import Measure
from dashboard.replies.targets import Targets

FEWEST_WEEKS = 7  # a run of seven is the shortest that the rules know
WAIT = Measure("the weekly wait", "working hours", "week", "weeks", per=60)
SHARE = Measure("the weekly share within target", "% within target", "week", "weeks", ceiling=100)
LEFT_OUT = "Left out are holiday weeks, weeks that are not over, and those with {reason}: {weeks}."


class Weekly(NamedTuple):
    """A chart or the reason why there is none, what it is of, and what it leaves out."""

    chart: ControlChart | Refusal
    measure: Measure
    note: str


def choose_weekly(weeks: pd.DataFrame, targets: Targets, events: pd.DataFrame) -> Weekly:
    """The chart of the weekly median wait; where weeks are too small for one, of the share within target.

    `weeks` as queries/response_times__weeks.sql, `events` as queries/events.sql.
    """
    rebases = events.loc[events["rebase"] & events["is_of_all"], "happened_on"]
    points = median_points(weeks)
    if len(points) >= FEWEST_WEEKS:
        chart = wait_chart(points, rebase_on=rebase_points(points["on"], rebases))
        note = "The typical wait of a week is the one that half of its enquiries stayed within."
        return Weekly(chart, WAIT, f"{note} {_say_left_out(weeks, points, 'fewer than ten enquiries')}")
    shares = share_points(weeks)
    if targets.is_adopted and len(shares) >= FEWEST_WEEKS:
        rebase_on = rebase_points(shares["on"], rebases)
        chart = percentage_chart(shares, period="week", better="up", target=targets.expected_pct, rebase_on=rebase_on)
        note = "The weeks have too few enquiries for a typical wait of their own."
        return Weekly(chart, SHARE, f"{note} {_say_left_out(weeks, shares, 'none that was due')}")
    weeks_so_far = wording.how_many(len(points), "week")
    reason = (
        f"In the year up to the end of the period {weeks_so_far} had ten enquiries or more, on accounts of which both "
        f"sides are known; a chart needs {FEWEST_WEEKS}."
    )
    return Weekly(Refusal(reason), WAIT, "")


def median_points(weeks: pd.DataFrame) -> pd.DataFrame:
    """The weeks that a chart of typical waits may judge: on, value (working minutes, the open ones as waiting)."""
    return percentile_points(weeks, 0.5)


def percentile_points(weeks: pd.DataFrame, share: float) -> pd.DataFrame:
    """The same of the wait that this share of a week's enquiries stayed within: 0.9 for nine in ten."""
    enough = weeks[weeks["enquiry_count"] >= FEWEST_FOR_A_PERCENTILE]
    pairs = zip(enough["waits"], enough["is_over"], strict=True)
    waits = [percentile(waits, is_over, share).value for waits, is_over in pairs]
    points = enough.assign(on=enough["week_start"], value=pd.Series(waits, index=enough.index, dtype=float))
    return usable_points(points)[0][["on", "value"]]


def share_points(weeks: pd.DataFrame) -> pd.DataFrame:
    """The weeks that a chart of shares may judge: on, count (kept), out_of; only weeks of which everything is due."""
    points = weeks.assign(on=weeks["week_start"], count=weeks["met"], out_of=weeks["met"] + weeks["missed"])
    return usable_points(points[points["pending"] == 0])[0][["on", "count", "out_of"]]


def _say_left_out(weeks: pd.DataFrame, points: pd.DataFrame, reason: str) -> str:
    number = len(weeks) - len(points)
    return LEFT_OUT.format(reason=reason, weeks=f"{number} of {len(weeks)}") if number else ""
