"""To how many of the four does each About page link?"""

from collections.abc import Iterator

from tests.plain_answers.register import judge_accounts, says_of_any_account
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    if says_of_any_account(trust, clause.school_id, "about_links"):
        yield from judge_accounts(
            trust,
            clause,
            lambda account, day: len(set(filter(None, (account["about_links"] or "").split(";")))),
            enough=clause["links"],
        )
