"""Cases as the slow answers give them: outcomes as they are, and promises judged day by day. Knows no control."""

from datetime import date, datetime, timedelta

from tests.plain_answers.trust import DAY, PlainClause, PlainTrust, Row
from tests.plain_answers.working_time import at_local, days_counted, local_day, working_minutes

Moment = datetime | date | None


def judged(
    trust: PlainTrust,
    clause: PlainClause,
    case_id: str,
    outcome: str,
    judged_on: date,
    *,
    account_id: str | None = None,
    began: Moment = None,
    due: Moment = None,
    done: Moment = None,
    value: float | None = None,
) -> Row:
    """A case with its outcome. A day given for a moment is its beginning, for `due` its end."""
    due = due + DAY if due is not None and not isinstance(due, datetime) else due
    return {
        "school_id": clause.school_id,
        "clause_id": clause.clause_id,
        "case_id": case_id,
        "account_id": account_id,
        "judged_on": judged_on,
        "began_at": as_instant(trust, began),
        "due_at": as_instant(trust, due),
        "done_at": as_instant(trust, done),
        "outcome": outcome,
        "value": value,
    }


def as_instant(trust: PlainTrust, moment: Moment) -> datetime | None:
    if moment is None or isinstance(moment, datetime):
        return moment
    return trust.midnight(moment)


def promised(
    trust: PlainTrust,
    clause: PlainClause,
    case_id: str,
    began: datetime | date,
    done: Moment,
    *,
    account_id: str | None = None,
    **promise: float | str | None,
) -> Row | None:
    """The case of a promise of days, working_days (of which `count` says which days count), working_hours or hours.

    None where the clause was not in force when it began.
    """
    school_id = clause.school_id
    began_at, done_at = as_instant(trust, began), as_instant(trust, done)
    began_on = began if not isinstance(began, datetime) else local_day(began)
    if not clause.binds(began_on) or not trust.knows(school_id, began_on):
        return None
    due_at = last_moment(trust, school_id, began_at, began_on, promise)
    if done_at is not None:
        # What bears a day and no time was done on that day, so the midnight that ends the promise is the next day's.
        is_in_time = due_at is None or done_at < due_at or (done_at == due_at and isinstance(done, datetime))
        outcome = "met" if is_in_time else "missed"
    else:
        outcome = "missed" if due_at is not None and due_at < trust.as_at_at else "pending"
    value = wait(trust, school_id, began_at, done_at, promise)
    return judged(
        trust,
        clause,
        case_id,
        outcome,
        began_on,
        account_id=account_id,
        began=began_at,
        due=due_at,
        done=done_at,
        value=value,
    )


def last_moment(trust: PlainTrust, school_id: str, began_at: datetime, began_on: date, promise: Row) -> datetime | None:
    """The instant by which the promise is to be kept; None where the calendar ends before."""
    if promise.get("hours") is not None:
        return began_at + timedelta(hours=promise["hours"])
    if promise.get("working_hours") is not None:
        return _after_open_time(trust, school_id, began_at, began_on, timedelta(hours=promise["working_hours"]))
    day = began_on
    if promise.get("days") is not None:
        return trust.midnight(day + DAY * (promise["days"] + 1))
    counts = trust.counts(school_id, promise.get("count") or "working_days")
    for _ in range(promise["working_days"]):
        day += DAY
        while trust.knows(school_id, day) and not counts(day):
            day += DAY
    return trust.midnight(day + DAY) if trust.knows(school_id, day) else None


def _after_open_time(
    trust: PlainTrust, school_id: str, began_at: datetime, day: date, left: timedelta
) -> datetime | None:
    opens, closes = trust.opening_hours(school_id)
    if not left:
        return began_at
    while trust.knows(school_id, day):
        if trust.is_school_day(school_id, day):
            starts, ends = max(began_at, at_local(day, opens)), at_local(day, closes)
            if starts + left <= ends:
                return starts + left
            left -= max(ends - starts, timedelta())
        day += DAY
    return None


def wait(trust: PlainTrust, school_id: str, began_at: datetime, done_at: datetime | None, promise: Row) -> float:
    """How long it took, or has taken so far, in the unit of the promise."""
    # As at the end of a day, that day is the last that has passed.
    ended_at = done_at or trust.as_at_at - timedelta(microseconds=1)
    if promise.get("days") is not None:
        return max((local_day(ended_at) - local_day(began_at)).days, 0)
    if promise.get("working_hours") is not None:
        opens, closes = trust.opening_hours(school_id)
        is_open_on = trust.counts(school_id, "school_days")
        return working_minutes(began_at, ended_at, is_open_on, opens, closes) / 60
    if promise.get("hours") is not None:
        return ((done_at or trust.as_at_at) - began_at) / timedelta(hours=1)
    counts = trust.counts(school_id, promise.get("count") or "working_days")
    return days_counted(began_at, ended_at, counts)
