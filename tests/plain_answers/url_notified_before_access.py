"""Was each address notified no later than the day students had access?"""

from collections.abc import Iterator

from tests.plain_answers.cases import judged
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for account in trust.rows("warehouse.accounts", clause.school_id):
        opened_to_students, notified = account["student_access_on"], account["url_notified_on"]
        if opened_to_students and clause.binds(opened_to_students):
            yield judged(
                trust,
                clause,
                account["account_id"],
                "met" if notified and notified <= opened_to_students else "missed",
                opened_to_students,
                account_id=account["account_id"],
                began=opened_to_students,
                due=opened_to_students,
                done=notified,
                value=(opened_to_students - notified).days if notified else None,
            )
