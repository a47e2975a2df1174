"""Owns counting rows at every place of a reach: each school and total, each half-term, term and year; hides nothing."""

from collections.abc import Callable, Sequence

import pandas as pd

from dashboard.publishing.reach import PERIOD, SCHOOL, Reach

PEOPLE = " people"


def known_places(known: pd.DataFrame, reach: Reach) -> pd.MultiIndex:
    """The places of which anything is known, totals among them, from the school_id and period that are."""
    return pd.MultiIndex.from_frame(reach.spread(known[[SCHOOL, PERIOD]]).drop_duplicates())


def by_kind(places: pd.MultiIndex, column: str, kinds: Sequence[str], reach: Reach) -> pd.MultiIndex:
    """The places of school years and of schools together, each once for every kind: a third level named `column`.

    Anything smaller by kind would nearly all be hidden.
    """
    is_year = places.get_level_values(PERIOD).isin(list(reach.years))
    chosen = places[is_year & places.get_level_values(SCHOOL).isin(reach.together)].to_frame(index=False)
    return pd.MultiIndex.from_frame(chosen.merge(pd.DataFrame({column: list(kinds)}), how="cross"))


def count(rows: pd.DataFrame, places: pd.MultiIndex, flags: Sequence[str], person: str = "") -> pd.DataFrame:
    """How much there is of each flag at each place: a true zero where nothing is.

    `rows` are spread; flags are columns of true and false or of numbers. With `person`, a column that tells who stands
    behind a row, each flag has a column more: how many different people do. Rows that do not say so count as one.
    """
    grouped = rows.groupby(list(places.names))
    counts = grouped[list(flags)].sum().reindex(places, fill_value=0).astype("int64")
    if person:
        for flag in flags:
            behind = rows[rows[flag].astype(bool)].groupby(list(places.names))[person].nunique(dropna=False)
            counts[flag + PEOPLE] = behind.reindex(places, fill_value=0).astype("int64")
    return counts.reset_index()


def measure(rows: pd.DataFrame, places: pd.MultiIndex, of: Callable[[pd.DataFrame], object]) -> list[object]:
    """What `of` makes of the rows of each place, in their order; None where there are none. `rows` are spread."""
    found = {place: of(group) for place, group in rows.groupby(list(places.names))}
    return [found.get(place) for place in places]
