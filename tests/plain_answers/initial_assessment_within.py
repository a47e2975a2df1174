"""Was each incident assessed in time, by whom it should be?"""

from collections.abc import Iterator

from tests.plain_answers.cases import promised
from tests.plain_answers.trust import PlainClause, PlainTrust, Row

HEADS = {"headteacher", "principal"}
ASSESSORS = {"headteacher": HEADS, "slt": HEADS | {"deputy_headteacher", "senior_leader"}}


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for incident in trust.rows("warehouse.incidents", clause.school_id):
        role = incident["assessed_by_role"]
        is_right = clause["assessor"] is None or role is None or role in ASSESSORS[clause["assessor"]]
        yield promised(
            trust,
            clause,
            incident["incident_id"],
            incident["reported_at"],
            incident["assessed_at"] if is_right else None,
            account_id=incident["account_id"],
            working_days=clause["working_days"],
            working_hours=clause["working_hours"],
            count=clause["count"],
        )
