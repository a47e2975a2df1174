"""How many members of staff manage each account on each judging day?"""

from collections.abc import Iterator

from tests.plain_answers.register import judge_accounts, staff_with_access
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    if trust.rows("warehouse.account_access", clause.school_id):
        yield from judge_accounts(
            trust,
            clause,
            lambda account, day: len(staff_with_access(trust, account, day, {"manager"})),
            enough=clause["managers"],
        )
