"""Owns what is said of schools side by side: sentences and titles; ranks nobody, computes no figure."""

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard import wording
from dashboard.compare.funnel import FEWEST_TO_ADJUST, Funnel
from dashboard.compare.refusal import Refusal
from dashboard.comparison.side_by_side import PER_PUPILS, Comparison, draw_funnel

NO_PROMISE, NO_DATA, NOTHING_DUE = "No promise adopted", "No data", "Nothing was due"
NOT_COMPARED, ANOTHER = "Not compared", "Another promise"
REASONS = (NO_PROMISE, NO_DATA, NOTHING_DUE, ANOTHER)


def say_answer(comparisons: Sequence[Comparison]) -> str:
    """Who differs from the others by more than chance and on what; what cannot be compared."""
    compared = [found for found in comparisons if isinstance(found.funnel, Funnel)]
    if not compared:
        return "It cannot be said: on no measure are there two schools that can be compared."
    apart: dict[str, list[str]] = {}
    for found in compared:
        for school in found.apart:
            apart.setdefault(school, []).append(wording.within(found.topic.label))
    refused = len(comparisons) - len(compared)
    rest = f"{wording.capital(wording.how_many(refused, 'measure'))} cannot be compared." if refused else ""
    none = "" if apart else f"No school stands out from the others on {_measures(len(compared))} compared."
    return " ".join(filter(None, [_say_apart(apart), none, _say_spreads(compared), rest]))


def _say_spreads(compared: Sequence[Comparison]) -> str:
    labels = [wording.within(found.topic.label) for found in compared if _is_spread(found)]
    return f"All together, they spread more than chance explains on {wording.listed(labels)}." if labels else ""


def _is_spread(found: Comparison) -> bool:
    """Whether the lines had to allow for more than chance."""
    return isinstance(found.funnel, Funnel) and found.funnel.tau2 > 0


def _measures(number: int) -> str:
    return "the one measure" if number == 1 else f"the {number} measures"


def _say_apart(apart: Mapping[str, Sequence[str]]) -> str:
    """The schools beyond the outer lines of any measure, A to Z, with what each differs on; if many, their number."""
    if not apart:
        return ""
    if len(apart) > wording.MOST_NAMED:
        return f"{len(apart)} schools differ from the others by more than chance on one measure or more."
    told = [f"{school} ({wording.listed(list(labels))})" for school, labels in sorted(apart.items())]
    return f"{wording.listed(told)} {'differs' if len(told) == 1 else 'differ'} from the others by more than chance."


def say_pooled(found: Comparison) -> tuple[str, str]:
    """The figure of all schools that reported, and what is around it: its parts and how many reported."""
    pooled = found.pooled
    reported = f"{wording.out_of(pooled.reported, pooled.schools)} schools reported"
    if not pooled.out_of:
        return "No data", reported
    if found.topic.is_rate:
        parts = f"{wording.count(int(pooled.count), 'incident')}, {wording.count(int(pooled.out_of), 'pupil')}"
        return f"{PER_PUPILS * pooled.share:.2f}", f"{parts}; {reported}"
    own = "; each by its own promise" if found.rows["promise"].nunique() > 1 else ""
    return wording.out_of(pooled.count, pooled.out_of), f"{wording.share(pooled.count, pooled.out_of)}{own}; {reported}"


def say_point(found: Comparison, count: float, out_of: float) -> str:
    """One school's figure as its mark tells it: "46 of 48 (95.8%)"."""
    if found.topic.is_rate:
        counted = f"{wording.count(int(count), 'incident')}, {wording.count(int(out_of), 'pupil')}"
        return f"{PER_PUPILS * count / out_of:.2f} per {PER_PUPILS} pupils ({counted})"
    return f"{wording.out_of(count, out_of)} ({wording.share(count, out_of)})"


def list_clauses(found: Comparison) -> list[str]:
    """The clauses of all schools in view that judge the measure."""
    return sorted({clause for told in found.rows["clauses"] for clause in str(told).split(", ") if clause})


def title_of(found: Comparison) -> str:
    """The finding of a funnel in ten words or fewer."""
    apart = found.apart
    if not apart:
        none = "the schools spread, none stands out" if _is_spread(found) else "no school differs by more than chance"
        return f"{found.topic.label}: {none}"
    who = apart[0] if len(apart) == 1 else wording.count(len(apart), "school")
    return f"{found.topic.label}: {who} {'differs' if len(apart) == 1 else 'differ'}"


def say_finding(found: Comparison) -> str:
    """Who lies beyond the 99.8 % lines and on which side, and how much the schools spread beyond chance."""
    funnel = found.funnel
    assert isinstance(funnel, Funnel)
    places = dict(zip(funnel.points["school"], funnel.points["place"], strict=True))
    sides = {
        words: [name for name, place in places.items() if place == side]
        for side, words in ((2, "higher"), (-2, "lower"))
    }
    told = [f"{wording.listed(names)}: {words} than chance allows" for words, names in sides.items() if names]
    none = "stands out from the spread of all" if funnel.tau2 else "differs by more than chance"
    who = f"{'; '.join(told)}. Ask why." if told else f"None of {len(places)} schools {none}."
    return f"{who} {say_spread(found)}"


def say_spread(found: Comparison) -> str:
    """What phi says, and what the lines make of it: nothing below ten schools."""
    funnel = found.funnel
    assert isinstance(funnel, Funnel)
    if funnel.phi <= 1:
        return f"The schools spread no more than chance alone would make them (phi {funnel.phi:.1f})."
    times = f"The schools spread {funnel.phi:.1f} times as much as chance alone would make them (phi)"
    if not funnel.tau2:
        few = len(funnel.points) < FEWEST_TO_ADJUST
        return f"{times}; with fewer than ten schools the lines do not allow for that." if few else f"{times}."
    plain = draw_funnel(found.topic, found.compared, widen=False)
    assert isinstance(plain, Funnel)
    beyond = plain.points.loc[plain.points["place"].abs() == 2, "school"].tolist()
    others = [name for name in beyond if name not in found.apart]
    without = f" Without that, {wording.some(others)} would lie outside too." if others else ""
    return f"{times}, and the lines allow for it.{without}"


def say_not_compared(found: Comparison) -> str:
    """The schools that are not in the funnel, by the reason; empty where all are, or where the refusal has told it."""
    rows = found.rows[~found.rows["school_id"].isin(found.compared["school_id"])]
    states = pd.Series([state_of(row, found) for row in rows.to_dict("records")], index=rows.index, dtype=object)
    reasons = [reason for reason in REASONS if (states == reason).any()]
    return " ".join(f"{reason}: {wording.some(rows.loc[states == reason, 'school'].tolist())}." for reason in reasons)


def state_of(row: Mapping[str, object], found: Comparison) -> str:
    """Why a school is not in the funnel."""
    if found.topic.controls and pd.isna(row["promise"]):
        return NO_PROMISE
    if not row["completeness"] or pd.isna(row["out_of"]):
        return NO_DATA
    if not row["out_of"]:
        return NOTHING_DUE
    return NOT_COMPARED if isinstance(found.funnel, Refusal) else ANOTHER
