"""Did whom the clause names hear of each pupil's message in time?"""

from collections.abc import Iterator

from tests.plain_answers.records import is_named, judged_when
from tests.plain_answers.trust import PlainClause, PlainTrust, Row

TOLD = {
    "dsl": {"dsl"},
    "dsl_or_leader": {"dsl", "headteacher", "principal", "deputy_headteacher", "senior_leader"},
}


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for incident in trust.rows("warehouse.incidents", clause.school_id):
        if is_named(incident, "pupil_contact"):
            told = [incident["dsl_informed_at"]]
            if incident["reported_to_role"] in TOLD[clause["to"]]:
                told.append(incident["reported_at"])
            yield judged_when(
                trust,
                clause,
                incident["reported_on"],
                incident["incident_id"],
                incident["occurred_at"] or incident["reported_at"],
                min((moment for moment in told if moment), default=None),
                account_id=incident["account_id"],
                working_days=clause["working_days"],
                working_hours=clause["working_hours"],
                count=clause["count"],
            )
