"""Had each runner of an account acknowledged the policy and been trained by the day of access?"""

from collections.abc import Iterator
from datetime import date

from tests.plain_answers.cases import judged
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for grant in trust.rows("warehouse.account_access", clause.school_id):
        day = grant["granted_on"]
        are_records_begun = all(
            trust.is_begun(clause.school_id, name, day) for name in ("acknowledgements", "training")
        )
        if grant["access"] in ("manager", "poster") and clause.binds(day) and are_records_begun:
            cleared = cleared_on(trust, clause, grant["person_id"], day)
            yield judged(
                trust,
                clause,
                "/".join((grant["account_id"], grant["person_id"], grant["access"], str(day))),
                "met" if cleared and cleared <= day else "missed",
                day,
                account_id=grant["account_id"],
                began=day,
                due=day,
                done=cleared,
                value=(day - cleared).days if cleared else None,
            )


def cleared_on(trust: PlainTrust, clause: PlainClause, person_id: str, day: date) -> date | None:
    """The day by which the person had acknowledged the policy and been trained, the training unexpired on `day`."""
    acknowledged = [
        row["acknowledged_on"]
        for row in trust.rows("warehouse.acknowledgements")
        if (row["person_id"], row["policy"]) == (person_id, clause.policy)
    ]
    trained = [
        row["completed_on"]
        for row in trust.rows("warehouse.training")
        if row["person_id"] == person_id
        and clause["module"] in (None, row["module"])
        and (row["expires_on"] is None or row["expires_on"] >= day)
    ]
    return max(min(acknowledged), min(trained)) if acknowledged and trained else None
