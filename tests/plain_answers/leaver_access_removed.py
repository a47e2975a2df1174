"""Had each access ended by the time its holder had left?"""

from collections.abc import Iterator
from datetime import date

from tests.plain_answers.cases import promised
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for access in trust.rows("warehouse.account_access", clause.school_id):
        left_on = last_day(trust, access["person_id"], clause.school_id)
        if left_on:
            parts = (access["account_id"], access["person_id"], access["access"], str(access["granted_on"]))
            yield promised(
                trust,
                clause,
                "/".join(parts),
                left_on,
                access["revoked_on"],
                account_id=access["account_id"],
                days=clause["days"],
            )


def last_day(trust: PlainTrust, person_id: str, school_id: str) -> date | None:
    """The day a person left the school; somebody who was never there: the day they left the last of their schools."""
    posts = [person for person in trust.rows("warehouse.people") if person["person_id"] == person_id]
    here = [post for post in posts if post["school_id"] == school_id]
    ends = [post["left_on"] for post in here or posts]
    return max(ends) if ends and all(ends) else None
