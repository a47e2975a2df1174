"""Owns who was trained in what and when; knows nothing of policies."""

from collections.abc import Iterator

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
# How often staying away is a habit, not an accident.
HABITUAL = 0.8
COLUMNS = ["person_id", "school_id", "module", "completed_on", "expires_on"]


def invent_training(scene: Scene, people: pd.DataFrame, grants: pd.DataFrame) -> pd.DataFrame:
    """One row per course completed: the contract's columns, and school_id."""
    people = people.assign(reluctance=scene.dice("reluctance").random(len(people)))
    parts = [*_annual_updates(scene, people), *_incident_procedure(scene, people), _inductions(scene, people)]
    training = pd.concat([*parts, _account_runners(scene, grants)], ignore_index=True)
    training["course"] = training["module"].map(COURSES)
    training = training[training["completed_on"] < scene.exported_at]
    # Who works in two schools is trained once.
    training = training.drop_duplicates(["person_id", "module", "completed_on"])
    return training.sort_values(["completed_on", "person_id"], kind="stable")


def _complete(
    people: pd.DataFrame, module: str, completed_on: pd.Series, scene: Scene, occasion: str = ""
) -> pd.DataFrame:
    """Those of `people` who take a course on these days; the reluctant stay away from most of them."""
    trained = people["school_id"].map({key: school.trained for key, school in scene.schools.items()})
    willing = trained * people["role"].map(HABITS).fillna(1)
    dice = scene.dice(module, occasion)
    by_habit = dice.random(len(people)) < HABITUAL
    comes = people["reluctance"].where(by_habit, dice.random(len(people))) < willing
    in_post = (people["started_on"] <= completed_on) & ~(people["left_on"] < completed_on)
    done = people[["person_id", "school_id"]].assign(module=module, completed_on=completed_on)
    return done[comes & in_post]


def _annual_updates(scene: Scene, people: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Each September, most on the first inset day, some in the weeks after; it lasts until the next September ends."""
    due = people[~people["role"].isin(NO_UPDATE)]
    for year in range(scene.first_day.year - 1, scene.as_at.year + 1):
        dice = scene.dice("annual updates", str(year))
        wait = (dice.exponential(14, len(due)) * (dice.random(len(due)) < 0.45)).round()
        on = pd.Timestamp(year, 9, 2) + pd.Series(pd.to_timedelta(wait, unit="D"), index=due.index)
        yield _complete(due, "annual_update", on, scene, str(year)).assign(expires_on=pd.Timestamp(year + 1, 9, 30))


def _inductions(scene: Scene, people: pd.DataFrame) -> pd.DataFrame:
    """Newcomers, in their first weeks; a few later than they should. It lasts a year."""
    new = people[people["started_on"] >= scene.first_day]
    wait = pd.to_timedelta(scene.dice("inductions").gamma(2, 5.5, len(new)).round(), unit="D")
    done = _complete(new, "induction", new["started_on"] + wait, scene)
    return done.assign(expires_on=done["completed_on"] + pd.DateOffset(years=1))


def _incident_procedure(scene: Scene, people: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Everyone every other spring, and newcomers in their first two months. It lasts two years."""
    begins = scene.first_day - pd.Timedelta(days=170) - pd.DateOffset(years=2)
    for number in range(3):
        wave = begins + pd.DateOffset(years=2 * number)
        dice = scene.dice("incident procedure", str(number))
        wait = pd.to_timedelta(dice.gamma(2, 12, len(people)).round(), unit="D")
        newcomers_come = people["started_on"].where(people["started_on"] > wave, wave) + wait
        due = people[people["started_on"] < wave + pd.DateOffset(years=2)]
        done = _complete(due, "incident_procedure", newcomers_come[due.index], scene, str(number))
        yield done.assign(expires_on=done["completed_on"] + pd.DateOffset(years=2))


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
