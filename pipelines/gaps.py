"""Owns which stretch of days is missing between the exports of an account; knows nothing of what is in them.

A tool that exports a month at a time is asked twelve times a year, and once somebody forgets. The months on either side
reach across the hole, so that nothing else would show it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import PurePosixPath

from pipelines.formats import Format, Series
from pipelines.manifest import PartRecord

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """The days that one export holds, the last included; `is_named`: its file's name says so, not its rows alone."""

    first: date
    last: date
    is_named: bool
    file: str


@dataclass(frozen=True)
class Gap:
    """Days of an account that no export holds, between two that do."""

    school_id: str | None
    account_id: str
    format: str
    first: date
    last: date
    file_before: str
    file_after: str


def find_gaps(parts: Iterable[PartRecord], formats: Iterable[Format]) -> list[Gap]:
    """The gaps in every series of exports, by account and day.

    Named stretches must meet. Where only rows tell (a quiet week is no gap), a whole calendar month has to be missing.
    What another export of the same account holds is not missing, as far as it says as much of it.
    """
    known = {each.name: each for each in formats}
    loaded = [part for part in parts if part.status == "loaded" and part.account_id]
    by_series: dict[tuple[str | None, str, str], list[PartRecord]] = defaultdict(list)
    for part in loaded:
        each = known.get(part.format)
        if each and each.series and each.whose == "account":
            by_series[(part.school_id, str(part.account_id), part.format)].append(part)
    found: dict[tuple[str | None, str, str, str], Gap] = {}
    for (school_id, account_id, name), members in by_series.items():
        others = [other for other in loaded if _says_as_much(other, members[0])]
        for before, after in _find_holes(members, others, known):
            days = before.last + DAY, after.first - DAY
            # Between two kinds of export of one account, each kind misses the same days.
            between = (before.file, after.file)
            found.setdefault((school_id, account_id, *between), Gap(school_id, account_id, name, *days, *between))
    return sorted(found.values(), key=lambda gap: (str(gap.school_id), gap.account_id, gap.format, gap.first))


def _says_as_much(other: PartRecord, member: PartRecord) -> bool:
    """Whether an export of another format stands in for a missing one: what was sent says nothing of what came in."""
    is_same_account = (other.school_id, other.account_id) == (member.school_id, member.account_id)
    return is_same_account and other.format != member.format and "both" not in (other.sides, member.sides)


def _find_holes(
    members: list[PartRecord], others: list[PartRecord], known: Mapping[str, Format]
) -> Iterator[tuple[Stretch, Stretch]]:
    """The neighbours of each hole, in the order of days."""
    stretches = [stretch_of(part, known[part.format].series or Series()) for part in members]
    stretches += [stretch_of(part, Series()) for part in others]
    ordered = sorted(filter(None, stretches), key=lambda stretch: (stretch.first, stretch.last))
    reached = ordered[:1]
    for stretch in ordered[1:]:
        if _is_hole(reached[0], stretch):
            yield reached[0], stretch
        reached = [max(*reached, stretch, key=lambda each: each.last)]


def _is_hole(before: Stretch, after: Stretch) -> bool:
    first, last = before.last + DAY, after.first - DAY
    if first > last:
        return False
    next_month = (first - DAY).replace(day=1) + timedelta(days=32)
    month_end = (next_month.replace(day=1) + timedelta(days=32)).replace(day=1) - DAY
    return (before.is_named and after.is_named) or last >= month_end


def stretch_of(part: PartRecord, series: Series) -> Stretch | None:
    """The days of one export: those that its file's name says, else those that its rows reach across, if it has any."""
    name = PurePosixPath(part.file.rsplit(" [", 1)[0]).name
    days = _read_days(name, series)
    if days and days[0] <= days[1]:
        return Stretch(days[0], days[1], True, part.file)
    if part.first_at is None or part.last_at is None:
        return None
    first, last = (datetime.fromisoformat(moment).date() for moment in (part.first_at, part.last_at))
    return Stretch(first, last, False, part.file)


def _read_days(name: str, series: Series) -> tuple[date, date] | None:
    found = re.search(series.name, name) if series.name else None
    if found is None:
        return None
    try:
        first, last = (datetime.strptime(day, series.written).date() for day in found.groups())
    except ValueError:
        return None
    return first, last - DAY if series.last_is_left_out else last
