"""Owns the table of schools side by side, and what its columns are to the gate; writes no sentence."""

import pandas as pd

from dashboard.compare.funnel import Funnel
from dashboard.compare.intervals import Interval, exact_count, wilson
from dashboard.comparison.side_by_side import PER_PUPILS, Comparison
from dashboard.comparison.topics import Topic
from dashboard.comparison.words import state_of
from dashboard.published import Table

TOTAL = "All that reported"
PLACES: dict[int, str] = {
    -2: "Lower than chance allows",
    -1: "Low, as one in forty is by chance",
    0: "Within what chance allows",
    1: "High, as one in forty is by chance",
    2: "Higher than chance allows",
}
IN_SPREAD = "Within the spread of all schools"
SCHOOL, OUT_OF, SHARE, PUPILS, RATE = "School", "Out of", "Share (%)", "Pupils", "Per 100 pupils"
LOW, HIGH = "95% range from", "95% range to"
AGAINST, PENDING, COVERED = "Against chance", "Not due yet", "Period covered (%)"


def tabulate(found: Comparison) -> pd.DataFrame:
    """Every school that promises it, A to Z, then all that reported: counts, share or rate with its range, chance."""
    rows, pooled = found.rows.dropna(subset=["promise"]), found.pooled
    total = {"school": TOTAL, "count": pooled.count, "out_of": pooled.out_of, "pending": rows["pending"].sum()}
    shown = pd.concat([rows.assign(against=_against(found, rows)), pd.DataFrame([total])], ignore_index=True)
    ranges = [_range_of(found.topic, *pair) for pair in zip(shown["count"], shown["out_of"], strict=True)]
    scale = PER_PUPILS if found.topic.is_rate else 100
    digits = 2 if found.topic.is_rate else 1
    figures = {
        (RATE if found.topic.is_rate else SHARE): [scale * each.value for each in ranges],
        LOW: [scale * each.low for each in ranges],
        HIGH: [scale * each.high for each in ranges],
    }
    columns = {
        SCHOOL: shown["school"],
        **_counts(found.topic, shown),
        **{name: pd.Series(values).round(digits) for name, values in figures.items()},
        AGAINST: shown["against"].astype(object).where(shown["against"].notna(), ""),
    }
    if shown["pending"].any():
        columns[PENDING] = shown["pending"].astype("Int64")
    if found.topic.dataset:
        columns[COVERED] = (100 * shown["completeness"]).round()
    return pd.DataFrame(columns)


def declare(found: Comparison) -> Table:
    """The table with what its columns are: what could be worked back to a hidden count goes with it."""
    rows, topic = tabulate(found), found.topic
    made_of = (topic.kept,) if topic.is_rate else (topic.kept, topic.missed, OUT_OF)
    derived = [name for name in (RATE, LOW, HIGH, AGAINST) if name in rows]
    return Table(
        rows=rows,
        dimensions={SCHOOL: TOTAL},
        counts=[*made_of, *([PENDING] if PENDING in rows else [])],
        parts={} if topic.is_rate else {OUT_OF: [topic.kept, topic.missed]},
        percentages={} if topic.is_rate else {SHARE: (topic.kept, OUT_OF)},
        derived=dict.fromkeys(derived, made_of),
        open=[name for name in (PUPILS, COVERED) if name in rows],
        measure=topic.name,
    )


def _counts(topic: Topic, shown: pd.DataFrame) -> dict[str, pd.Series]:
    counts, out_of = (shown[name].round().astype("Int64") for name in ("count", "out_of"))
    if topic.is_rate:
        return {topic.kept: counts, PUPILS: out_of}
    return {topic.kept: counts, topic.missed: out_of - counts, OUT_OF: out_of}


def _range_of(topic: Topic, count: float, out_of: float) -> Interval:
    """The figure with the range that chance leaves open; a school that did not report has none."""
    if pd.isna(count) or pd.isna(out_of) or not out_of:
        return Interval(float("nan"), float("nan"), float("nan"))
    return exact_count(count, out_of) if topic.is_rate else wilson(count, out_of)


def _against(found: Comparison, rows: pd.DataFrame) -> list[str]:
    """Where each school lies against chance, or why that is not said."""
    is_drawn = isinstance(found.funnel, Funnel)
    places = dict(zip(found.funnel.points["school_id"], found.funnel.points["place"], strict=True)) if is_drawn else {}
    words = PLACES | ({0: IN_SPREAD} if is_drawn and found.funnel.tau2 else {})
    return [
        words[places[school]] if school in places else state_of(row, found)
        for school, row in zip(rows["school_id"], rows.to_dict("records"), strict=True)
    ]
