"""Nothing that was not known yet at as-at: what began later is not there, what happened later has not happened."""

from datetime import date

import pytest

from tests.journey.asking import ACCOUNT, INCIDENT, ITEM, SCHOOL, ask

# What began after as-at, and the tables that must not have it.
LATER = {
    "accounts": ACCOUNT | {"opened_on": "2026-03-07"},
    "account_access": {"account_id": "a", "person_id": "p", "access": "poster", "granted_on": "2026-03-07"},
    "people": {"person_id": "p", "school_id": "s", "role": "teacher", "started_on": "2026-03-07"},
    "activity": ITEM | {"sent_at": "2026-03-07 00:00"},
    "moderation": {"action_id": "m", "account_id": "a", "category": "spam", "posted_at": "2026-03-07 00:00",
                   "acted_at": "2026-03-07 00:00", "action": "hidden"},
    "monitoring": {"check_id": "c", "school_id": "s", "kind": "account_check", "checked_at": "2026-03-07 00:00",
                   "outcome": "clear"},
    "incidents": INCIDENT | {"reported_at": "2026-03-07 00:00"},
    "training": {"person_id": "p", "course": "x", "module": "other", "completed_on": "2026-03-07"},
    "acknowledgements": {"person_id": "p", "policy": "barnes", "version": "1", "acknowledged_on": "2026-03-07"},
    "audience_returns": {"school_id": "s", "audience": "parents", "measure": "trained", "as_of": "2026-03-07",
                         "eligible": "9", "completed": "1"},
    "policy_versions": {"school_id": "s", "policy": "barnes", "version": "1", "issued_on": "2026-03-07"},
    "education": {"session_id": "e", "school_id": "s", "audience": "parents", "held_on": "2026-03-07"},
    "reports": {"report_id": "r", "school_id": "s", "audience": "board", "presented_on": "2026-03-07"},
    "attestations": {"school_id": "s", "clause": "WG-07", "answer": "yes", "attested_on": "2026-03-07",
                     "attested_by_role": "headteacher"},
    "events": {"school_id": "s", "happened_on": "2026-03-07", "label": "New platform"},
    "returns": {"school_id": "s", "dataset": "incidents", "covers_from": "2026-03-07", "covers_to": "2026-03-31"},
}  # fmt: skip


@pytest.mark.parametrize("table", LATER)
def test_what_began_after_as_at_is_not_known_yet(table):
    tables = {"schools": [SCHOOL], table: [LATER[table]]}
    select = f"select count(*) from warehouse.{table}"
    assert ask(select, **tables) == [(0,)]
    assert ask(select, as_at="2026-03-07", **tables) == [(1,)]


def test_what_happened_later_to_a_thing_is_not_known_yet():
    later = {f"{name}_at": "2026-03-07 09:00" for name in ("assessed", "removed", "evidence_saved", "closed")}
    tables = {
        "schools": [SCHOOL],
        "accounts": [
            ACCOUNT | {"approved_on": "2026-03-07", "approved_by_role": "headteacher", "closed_on": "2026-03-07"}
        ],
        "people": [
            {"person_id": "p", "school_id": "s", "role": "teacher", "started_on": "2025-09-01", "left_on": "2026-03-07"}
        ],
        "incidents": [INCIDENT | later | {"assessed_by_role": "dsl", "investigated_on": "2026-03-07"}],
    }
    incidents = """
        select assessed_at, assessed_on, assessed_minute, assessed_by_role, removed_at, evidence_saved_on,
            closed_minute, investigated_on
        from warehouse.incidents
    """
    accounts = "select approved_on, approved_by_role, closed_on from warehouse.accounts"
    people = "select left_on from warehouse.people"
    assert [ask(select, **tables) for select in (incidents, accounts, people)] == [
        [(None,) * 8],
        [(None,) * 3],
        [(None,)],
    ]
    assert ask(accounts, as_at="2026-03-07", **tables) == [(date(2026, 3, 7), "headteacher", date(2026, 3, 7))]
    assert ask(people, as_at="2026-03-07", **tables) == [(date(2026, 3, 7),)]
