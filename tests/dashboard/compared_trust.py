"""Owns a trust whose schools differ in nothing but what a test says: checks of accounts made week by week; no page.

Six weeks of term (5 January to 13 February 2026), each account due a check in each; judged as at 6 March 2026.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from tests.dashboard.sample_build import AS_AT, TABLES
from tests.staged_tables import Row

WEEKS = [date(2026, 1, 5) + timedelta(weeks=week) for week in range(6)]
SPRING = {"span": "Half-term", "period": "Spring 1 2025/26"}


class School(NamedTuple):
    """One school: how many accounts, how many of their weekly checks were missed, and how far its log reaches."""

    accounts: int = 10
    missed: int = 0
    policy: str = "snmat"
    covers_to: str | None = "2026-02-22"
    pupils: int | None = 300
    incidents: int = 0


def make_tables(schools: Mapping[str, School]) -> dict[str, Sequence[Row]]:
    """The tables of a trust of schools by name; those of the sample trust that are not about a school stay."""
    ids = {name: f"s{number:03d}" for number, name in enumerate(schools)}
    return {
        "schools": [_register(ids[name], name, school) for name, school in schools.items()],
        "term_dates": TABLES["term_dates"],
        "accounts": [row for name, school in schools.items() for row in _accounts(ids[name], school)],
        "people": [
            {"person_id": f"{each}p", "school_id": each, "role": "teacher", "started_on": "2020-09-01"}
            for each in ids.values()
        ],
        "monitoring": [row for name, school in schools.items() for row in _checks(ids[name], school)],
        "incidents": [row for name, school in schools.items() for row in _incidents(ids[name], school)],
        "returns": [row for name, school in schools.items() for row in _returns(ids[name], school)],
    }


def _register(school_id: str, name: str, school: School) -> Row:
    return {
        "school_id": school_id,
        "school_name": name,
        "trust_name": "Northfield Trust",
        "phase": "primary",
        "nation": "england",
        "policy": school.policy,
        "pupils": None if school.pupils is None else str(school.pupils),
    }


def _accounts(school_id: str, school: School) -> list[Row]:
    shared = {"school_id": school_id, "platform": "x", "opened_on": "2025-09-02", "owner_id": f"{school_id}p"}
    return [{"account_id": f"{school_id}a{number}", **shared} for number in range(school.accounts)]


def _checks(school_id: str, school: School) -> list[Row]:
    """A check of every account in every week, on the Tuesday, but for the first so many that were missed."""
    due = [(account, week) for week in WEEKS for account in range(school.accounts)]
    return [
        {
            "check_id": f"{school_id}c{account}w{week}",
            "school_id": school_id,
            "account_id": f"{school_id}a{account}",
            "kind": "account_check",
            "checked_at": f"{week + timedelta(days=1)} 09:00",
            "checked_by": f"{school_id}p",
            "outcome": "clear",
        }
        for account, week in due[school.missed :]
        if school.covers_to is not None and str(week) <= school.covers_to
    ]


def _incidents(school_id: str, school: School) -> list[Row]:
    return [
        {
            "incident_id": f"{school_id}i{number}",
            "school_id": school_id,
            "category": "other",
            "reported_at": f"{WEEKS[number % 6]} 10:00",
        }
        for number in range(school.incidents)
    ]


def _returns(school_id: str, school: School) -> list[Row]:
    if school.covers_to is None:
        return []
    covers = {"school_id": school_id, "covers_from": "2026-01-05", "covers_to": school.covers_to}
    return [{"dataset": dataset, **covers} for dataset in ("monitoring", "incidents")]


__all__ = ["AS_AT", "SPRING", "School", "make_tables"]
