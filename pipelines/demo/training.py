"""Owns who was trained in what and when; knows nothing of policies."""

import pandas as pd

from pipelines.demo.scene import Scene
from pipelines.demo.trust import tell

COURSES = {
    "annual_update": "Social media and online safety: annual update",
    "induction": "Induction: using social media at work",
    "incident_procedure": "What to do when something goes wrong online",
    "account_runner": "Running a school account",
}
# The share of a school's own habit by role; governors and helpers come to fewer courses.
HABITS = {"governor": 0.88, "chair": 0.95, "volunteer": 0.7, "contractor": 0.55, "agency": 0.5}
NO_UPDATE = ["contractor"]
COLUMNS = ["person_id", "school_id", "module", "completed_on", "expires_on"]


def invent_training(scene: Scene, people: pd.DataFrame, grants: pd.DataFrame) -> pd.DataFrame:
    """One row per course completed: the contract's columns, and school_id."""
    parts = [_annual_updates(scene, people), _inductions(scene, people), _incident_procedure(scene, people)]
    training = pd.concat([*parts, _account_runners(scene, grants)], ignore_index=True)
    training["course"] = training["module"].map(COURSES)
    training = training[training["completed_on"] < scene.exported_at]
    # Who works in two schools is trained once.
    training = training.drop_duplicates(["person_id", "module", "completed_on"])
    return training.sort_values(["completed_on", "person_id"], kind="stable")


def _willing(people: pd.DataFrame, scene: Scene) -> pd.Series:
    trained = people["school_id"].map({key: school.trained for key, school in scene.schools.items()})
    return trained * people["role"].map(HABITS).fillna(1)


def _annual_updates(scene: Scene, people: pd.DataFrame) -> pd.DataFrame:
    """Each September, most on the first inset day, some in the weeks after; it lasts until the next September ends."""
    dice = scene.dice("annual updates")
    due = people[~people["role"].isin(NO_UPDATE)]
    parts = []
    for year in range(scene.first_day.year - 1, scene.as_at.year + 1):
        first_day = pd.Timestamp(year, 9, 2)
        wait = (dice.exponential(14, len(due)) * (dice.random(len(due)) < 0.45)).round()
        done = due[["person_id", "school_id", "started_on", "left_on"]].assign(
            module="annual_update", completed_on=first_day + pd.to_timedelta(wait, unit="D")
        )
        done["expires_on"] = pd.Timestamp(year + 1, 9, 30)
        comes = dice.random(len(due)) < _willing(due, scene)
        in_post = (done["started_on"] <= done["completed_on"]) & ~(done["left_on"] < done["completed_on"])
        parts.append(done.loc[comes & in_post, COLUMNS])
    return pd.concat(parts)


def _inductions(scene: Scene, people: pd.DataFrame) -> pd.DataFrame:
    """Newcomers, in their first weeks; a few later than they should."""
    dice = scene.dice("inductions")
    new = people[people["started_on"] >= scene.first_day]
    wait = pd.to_timedelta(dice.gamma(2, 5.5, len(new)).round(), unit="D")
    done = new[["person_id", "school_id"]].assign(
        module="induction", completed_on=new["started_on"] + wait, expires_on=pd.NaT
    )
    return done.loc[dice.random(len(new)) < _willing(new, scene), COLUMNS]


def _incident_procedure(scene: Scene, people: pd.DataFrame) -> pd.DataFrame:
    """In the spring before the demonstration begins, and newcomers in their first two months; it does not expire."""
    dice = scene.dice("incident procedure")
    begins = people["started_on"].clip(lower=scene.first_day - pd.Timedelta(days=170))
    done = people[["person_id", "school_id"]].assign(module="incident_procedure", expires_on=pd.NaT)
    done["completed_on"] = begins + pd.to_timedelta(dice.gamma(2, 12, len(people)).round(), unit="D")
    in_post = ~(people["left_on"] < done["completed_on"])
    return done.loc[in_post & (dice.random(len(people)) < _willing(people, scene)), COLUMNS]


def _account_runners(scene: Scene, grants: pd.DataFrame) -> pd.DataFrame:
    """Before access is granted, as a rule; the stories' untrained runners never."""
    dice = scene.dice("account runners")
    first = grants.sort_values("granted_on", kind="stable").drop_duplicates("person_id")
    done = first[["person_id", "school_id"]].assign(module="account_runner", expires_on=pd.NaT)
    lead = dice.integers(0, 5, len(first)) * 1 - 3 * (dice.random(len(first)) < 0.04)
    done["completed_on"] = first["granted_on"] - pd.to_timedelta(lead, unit="D")
    untrained = pd.Series(False, index=first.index)
    for story in tell("untrained_runner"):
        untrained |= (first["account_id"] == story["account"]) & (first["post"] == story["post"])
    return done.loc[~untrained, COLUMNS]
