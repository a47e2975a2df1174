"""Did each account carry a pinned notice when a school holiday began?"""

from collections.abc import Iterator
from datetime import date

from tests.plain_answers.cases import judged
from tests.plain_answers.trust import DAY, PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for last_school_day, holiday in holidays(trust, clause.school_id):
        if clause.binds(last_school_day) and is_in_begun_half_term(trust, clause.school_id, last_school_day):
            due = next(day["on_date"] for day in holiday if day["weekday"] <= 5 and day["closed_reason"] != "inset")
            for account in trust.rows("warehouse.accounts", clause.school_id):
                yield judge(trust, clause, account, last_school_day, due)


def holidays(trust: PlainTrust, school_id: str) -> Iterator[tuple[date, list[Row]]]:
    """Each run of days without school after a school day that holds a weekday of a holiday or of no term."""
    last_school_day, run = None, []
    days = sorted(trust.rows("warehouse.school_days", school_id), key=lambda day: day["on_date"])
    for day in [*days, None]:
        if day and not day["is_school_day"]:
            run.append(day)
            continue
        if last_school_day and any(closed["closed_reason"] in ("holiday", "outside_term") for closed in run):
            yield last_school_day, run
        last_school_day, run = day and day["on_date"], []


def is_in_begun_half_term(trust: PlainTrust, school_id: str, day: date) -> bool:
    periods = trust.rows("warehouse.periods", school_id)
    return any(
        period["period_kind"] == "half_term" and period["period_start"] <= day <= period["period_end"]
        for period in periods
    )


def judge(trust: PlainTrust, clause: PlainClause, account: Row, last_school_day: date, due: date) -> Row | None:
    if not account["is_registered"] or account["opened_on"] > last_school_day:
        return None
    if account["closed_on"] is not None and account["closed_on"] <= due:
        return None
    monday = last_school_day - DAY * last_school_day.weekday()
    notices = [
        check["checked_at"]
        for check in trust.rows("warehouse.monitoring", clause.school_id)
        if check["kind"] == "pinned_notice"
        and check["account_id"] in (None, account["account_id"])
        and monday <= check["checked_on"] <= due
    ]
    if not notices and not trust.is_begun(clause.school_id, "monitoring", last_school_day):
        return None
    is_over = due < trust.as_at_on
    if not notices and is_over and not trust.is_covered(clause.school_id, "monitoring", last_school_day):
        return None
    return judged(
        trust,
        clause,
        f"{account['account_id']}@{last_school_day}",
        "met" if notices else "missed" if is_over else "pending",
        last_school_day,
        account_id=account["account_id"],
        began=last_school_day,
        due=due,
        done=min(notices, default=None),
    )
