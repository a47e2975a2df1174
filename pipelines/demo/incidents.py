"""Owns what was reported as an incident and how it was dealt with; what can happen is told in incidents.toml."""

from typing import Any

import numpy as np
import pandas as pd

from pipelines.demo.scene import Scene
from pipelines.demo.trust import School, read_incident_kinds, tell

SEVERITIES = ["low", "medium", "high", "critical"]
# Grave matters are taken up sooner, by this factor.
SOONER = {"high": 0.5, "critical": 0.3}
ALSO = {
    "abuse_of_staff": "defamation",
    "student_misuse": "image_without_permission",
    "harassment": "online_abuse_of_learner",
}
ILLEGAL = {"illegal_content": 1.0, "unauthorised_access": 0.3, "compromising_image": 0.15, "harassment": 0.1}
REFERRED = {"data_breach": "ico", "contact_with_learner": "lado", "illegal_content": "police;ceop;iwf"}
HURTFUL = ["harassment", "abuse_of_staff", "online_abuse_of_learner", "discrimination", "defamation", "pestering"]
REMOVABLE = ["offensive_comment", "defamation", "image_without_permission", "compromising_image", "impersonation"]
REMOVABLE += [
    "unprofessional_content",
    "staff_conduct",
    "missing_disclaimer",
    "copyright",
    "unsafe_link",
    "logo_misuse",
]
FOR_THE_DSL = ["pupil_contact", "friend_request", "contact_with_learner", "online_abuse_of_learner", "illegal_content"]
ASSESSORS = ["senior_leader", "senior_leader", "deputy_headteacher", "dsl"]
# Where the policy wants the headteacher to assess, others seldom do.
ASSESSED_BY_OTHERS = {"barnes": 0.12}
ASSESSED_BY_OTHERS_OTHERWISE = 0.6
SCHOOL_DAYS_A_HALF_TERM = 32
ON_OTHER_DAYS = 0.1
DAY_OF_WORK = 470

# For each step after the report: typical minutes of opening time, how widely that varies, how often it is taken.
STEPS = {
    "assessed_at": (110, 1.0, 0.98),
    "dsl_informed_at": (45, 1.2, 0.95),
    "removal_requested_at": (120, 1.0, 0.92),
    "closed_at": (6 * DAY_OF_WORK, 0.8, 0.97),
}


def invent_incidents(scene: Scene) -> pd.DataFrame:
    """One row per reported incident: the contract's columns."""
    incidents = pd.concat([_report(school, scene) for school in scene.schools.values()], ignore_index=True)
    incidents = incidents.sort_values(["reported_at", "school_id"], kind="stable").reset_index(drop=True)
    incidents["incident_id"] = "INC-" + (incidents.index + 2001).astype(str)
    return conceal_later(_follow_up(_describe(incidents, scene), scene), scene.exported_at)


def _report(school: School, scene: Scene) -> pd.DataFrame:
    """When incidents were reported at one school, and of what kind."""
    dice, days = scene.dice("incidents", school.school_id), scene.calendars[school.school_id].past
    a_day = np.where(days["is_school_day"], 1.0, ON_OTHER_DAYS) * school.incidents / SCHOOL_DAYS_A_HALF_TERM
    on = np.repeat(days["day"].to_numpy(), dice.poisson(a_day))
    kinds = read_incident_kinds()
    weights = np.array([kind["weight"] for kind in kinds])
    category = dice.choice([kind["category"] for kind in kinds], len(on), p=weights / weights.sum())
    for story in tell("incident_spike", school=school.school_id):
        begins, ends = scene.when(story, school.school_id)
        told = days.loc[days["is_school_day"] & days["day"].between(begins, ends, inclusive="left"), "day"]
        on = np.concatenate([on, dice.choice(told.to_numpy(), story["count"])])
        category = np.concatenate([category, dice.choice(story["categories"], story["count"])])
    time_of_day = pd.to_timedelta(dice.integers(8 * 60 + 20, 17 * 60, len(on)), unit="min")
    reports = pd.DataFrame({"school_id": school.school_id, "reported_at": on + time_of_day, "category": category})
    return reports[reports["reported_at"] < scene.exported_at]


