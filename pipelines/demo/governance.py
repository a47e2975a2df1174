"""Owns what schools declare once a term or a year: dates, lessons, reports, attestations, events, returns, readers.

Knows nothing of what happens day by day.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from pipelines.demo.scene import Scene
from pipelines.demo.terms import HalfTerm
from pipelines.demo.trust import School, tell

DAY = pd.Timedelta(days=1)
TOPICS = {
    "learners": [
        "Minimum ages and why",
        "Kind words online",
        "What you share stays shared",
        "Spotting a false account",
    ],
    "parents": ["Settings on a family device", "Group chats", "Pictures of other people's children"],
}
# Clauses that rest on somebody's word, by policy.
ATTESTED = {"welsh-template": ["WG-07"], "barnes": ["BPS-02"], "snmat": ["SNMAT-12"]}
ATTESTED_NO, NOT_ATTESTED = "900107", "900103"
DATASETS = [
    "activity", "moderation", "monitoring", "incidents", "training",
    "acknowledgements", "education", "accounts", "people", "reports",
]  # fmt: skip
WITHHELD = {"monitoring": "no_monitoring_return", "incidents": "no_incident_return"}


def list_past_half_terms(scene: Scene, school_id: str) -> list[HalfTerm]:
    """The half-terms that have begun, the present one last."""
    calendar = scene.calendars[school_id]
    return calendar.half_terms[: calendar.present + 1]


def invent_term_dates(scene: Scene) -> pd.DataFrame:
    """One row per half-term of each group (no school named) and one per inset day of each school; and their folder."""
    rows: list[dict[str, Any]] = []
    for folder in scene.groups:
        own = [school_id for school_id, school in scene.schools.items() if school.folder == folder]
        rows += [
            {"folder": folder, "school_id": None, "kind": "term", **vars(half_term)}
            for half_term in scene.calendars[own[0]].half_terms
        ]
        for school_id in own:
            calendar = scene.calendars[school_id]
            for day in calendar.inset_days:
                half_term = [one for one in calendar.half_terms if one.starts_on <= day][-1]
                inset = {"kind": "inset", "name": "Inset day", "starts_on": day, "ends_on": day}
                rows.append(
                    {"folder": folder, "school_id": school_id, "academic_year": half_term.academic_year, **inset}
                )
    return pd.DataFrame(rows)


def invent_education(scene: Scene) -> pd.DataFrame:
    """One row per session for learners or parents: the contract's columns."""
    rows = [row for school in scene.schools.values() for row in _teach(school, scene)]
    education = pd.DataFrame(rows)
    return education.assign(session_id="EDU-" + (education.index + 1).astype(str))


def _teach(school: School, scene: Scene) -> Iterator[dict[str, Any]]:
    dice = scene.dice("education", school.school_id)
    for number, half_term in enumerate(list_past_half_terms(scene, school.school_id)):
        for audience, every, reach in (("learners", 1, 0.9), ("parents", 3, 0.22)):
            held = pd.Timestamp(half_term.starts_on) + int(dice.integers(8, 26)) * DAY
            if number % every or dice.random() < 0.08 or held >= scene.exported_at:
                continue
            yield {
                "school_id": school.school_id,
                "audience": audience,
                "topic": str(dice.choice(TOPICS[audience])),
                "held_on": held,
                "attended": int(school.pupils * reach * dice.uniform(0.85, 1.1)),
                "eligible": school.pupils,
                "minimum_age_covered": bool(number % 6 == 0 or dice.random() < 0.5),
                "led_by_expert": audience == "parents" and bool(dice.random() < 0.7),
            }


def invent_reports(scene: Scene) -> pd.DataFrame:
    """One row per report presented: the contract's columns."""
    rows: list[dict[str, Any]] = []
    for school in scene.schools.values():
        dice = scene.dice("reports", school.school_id)
        for number, half_term in enumerate(list_past_half_terms(scene, school.school_id)):
            ends = pd.Timestamp(half_term.ends_on)
            for audience, is_due in (
                ("local_governing_body", True),
                ("safeguarding_governor", number % 2 == 1 or dice.random() < 0.6),
                ("headteacher", school.policy == "marshfields"),
            ):
                if is_due and dice.random() < 0.93:
                    rows.append({"school_id": school.school_id, "audience": audience, "presented_on": ends - 9 * DAY})
    first = next(iter(scene.schools))
    rows += [
        {"school_id": None, "audience": "board", "presented_on": pd.Timestamp(half_term.ends_on) - 4 * DAY}
        for half_term in list_past_half_terms(scene, first)
    ]
    reports = pd.DataFrame(rows)
    reports = reports[reports["presented_on"] < scene.exported_at].reset_index(drop=True)
    return reports.assign(report_id="REP-" + (reports.index + 1).astype(str))


