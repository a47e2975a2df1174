"""Owns how far publishing reaches: every school and half-term of a build, and the totals that are published of them.

Knows no viewer: what one reader is shown of one school can be put beside what another is shown of all. What is counted
together is kept to what is asked for, as each further sum gives more away: the schools of a trust, and school years.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

SCHOOL, PERIOD = "school_id", "period"
EVERY = "every school"
# In larger trusts single schools are not published: what must be hidden could not be worked out in the time of a page.
MOST_SCHOOLS = 20


@dataclass(frozen=True)
class Reach:
    """Every school and every half-term that has begun, and how they are counted together.

    names: school id -> name, of the schools of which anything is published by itself. groups: total -> its school ids;
    no school is in two. half_terms: in their order. years, terms: period -> its half-terms.
    """

    names: Mapping[str, str]
    groups: Mapping[str, Sequence[str]]
    half_terms: Sequence[str]
    years: Mapping[str, Sequence[str]]
    terms: Mapping[str, Sequence[str]]

    @property
    def together(self) -> list[str]:
        """The places that stand for as many schools as are ever counted together: groups, and schools in none."""
        grouped = {school for ids in self.groups.values() for school in ids}
        return [*self.groups, *(school for school in self.names if school not in grouped)]

    def place_of(self, schools: Sequence[str]) -> str | None:
        """The place where these schools are counted together; None where nothing is published of just these."""
        if len(schools) == 1:
            return schools[0] if schools[0] in self.names else None
        return next((total for total, ids in self.groups.items() if set(ids) == set(schools)), None)

    def parts_of(self, period: str) -> Sequence[str]:
        """The published periods that a period is made of: itself, or the half-terms of a term."""
        return self.terms.get(period, (period,))

    def spread(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Each row once for its own place and once for every total that it counts towards, by the columns it has."""
        for column, totals in ((SCHOOL, self.groups), (PERIOD, self.years)):
            if column in rows:
                pairs = [(part, total) for total, parts in totals.items() for part in parts]
                towards = pd.DataFrame(pairs, columns=[column, "total"], dtype=object)
                added = rows.merge(towards, on=column).drop(columns=column).rename(columns={"total": column})
                rows = pd.concat([rows, added[rows.columns]], ignore_index=True)
        return rows[rows[SCHOOL].isin([*self.names, *self.groups])].reset_index(drop=True)


def gather_reach(schools: pd.DataFrame, periods: pd.DataFrame) -> Reach:
    """The reach of a build, from the rows of queries/frame__schools.sql and frame__periods.sql of every school."""
    groups = _group(schools)
    too_large = {school for ids in groups.values() if len(ids) > MOST_SCHOOLS for school in ids}
    alone = schools[~schools["school_id"].isin(too_large)]
    of_kind = dict(list(periods.groupby("period_kind")))
    in_order = of_kind["half_term"].groupby("period_name")["period_start"].min().sort_values()
    years, terms = (_held(of_kind["half_term"], of_kind[kind]) for kind in ("year", "term"))
    return Reach(
        dict(zip(alone["school_id"], alone["school_name"], strict=True)), groups, tuple(in_order.index), years, terms
    )


def _group(schools: pd.DataFrame) -> dict[str, Sequence[str]]:
    """The trusts of several schools; where there is no such, all schools together."""
    trusts = schools.dropna(subset="trust_name").groupby("trust_name")["school_id"].agg(tuple)
    groups: dict[str, Sequence[str]] = {f"trust {name}": ids for name, ids in trusts.items() if len(ids) > 1}
    return groups or ({EVERY: tuple(schools["school_id"])} if len(schools) > 1 else {})


def _held(half_terms: pd.DataFrame, wholes: pd.DataFrame) -> dict[str, Sequence[str]]:
    """The half-terms that begin in each whole, by name, in their order."""
    both = half_terms.merge(wholes, on="school_id", suffixes=("", "_whole"))
    starts, first, last = both["period_start"], both["period_start_whole"], both["period_end_whole"]
    inside = both[(starts >= first) & (starts <= last)].sort_values("period_start")
    return {
        str(whole): tuple(dict.fromkeys(parts)) for whole, parts in inside.groupby("period_name_whole")["period_name"]
    }
