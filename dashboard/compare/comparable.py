"""Owns whether schools may be put side by side, and the one figure for all of them.

Knows nothing of which measure it is: it compares what each school promised, how often, and how much it handed in.
"""

from dataclasses import dataclass

import pandas as pd

from dashboard import wording
from dashboard.compare.refusal import Refusal

WIDEST_COMPLETENESS = 0.2  # between the fullest and the emptiest return; a fifth of a term is three weeks unseen


@dataclass(frozen=True)
class Pooled:
    """Pooled numerator over pooled denominator of the schools that reported; `share` is NaN without a denominator."""

    count: float
    out_of: float
    share: float
    reported: int
    schools: int


def comparable(schools: pd.DataFrame) -> Refusal | None:
    """None where the schools may be compared, else the reason why not.

    One row per school: school (its name), and whichever of these bears on the measure: promise (what counts as kept,
    in words: "5 working days"), cadence ("every weekday"), completeness (share of the period with data, 0 to 1; 0 or
    missing is a school that did not report, and is left out).
    """
    reported = schools[schools["completeness"].fillna(0) > 0] if "completeness" in schools else schools
    if len(reported) < 2:
        return Refusal(f"{len(reported)} of {len(schools)} schools reported: there is nothing to compare.")
    differing = [
        _differing(reported, "promise", "promise different things"),
        _differing(reported, "cadence", "check at different intervals"),
    ]
    return next((refusal for refusal in [*differing, _unevenly_complete(reported)] if refusal), None)


def pooled_figure(schools: pd.DataFrame) -> Pooled:
    """The figure for all schools from columns count, out_of; a missing value is a school that did not report."""
    reported = schools.dropna(subset=["count", "out_of"])
    count, out_of = float(reported["count"].sum()), float(reported["out_of"].sum())
    return Pooled(count, out_of, count / out_of if out_of else float("nan"), len(reported), len(schools))


def _differing(schools: pd.DataFrame, column: str, what: str) -> Refusal | None:
    if column not in schools or schools[column].nunique(dropna=False) == 1:
        return None
    groups = schools.groupby(schools[column].fillna("none adopted"), sort=True)["school"].apply(list)
    told = "; ".join(f"{value} ({wording.some(sorted(names))})" for value, names in groups.items())
    return Refusal(f"The schools {what}: {told}. Compare those that share one.")


def _unevenly_complete(schools: pd.DataFrame) -> Refusal | None:
    if "completeness" not in schools:
        return None
    fullest = schools["completeness"].max()
    behind = schools[schools["completeness"] < fullest - WIDEST_COMPLETENESS]
    if behind.empty:
        return None
    return Refusal(
        f"Some schools handed in much less of the period than others ({fullest:.0%} at most): "
        f"{wording.some(sorted(behind['school']))}. Their figures would not show the same thing."
    )
