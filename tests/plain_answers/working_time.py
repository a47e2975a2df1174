"""Working time the slow and obvious way: day by day, as instants. Knows nothing of running totals."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from pipelines.settings import LOCAL_ZONE

IsOpenOn = Callable[[date], bool]


def days_between(first: date, last: date) -> list[date]:
    """Every day from `first` to `last`, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def local_day(moment: datetime) -> date:
    """The day in Europe/London of an instant given as naive UTC."""
    return moment.replace(tzinfo=UTC).astimezone(LOCAL_ZONE).date()


def at_local(day: date, minute: float) -> datetime:
    """The instant (naive UTC) at which a clock in Europe/London shows `minute` minutes after midnight."""
    clock = time(int(minute) // 60, int(minute) % 60)
    return datetime.combine(day, clock, LOCAL_ZONE).astimezone(UTC).replace(tzinfo=None)


def working_minutes(began: datetime, ended: datetime, is_open_on: IsOpenOn, opens: int, closes: int) -> float:
    """Minutes of [began, ended] (naive UTC) that lie within opening hours, given as local minutes after midnight."""
    total = timedelta()
    for day in days_between(local_day(began), local_day(ended)):
        if is_open_on(day):
            overlap = min(ended, at_local(day, closes)) - max(began, at_local(day, opens))
            total += max(overlap, timedelta())
    return total / timedelta(minutes=1)


def is_open_at(moment: datetime, is_open_on: IsOpenOn, opens: int, closes: int) -> bool:
    """Whether the school is open at an instant: from its opening minute up to, not including, its closing minute."""
    day = local_day(moment)
    return is_open_on(day) and at_local(day, opens) <= moment < at_local(day, closes)


def days_counted(began: datetime, ended: datetime, counts: IsOpenOn) -> int:
    """How many days that count lie after the day of beginning, up to and including the day of ending."""
    return sum(counts(day) for day in days_between(local_day(began), local_day(ended))[1:])
