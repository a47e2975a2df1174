"""Has everyone with a family link declared it?"""

from collections.abc import Iterator

from tests.plain_answers.cases import judged
from tests.plain_answers.register import people_in_post
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for day, person in people_in_post(trust, clause):
        declared = person["family_link_declared_on"]
        declared = declared if declared and declared <= day else None
        if person["family_link"]:
            case_id = f"{person['person_id']}@{day}"
            outcome = "met" if declared else "missed"
            yield judged(trust, clause, case_id, outcome, day, began=person["started_on"], done=declared)
