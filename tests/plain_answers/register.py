"""Accounts and people as they stood on a judging day. Knows no control."""

from collections.abc import Callable, Iterator
from datetime import date

from tests.plain_answers.cases import judged
from tests.plain_answers.trust import PlainClause, PlainTrust, Row, groups_of, is_in_post, is_open_on


def open_accounts(trust: PlainTrust, clause: PlainClause) -> Iterator[tuple[date, Row]]:
    """Each judging day with each account of the school's register that was open at its end."""
    for day in trust.judging_days(clause):
        for account in trust.rows("warehouse.accounts", clause.school_id):
            if is_open_on(account, day):
                yield day, account


def judge_accounts(
    trust: PlainTrust, clause: PlainClause, measure: Callable[[Row, date], float | bool], enough: float | None = None
) -> Iterator[Row]:
    """A case per open account and judging day: met when what is measured is enough, or true if nothing is counted."""
    for day, account in open_accounts(trust, clause):
        found = measure(account, day)
        yield judged(
            trust,
            clause,
            f"{account['account_id']}@{day}",
            "met" if found >= (True if enough is None else enough) else "missed",
            day,
            account_id=account["account_id"],
            began=account["opened_on"],
            value=None if enough is None else found,
        )


def says_of_any_account(trust: PlainTrust, school_id: str, *columns: str) -> bool:
    """Whether the school's register fills in one of the columns for any account at all."""
    accounts = trust.rows("warehouse.accounts", school_id)
    return any(account[column] is not None for account in accounts for column in columns)


def people_in_post(trust: PlainTrust, clause: PlainClause) -> Iterator[tuple[date, Row]]:
    """Each judging day with each person in post whom the clause's audience covers."""
    for day in trust.judging_days(clause):
        for person in trust.rows("warehouse.people", clause.school_id):
            if person["role_group"] in groups_of(clause["audience"]) and is_in_post(person, day):
                yield day, person


def posts_of(trust: PlainTrust, person_id: str | None) -> list[Row]:
    """Every post of a person, at any school."""
    return [person for person in trust.rows("warehouse.people") if person["person_id"] == person_id]


def access_on(trust: PlainTrust, account: Row, day: date) -> Iterator[Row]:
    """The access to an account that stands at the end of a day."""
    for access in trust.rows("warehouse.account_access", account["school_id"]):
        is_standing = access["granted_on"] <= day and (access["revoked_on"] is None or access["revoked_on"] > day)
        if access["account_id"] == account["account_id"] and is_standing:
            yield access


def staff_with_access(trust: PlainTrust, account: Row, day: date, kinds: set[str]) -> set[str]:
    """Who has access of these kinds, but for those whom a roster knows and does not have as staff on the day."""
    return {
        access["person_id"]
        for access in access_on(trust, account, day)
        if access["access"] in kinds and may_be_staff(trust, access["person_id"], day)
    }


def may_be_staff(trust: PlainTrust, person_id: str, day: date) -> bool:
    posts = posts_of(trust, person_id)
    return not posts or any(post["role_group"] == "staff" and is_in_post(post, day) for post in posts)
