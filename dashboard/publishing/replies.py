"""Owns what is published of replies: enquiries by what became of them, and their waits; hides nothing itself.

Every enquiry received is in one of four states, so that the numbers of a place add up whichever way they are read. Left
out are accounts of which only answers are known, and those of no known school.
"""

from collections.abc import Callable

import pandas as pd

from dashboard import wording
from dashboard.compare.waits import Percentile
from dashboard.published import Table
from dashboard.publishing.places import PEOPLE, by_kind, count, known_places, measure
from dashboard.publishing.reach import PERIOD, SCHOOL, Reach
from dashboard.replies import waiting
from dashboard.replies.waiting import WORKING

Read = Callable[..., pd.DataFrame]

OUTCOMES = ("met", "missed", "pending", "untargeted")
FLAGS = ("received", *OUTCOMES)
WAITS = ("median", "p90")
ALL_PLATFORMS = "All platforms"


def tables(read: Read, reach: Reach) -> dict[str, Table]:
    """`periods`: by school and period; `platforms`: by platform too, of school years and schools together."""
    rows = _read_rows(read)
    spread, places = reach.spread(rows), known_places(_known(read, reach, rows), reach)
    kinds = sorted(rows["platform"].unique())
    by_platform = by_kind(places, "platform", kinds, reach)
    dimensions = {SCHOOL: reach.groups, PERIOD: reach.years}
    return {
        "periods": _table(spread, places, dimensions),
        "platforms": _table(spread, by_platform, {SCHOOL: None, PERIOD: None, "platform": ALL_PLATFORMS}),
    }


def _read_rows(read: Read) -> pd.DataFrame:
    rows = read("published__enquiries")
    outcome = {name: rows["outcome"].eq(name) for name in OUTCOMES}
    return rows.assign(platform=rows["platform"].map(wording.label), received=True, **outcome)


def _known(read: Read, reach: Reach, rows: pd.DataFrame) -> pd.DataFrame:
    """The schools and half-terms of which the activity of accounts was handed in."""
    reported = [read("response_times__reported", half_term).assign(period=half_term) for half_term in reach.half_terms]
    told = pd.concat(reported)
    return pd.concat([told.loc[told["has_reported"], [SCHOOL, PERIOD]], rows[[SCHOOL, PERIOD]]]).drop_duplicates()


def _table(spread: pd.DataFrame, places: pd.MultiIndex, dimensions: dict) -> Table:
    counts = count(spread, places, FLAGS, person="author")
    typical = measure(spread, places, _typical)
    waits = pd.DataFrame([found or (None, None) for found in typical], columns=list(WAITS))
    return Table(
        rows=pd.concat([counts, waits], axis=1),
        dimensions=dimensions,
        counts=FLAGS,
        parts={"received": OUTCOMES},
        derived={"median": ["received"], "p90": ["received"]},
        contributors={flag: flag + PEOPLE for flag in FLAGS},
        measure="enquiries",
    )


def _typical(enquiries: pd.DataFrame) -> tuple[str, str]:
    """Median and ninth decile of working time in words."""
    wait = waiting.typical(enquiries, WORKING)
    said: list[Percentile | None] = [wait.median, wait.p90]
    return waiting.say(said[0], WORKING), waiting.say(said[1], WORKING)
