"""Were staff asked to remove what they had posted, unless it was gone already?"""

from collections.abc import Iterator

from tests.plain_answers.records import is_named, kept_or_open
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for incident in trust.rows("warehouse.incidents", clause.school_id):
        if incident["source"] == "staff" and is_named(incident, clause["category"]):
            ended = incident["removal_requested_at"] or incident["removed_at"]
            yield kept_or_open(
                trust,
                clause,
                incident["incident_id"],
                incident["reported_at"],
                ended is not None,
                done=ended,
                account_id=incident["account_id"],
            )
