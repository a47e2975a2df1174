"""How old was the latest post on each account, at the end of each week of term?"""

from collections.abc import Iterator
from datetime import date

from tests.plain_answers.cases import judged
from tests.plain_answers.trust import DAY, PlainClause, PlainTrust, Row, days_of_week, is_open_on


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    days = (day["on_date"] for day in trust.rows("warehouse.school_days", clause.school_id))
    for monday in sorted(day for day in days if day.weekday() == 0 and day <= trust.as_at_on):
        school_days = [day for day in days_of_week(monday) if trust.is_school_day(clause.school_id, day)]
        if school_days:
            for account in trust.rows("warehouse.accounts", clause.school_id):
                yield judge(trust, clause, account, monday, school_days[-1])


def judge(trust: PlainTrust, clause: PlainClause, account: Row, monday: date, week_ends: date) -> Row | None:
    judged_on = min(week_ends, trust.as_at_on)
    if not is_open_on(account, judged_on) or not clause.binds(judged_on):
        return None
    posts = [
        item["sent_on"]
        for item in trust.rows("warehouse.activity", clause.school_id)
        if item["account_id"] == account["account_id"]
        and item["kind"] == "post"
        and item["direction"] == "outbound"
        and account["opened_on"] <= item["sent_on"] <= judged_on
    ]
    latest = max(posts, default=account["opened_on"])
    outcome = judge_age(trust, clause, latest, week_ends)
    if outcome != "met" and is_export_missing(trust, account, week_ends - DAY * clause["days"], judged_on):
        return None
    return outcome and judged(
        trust,
        clause,
        f"{account['account_id']}@{monday}",
        outcome,
        judged_on,
        account_id=account["account_id"],
        began=latest,
        due=week_ends if outcome == "pending" else latest + DAY * clause["days"],
        value=(judged_on - latest).days,
    )


def judge_age(trust: PlainTrust, clause: PlainClause, latest: date, week_ends: date) -> str | None:
    if (week_ends - latest).days <= clause["days"]:
        return "met"
    if not trust.is_covered(clause.school_id, "activity", week_ends - DAY * clause["days"]):
        return None
    if week_ends >= trust.as_at_on:
        return "pending"
    return "missed" if trust.is_covered(clause.school_id, "activity", week_ends) else None


def is_export_missing(trust: PlainTrust, account: Row, first: date, last: date) -> bool:
    gaps = [row for row in trust.rows("warehouse.export_gaps") if row["account_id"] == account["account_id"]]
    return any(gap["gap_from"] <= last and gap["gap_to"] >= first for gap in gaps)
