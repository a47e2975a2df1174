"""Was conduct of the clause's kind reported in time, to whom it should be?"""

from collections.abc import Iterator

from tests.plain_answers.records import is_among, is_named, judged_when
from tests.plain_answers.trust import PlainClause, PlainTrust, Row

HEADS = {"headteacher", "principal"}
TOLD = {
    "headteacher": HEADS,
    "leader": HEADS | {"deputy_headteacher", "senior_leader", "dsl", "business_manager"},
}


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for incident in trust.rows("warehouse.incidents", clause.school_id):
        if is_meant(incident, clause):
            role = incident["reported_to_role"]
            is_right = clause["to"] is None or role is None or role in TOLD[clause["to"]]
            yield judged_when(
                trust,
                clause,
                incident["reported_on"],
                incident["incident_id"],
                incident["occurred_at"],
                incident["reported_at"] if is_right else None,
                account_id=incident["account_id"],
                working_days=clause["working_days"],
                working_hours=clause["working_hours"],
                count=clause["count"],
            )


def is_meant(incident: Row, clause: PlainClause) -> bool:
    if incident["occurred_at"] is None or incident["occurred_at"] > incident["reported_at"]:
        return False
    is_by_those = clause["source"] is None or is_among(incident["source"], clause["source"])
    is_there = clause["channel"] is None or incident["channel"] in (None, clause["channel"])
    return is_named(incident, clause["category"]) and is_by_those and is_there