def invent_attestations(scene: Scene) -> pd.DataFrame:
    """One row per clause attested in a year: the contract's columns."""
    rows = [
        {
            "school_id": school.school_id,
            "clause": clause,
            "answer": "no" if school.school_id == ATTESTED_NO and number else "yes",
            "attested_on": pd.Timestamp(autumn.starts_on) + 20 * DAY,
            "attested_by_role": "senior_leader",
            "evidence": "Minutes of the leadership team",
        }
        for school in scene.schools.values()
        if school.school_id != NOT_ATTESTED
        for clause in ATTESTED.get(school.policy, [])
        for number, autumn in enumerate(list_past_half_terms(scene, school.school_id)[::6])
    ]
    attestations = pd.DataFrame(rows)
    return attestations[attestations["attested_on"] < scene.exported_at]


def invent_events(scene: Scene) -> pd.DataFrame:
    """One row per event that marks a chart: the contract's columns."""
    rows: list[dict[str, Any]] = []
    for story in tell("slow_replies"):
        happened = scene.when(story, story["school"])[1]
        rows.append({"school_id": story["school"], "happened_on": happened, "label": story["event"], "rebase": True})
    for story in tell("moved_to_new_inbox"):
        happened = scene.when(story, story["school"])[0]
        rows.append({"school_id": story["school"], "happened_on": happened, "label": story["event"], "rebase": False})
    summer = scene.first_day + pd.DateOffset(years=1)
    rows.append(
        {"school_id": None, "happened_on": summer, "label": "Trust-wide training for those who reply", "rebase": False}
    )
    return pd.DataFrame(rows)


def invent_returns(scene: Scene) -> pd.DataFrame:
    """One row per school, data set and half-term handed in: the contract's columns."""
    rows = []
    for school_id, calendar in scene.calendars.items():
        for number in range(calendar.present + 1):
            begins, ends = calendar.span(number - calendar.present)
            # The first return reaches back to the first day, before term began.
            begins = scene.first_day if number == 0 else begins
            for dataset in DATASETS:
                if not _is_withheld(dataset, school_id, number - calendar.present):
                    rows.append((school_id, dataset, begins, min(ends - DAY, pd.Timestamp(scene.as_at))))
    returns = pd.DataFrame(rows, columns=["school_id", "dataset", "covers_from", "covers_to"])
    declared = returns["covers_to"] + 3 * DAY
    return returns.assign(declared_on=np.minimum(declared, pd.Timestamp(scene.as_at)))


def _is_withheld(dataset: str, school_id: str, half_term: int) -> bool:
    stories = tell(WITHHELD[dataset], school=school_id) if dataset in WITHHELD else []
    return any(first <= half_term <= last for first, last in (story["half_terms"] for story in stories))


def invent_audience_returns(scene: Scene, versions: pd.DataFrame) -> pd.DataFrame:
    """One row per half-term count of readers whom no roster names: the contract's columns."""
    rows = []
    for school_id, school in scene.schools.items():
        dice = scene.dice("audiences", school_id)
        own = versions[versions["school_id"] == school_id]
        for number, half_term in enumerate(list_past_half_terms(scene, school_id)):
            as_of = pd.Timestamp(half_term.ends_on) - 2 * DAY
            issued = own[own["issued_on"] < as_of]
            if as_of >= scene.exported_at or issued.empty or school.policy not in ("marshfields", "welsh-template"):
                continue
            for audience, share in (("students", 0.9), ("parents", 0.66)):
                eligible = school.pupils if audience == "students" else int(school.pupils * 1.55)
                completed = int(eligible * min(0.99, share * dice.uniform(0.94, 1.04) + 0.004 * number))
                rows.append(
                    (school_id, audience, "acknowledged", issued["version"].iloc[-1], as_of, eligible, completed)
                )
    columns = ["school_id", "audience", "measure", "version", "as_of", "eligible", "completed"]
    return pd.DataFrame(rows, columns=columns)


def invent_schools(scene: Scene) -> pd.DataFrame:
    """One row per school: the contract's columns, and its folder."""
    rows = [
        {
            "folder": school.folder,
            "school_id": school.school_id,
            "school_name": school.name,
            "trust_name": scene.group_of(school.school_id).trust_name,
            "phase": school.phase,
            "nation": scene.group_of(school.school_id).nation,
            "policy": school.policy,
            "pupils": school.pupils,
            "day_start": school.hours.split("-")[0],
            "day_end": school.hours.split("-")[1],
        }
        for school in scene.schools.values()
    ]
    return pd.DataFrame(rows)


def invent_school_links(scene: Scene) -> pd.DataFrame:
    """One row per school that had another number before: the contract's columns, and the school's folder."""
    rows = [
        {
            "folder": scene.schools[story["school"]].folder,
            "old_school_id": story["old_school_id"],
            "new_school_id": story["school"],
            "linked_on": scene.first_day,
        }
        for story in tell("had_another_number")
    ]
    return pd.DataFrame(rows)
