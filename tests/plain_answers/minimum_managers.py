"""How many members of staff manage each account on each judging day?"""

from collections.abc import Iterator
from datetime import date

from tests.plain_answers.cases import judged
from tests.plain_answers.trust import PlainClause, PlainTrust, Row, is_in_post, is_open_on


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    if not trust.rows("warehouse.account_access", clause.school_id):
        return
    for day in trust.judging_days(clause):
        for account in trust.rows("warehouse.accounts", clause.school_id):
            if is_open_on(account, day):
                managers = {person for person in managers_of(trust, account, day) if may_be_staff(trust, person, day)}
                yield judged(
                    trust,
                    clause,
                    f"{account['account_id']}@{day}",
                    "met" if len(managers) >= clause["managers"] else "missed",
                    day,
                    account_id=account["account_id"],
                    began=account["opened_on"],
                    value=len(managers),
                )


def managers_of(trust: PlainTrust, account: Row, day: date) -> set[str]:
    return {
        access["person_id"]
        for access in trust.rows("warehouse.account_access", account["school_id"])
        if access["account_id"] == account["account_id"]
        and access["access"] == "manager"
        and access["granted_on"] <= day
        and (access["revoked_on"] is None or access["revoked_on"] > day)
    }


def may_be_staff(trust: PlainTrust, person_id: str, day: date) -> bool:
    """Whether the roster has the person as staff on the day, or does not know them at all."""
    posts = [person for person in trust.rows("warehouse.people") if person["person_id"] == person_id]
    return not posts or any(post["role_group"] == "staff" and is_in_post(post, day) for post in posts)
