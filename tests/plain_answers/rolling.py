"""Things to be done again within so many months, as the slow answers look at them. Knows no lesson and no report."""

from datetime import date

from tests.plain_answers.cases import judged
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def months_later(day: date, months: int) -> date:
    """The same day of a later (or, with fewer than none, an earlier) month, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in range(day.day, 0, -1):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError


def judge_latest(trust: PlainTrust, clause: PlainClause, dataset: str, held: list[date], judged_on: date) -> Row | None:
    """The case of one day judged: whether something was held within the clause's months before it."""
    starts = months_later(judged_on, -clause["months"])
    earlier = [day for day in held if day <= judged_on]
    counted = [day for day in earlier if day >= starts]
    spans = [row for row in trust.rows("warehouse.coverage", clause.school_id) if row["dataset"] == dataset]
    known_from = max(earlier, default=min((row["covers_from"] for row in spans), default=None))
    if counted:
        outcome, began = "met", max(counted)
    elif not trust.is_covered(clause.school_id, dataset, judged_on):
        return None
    else:
        began = max(known_from, clause.in_force_from)
        outcome = "pending" if began >= starts else "missed"
    return judged(
        trust,
        clause,
        f"{clause['audience']}@{judged_on}",
        outcome,
        judged_on,
        began=began,
        due=months_later(began, clause["months"]),
        value=len(counted),
    )
