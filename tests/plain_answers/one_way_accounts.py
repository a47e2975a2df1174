"""Are comments on each account hidden or off?"""

from collections.abc import Iterator

from tests.plain_answers.register import judge_accounts, says_of_any_account
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    if says_of_any_account(trust, clause.school_id, "comments"):
        yield from judge_accounts(trust, clause, lambda account, day: account["comments"] in ("hidden", "off"))
