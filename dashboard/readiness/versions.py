"""Owns how fast versions of a policy were acknowledged after their issue; draws nothing."""

import pandas as pd

from dashboard import wording
from dashboard.charts.survival import share_at
from dashboard.compare.waits import FEWEST_FOR_A_PERCENTILE, share_done

MOST_CURVES = 4
DAYS_TOLD = (7, 14, 30, 60, 90)
GRACE = 30


def choose_versions(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Name -> the people who were asked to acknowledge it, newest first, four at most; those with too few are left out.

    `rows` as queries/training_and_acknowledgement__versions.sql. Of one policy its latest versions; of several policies
    the latest version of each, most people first.
    """
    grouped = rows.groupby(["policy", "policy_title", "version"])
    found = grouped.agg(issued_on=("issued_on", "max"), people=("wait_days", "size")).reset_index()
    found = found[found["people"] >= FEWEST_FOR_A_PERCENTILE].sort_values("issued_on", ascending=False)
    several = rows["policy"].nunique() > 1
    if several:
        found = found.drop_duplicates("policy").sort_values("people", ascending=False)
    chosen = {}
    for version in found.head(MOST_CURVES).itertuples():
        words = (
            f"{version.policy_title.rpartition(', ')[2]} {version.version}" if several else f"Version {version.version}"
        )
        name = f"{words}, {wording.short_day(version.issued_on)}"
        chosen[name] = rows[(rows["policy"] == version.policy) & (rows["version"] == version.version)]
    return chosen


def curve_of(people: pd.DataFrame) -> pd.DataFrame:
    """What share had acknowledged by which day after the issue: wait, share, at_risk."""
    return share_done(people["wait_days"], people["is_over"])


def tabulate(curves: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The share that had acknowledged each version within so many days; blank where that is not known yet."""
    shares = {name: [_as_words(share_at(curve, day)) for day in DAYS_TOLD] for name, curve in curves.items()}
    return pd.DataFrame({"Days since its issue": list(DAYS_TOLD), **shares})


def find_speed(curves: dict[str, pd.DataFrame]) -> str:
    """The title: the share of the newest version after 30 days."""
    name, curve = next(iter(curves.items()))
    share = _as_words(share_at(curve, GRACE))
    words = name.partition(",")[0]
    return f"{words}: {share} acknowledged within {GRACE} days" if share else f"{words} is too new to judge"


def compare(curves: dict[str, pd.DataFrame]) -> str:
    """How much slower or faster than the version before; empty where there is none, or where policies differ."""
    if len(curves) < 2 or not all(name.startswith("Version ") for name in curves):
        return ""
    (newest, now), (before, then) = list(curves.items())[:2]
    shares = [_as_words(share_at(curve, GRACE)) for curve in (now, then)]
    if not all(shares):
        return ""
    names = [name.partition(",")[0] for name in (newest, before)]
    return f"Within {GRACE} days: {names[0]} {shares[0]}, {names[1]} {shares[1]}."


def _as_words(share: float) -> str:
    return "" if pd.isna(share) else wording.share(share, 1)
