"""Was it decided in time, for each data breach, whether to tell the ICO?"""

from collections.abc import Iterator

from tests.plain_answers.cases import promised
from tests.plain_answers.records import is_named
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for incident in trust.rows("warehouse.incidents", clause.school_id):
        if is_named(incident, "data_breach"):
            case = promised(
                trust,
                clause,
                incident["incident_id"],
                incident["reported_at"],
                incident["assessed_at"],
                account_id=incident["account_id"],
                hours=clause["hours"],
            )
            if case and incident["assessed_at"] is None and "ico" in (incident["referred_to"] or "").split(";"):
                case |= {"outcome": "met", "value": None}
            yield case
