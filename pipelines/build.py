"""Owns the journey, in one function: exports in, one sealed build out; knows no step's inside."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from pipelines.calendar import attach_calendar
from pipelines.controls import load_controls
from pipelines.durable import telling_disk_faults
from pipelines.engines.duckdb import add_table, drop_schema, fetch_arrow
from pipelines.engines.rows import Rows
from pipelines.errors import nearest
from pipelines.file_schools import attach_file_schools
from pipelines.judge import judge_clauses
from pipelines.manifest import load_manifest
from pipelines.models import run_checks, run_models
from pipelines.policies import load_policies, policy_folders
from pipelines.progress import Steps
from pipelines.settings import ROOT, Settings, now
from pipelines.stage import IntakeReport, attach_staged, stage_inbox
from pipelines.warehouse import Draft, clear_old_builds, draft_build, hold_data_folder, seal

BUILD_COLUMNS = {
    "build_id": "varchar",
    "built_at": "timestamp",
    "as_at_on": "date",
    "program_version": "varchar",
    "seconds": "double",
}


@dataclass(frozen=True)
class Summary:
    """What one load did. `intake` tells of the files and rows; the rest of the build that now serves.

    `policies_sought` are those that schools adopted and no file holds: the key, how many schools, the nearest in words.
    """

    intake: IntakeReport
    build_id: str
    path: Path
    as_at_on: date
    schools: int
    clauses_judged: int
    cases: int
    seconds: float
    policies_sought: tuple[tuple[str, int, str], ...]


def build(settings: Settings, steps: Steps, wait: float = 0) -> Summary:
    """Load the inbox, make the warehouse, judge every clause and publish a new build.

    Raises an OversightError of the kind that failed; the build that served before then still does. `wait`: seconds to
    wait for a load that is under way.
    """
    started = perf_counter()
    controls = load_controls()
    policies = load_policies(controls, policy_folders(settings))
    with telling_disk_faults(settings.data), hold_data_folder(settings, wait), draft_build(settings) as draft:
        intake = stage_inbox(settings, steps)
        attach_staged(draft.connection, settings)
        attach_calendar(draft.connection, settings)
        run_models(draft.connection, steps)
        judge_clauses(draft.connection, policies, controls, steps)
        attach_file_schools(draft.connection, load_manifest(settings).parts())
        add_table(draft.connection, "load", "checks", run_checks(draft.connection))
        counts, sought = _count_results(draft), _find_policies_sought(draft, policies)
        path = _publish(draft, settings, started)
        clear_old_builds(settings)
    seconds = perf_counter() - started
    return Summary(intake, draft.build_id, path, settings.as_at, **counts, seconds=seconds, policies_sought=sought)


def _count_results(draft: Draft) -> dict[str, int]:
    counted = """
        select
            (select count(*) from warehouse.schools) as schools,
            (select count(distinct (school_id, clause_id)) from result.clauses where is_judged) as clauses_judged,
            (select count(*) from result.cases) as cases
    """
    counts: dict[str, int] = fetch_arrow(draft.connection, counted).to_pylist()[0]
    return counts


def _find_policies_sought(draft: Draft, policies: Collection[str]) -> tuple[tuple[str, int, str], ...]:
    select = "select policy, count(*) as schools from warehouse.schools where policy <> '' group by policy order by all"
    adopted = fetch_arrow(draft.connection, select).to_pylist()
    sought = [(row["policy"], row["schools"]) for row in adopted if row["policy"] not in policies]
    return tuple((policy, schools, nearest(policy, policies)) for policy, schools in sought)


def _publish(draft: Draft, settings: Settings, started: float) -> Path:
    # The staged tables read files beside the build, which a locked reader may not.
    drop_schema(draft.connection, "staged")
    add_table(draft.connection, "load", "build", _describe_build(draft, settings, perf_counter() - started))
    return seal(draft)


def _describe_build(draft: Draft, settings: Settings, seconds: float) -> Rows:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    row = {
        "build_id": draft.build_id,
        "built_at": now().replace(tzinfo=None),
        "as_at_on": settings.as_at,
        "program_version": version,
        "seconds": seconds,
    }
    return Rows(BUILD_COLUMNS, [row])
