"""Owns how incidents were handled: waits for assessment and closure, legal clocks, referrals, evidence, support.

Draws nothing. Whatever the clause, an open incident counts as waiting.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pandas as pd

from dashboard import wording
from dashboard.compare.waits import FEWEST_FOR_A_PERCENTILE, TypicalWait, share_done, share_done_within, typical_wait
from dashboard.parts.case_lists import known_controls
from dashboard.scope import Scope
from dashboard.warehouse import query

LEGAL = ("lado_within", "ico_decision_within")
CLOSING_DAYS = (10, 20, 30)
ELAPSED, WORKING = "assessment_elapsed_minutes", "assessment_working_minutes"


class Matter(NamedTuple):
    """A kind of incident: its words, the column of its wait in minutes, and how such a wait is said."""

    words: str
    clock: str
    say: Callable[[float], str]


MATTERS: Mapping[bool, Matter] = {
    True: Matter("Safeguarding matters", ELAPSED, wording.minutes),
    False: Matter("Other incidents", WORKING, wording.working_minutes),
}
EVIDENCE = ("Saved before removal", "Removed without saving first", "Not removed yet, nothing saved")
SUPPORT = ("Offered", "Not offered", NOT_SAID := "Offer not recorded")


def matters(incidents: pd.DataFrame, *, safeguarding: bool) -> pd.DataFrame:
    """The incidents that are safeguarding matters, or those that are not; unsound waits are left out."""
    clock = MATTERS[safeguarding].clock
    return incidents[(incidents["is_safeguarding"].astype(bool) == safeguarding) & incidents[clock].notna()]


def assessment_wait(incidents: pd.DataFrame, *, safeguarding: bool) -> TypicalWait:
    """How long these incidents waited for their assessment, by the clock of their kind, in minutes."""
    of_kind = matters(incidents, safeguarding=safeguarding)
    return typical_wait(of_kind[MATTERS[safeguarding].clock], of_kind["is_assessed"])


def say_median(wait: TypicalWait, *, safeguarding: bool) -> str:
    """The typical wait in words, or why there is none."""
    if wait.median is None:
        return "too few to say"
    return MATTERS[safeguarding].say(wait.median.value) if wait.median.is_reached else "not reached"


def say_longest(incidents: pd.DataFrame, *, safeguarding: bool) -> str:
    """The longest wait in words, with whether it lasts still; a dash where there is none."""
    of_kind = matters(incidents, safeguarding=safeguarding)
    if of_kind.empty:
        return "-"
    longest = of_kind[MATTERS[safeguarding].clock].astype(float).idxmax()
    return say_wait(of_kind.loc[longest].to_dict(), safeguarding=safeguarding)


def say_wait(incident: Mapping[Any, Any], *, safeguarding: bool) -> str:
    """How long one incident waited for its assessment, or has waited so far."""
    _, clock, say = MATTERS[safeguarding]
    ended = {True: "", False: ", closed without one" if incident["is_closed"] else ", not assessed yet"}
    return say(incident[clock]) + ended[bool(incident["is_assessed"])]


def tabulate_assessment(incidents: pd.DataFrame) -> pd.DataFrame:
    """A row a kind of incident: how many, how many wait, half within, longest, and by which clock."""
    rows = []
    for safeguarding, matter in MATTERS.items():
        wait = assessment_wait(incidents, safeguarding=safeguarding)
        rows.append(
            {
                "Incidents": matter.words,
                "Reported": wait.n,
                "Not assessed": wait.open_count,
                "Half assessed within": say_median(wait, safeguarding=safeguarding) if wait.n else "-",
                "Longest wait": say_longest(incidents, safeguarding=safeguarding),
                "Clock": "elapsed time" if safeguarding else "working hours",
            }
        )
    return pd.DataFrame(rows)


def closing(incidents: pd.DataFrame) -> pd.DataFrame:
    """The incidents whose wait for closure is known in school days."""
    return incidents[incidents["closure_school_days"].notna()]


def closing_curve(incidents: pd.DataFrame) -> pd.DataFrame:
    """What share was closed by which school day after the report: wait, share, at_risk."""
    known = closing(incidents)
    return share_done(known["closure_school_days"], known["is_closed"])


def say_closed_within(incidents: pd.DataFrame, days: int) -> str:
    """The share closed within so many school days, the open ones counted as waiting."""
    known = closing(incidents)
    share = share_done_within(known["closure_school_days"], known["is_closed"], days)
    return "not known yet" if math.isnan(share) else wording.share(share, 1)


def has_enough(incidents: pd.DataFrame) -> bool:
    """Whether there are enough incidents for a curve."""
    return len(closing(incidents)) >= FEWEST_FOR_A_PERCENTILE


def find_legal(scope: Scope) -> pd.DataFrame:
    """The cases of the legal clocks that count in the period, as queries/cases.sql."""
    return query("cases", scope, controls=list(LEGAL), clauses=[], outcomes=[])


def evidence_of(incidents: pd.DataFrame) -> pd.Series:
    """For each incident with something to remove, what became of the evidence: one of EVIDENCE."""
    asked = incidents[incidents["removal_requested_at"].notna() | incidents["removed_at"].notna()]
    saved, removed = asked["evidence_saved_at"], asked["removed_at"]
    in_time = saved.notna() & (removed.isna() | (saved <= removed))
    kinds = pd.Series(EVIDENCE[2], index=asked.index)
    return kinds.mask(removed.notna(), EVIDENCE[1]).mask(in_time, EVIDENCE[0])


def support_of(incidents: pd.DataFrame) -> pd.Series:
    """For each incident in which a person was abused, whether support was offered: one of SUPPORT.

    Which categories are abuse of a person is the control's own default; where the school or nobody was affected there
    is nobody to support.
    """
    abuse = set(str(known_controls()["support_offered"].parameters["category"].default).split("+"))
    is_abuse = [bool(abuse & set(codes)) for codes in incidents["category_codes"]]
    abused = incidents[
        pd.Series(is_abuse, index=incidents.index, dtype=bool) & ~incidents["affected"].isin(["school", "none"])
    ]
    offered = abused["support_offered"].astype("boolean")
    kinds = pd.Series(NOT_SAID, index=abused.index)
    return kinds.mask(offered.fillna(False), SUPPORT[0]).mask(~offered.fillna(True), SUPPORT[1])


def count_agencies(incidents: pd.DataFrame) -> pd.Series:
    """Referrals by agency in words; one incident may go to several."""
    return incidents["agencies"].explode().dropna().map(wording.label).value_counts()
