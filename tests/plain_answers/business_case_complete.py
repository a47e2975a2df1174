"""How many questions does each business case answer?"""

from collections.abc import Iterator
from datetime import date

from tests.plain_answers.register import judge_accounts, says_of_any_account
from tests.plain_answers.trust import PlainClause, PlainTrust, Row

FOUR = ("aim", "audience", "promotion", "visibility")
FOUR_MORE = ("monitoring_plan", "channel_purpose", "accessed_from", "escalation")


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    def answers(account: Row, day: date) -> int:
        asked = FOUR if clause["questions"] == 4 else FOUR + FOUR_MORE
        found = sum(account[column] is not None for column in asked)
        return found + (clause["questions"] == 9 and is_managed(trust, account, day))

    if says_of_any_account(trust, clause.school_id, *FOUR, *FOUR_MORE):
        yield from judge_accounts(trust, clause, answers, enough=clause["questions"])


def is_managed(trust: PlainTrust, account: Row, day: date) -> bool:
    grants = trust.rows("warehouse.account_access", account["school_id"])
    return account["owner_id"] is not None or any(
        grant["access"] == "manager" and grant["account_id"] == account["account_id"] and grant["granted_on"] <= day
        for grant in grants
    )
