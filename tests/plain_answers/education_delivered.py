"""Was there a session for the audience lately, of the kind that the clause asks for?"""

from collections.abc import Iterator

from tests.plain_answers.rolling import judge_latest
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    held = [
        session["held_on"]
        for session in trust.rows("warehouse.education", clause.school_id)
        if session["audience"] == clause["audience"]
        and (session["minimum_age_covered"] or not clause["minimum_age"])
        and (session["led_by_expert"] or not clause["expert"])
    ]
    for day in trust.judging_days(clause):
        yield judge_latest(trust, clause, "education", held, day)
