"""Owns every label, status, duration and date as words; knows no figure and no layout. Dates are British."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

import pandas as pd

from pipelines.policies import THEMES
from pipelines.settings import LOCAL_ZONE
from pipelines.words import count as count
from pipelines.words import day as day
from pipelines.words import deadline as deadline
from pipelines.words import minutes as minutes
from pipelines.words import moment as moment
from pipelines.words import plural as plural
from pipelines.words import quantity as quantity
from pipelines.words import spoken as spoken
from pipelines.words import working_minutes as working_minutes

MOST_NAMED = 3
STATUSES: Mapping[str, str] = {
    "met": "Kept",
    "partly_met": "Partly kept",
    "not_met": "Not kept",
    "not_yet_due": "Not due yet",
    "attested": "Attested by the school",
    "no_data": "No data",
    "not_applicable": "Nothing to judge",
    "not_judged": "Not judged yet",
}
STATUS_MEANINGS: Mapping[str, str] = {
    "met": "Every case that was due was as promised, or the share the policy expects.",
    "partly_met": "Some cases that were due were as promised, some were not.",
    "not_met": "No case that was due was as promised.",
    "not_yet_due": "There are cases, but none is due yet.",
    "attested": "No data can judge it; the school answers for it and says where the evidence is kept.",
    "no_data": "Nothing was handed in that covers the period. It is neither kept nor broken.",
    "not_applicable": "Nothing happened in the period that the clause is about.",
    "not_judged": "The program cannot judge this clause yet.",
}
OUTCOMES: Mapping[str, str] = {"met": "As promised", "missed": "Not as promised", "pending": "Not due yet"}
DATASETS: Mapping[str, str] = {
    "activity": "Account activity",
    "enquiries": "Enquiries, both sides",
    "moderation": "Moderation",
    "monitoring": "Monitoring",
    "incidents": "Incidents",
    "training": "Training",
    "acknowledgements": "Acknowledgements",
    "education": "Teaching learners and parents",
    "accounts": "Register of accounts",
    "people": "Register of people",
    "reports": "Reports to governors",
}
# What became of a file that was handed in.
FILE_STATES: Mapping[str, str] = {
    "loaded": "Loaded",
    "unrecognised": "Not recognised",
    "whose": "Whose is it?",
    "failed": "Could not be read",
    "incomplete": "Not whole",
    "uncounted": "Holds nothing that counts",
}
NOT_KNOWN = "not known"


def days(first: date, last: date) -> str:
    """A span of days: "1 September to 2 November 2025"."""
    if first == last:
        return day(first)
    start = f"{first.day} {first:%B}" if first.year == last.year else day(first)
    return f"{start} to {day(last)}"


def short_day(value: date | None) -> str:
    """A day for a narrow cell: "3 Mar 2026"; nothing for none."""
    return "" if value is None or pd.isna(value) else f"{value.day} {value:%b %Y}"


def month(value: date | None) -> str:
    """The month that a day lies in: "March 2026"; nothing for none."""
    return "" if value is None or pd.isna(value) else f"{value:%B %Y}"


def short_moment(value: datetime | None) -> str:
    """An instant (UTC) on the school's clock for a narrow cell: "3 Mar 2026, 14:05"; nothing for none."""
    if value is None or pd.isna(value):
        return ""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    local = aware.astimezone(LOCAL_ZONE)
    return f"{short_day(local)}, {local:%H:%M}"


def short_deadline(value: datetime | None) -> str:
    """A due time for a narrow cell; one that ends with a day is said as that day: "end of 3 Mar 2026"."""
    if value is None or pd.isna(value):
        return ""
    local = value.replace(tzinfo=UTC).astimezone(LOCAL_ZONE)
    ends_a_day = (local.hour, local.minute, local.second) == (0, 0, 0)
    return f"end of {short_day(local - timedelta(days=1))}" if ends_a_day else short_moment(value)


def days_ago(number: int) -> str:
    """How far back a day lies: "today", "yesterday", "12 days ago"."""
    return {0: "today", 1: "yesterday"}.get(number, f"{number:,} days ago")


def out_of(part: float, whole: float) -> str:
    """A share as governors can check it: "46 of 48"."""
    return f"{part:,.0f} of {whole:,.0f}"


def share(part: float, whole: float) -> str:
    """A share as a percentage, never rounded up to all or down to none: "95.8%"; "no cases" of nothing."""
    if not whole:
        return "no cases"
    value = 100 * part / whole
    rounded = min(round(value, 1), 99.9) if value < 100 else 100.0
    rounded = max(rounded, 0.1) if value > 0 else 0.0
    return f"{rounded:.0f}%" if float(rounded).is_integer() else f"{rounded:.1f}%"


def status(name: str | None) -> str:
    """A clause's status in words; a clause without one is not judged yet."""
    return STATUSES[name if isinstance(name, str) else "not_judged"]


def theme(name: str) -> str:
    """A theme of clauses in words."""
    return THEMES.get(name, label(name))


def label(name: str) -> str:
    """A coded value as people say it: "data_breach" -> "Data breach", "lado" -> "LADO"."""
    return capital(spoken(name))


def dataset(name: str) -> str:
    """A data set in words."""
    return DATASETS.get(name, label(name))


def capital(text: str) -> str:
    """The text with its first letter in upper case, the rest as it is."""
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """Words that begin a sentence or a list, as they stand within a sentence."""
    return text[:1].lower() + text[1:]


def sentences(lines: str, where: str = "") -> str:
    """What is told in lines, as sentences in a row: a message in a table, that need not begin with `where` again."""
    told = (line.strip().rstrip(".") for line in lines.removeprefix(f"{where}: ").splitlines())
    return " ".join(f"{capital(line)}." for line in told)


def listed(items: list[str]) -> str:
    """Items as a sentence lists them: "a, b and c"."""
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""


def some(names: Sequence[str]) -> str:
    """Names as a sentence lists them, of many only the first: "a, b, c and 6 more"."""
    rest = len(names) - MOST_NAMED
    return listed([*names[:MOST_NAMED], f"{rest} more"] if rest > 1 else list(names))


def how_many(number: int, thing: str) -> str:
    """A count that opens or sits in a sentence: "no enquiries", "one enquiry", "48 enquiries"."""
    small = {0: f"no {plural(thing)}", 1: f"one {thing}"}
    return small.get(number) or count(number, thing)
