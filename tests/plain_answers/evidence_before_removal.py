"""Was evidence saved before each removal?"""

from collections.abc import Iterator
from datetime import date, datetime

from tests.plain_answers.cases import judged
from tests.plain_answers.moderated import actions_by_item
from tests.plain_answers.records import is_named
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for (account_id, item_id), actions in actions_by_item(trust, clause.school_id).items():
        removals = [action for action in actions if action["action"] in ("deleted", "hidden")]
        is_meant = clause["kind"] == "comment" or any(action["category"] == "disparaging" for action in actions)
        if removals and is_meant:
            first = min(actions, key=lambda action: action["posted_at"])
            yield judge(
                trust,
                clause,
                f"moderation/{account_id}/{item_id}",
                account_id,
                first["posted_at"],
                first["posted_on"],
                first_of(removals, "acted_at"),
                first_of(actions, "evidence_saved_at"),
            )
    for incident in trust.rows("warehouse.incidents", clause.school_id):
        is_meant = clause["kind"] == "comment" or is_named(incident, "defamation+staff_conduct")
        if is_meant and (incident["removal_requested_at"] or incident["removed_at"]):
            yield judge(
                trust,
                clause,
                f"incident/{incident['incident_id']}",
                incident["account_id"],
                incident["reported_at"],
                incident["reported_on"],
                incident["removed_at"],
                incident["evidence_saved_at"],
            )


def first_of(actions: list[Row], column: str) -> datetime | None:
    return min((action[column] for action in actions if action[column]), default=None)


def judge(
    trust: PlainTrust,
    clause: PlainClause,
    case_id: str,
    account_id: str | None,
    began: datetime,
    judged_on: date,
    removed: datetime | None,
    saved: datetime | None,
) -> Row | None:
    if not clause.binds(judged_on):
        return None
    is_in_time = saved is not None and (removed is None or saved <= removed)
    outcome = "met" if is_in_time else "missed" if removed else "pending"
    return judged(
        trust, clause, case_id, outcome, judged_on, account_id=account_id, began=began, due=removed, done=saved
    )
