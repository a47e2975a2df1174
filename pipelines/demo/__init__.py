"""Owns the demonstration trust: three years of ten academies and two Welsh schools, invented as the files they export.

Knows nothing of what becomes of them. trust.toml says who is in it, stories.toml what a governor can find,
deliveries.toml which file holds what.
"""

import shutil
from datetime import date
from pathlib import Path

from pipelines.demo.accounts import invent_access, invent_accounts
from pipelines.demo.activity import invent_activity
from pipelines.demo.deliveries import Tables, fill_inbox
from pipelines.demo.governance import (
    invent_attestations,
    invent_audience_returns,
    invent_education,
    invent_events,
    invent_reports,
    invent_returns,
    invent_school_links,
    invent_schools,
    invent_term_dates,
)
from pipelines.demo.incidents import invent_incidents
from pipelines.demo.moderation import invent_moderation
from pipelines.demo.monitoring import invent_monitoring
from pipelines.demo.people import invent_people
from pipelines.demo.policies import invent_acknowledgements, invent_policy_versions
from pipelines.demo.scene import Scene, set_scene
from pipelines.demo.training import invent_training
from pipelines.demo.trust import read_groups, read_schools
from pipelines.errors import InputError
from pipelines.manifest import load_manifest
from pipelines.settings import Settings

SEED = 2024


def invent(folder: Path, as_at: date, seed: int = SEED) -> None:
    """Write the demonstration's exports into `folder`. The same day and seed give the same bytes."""
    scene = set_scene(as_at, seed)
    fill_inbox(folder, invent_tables(scene), scene)


def invent_tables(scene: Scene) -> Tables:
    """Every contract table by name, for all schools; local times, and some columns more than the contract has."""
    people = invent_people(scene)
    accounts = invent_accounts(scene, people)
    access = invent_access(scene, people, accounts)
    activity = invent_activity(scene, people, accounts, access)
    versions = invent_policy_versions(scene)
    return {
        "schools": invent_schools(scene),
        "school_links": invent_school_links(scene),
        "term_dates": invent_term_dates(scene),
        "people": people,
        "accounts": accounts,
        "account_access": access,
        "activity": activity,
        "moderation": invent_moderation(activity, scene),
        "monitoring": invent_monitoring(scene, accounts, access),
        "incidents": invent_incidents(scene),
        "training": invent_training(scene, people, access),
        "policy_versions": versions,
        "acknowledgements": invent_acknowledgements(scene, people, versions),
        "audience_returns": invent_audience_returns(scene, versions),
        "education": invent_education(scene),
        "reports": invent_reports(scene),
        "attestations": invent_attestations(scene),
        "events": invent_events(scene),
        "returns": invent_returns(scene),
    }


def prepare_demonstration(settings: Settings) -> None:
    """Fill the inbox with the demonstration as at the settings' day. Raises InputError where others are."""
    invented = {*read_groups(), *(school.school_id for school in read_schools())}
    settings.inbox.mkdir(parents=True, exist_ok=True)
    waiting = {path.name for path in settings.inbox.iterdir() if not path.name.startswith(".")}
    loaded = {name.split("/")[0] for name in load_manifest(settings).files}
    others = sorted((waiting | loaded) - invented)
    if others:
        raise InputError(
            "There are other exports here, and the demonstration must not mix with them",
            where=str(settings.data),
            found=", ".join(others[:3]),
            do="Give the demonstration a data folder of its own: python -m pipelines demo --data FOLDER",
        )
    for folder in invented & waiting:
        shutil.rmtree(settings.inbox / folder)
    invent(settings.inbox, settings.as_at)
