"""Owns what each school's control chart says, in words first: a row a school, A to Z; ranks nobody."""

from collections.abc import Mapping

import pandas as pd

from dashboard import wording
from dashboard.charts.icons import ASSURANCE, VARIATION
from dashboard.compare.chart import ControlChart
from dashboard.compare.refusal import Refusal
from dashboard.compare.signal_words import describe_signal
from dashboard.parts import Measure
from dashboard.parts.control_charts import SIGNALS, Signal, tell_earlier

MOST_ROWS = 12  # on one figure: what a reader can hold, and what prints on two pages
CHANGED = "With a sign of change"
NOT_JUDGED = "Not judged"

# Charts by the school's name, A to Z.
Named = Mapping[str, ControlChart | Refusal]


def has_changed(chart: ControlChart | Refusal) -> bool:
    """Whether the latest point signals, and may be believed."""
    return isinstance(chart, ControlChart) and chart.variation not in (None, "common_cause")


def say_states(charts: Named, measure: Measure) -> str:
    """How many schools changed, which, how many show no sign of it, and how many cannot be judged."""
    changed = [name for name, chart in charts.items() if has_changed(chart)]
    steady = sum(isinstance(chart, ControlChart) and chart.variation == "common_cause" for chart in charts.values())
    unknown = len(charts) - len(changed) - steady
    schools = wording.out_of(len(changed), len(charts))
    who = f": {wording.listed(changed)}" if 0 < len(changed) <= MOST_ROWS else ""
    head = f"{wording.capital(measure.words)} changed by more than chance at {schools} schools{who}."
    return f"{head} {steady:,} show no sign of change, {unknown:,} cannot be judged."


def offer_pages(charts: Named) -> dict[str, list[str]]:
    """What may be drawn together, by its words: all schools with a chart where they are few; else those that changed
    first, then all of them by alphabet."""
    drawn = [name for name, chart in charts.items() if isinstance(chart, ControlChart)]
    if len(drawn) <= MOST_ROWS:
        return {"All schools with a chart": drawn} if drawn else {}
    pages = [drawn[first : first + MOST_ROWS] for first in range(0, len(drawn), MOST_ROWS)]
    changed = [name for name in drawn if has_changed(charts[name])]
    offered = {f"{CHANGED} ({len(changed)})": changed[:MOST_ROWS]} if changed else {}
    return offered | {f"{page[0]} to {page[-1]}": page for page in pages}


def list_states(charts: Named, measure: Measure) -> pd.DataFrame:
    """School, Change, Target, what the latest signal says or why nothing is said; A to Z."""
    return pd.DataFrame(
        [{"School": name, **_say_state(chart, measure)} for name, chart in charts.items()],
        columns=["School", "Change", "Target", f"Latest ({measure.unit})", f"Average ({measure.unit})", "What it says"],
    )


def _say_state(chart: ControlChart | Refusal, measure: Measure) -> dict[str, object]:
    if isinstance(chart, Refusal):
        return {"Change": NOT_JUDGED, "Target": "", "What it says": chart.reason}
    latest, average = (chart.points[name].iat[-1] for name in ("value", "centre"))
    return {
        "Change": VARIATION[chart.variation].words if chart.variation else NOT_JUDGED,
        "Target": ASSURANCE[chart.assurance].words if chart.assurance else "",
        f"Latest ({measure.unit})": round(latest / measure.per, 1),
        f"Average ({measure.unit})": round(average / measure.per, 1),
        "What it says": " ".join(
            filter(
                None,
                [
                    describe_signal(chart, period=measure.period, periods=measure.periods),
                    tell_earlier(chart, measure),
                ],
            )
        ),
    }


def list_points(charts: Mapping[str, ControlChart], measure: Measure) -> pd.DataFrame:
    """Every point drawn: School, when, as measured, average, limits as they are drawn, signal."""
    listed = [_points_of(name, chart, measure) for name, chart in charts.items()]
    return pd.concat(listed, ignore_index=True) if listed else pd.DataFrame()


def _points_of(name: str, chart: ControlChart, measure: Measure) -> pd.DataFrame:
    points = chart.points
    lines = (points[["value", "centre", "lower", "upper"]] / measure.per).clip(0, measure.ceiling).round(1)
    when = points["name"] if "name" in points else points["on"]
    said = ["As measured", "Average", "Lower limit", "Upper limit"]
    return pd.DataFrame(
        {
            "School": name,
            wording.capital(measure.period): when,
            **{f"{words} ({measure.unit})": lines[column] for words, column in zip(said, lines, strict=True)},
            "Signal": points["signal"].map(lambda signal: SIGNALS[Signal(signal)]),
        }
    )
