"""Was each allegation against staff with the LADO in time?"""

from collections.abc import Iterator

from tests.plain_answers.cases import promised
from tests.plain_answers.records import is_named, kept_or_open
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for incident in trust.rows("warehouse.incidents", clause.school_id):
        is_referred = "lado" in (incident["referred_to"] or "").split(";")
        is_by_staff = incident["source"] in ("staff", "governor")
        if not is_by_staff or not (is_referred or is_allegation(incident, clause)):
            continue
        thing = (trust, clause, incident["incident_id"], incident["reported_at"])
        if is_referred and incident["assessed_at"] is None:
            yield kept_or_open(*thing, True, account_id=incident["account_id"])
        else:
            done = incident["assessed_at"] if is_referred else None
            yield promised(*thing, done, account_id=incident["account_id"], working_days=clause["working_days"])


def is_allegation(incident: Row, clause: PlainClause) -> bool:
    is_about_learner = incident["affected"] in (None, "learner")
    return is_named(incident, clause["category"]) and is_about_learner and incident["severity"] != "low"
