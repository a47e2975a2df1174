"""Does each account have an owner who is in post?"""

from collections.abc import Iterator
from datetime import date

from tests.plain_answers.register import judge_accounts, posts_of
from tests.plain_answers.trust import PlainClause, PlainTrust, Row, is_in_post


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    def has_owner(account: Row, day: date) -> bool:
        posts = posts_of(trust, account["owner_id"])
        return account["owner_id"] is not None and (not posts or any(is_in_post(post, day) for post in posts))

    yield from judge_accounts(trust, clause, has_owner)
