"""Which incidents were of the category?"""

from collections.abc import Iterator

from tests.plain_answers.cases import judged
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for incident in trust.rows("warehouse.incidents", clause.school_id):
        is_named = set(incident["category"].split(";")) & set(clause["category"].split("+"))
        if is_named and clause.binds(incident["reported_on"]):
            yield judged(
                trust,
                clause,
                incident["incident_id"],
                "missed",
                incident["reported_on"],
                account_id=incident["account_id"],
                began=incident["reported_at"],
                value=1,
            )
