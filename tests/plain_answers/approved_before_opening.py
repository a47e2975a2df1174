"""Was each account approved, by the right person, no later than the day it was opened?"""

from collections.abc import Iterator

from tests.plain_answers.cases import judged
from tests.plain_answers.trust import PlainClause, PlainTrust, Row

HEADS = {"headteacher", "principal"}
LEADERS = HEADS | {"deputy_headteacher", "senior_leader"}
APPROVERS = {"headteacher": HEADS, "slt": LEADERS, "senior_leader": LEADERS}


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    approvers = APPROVERS.get(clause["approver"], {clause["approver"]})
    for account in trust.rows("warehouse.accounts", clause.school_id):
        if account["is_registered"] and clause.binds(account["opened_on"]):
            approved = account["approved_on"] if account["approved_by_role"] in approvers else None
            yield judged(
                trust,
                clause,
                account["account_id"],
                "met" if approved and approved <= account["opened_on"] else "missed",
                account["opened_on"],
                account_id=account["account_id"],
                began=account["opened_on"],
                due=account["opened_on"],
                done=approved,
                value=(account["opened_on"] - approved).days if approved else None,
            )
