"""Owns what is published of monitoring: days on which somebody looked, and what was found; hides nothing itself.

The slots of a school's own cadence are left out: where it is daily they are the same days, so that
what is hidden of the one could be read off the other. Whether the cadence was kept stands with the clauses.
"""

from collections.abc import Callable

import pandas as pd

from dashboard.published import Table
from dashboard.publishing.places import PEOPLE, count, known_places
from dashboard.publishing.reach import PERIOD, SCHOOL, Reach

Read = Callable[..., pd.DataFrame]

DAYS = ("known", "checked", "unchecked")
FOUND = ("found", "resolved", "open")


def tables(read: Read, reach: Reach) -> dict[str, Table]:
    """`days`: account days by school and period, of the days that the log covers; `findings`: what checks found."""
    accounts, findings = (_read_each(read, reach, f"monitoring_coverage__{name}") for name in ("accounts", "findings"))
    accounts = accounts.assign(
        checked=accounts["checked_days"],
        unchecked=accounts["missed_days"],
        known=accounts["checked_days"] + accounts["missed_days"],
    )
    places = known_places(accounts[accounts["known"] > 0], reach)
    ids = dict(zip(reach.names.values(), reach.names, strict=True))
    is_open = findings["is_open"].astype(bool)
    found = findings.assign(school_id=findings["school_name"].map(ids), found=True, resolved=~is_open, open=is_open)
    return {"days": _days(read, reach, accounts, places), "findings": _findings(reach, found, places)}


def _read_each(read: Read, reach: Reach, name: str) -> pd.DataFrame:
    return pd.concat([read(name, half_term).assign(period=half_term) for half_term in reach.half_terms])


def _days(read: Read, reach: Reach, accounts: pd.DataFrame, places: pd.MultiIndex) -> Table:
    counts = count(reach.spread(accounts[[SCHOOL, PERIOD, *DAYS]]), places, DAYS)
    monitors = reach.spread(read("published__monitors"))
    people = monitors.groupby([SCHOOL, PERIOD])["checked_by"].nunique(dropna=False).reindex(places, fill_value=0)
    return Table(
        rows=counts.assign(**{"checked" + PEOPLE: people.to_numpy()}),
        dimensions={SCHOOL: reach.groups, PERIOD: reach.years},
        counts=DAYS,
        parts={"known": ["checked", "unchecked"]},
        contributors={"checked": "checked" + PEOPLE},
        measure="account days",
    )


def _findings(reach: Reach, findings: pd.DataFrame, places: pd.MultiIndex) -> Table:
    counts = count(reach.spread(findings[[SCHOOL, PERIOD, *FOUND]]), places, FOUND)
    dimensions = {SCHOOL: reach.groups, PERIOD: reach.years}
    return Table(counts, dimensions, FOUND, parts={"found": ["resolved", "open"]}, measure="findings")