def _describe(incidents: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """What each incident is: whose conduct, whom it affects, where, how grave."""
    dice, count = scene.dice("incident kinds"), len(incidents)
    kinds = {kind["category"]: kind for kind in read_incident_kinds()}
    for field in ("source", "affected", "channel"):
        incidents[field] = incidents["category"].map({name: kind.get(field) for name, kind in kinds.items()})
    channel = pd.Series(dice.choice(["official", "personal"], count, p=[0.4, 0.6]))
    incidents["channel"] = incidents["channel"].fillna(channel)
    gravest = incidents["category"].map({name: np.cumsum(kind["severity"]) for name, kind in kinds.items()})
    luck = dice.random(count)
    severity = [
        SEVERITIES[int((limits < share * limits[-1]).sum())] for limits, share in zip(gravest, luck, strict=True)
    ]
    incidents["severity"] = pd.Series(severity).where(dice.random(count) < 0.97)
    incidents["illegal"] = dice.random(count) < incidents["category"].map(ILLEGAL).fillna(0)
    before = pd.to_timedelta((dice.lognormal(0, 1.15, count) * 140).round(), unit="min")
    incidents["occurred_at"] = incidents["reported_at"] - before
    accounts = {key: [account.id for account in school.accounts] for key, school in scene.schools.items()}
    chosen = pd.Series([dice.choice(accounts[school_id]) for school_id in incidents["school_id"]])
    incidents["account_id"] = chosen.where(incidents["channel"] == "official")
    head = incidents["school_id"].map({key: _head(school) for key, school in scene.schools.items()})
    incidents["reported_to_role"] = head.mask(dice.random(count) < 0.1, "dsl")
    others = incidents["school_id"].map({key: ASSESSED_BY_OTHERS.get(one.policy) for key, one in scene.schools.items()})
    by_others = dice.random(count) < others.fillna(ASSESSED_BY_OTHERS_OTHERWISE)
    incidents["assessed_by_role"] = head.mask(by_others, pd.Series(dice.choice(ASSESSORS, count)))
    return incidents


def _head(school: School) -> str:
    return "principal" if school.policy == "snmat" else "headteacher"


def _follow_up(incidents: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """What was done about each incident, and when."""
    dice, count = scene.dice("incident steps"), len(incidents)
    category, reported = incidents["category"], incidents["reported_at"]
    by_parent, by_staff = incidents["source"] == "parent", incidents["source"] == "staff"
    concerned = {
        "dsl_informed_at": category.isin(FOR_THE_DSL),
        "removal_requested_at": category.isin(REMOVABLE) | by_parent,
    }
    urgency = incidents["severity"].map(SOONER).fillna(1).to_numpy()
    for step, (minutes, spread, taken) in STEPS.items():
        done = _after_work(incidents, dice.lognormal(0, spread, count) * minutes * urgency, scene)
        incidents[step] = done.where(concerned.get(step, True) & (dice.random(count) < taken))
    incidents["assessed_by_role"] = incidents["assessed_by_role"].where(incidents["assessed_at"].notna())
    incidents["removed_at"] = _later(incidents["removal_requested_at"], 300, dice).where(dice.random(count) < 0.85)
    saved = incidents["removal_requested_at"] - pd.to_timedelta(dice.integers(2, 40, count), unit="min")
    incidents["evidence_saved_at"] = saved.mask(dice.random(count) < 0.05, _later(incidents["removed_at"], 60, dice))
    # A parent is offered a meeting; else the complaints procedure takes its course.
    offered = by_parent & (dice.random(count) < 0.85)
    incidents["meeting_offered_on"] = _later(reported, 2000, dice).dt.normalize().where(offered)
    incidents["complaint_procedure"] = (dice.random(count) < np.where(offered, 0.04, 0.6)) & by_parent
    investigated = dice.random(count) < np.where(by_staff, 0.93, 0.75)
    incidents["investigated_on"] = _later(reported, 5000, dice).dt.normalize().where(investigated)
    incidents["support_offered"] = pd.Series(dice.random(count) < 0.93).where(category.isin(HURTFUL))
    referred = category.map(REFERRED).where(dice.random(count) < 0.9)
    incidents["referred_to"] = referred.mask(
        referred.isna() & incidents["illegal"] & (dice.random(count) < 0.92), "police"
    )
    also = category + ";" + category.map(ALSO)
    incidents["category"] = category.mask(also.notna() & (dice.random(count) < 0.2), also)
    return incidents


def _after_work(incidents: pd.DataFrame, minutes: np.ndarray[Any, Any], scene: Scene) -> pd.Series:
    done = [
        scene.calendars[str(school_id)].opening.later(rows["reported_at"], minutes[rows.index])
        for school_id, rows in incidents.groupby("school_id")
    ]
    return pd.concat(done).reindex(incidents.index).dt.floor("min")


def _later(moments: pd.Series, typical_minutes: float, dice: np.random.Generator) -> pd.Series:
    minutes = (dice.lognormal(0, 0.9, len(moments)) * typical_minutes).round()
    return moments + pd.to_timedelta(pd.Series(minutes, index=moments.index), unit="min")


def conceal_later(incidents: pd.DataFrame, moment: pd.Timestamp) -> pd.DataFrame:
    """The same rows as an export made at `moment` holds them: what had not happened yet is blank."""
    dated = incidents.columns[incidents.columns.str.endswith(("_at", "_on"))]
    return incidents.assign(**{column: incidents[column].where(incidents[column] < moment) for column in dated})
