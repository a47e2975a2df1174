"""Is every account that speaks for the school on its register, and as the rule asks?"""

from collections.abc import Iterator
from datetime import date

from tests.plain_answers.cases import judged
from tests.plain_answers.register import access_on, open_accounts, posts_of
from tests.plain_answers.rolling import months_later
from tests.plain_answers.trust import PlainClause, PlainTrust, Row, is_in_post


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    days = [day for day in trust.judging_days(clause) if trust.is_begun(clause.school_id, "activity", day)]
    registered = [(day, account) for day, account in open_accounts(trust, clause) if day in days]
    for day, account in registered:
        is_kept = (not clause["per"] or is_own(trust, account)) and is_managed(trust, clause, account, day)
        yield judge(trust, clause, day, account["account_id"], account["account_id"], account["opened_on"], is_kept)
    for day in days:
        yield from judge_unregistered(trust, clause, day)
        if clause["per"]:
            own = [account for judged_on, account in registered if judged_on == day and is_own(trust, account)]
            yield judge(trust, clause, day, "own channel", None, None, bool(own))


def judge(
    trust: PlainTrust,
    clause: PlainClause,
    day: date,
    thing: str,
    account: str | None,
    began: date | None,
    is_kept: bool,
) -> Row:
    outcome = "met" if is_kept else "missed"
    return judged(trust, clause, f"{thing}@{day}", outcome, day, account_id=account, began=began)


def is_own(trust: PlainTrust, account: Row) -> bool:
    """Whether no other school's register has an account of the same address, or the same name on the same platform."""
    others = [
        other
        for other in trust.rows("warehouse.accounts")
        if other["is_registered"] and other["school_id"] != account["school_id"]
    ]
    same_url = account["url"] is not None and any(other["url"] == account["url"] for other in others)
    same_handle = account["handle"] is not None and any(
        (other["platform"], other["handle"]) == (account["platform"], account["handle"]) for other in others
    )
    return not same_url and not same_handle


def is_managed(trust: PlainTrust, clause: PlainClause, account: Row, day: date) -> bool:
    """Whether somebody of the right role is in charge; true where the school records nobody in charge of anything."""
    owners = [row["owner_id"] for row in trust.rows("warehouse.accounts", clause.school_id) if row["owner_id"]]
    if not clause["manager"] or not (owners or trust.rows("warehouse.account_access", clause.school_id)):
        return True
    managers = {access["person_id"] for access in access_on(trust, account, day) if access["access"] == "manager"}
    posts = [post for person in managers | {account["owner_id"]} for post in posts_of(trust, person)]
    return any(post["role"] == clause["manager"] and is_in_post(post, day) for post in posts)


def judge_unregistered(trust: PlainTrust, clause: PlainClause, day: date) -> Iterator[Row]:
    for account in trust.rows("warehouse.accounts", clause.school_id):
        sent = [
            item["sent_on"]
            for item in trust.rows("warehouse.activity", clause.school_id)
            if item["account_id"] == account["account_id"] and item["sent_on"] <= day
        ]
        if not account["is_registered"] and sent and max(sent) > months_later(day, -12):
            yield judge(trust, clause, day, account["account_id"], account["account_id"], min(sent), is_kept=False)
