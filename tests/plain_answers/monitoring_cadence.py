"""Was each account looked at in each slot that was due? Slot by slot, account by account."""

from collections.abc import Iterator
from datetime import date

from tests.plain_answers.cases import judged
from tests.plain_answers.trust import PlainClause, PlainTrust, Row, days_of_week


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for account in trust.rows("warehouse.accounts", clause.school_id):
        if account["is_registered"]:
            for slot in slots(trust, clause):
                yield judge_slot(trust, clause, account, slot)


def slots(trust: PlainTrust, clause: PlainClause) -> list[list[date]]:
    """The days of each slot that has a day due, up to as-at."""
    days = [row["on_date"] for row in trust.rows("warehouse.school_days", clause.school_id)]
    starts = [day for day in days if day <= trust.as_at_on and (clause["every"] != "week" or day.weekday() == 0)]
    found = [list(days_of_week(day)) if clause["every"] == "week" else [day] for day in starts]
    return [slot for slot in found if due_days(trust, clause, slot)]


def due_days(trust: PlainTrust, clause: PlainClause, slot: list[date]) -> list[date]:
    which = "working_days" if clause["every"] == "weekday" else "school_days"
    return [day for day in slot if trust.counts(clause.school_id, which)(day)]


def is_known(trust: PlainTrust, account: Row, day: date) -> bool:
    """Whether the account was open and the log reaches over the day, which has begun."""
    is_open = account["opened_on"] <= day <= (account["closed_on"] or trust.as_at_on)
    return is_open and trust.is_covered(account["school_id"], "monitoring", day)


def is_counted(clause: PlainClause, account: Row, check: Row) -> bool:
    if check["kind"] == "professional_use":
        return clause["nominated"] and check["account_id"] in (None, account["account_id"])
    if check["kind"] != "account_check" or check["account_id"] != account["account_id"]:
        return False
    return not clause["nominated"] or (check["checked_by"] is not None and check["checked_by"] == account["owner_id"])


def judge_slot(trust: PlainTrust, clause: PlainClause, account: Row, slot: list[date]) -> Row | None:
    due = due_days(trust, clause, slot)
    known = [day for day in due if is_known(trust, account, day)]
    if not known or not clause.binds(due[0]):
        return None
    logged = trust.rows("warehouse.monitoring", clause.school_id)
    checks = [check for check in logged if check["checked_on"] in slot and is_counted(clause, account, check)]
    if not checks and slot[-1] < trust.as_at_on and known != due:
        return None
    return judged(
        trust,
        clause,
        f"{account['account_id']}@{slot[0]}",
        "met" if checks else "pending" if slot[-1] >= trust.as_at_on else "missed",
        due[0],
        account_id=account["account_id"],
        began=slot[0],
        due=slot[-1],
        done=min((check["checked_at"] for check in checks), default=None),
        value=len(checks),
    )
