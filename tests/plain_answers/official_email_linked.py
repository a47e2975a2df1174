"""Does the register link each account to an official e-mail account?"""

from collections.abc import Iterator

from tests.plain_answers.register import judge_accounts, says_of_any_account
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    if says_of_any_account(trust, clause.school_id, "official_email"):
        yield from judge_accounts(trust, clause, lambda account, day: account["official_email"] is True)
