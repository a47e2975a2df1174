"""Owns whether incidents grow or shrink by more than chance, per half-term or by the time between; draws nothing."""

from typing import NamedTuple

import pandas as pd

from dashboard import wording
from dashboard.compare.chart import ControlChart, rebase_points
from dashboard.compare.rare import gaps_between
from dashboard.compare.refusal import Refusal
from dashboard.compare.which_chart import count_chart, time_between_chart
from dashboard.parts import Measure

FEWEST_POINTS = 7  # a run of seven is the shortest that the rules know
PER_HALF_TERM = Measure("incidents per half-term", "incidents", "half-term", "half-terms")
BETWEEN = Measure("the time between incidents", "school days", "incident", "incidents")
ALL, SAFEGUARDING = "All incidents", "Safeguarding matters"


class Chosen(NamedTuple):
    """A control chart or why there is none, what it is of, and what is to be said of it."""

    chart: ControlChart | Refusal
    measure: Measure
    note: str


def trim(half_terms: pd.DataFrame) -> pd.DataFrame:
    """The half-terms from the first of which anything is known, as queries/incidents__half_terms.sql."""
    known = half_terms["reporting"].gt(0).cummax()
    return half_terms[known]


def tabulate(half_terms: pd.DataFrame) -> pd.DataFrame:
    """The half-terms as a table: how many incidents, safeguarding matters and schools; blank where nothing is known."""
    is_known = half_terms["reporting"] > 0
    return pd.DataFrame(
        {
            "Half-term": half_terms["period_name"],
            ALL: half_terms["incident_count"].where(is_known),
            SAFEGUARDING: half_terms["safeguarding_count"].where(is_known),
            "Schools reporting": [wording.out_of(row.reporting, row.school_count) for row in half_terms.itertuples()],
            "Finished": half_terms["is_finished"].map({True: "Yes", False: "No"}),
        }
    )


def find_trend(half_terms: pd.DataFrame) -> str:
    """The title of the trend: the latest finished half-term against the ones before it."""
    finished = half_terms[half_terms["is_finished"] & (half_terms["reporting"] > 0)]
    if finished.empty:
        return "No half-term is finished yet"
    latest, counts = finished.iloc[-1], finished["incident_count"]
    earlier = counts.iloc[:-1]
    if earlier.empty:
        return f"{latest['period_name']}: {wording.count(int(counts.iloc[-1]), 'incident')}"
    return f"{latest['period_name']}: {int(counts.iloc[-1]):,}, usually {earlier.median():,.0f}"


def usable(half_terms: pd.DataFrame) -> pd.DataFrame:
    """The half-terms that can be compared: finished, and reported by as many schools as ever report."""
    return half_terms[half_terms["is_finished"] & (half_terms["reporting"] == half_terms["reporting"].max())]


def choose_chart(half_terms: pd.DataFrame, moments: pd.DataFrame, rebases: pd.Series, *, is_one_school: bool) -> Chosen:
    """The chart of counts per half-term; where they are too rare for one, of the time between incidents.

    `moments` as queries/incidents__moments.sql. The clock of school days is a school's own: several have no such chart.
    """
    used = usable(half_terms)
    left_out = len(half_terms) - len(used)
    note = f"Left out: {wording.count(left_out, 'half-term')} not finished or not wholly reported." if left_out else ""
    if len(used) < FEWEST_POINTS:
        words = f"{wording.count(len(used), 'half-term')} can be compared; a chart needs {FEWEST_POINTS}."
        return Chosen(Refusal(wording.capital(words)), PER_HALF_TERM, note)
    points = pd.DataFrame({"on": used["starts_on"], "value": used["incident_count"], "name": used["period_name"]})
    rebase_on = rebase_points(points["on"], rebases)
    counts = count_chart(points, period="half-term", better="neither", rebase_on=rebase_on)
    if isinstance(counts, ControlChart) or not is_one_school:
        return Chosen(counts, PER_HALF_TERM, note)
    return _choose_gaps(counts, moments, rebases)


def _choose_gaps(refusal: Refusal, moments: pd.DataFrame, rebases: pd.Series) -> Chosen:
    """The chart of the time between incidents, with the reason why counts have none; refused for too few."""
    if len(moments) <= FEWEST_POINTS:
        few = f"Only {wording.count(len(moments), 'incident')} known: that chart needs {FEWEST_POINTS + 1}."
        return Chosen(Refusal(f"{refusal.reason} {few}"), PER_HALF_TERM, "")
    points = pd.DataFrame({"on": moments["reported_at"].iloc[1:], "value": gaps_between(moments["clock"])})
    chart = time_between_chart(points, better="up", rebase_on=rebase_points(points["on"], rebases))
    return Chosen(chart, BETWEEN, refusal.reason + " A longer time is better.")
