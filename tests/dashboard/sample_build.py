"""Owns a small trust whose numbers can be counted by eye, sealed as a real build; knows no page.

Two schools of Northfield Trust and one of another, as at Friday 6 March 2026. Everything is in the half-term
Spring 1 2025/26 (5 January to 22 February) unless it says otherwise. Ashgrove answers and looks;
Birchwood hands in little.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from pipelines.calendar import attach_calendar
from pipelines.controls import load_controls
from pipelines.engines.duckdb import add_table
from pipelines.file_schools import attach_file_schools
from pipelines.judge import judge_clauses
from pipelines.models import run_checks, run_models
from pipelines.policies import load_policies
from pipelines.progress import Steps
from pipelines.settings import Settings
from pipelines.warehouse import draft_build, seal
from tests.dashboard.sample_files import attach_files
from tests.staged_tables import Row, read_table, stage_tables

AS_AT = date(2026, 3, 6)

# The controls that judge here, so that a new one changes no number that a test expects; the rest are "not judged yet",
# and what the law asks of every school is left out for the same reason.
JUDGING = (
    "acknowledgement_completion",
    "approved_before_opening",
    "breaches",
    "initial_assessment_within",
    "leaver_access_removed",
    "minimum_managers",
    "monitoring_cadence",
    "public_sweep_cadence",
    "response_within",
    "training_completion",
)
DAYS_ASKED = (6, 7, 8, 12, 13, 14, 19, 20, 21)


def ask(thread: str, account: str, at: str) -> Row:
    """A message that waits for a reply."""
    return {
        "item_id": f"ask {thread}",
        "thread_id": thread,
        "account_id": account,
        "kind": "message",
        "direction": "inbound",
        "sent_at": at,
    }


def answer(thread: str, account: str, at: str) -> Row:
    """The reply to it."""
    return dict(ask(thread, account, at)) | {"item_id": f"answer {thread}", "direction": "outbound"}


TABLES: dict[str, Sequence[Row]] = {
    "schools": read_table("""
        school_id | school_name       | trust_name       | phase   | nation  | policy         | pupils
        ash       | Ashgrove Academy  | Northfield Trust | primary | england | barnes         | 210
        birch     | Birchwood Academy | Northfield Trust | primary | england | snmat          | 320
        cwm       | Ysgol y Cwm       |                  | primary | wales   | welsh-template | 180
    """),
    "term_dates": read_table("""
        academic_year | name     | kind | starts_on  | ends_on
        2025/26       | Autumn 1 | term | 2025-09-02 | 2025-10-24
        2025/26       | Autumn 2 | term | 2025-11-03 | 2025-12-19
        2025/26       | Spring 1 | term | 2026-01-05 | 2026-02-13
        2025/26       | Spring 2 | term | 2026-02-23 | 2026-03-27
    """),
    "accounts": read_table("""
        account_id | school_id | platform | handle        | opened_on  | approved_on | approved_by_role
        ash-x      | ash       | x        | @ashgrove     | 2025-09-02 | 2025-08-28  | headteacher
        ash-f      | ash       | facebook | Ashgrove news | 2025-09-02 | 2025-09-09  | headteacher
        birch-x    | birch     | x        | @birchwood    | 2025-09-02 |             |
    """),
    "people": read_table("""
        person_id | school_id | role        | started_on | left_on
        p-head    | ash       | headteacher | 2020-09-01 |
        p-dsl     | ash       | dsl         | 2020-09-01 |
        p-new     | ash       | teacher     | 2026-02-23 |
        p-gone    | ash       | teacher     | 2020-09-01 | 2026-01-16
        p-gov     | ash       | governor    | 2023-09-01 |
        b-head    | birch     | headteacher | 2020-09-01 |
    """),
    "account_access": read_table("""
        account_id | person_id | access | granted_on | revoked_on
        ash-x      | p-head    | admin  | 2025-09-02 |
        ash-x      | p-dsl     | editor | 2025-09-02 |
        ash-f      | p-gone    | admin  | 2025-09-02 |
    """),
    # Thirteen enquiries: nine answered at noon on the next day, one on the sixth working day, one never, one on an
    # account that is on no register, and one too new to be due.
    "activity": [
        *(ask(f"q{day}", "ash-x", f"2026-01-{day:02d} 12:00") for day in DAYS_ASKED),
        *(answer(f"q{day}", "ash-x", f"2026-01-{day + 1:02d} 12:00") for day in DAYS_ASKED),
        ask("late", "ash-f", "2026-01-26 09:30"),
        answer("late", "ash-f", "2026-02-03 09:30"),
        ask("never", "ash-f", "2026-02-05 21:15"),
        ask("stray", "stray", "2026-01-28 10:00") | {"_school_id": "ash"},
        ask("new", "ash-x", "2026-03-05 10:00"),
    ],
    # Ten school days of checks, then none.
    "monitoring": [
        {
            "check_id": f"m{day}",
            "school_id": "ash",
            "account_id": "ash-x",
            "kind": "account_check",
            "checked_at": f"2026-01-{day:02d} 09:00",
            "checked_by": "p-dsl",
            "outcome": "clear",
        }
        for day in (5, 6, 7, 8, 9, 12, 13, 14, 15, 16)
    ],
    "incidents": read_table("""
        incident_id | school_id | category          | reported_at      | assessed_at      | closed_at
        i1          | ash       | offensive_comment | 2026-01-14 10:00 | 2026-01-14 15:00 | 2026-01-20 09:00
        i2          | ash       | data_breach;other | 2026-02-02 10:00 | 2026-02-06 10:00 |
    """),
    "returns": read_table("""
        school_id | dataset   | covers_from | covers_to
        ash       | incidents | 2025-09-01  | 2026-02-28
        ash       | people    | 2025-09-01  | 2026-03-06
    """),
    "policy_versions": read_table("""
        school_id | policy | version | issued_on
        ash       | barnes | 2021    | 2021-06-01
    """),
    "acknowledgements": read_table("""
        person_id | policy | version | acknowledged_on
        p-head    | barnes | 2021    | 2025-09-05
        p-gov     | barnes | 2021    | 2025-10-01
    """),
    "training": read_table("""
        person_id | course       | module        | completed_on | expires_on
        p-head    | Social media | annual_update | 2025-09-10   | 2026-09-10
    """),
}


def write_build(
    data: Path,
    tables: Mapping[str, Sequence[Row]] = TABLES,
    as_at: date = AS_AT,
    judging: Sequence[str] = JUDGING,
) -> Path:
    """Seal a build of these tables in the data folder, judged by the controls named, as a load would; its path."""
    settings = Settings(data=data, as_at=as_at)
    known = load_controls()
    controls = {name: known[name] for name in judging}
    on_file = load_policies(controls, awaited=known.keys())
    policies = {key: policy for key, policy in on_file.items() if not policy.every_school}
    with draft_build(settings) as draft:
        stage_tables(draft.connection, tables)
        attach_calendar(draft.connection, settings)
        run_models(draft.connection, Steps(quiet=True))
        judge_clauses(draft.connection, policies, controls)
        attach_files(draft.connection, tables, as_at)
        attach_file_schools(draft.connection)
        add_table(draft.connection, "load", "checks", run_checks(draft.connection))
        return seal(draft)
