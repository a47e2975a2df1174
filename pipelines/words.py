"""Owns how dates, durations and shares read as words, on screen and in a terminal; knows no page and no control."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from pipelines.settings import LOCAL_ZONE

ACRONYMS = {
    "ceop": "CEOP",
    "lado": "LADO",
    "iwf": "IWF",
    "ico": "ICO",
    "dsl": "DSL",
    "slt": "SLT",
    "it": "IT",
    "x": "X",
    "youtube": "YouTube",
    "tiktok": "TikTok",
    "linkedin": "LinkedIn",
    "whatsapp": "WhatsApp",
}
MINUTES_AN_HOUR = 60
HOURS_BEFORE_DAYS = 48
COLUMNS_NAMED = 50
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def day(value: date) -> str:
    """A day as people write it: "3 March 2026"."""
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime) -> str:
    """An instant (UTC where it bears no zone) on the school's clock: "Tuesday 3 March 2026, 14:05"."""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    local = aware.astimezone(LOCAL_ZONE)
    return f"{local:%A} {day(local)}, {local:%H:%M}"


def deadline(value: datetime) -> str:
    """The last moment that keeps a promise. A promise that ends with a day is said as that day."""
    aware = value if value.tzinfo else value.replace(tzinfo=UTC)
    local = aware.astimezone(LOCAL_ZONE)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        last_day = date.fromordinal(local.date().toordinal() - 1)
        return f"the end of {last_day:%A} {day(last_day)}"
    return moment(value)


def spoken(name: str) -> str:
    """A coded value inside a sentence: "senior_leader" -> "senior leader", "dsl" -> "DSL"."""
    return " ".join(ACRONYMS.get(word, word) for word in name.split("_"))


def minutes(value: float) -> str:
    """A wait in minutes: "under a minute", "12 min", "3 h 5 min", "6 days 4 h"."""
    if value < 0:
        return f"-{minutes(-value)}"
    if value < 1:
        return "under a minute" if value > 0 else "0 min"
    hours, rest = divmod(int(value), MINUTES_AN_HOUR)
    if not hours:
        return f"{rest} min"
    if hours < HOURS_BEFORE_DAYS:
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} days {hours} h" if hours else f"{days} days"


def working_minutes(value: float) -> str:
    """A wait in working minutes. Always hours and minutes: a working day has no fixed length."""
    hours, rest = divmod(int(value), MINUTES_AN_HOUR)
    if not hours:
        return f"{rest} working min"
    return f"{hours} working h {rest} min" if rest else f"{hours} working h"


def count(number: float, thing: str) -> str:
    """A count with its thing: "1 case", "2,046 cases"."""
    amount = f"{number:,.0f}" if float(number).is_integer() else f"{number:,.1f}"
    return f"{amount} {thing}" if number == 1 else f"{amount} {plural(thing)}"


def plural(thing: str) -> str:
    """More than one of a thing; only the last word changes: "enquiries", "missed checks"."""
    if thing.endswith("y") and thing[-2:-1] not in "aeiou":
        return f"{thing[:-1]}ies"
    return f"{thing}es" if thing.endswith(("s", "ch", "sh", "x")) else f"{thing}s"


def quantity(value: float, unit: str) -> str:
    """A measured value with its unit as it is stored in `result.cases`."""
    unit = unit.replace("_", " ")
    if unit == "minutes":
        return minutes(value)
    if unit == "working minutes":
        return working_minutes(value)
    if unit in ("%", "pct"):
        return f"{value:.0f}%" if float(value).is_integer() else f"{value:.1f}%"
    return count(value, unit.removesuffix("s")) if unit else f"{value:g}"


def unformula(text: str) -> str:
    """A text as a cell that a spreadsheet shows rather than runs: one like a formula gets an apostrophe."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def shorten(names: Sequence[str]) -> tuple[str, ...]:
    """The first of many names, and how many more there are."""
    more = len(names) - COLUMNS_NAMED
    return (*names[:COLUMNS_NAMED], f"and {more:,} more") if more > 0 else tuple(names)
