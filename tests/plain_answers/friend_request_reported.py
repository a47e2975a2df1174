"""Was each pupil's friend request declined, and discussed or reported to a leader?"""

from collections.abc import Iterator

from tests.plain_answers.records import is_named, kept_or_open
from tests.plain_answers.trust import PlainClause, PlainTrust, Row

LEADERS = {"headteacher", "principal", "deputy_headteacher", "senior_leader", "dsl", "business_manager"}


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for incident in trust.rows("warehouse.incidents", clause.school_id):
        if is_named(incident, "friend_request"):
            ended = None if is_named(incident, "contact_with_learner") else discussed_or_reported(incident)
            yield kept_or_open(
                trust,
                clause,
                incident["incident_id"],
                incident["reported_at"],
                ended is not None,
                done=ended,
                account_id=incident["account_id"],
            )


def discussed_or_reported(incident: Row) -> object:
    """When: with the report to a leader, else when the safeguarding lead was told, else when it was assessed."""
    if incident["reported_to_role"] in LEADERS:
        return incident["reported_at"]
    return incident["dsl_informed_at"] or incident["assessed_at"]
