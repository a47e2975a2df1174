"""Owns which version of its policy each school issued when, and who has acknowledged it; knows no clause of it."""

from typing import Any

import numpy as np
import pandas as pd

from pipelines.demo.scene import Scene
from pipelines.demo.trust import tell

# When a policy is issued anew: month and day, and every how many years.
ISSUED = {
    "snmat": (7, 4, 1),
    "marshfields": (9, 12, 1),
    "barnes": (6, 16, 2),
    "welsh-template": (7, 2, 1),
    "llanidloes": (6, 30, 1),
}
APPROVED_BY = {
    "snmat": "board_of_directors",
    "marshfields": "governing_board",
    "barnes": "governing_board",
    "welsh-template": "governing_board",
    "llanidloes": "committee",
}
# A yearly issue this near to a revision gives way to it.
TOO_NEAR = pd.Timedelta(days=45)
# The share of a school's own habit by group: governors, helpers and the rest.
HABITS = {"governor": 0.9, "chair": 0.95, "volunteer": 0.8, "contractor": 0.72, "agency": 0.7}
COLUMNS = ["person_id", "school_id", "policy", "version", "acknowledged_on"]
TYPICAL_DAYS = 9
TYPICAL_DAYS_OF_STARTERS = 4
TYPICAL_DAYS_WHEN_SLOW = 16


def invent_policy_versions(scene: Scene) -> pd.DataFrame:
    """One row per school and version of its policy: the contract's columns."""
    issues = {key: _issue(key, scene) for key in ISSUED}
    rows = [
        {"school_id": school.school_id, "policy": school.policy, "approved_by": APPROVED_BY[school.policy], **issue}
        for school in scene.schools.values()
        for issue in issues[school.policy]
    ]
    return pd.DataFrame(rows)


def _issue(policy: str, scene: Scene) -> list[dict[str, Any]]:
    """The version in force when the demonstration begins, and those since."""
    month, day, every = ISSUED[policy]
    revised = [_revised_on(story, scene) for story in tell("slow_acknowledgement", policy=policy)]
    years = range(scene.first_day.year - every, scene.as_at.year + 1, every)
    yearly = [pd.Timestamp(year, month, day) for year in years]
    kept = [on for on in yearly if all(abs(on - revision) > TOO_NEAR for revision in revised)]
    issued = [on for on in sorted([*kept, *revised]) if on < scene.exported_at]
    begun = sum(on <= scene.first_day for on in issued) - 1
    # The policy past its review date should have been issued anew, and was not.
    issued = issued[begun : begun + 1] if tell("review_overdue", policy=policy) else issued[begun:]
    return [
        {
            "version": f"{number}.0",
            "issued_on": on,
            "next_review_on": on + pd.DateOffset(years=every),
            "unions_consulted_on": on - pd.Timedelta(days=24) if policy == "snmat" else None,
        }
        for number, on in enumerate(issued, start=3)
    ]


def _revised_on(story: Any, scene: Scene) -> pd.Timestamp:
    begins, _ = scene.when(story, next(iter(story["schools"])))
    return begins + pd.Timedelta(days=story["days_in"])


def invent_acknowledgements(scene: Scene, people: pd.DataFrame, versions: pd.DataFrame) -> pd.DataFrame:
    """One row per person and version acknowledged: the contract's columns, and school_id."""
    asked = people[["person_id", "school_id", "role", "started_on", "left_on"]].merge(versions, on="school_id")
    replaced = asked.groupby("person_id")["issued_on"].shift(-1)
    asked = asked[(asked["left_on"].isna() | (asked["left_on"] > asked["issued_on"]))]
    asked = asked[~(replaced.reindex(asked.index) <= asked["started_on"])].reset_index(drop=True)
    dice, count = scene.dice("acknowledgements"), len(asked)
    willing = asked["school_id"].map({key: school.acknowledged for key, school in scene.schools.items()})
    slow = _slow(asked, scene)
    is_starter = asked["started_on"] > asked["issued_on"]
    typical = np.where(
        is_starter, TYPICAL_DAYS_OF_STARTERS, np.where(slow.notna(), TYPICAL_DAYS_WHEN_SLOW, TYPICAL_DAYS)
    )
    wait = pd.to_timedelta(np.floor(dice.exponential(typical, count)), unit="D")
    asked["acknowledged_on"] = asked[["issued_on", "started_on"]].max(axis=1) + wait
    does = dice.random(count) < slow.fillna(willing) * asked["role"].map(HABITS).fillna(1)
    in_post = asked["left_on"].isna() | (asked["acknowledged_on"] <= asked["left_on"])
    known = asked["acknowledged_on"] < scene.exported_at
    acknowledged = asked.loc[does & in_post & known, COLUMNS]
    # Who works in two schools reads the policy once.
    return acknowledged.drop_duplicates(["person_id", "policy", "version"])


def _slow(asked: pd.DataFrame, scene: Scene) -> pd.Series:
    """The share who acknowledge a revision that was slow to be read; blank for every other version."""
    share = pd.Series(np.nan, index=asked.index)
    for story in tell("slow_acknowledgement"):
        told = (asked["policy"] == story["policy"]) & (asked["issued_on"] == _revised_on(story, scene))
        share = share.mask(told, asked["school_id"].map(story["schools"]))
    return share
