"""Was a parent's offensive comment taken up with the parent, one way or the other?"""

from collections.abc import Iterator

from tests.plain_answers.records import is_named, kept_or_open
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for incident in trust.rows("warehouse.incidents", clause.school_id):
        if incident["source"] == "parent" and is_named(incident, clause["category"]):
            is_asked = bool(incident["removal_requested_at"] or incident["removed_at"])
            is_invited = incident["meeting_offered_on"] is not None
            yield kept_or_open(
                trust,
                clause,
                incident["incident_id"],
                incident["reported_at"],
                (is_asked and is_invited) or incident["complaint_procedure"] is True,
                account_id=incident["account_id"],
            )
