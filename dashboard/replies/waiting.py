"""Owns typical waits of enquiries, as numbers and as words; knows no query, no target and no page.

Enquiries are frames with working_minutes and elapsed_minutes (to the reply or, where is_open, so far).
"""

from collections.abc import Callable

import pandas as pd

from dashboard import account_names, wording
from dashboard.compare.waits import FEWEST_FOR_A_PERCENTILE, Percentile, TypicalWait, share_done, typical_wait

WORKING, ELAPSED = "working_minutes", "elapsed_minutes"
TOO_FEW = "Too few to say"
NOT_REACHED = "Not reached"


def short_working(minutes: float) -> str:
    """Working time where the words around it say that it is: "4 h 18 min", "58 h"."""
    return wording.working_minutes(minutes).replace(" working", "")


# How each clock writes a wait where the words around it say which clock it is.
WORDS: dict[str, Callable[[float], str]] = {WORKING: short_working, ELAPSED: wording.minutes}


def typical(enquiries: pd.DataFrame, clock: str) -> TypicalWait:
    """Median and p90 by a clock (WORKING or ELAPSED), the open ones as waiting; without those it could not measure."""
    return typical_wait(*_measured(enquiries, clock))


def curve_of(enquiries: pd.DataFrame, clock: str) -> pd.DataFrame:
    """What share was answered by which wait, as `waits.share_done`."""
    return share_done(*_measured(enquiries, clock))


def _measured(enquiries: pd.DataFrame, clock: str) -> tuple[pd.Series, pd.Series]:
    """The waits and which of them are over; the working time of an enquiry to no known school cannot be measured."""
    known = enquiries[clock].notna()
    return enquiries[clock][known], ~enquiries["is_open"][known].astype(bool)


def until_first_word(enquiries: pd.DataFrame) -> pd.DataFrame:
    """Enquiries whose wait, in elapsed time alone, ends with the first word: an acknowledgement or the answer."""
    first = enquiries[["acknowledged_at", "replied_at"]].min(axis=1)
    minutes = (first - enquiries["received_at"]).dt.total_seconds() / 60
    return enquiries.assign(**{ELAPSED: minutes.fillna(enquiries[ELAPSED]), "is_open": first.isna()})


def has_enough(enquiries: pd.DataFrame) -> bool:
    """Whether there are enough enquiries for a percentile."""
    return len(enquiries) >= FEWEST_FOR_A_PERCENTILE


def is_known(percentile: Percentile | None) -> bool:
    """Whether a percentile has a wait to say."""
    return percentile is not None and percentile.is_reached


def say(percentile: Percentile | None, clock: str) -> str:
    """A percentile as a cell says it: a wait, "Not reached", or that there are fewer than ten."""
    if percentile is None:
        return TOO_FEW
    return WORDS[clock](percentile.value) if percentile.is_reached else NOT_REACHED


def about(minutes: float, clock: str) -> str:
    """A wait for a narrow place, to the nearest hour from an hour on: "42 h", "5 days"."""
    if minutes < 60:
        return WORDS[clock](minutes)
    hours = round(minutes / 60)
    return f"{hours / 24:.0f} days" if clock == ELAPSED and hours >= 3 * 24 else f"{hours} h"


def say_each(enquiries: pd.DataFrame, clock: str) -> pd.Series:
    """The wait of each enquiry in words; of an open one, that it is the wait so far."""
    so_far = enquiries["is_open"].map({True: " so far", False: ""})
    return say_all(enquiries[clock], clock).str.cat(so_far.astype(str))


def say_all(minutes: pd.Series, clock: str) -> pd.Series:
    """Waits in words; the working time of an enquiry to no known school is not known."""
    in_words = WORDS[clock]
    return minutes.map(lambda wait: wording.NOT_KNOWN if pd.isna(wait) else in_words(wait)).astype(str)


def by_group(enquiries: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Typical waits a group, named for each enquiry, groups from A to Z.

    Index: group. Columns: n, open, median, p90 (working minutes; missing where not reached or too few), and in words
    median_words, p90_words, elapsed_median_words, elapsed_p90_words.
    """
    measured = enquiries[[WORKING, ELAPSED, "is_open"]]
    rows = {name: _summarise(group) for name, group in measured.groupby(names)}
    return pd.DataFrame.from_dict(rows, orient="index").sort_index(key=lambda index: index.str.casefold())


def _summarise(enquiries: pd.DataFrame) -> dict[str, object]:
    working, elapsed = typical(enquiries, WORKING), typical(enquiries, ELAPSED)
    return {
        "n": len(enquiries),
        "open": int(enquiries["is_open"].sum()),
        "median": working.median.value if working.median else float("nan"),
        "p90": working.p90.value if working.p90 else float("nan"),
        "median_words": say(working.median, WORKING),
        "p90_words": say(working.p90, WORKING),
        "elapsed_median_words": say(elapsed.median, ELAPSED),
        "elapsed_p90_words": say(elapsed.p90, ELAPSED),
    }


def name_platforms(enquiries: pd.DataFrame) -> pd.Series:
    """The platform of each enquiry in words; an unregistered account's is not known."""
    return enquiries["platform"].map(lambda name: "Platform not known" if pd.isna(name) else wording.label(name))


def name_accounts(enquiries: pd.DataFrame) -> pd.Series:
    """The account of each enquiry: "Ashgrove news (Facebook)", and whether it is registered and known on both sides."""
    unregistered = enquiries["is_registered"].map({True: "", False: ", unregistered"})
    one_sided = enquiries["is_answered_only"].map({True: ", answered only", False: ""})
    return account_names.name_accounts(enquiries) + unregistered + one_sided


def name_schools(enquiries: pd.DataFrame) -> pd.Series:
    """The school of each enquiry; that of an unregistered account may not be known."""
    return enquiries["school_name"].fillna("School not known")
