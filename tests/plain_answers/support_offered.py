"""Was a person who was abused offered support?"""

from collections.abc import Iterator

from tests.plain_answers.records import is_named, kept_or_open
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for incident in trust.rows("warehouse.incidents", clause.school_id):
        if is_named(incident, clause["category"]) and incident["affected"] not in ("school", "none"):
            yield kept_or_open(
                trust,
                clause,
                incident["incident_id"],
                incident["reported_at"],
                incident["support_offered"] is True,
                account_id=incident["account_id"],
            )
