"""Owns what is published of incidents: how many, open or closed, and of what kind; hides nothing itself.

Each incident is counted once, by its first category, so that kinds add up; a kind is published by school year, as
fewer incidents than that would nearly all be hidden.
"""

from collections.abc import Callable

import pandas as pd

from dashboard.incidents.record import UNCLASSIFIED, name_affected, name_codes
from dashboard.published import Table, Totals
from dashboard.publishing.places import by_kind, count, known_places
from dashboard.publishing.reach import PERIOD, SCHOOL, Reach

Read = Callable[..., pd.DataFrame]

STATES = ("closed", "open")
MATTERS = ("safeguarding", "other")
ALL = "All incidents"
# What an incident is published by: column of the table -> how that is headed.
KINDS = {"category": "Main category", "severity": "Severity", "source": "Whose conduct", "affected": "Who was affected"}


def tables(read: Read, reach: Reach) -> dict[str, Table]:
    """`states`: by school and period; `matters`: of school years; each of KINDS: of schools together as well."""
    rows, known = _read_rows(read, reach)
    spread, places = reach.spread(rows), known_places(known, reach)
    years = places[places.get_level_values(PERIOD).isin(list(reach.years))]
    found = {
        "states": _table(spread, places, {SCHOOL: reach.groups, PERIOD: reach.years}, STATES),
        "matters": _table(spread, years, {SCHOOL: reach.groups, PERIOD: None}, MATTERS),
    }
    for kind in KINDS:
        of_kind = by_kind(places, kind, sorted(rows[kind].unique()), reach)
        found[kind] = _table(spread, of_kind, {SCHOOL: None, PERIOD: None, kind: ALL}, ())
    return found


def _table(spread: pd.DataFrame, places: pd.MultiIndex, dimensions: dict[str, Totals], parts: tuple[str, ...]) -> Table:
    flags = ("incidents", *parts)
    counts = count(spread, places, flags)
    return Table(counts, dimensions, flags, parts={"incidents": parts} if parts else {}, measure="incidents")


def _read_rows(read: Read, reach: Reach) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Every incident in its half-term, and the schools and half-terms of which anything is known."""
    incidents, schools = (
        pd.concat([read(f"incidents__{name}", half_term).assign(period=half_term) for half_term in reach.half_terms])
        for name in ("incidents", "schools")
    )
    rows = incidents[incidents["is_in_period"].astype(bool)]
    closed, matter = rows["is_closed"].astype(bool), rows["is_safeguarding"].astype(bool)
    named = {
        "category": [found[0] if len(found) else UNCLASSIFIED for found in rows["categories"]],
        "severity": name_codes(rows["severity"]),
        "source": name_codes(rows["source"]),
        "affected": name_affected(rows["affected"]),
    }
    flags = {"incidents": True, "closed": closed, "open": ~closed, "safeguarding": matter, "other": ~matter}
    known = schools[schools["returned_to"].notna() | (schools["incident_count"] > 0)]
    return rows[[SCHOOL, PERIOD]].assign(**named, **flags).reset_index(drop=True), known
