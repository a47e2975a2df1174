"""Was each incident that is considered illegal referred to an agency that counts?"""

from collections.abc import Iterator

from tests.plain_answers.records import is_among, kept_or_open
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for incident in trust.rows("warehouse.incidents", clause.school_id):
        if incident["illegal"]:
            agencies = (incident["referred_to"] or "").split(";")
            is_referred = any(is_among(agency, clause["agencies"]) for agency in agencies)
            yield kept_or_open(
                trust,
                clause,
                incident["incident_id"],
                incident["reported_at"],
                is_referred,
                account_id=incident["account_id"],
            )
