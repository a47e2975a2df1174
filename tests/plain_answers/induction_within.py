"""Was each starter given an induction in time?"""

from collections.abc import Iterator
from datetime import timedelta

from tests.plain_answers.cases import promised
from tests.plain_answers.trust import PlainClause, PlainTrust, Row, groups_of


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for person in trust.rows("warehouse.people", clause.school_id):
        due = person["started_on"] + timedelta(days=clause["days"])
        inductions = [
            row["completed_on"]
            for row in trust.rows("warehouse.training")
            if (row["person_id"], row["module"]) == (person["person_id"], "induction")
        ]
        has_gone = person["left_on"] is not None and person["left_on"] < due
        is_known = trust.is_begun(clause.school_id, "training", due)
        if person["role_group"] in groups_of(clause["audience"]) and is_known and (inductions or not has_gone):
            yield promised(
                trust,
                clause,
                person["person_id"],
                person["started_on"],
                min(inductions, default=None),
                days=clause["days"],
            )
