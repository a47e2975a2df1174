"""Was each breach by those whom the clause names investigated?"""

from collections.abc import Iterator

from tests.plain_answers.records import is_among, kept_or_open
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for incident in trust.rows("warehouse.incidents", clause.school_id):
        is_there = clause["channel"] is None or incident["channel"] in (None, clause["channel"])
        if is_there and is_among(incident["source"], clause["source"]):
            yield kept_or_open(
                trust,
                clause,
                incident["incident_id"],
                incident["reported_at"],
                incident["investigated_on"] is not None,
                done=incident["investigated_on"],
                account_id=incident["account_id"],
            )
