"""Owns each school's control chart on a measure, or why it has none; compares no school with another, draws nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from dashboard.access import who
from dashboard.compare.chart import ControlChart, rebase_points
from dashboard.compare.refusal import Refusal
from dashboard.compare.waits import FEWEST_FOR_A_PERCENTILE, percentile
from dashboard.compare.which_chart import count_chart, percentage_chart, usable_points, wait_chart
from dashboard.comparison.topics import BY_NAME, asked_controls
from dashboard.parts import Measure
from dashboard.scope import Scope
from dashboard.warehouse import Selection, current_build, query

READ = ("on", "name", "value", "count", "out_of", "expect")  # of a point, by the charts of a school
FEWEST_POINTS = 7  # a run of seven is the shortest that the rules know
Charts = dict[str, ControlChart | Refusal]


@dataclass(frozen=True)
class Series:
    """A measure over time: what its charts are of, what is to be said of its points, and the charts themselves."""

    measure: Measure
    note: str
    charts: Callable[[Scope], Charts]


def chart_schools(series: Series, scope: Scope) -> Charts:
    """The chart of every school in view by its id, A to Z; one with too few points has a Refusal.

    Kept like the rows of a query: a hundred schools cost a third of a second of a processor. All who may see the same
    share them, and nobody changes them.
    """
    return _kept_charts(str(current_build()), who().schools, scope.selection, series.measure.words, series, scope)


@st.cache_resource(show_spinner=False, max_entries=100)
def _kept_charts(
    build: str, allowed: tuple[str, ...] | None, selection: Selection, words: str, _series: Series, _scope: Scope
) -> Charts:
    """What names the charts comes first and is the key; what makes them is not hashed."""
    return _series.charts(_scope)


def _waits(scope: Scope) -> Charts:
    weeks = query("compare_schools__waits", scope)
    enough = weeks[weeks["enquiry_count"] >= FEWEST_FOR_A_PERCENTILE]
    points = usable_points(enough.assign(on=enough["week_start"], value=middles(enough)))[0]
    few = f"weeks with {FEWEST_FOR_A_PERCENTILE} enquiries or more"
    return _by_school(points, scope, few, lambda own, rebases: wait_chart(own, rebase_on=rebases))


def middles(weeks: pd.DataFrame) -> pd.Series:
    """The middle wait of each week in working minutes, the open ones as still waiting; NaN where it is not reached."""
    asked = weeks["waits"].notna()
    found = [percentile(*pair, 0.5).value for pair in weeks.loc[asked, ["waits", "is_over"]].itertuples(index=False)]
    exact = pd.Series(found, index=weeks.index[asked], dtype=float)
    return exact.reindex(weeks.index).where(asked, weeks["middle"].where(weeks["middle"] < float("inf")))


def _half_terms_of_checks(scope: Scope) -> Charts:
    (control,) = BY_NAME["checks"].controls
    half_terms = query("compare_schools__kept_by_half_term", scope, control=control)
    points = half_terms.rename(columns={"period_start": "on", "period_name": "name", "kept": "count"})
    points = points.assign(out_of=points["count"] + points["missed"], expect=points["school_id"].map(_expected(scope)))
    return _by_school(
        points, scope, "finished half-terms in which any was due", partial(_percentages, period="half-term")
    )


def _expected(scope: Scope, topic: str = "checks") -> pd.Series:
    """What share each school's own adopted policy expects, 0 to 1, by its id."""
    judged = query("compare_schools__judged", scope, **asked_controls())
    return judged[judged["topic"] == topic].set_index("school_id")["expect"]


def _shares(topic: str) -> Callable[[Scope], Charts]:
    def chart(scope: Scope) -> Charts:
        asked = asked_controls((BY_NAME[topic],))
        weeks = query("compare_schools__weeks", scope, **asked)
        own = _expected(scope, topic)
        points = weeks.assign(on=weeks["week_start"], count=weeks["kept"], out_of=weeks["kept"] + weeks["missed"])
        points = usable_points(points[points["pending"] == 0])[0].assign(expect=lambda rows: rows["school_id"].map(own))
        return _by_school(points, scope, "weeks in which any was due", _percentages)

    return chart


def _percentages(points: pd.DataFrame, rebases: Sequence[date], period: str = "week") -> ControlChart | Refusal:
    """The chart of a school's shares, against what its own adopted policy expects of them."""
    expect = points["expect"].iloc[0]
    target = None if pd.isna(expect) else 100 * float(expect)
    return percentage_chart(points, period=period, better="up", target=target, rebase_on=rebases)


def _incidents(scope: Scope) -> Charts:
    half_terms = query("compare_schools__half_terms", scope)
    named = {"period_start": "on", "incident_count": "value", "period_name": "name"}
    points = half_terms.rename(columns=named)
    return _by_school(
        points,
        scope,
        "finished half-terms that a return covers",
        lambda own, rebases: count_chart(own, period="half-term", better="neither", rebase_on=rebases),
    )


def _by_school(
    points: pd.DataFrame,
    scope: Scope,
    few: str,
    chart: Callable[[pd.DataFrame, Sequence[date]], ControlChart | Refusal],
) -> Charts:
    """The chart of each school that has enough points, begun anew at its own recorded events."""
    rebases = query("compare_schools__rebases", scope)
    begun = dict(list(rebases.groupby("school_id")["happened_on"]))
    read = points[[name for name in READ if name in points]]
    places = points.groupby("school_id").indices
    charts: Charts = {}
    for school in query("compare_schools__schools", scope)["school_id"]:
        own = read.take(places.get(school, []))
        if len(own) < FEWEST_POINTS:
            charts[school] = Refusal(f"{len(own) or 'No'} {few}: a chart needs {FEWEST_POINTS}.")
        else:
            charts[school] = chart(own, rebase_points(own["on"], begun.get(school, [])))
    return charts


# By their words, which the address carries.
SERIES = {
    "Typical wait for a reply, week by week": Series(
        Measure("the weekly typical wait", "working hours", "week", "weeks", per=60),
        "The wait that half of a week's enquiries stayed within; weeks with fewer than ten have no point.",
        _waits,
    ),
    "Enquiries within target, week by week": Series(
        Measure("the weekly share within target", "%", "week", "weeks", ceiling=100),
        "Each school by its own promise; weeks of which something is not due yet have no point.",
        _shares("replies"),
    ),
    "Checks made, week by week": Series(
        Measure("the weekly share of checks made", "%", "week", "weeks", ceiling=100),
        "Each school by its own cadence; holiday weeks and weeks that are not over have no point.",
        _shares("checks"),
    ),
    "Checks made, half-term by half-term": Series(
        Measure("the share of checks made per half-term", "%", "half-term", "half-terms", ceiling=100),
        "Each school by its own cadence, as far back as checks are known: for schools that seldom miss one.",
        _half_terms_of_checks,
    ),
    "Incidents, half-term by half-term": Series(
        Measure("incidents per half-term", "incidents", "half-term", "half-terms"),
        "Half-terms that are not over, or that no return covers, have no point. Many reports may mean good reporting.",
        _incidents,
    ),
}
