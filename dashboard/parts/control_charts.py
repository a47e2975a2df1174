"""Owns how a control chart stands on a page: its signal in words, its events, its table; knows no measure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import wording
from dashboard.charts.control_chart import draw_control_chart
from dashboard.charts.events import Event, letter_events, tell_events
from dashboard.charts.icons import as_html, icons_of
from dashboard.compare.chart import ControlChart
from dashboard.compare.refusal import Refusal
from dashboard.compare.rules import Signal
from dashboard.compare.signal_words import describe_signal, describe_target
from dashboard.parts.blocks import nothing, plain
from dashboard.parts.charts import chart
from dashboard.parts.gate import may_show

MOST_NAMED = 3
SIGNALS = {
    Signal.COMMON: "",
    Signal.ABOVE_LIMIT: "Above what chance allows",
    Signal.BELOW_LIMIT: "Below what chance allows",
    Signal.TREND_UP: "Seven or more rising",
    Signal.TREND_DOWN: "Seven or more falling",
    Signal.TWO_IN_THREE_HIGH: "Two of three far above the average",
    Signal.TWO_IN_THREE_LOW: "Two of three far below the average",
    Signal.SHIFT_HIGH: "Seven or more above the average",
    Signal.SHIFT_LOW: "Seven or more below the average",
}


@dataclass(frozen=True)
class Measure:
    """What a control chart is of.

    `words` stands in its title ("the weekly wait"), `unit` at its axis and in its table ("working hours"), `period` and
    `periods` name a point; `per` divides every number (60 shows minutes as hours); `ceiling` is the highest possible.
    """

    words: str
    unit: str
    period: str
    periods: str
    per: float = 1
    ceiling: float | None = None


def control_chart(
    result: ControlChart | Refusal,
    measure: Measure,
    *,
    name: str,
    events: Sequence[Event] = (),
    note: str = "",
    gated: bool = False,
) -> None:
    """A control chart with the sentence of its signal, or the reason why there is none.

    `name` is unique on the page; `events` within the chart's days are lettered and told; `note` says what was left out.
    Its limits are worked out from every point, so that limited audiences see it only where each one passed the gate and
    the caller says so by `gated` (see parts/gate.py).
    """
    if not may_show(gated):
        return
    if isinstance(result, Refusal):
        _refuse(" ".join(filter(None, [result.reason, note])), measure)
        return
    on = result.points["on"]
    lettered = letter_events(events, on.iloc[0].date(), on.iloc[-1].date())
    said = [
        describe_signal(result, period=measure.period, periods=measure.periods),
        tell_earlier(result, measure),
        describe_target(result, period=measure.period, periods=measure.periods),
        tell_events(lettered),
    ]
    chart(
        title_of(result, measure),
        draw_control_chart(result, y=measure.unit, lettered=lettered, per=measure.per, ceiling=measure.ceiling),
        partial(tabulate, result, measure),
        name=name,
        alt=f"A line of {measure.words}, one point a {measure.period}, with its average and the limits that chance "
        f"allows. {' '.join(filter(None, said))}",
        note=" ".join(filter(None, [*said, note])),
        badges=as_html(icons_of(result.variation, result.assurance)),
        gated=gated,
    )


def _refuse(reason: str, measure: Measure) -> None:
    with st.container(border=True):
        st.subheader(plain(f"{wording.capital(measure.words)}: nothing can be said of change"), anchor=False)
        nothing(reason, gated=True)


def tell_earlier(chart: ControlChart, measure: Measure) -> str:
    """Where only earlier points signal, which they are, so that no mark of the drawing goes untold."""
    is_flagged = chart.points["signal"].to_numpy() != 0
    if not is_flagged.any() or is_flagged[-1]:
        return ""
    flagged = chart.points[is_flagged]
    names = flagged["name"] if "name" in flagged else flagged["on"].map(lambda on: wording.day(on.date()))
    told = wording.listed(names.tolist()) if len(flagged) <= MOST_NAMED else f"{len(flagged)}, marked in the table"
    return f"Earlier {measure.periods if len(flagged) > 1 else measure.period} with a signal: {told}."


def title_of(chart: ControlChart, measure: Measure) -> str:
    """The finding of a chart in a title: changed by more than chance, not changed, or not to be judged."""
    words = wording.capital(measure.words)
    if chart.variation is None:
        return f"{words}: too early to speak of change"
    if chart.variation == "common_cause":
        return f"{words}: no sign of change"
    return f"{words} {'rose' if chart.variation.endswith('high') else 'fell'} by more than chance"


def tabulate(chart: ControlChart, measure: Measure) -> pd.DataFrame:
    """The points of a chart as people read them: when, value, average, limits (no lower than 0), signal."""
    points = chart.points
    lines = {"As measured": "value", "Average": "centre", "Lower limit": "lower", "Upper limit": "upper"}
    shown = (points[list(lines.values())] / measure.per).clip(0, measure.ceiling).round(2)
    named = {wording.capital(measure.period): points["name"]} if "name" in points else None
    return pd.DataFrame(
        {
            **(named or {f"{wording.capital(measure.period)} of": points["on"]}),
            **{f"{words} ({measure.unit})": shown[column] for words, column in lines.items()},
            "Signal": points["signal"].map(lambda signal: SIGNALS[Signal(signal)]),
        }
    )
