"""Owns the one gate: every table passes it before a screen, a hover, a file or a paper shows it to an audience.

Knows nothing of what the numbers are about: a page says what its columns are, and a column of which it says nothing is
refused. `suppression` chooses what to hide, `published` knows what a table tells.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.audiences import Audience
from dashboard.published import Ledger, Place, Table
from dashboard.suppression import Mask, hide

HIDDEN = "c"


@dataclass(frozen=True)
class Disclosed:
    """What an audience may see.

    values: the rows with hidden values missing, for charts, hovers and sums. hidden: the same shape, True where hidden.
    """

    values: pd.DataFrame
    hidden: pd.DataFrame

    @property
    def shown(self) -> pd.DataFrame:
        """The rows with `c` in place of what is hidden, for tables and files."""
        return self.values.astype(object).mask(self.hidden, HIDDEN)

    def only(self, rows: Sequence[int], columns: Mapping[str, str]) -> "Disclosed":
        """These rows by their place, in that order, and these columns by the names given: what a page shows of all."""
        shown, mask = self.values.iloc[list(rows)], self.hidden.iloc[list(rows)]
        kept = list(columns)
        return Disclosed(
            shown[kept].rename(columns=columns).reset_index(drop=True),
            mask[kept].rename(columns=columns).reset_index(drop=True),
        )

    @property
    def note(self) -> str:
        """What to say under the table; empty where nothing is hidden."""
        count = int(self.hidden.to_numpy().sum())
        figures = "1 figure is" if count == 1 else f"{count} figures are"
        return f"{HIDDEN}: {figures} hidden, so that nobody can be recognised in a small number." if count else ""


def disclose(table: Table, audience: Audience) -> Disclosed:
    """The table as `audience` may see it.

    Give the widest table that the audience could put together (all schools, all categories, all totals) and filter the
    answer: two filtered tables that are each safe can be subtracted.

    Raises ValueError for a column of which the table says nothing, two rows for one thing, a count that is no whole
    number, and a total that its parts do not add up to.
    """
    return disclose_together([table], audience)[0]


def disclose_together(tables: Sequence[Table], audience: Audience) -> list[Disclosed]:
    """Tables that share counts, each as `audience` may see it: what is hidden in one is hidden in all.

    Counts with the same measure, column and dimension values are shared (a dimension at its total is as if absent).
    """
    for table in tables:
        _check(table)
    if audience.sees_everything:
        return [_disclosed(table, pd.DataFrame(False, table.rows.index, table.rows.columns)) for table in tables]
    ledger = Ledger(audience)
    entered = [ledger.enter(table) for table in tables]
    hidden = hide(ledger.cells(), ledger.primary())
    return [_disclosed(table, _mask(table, columns, hidden)) for table, columns in zip(tables, entered, strict=True)]


def _check(table: Table) -> None:
    """Refuses what the gate could not judge."""
    counts = [*table.counts, *table.contributors.values()]
    of_counts = [*counts, *table.percentages, *table.derived]
    labels = [*table.dimensions, *table.open]
    faults = {
        "the gate is not told what these columns are": set(table.rows) - {*labels, *of_counts},
        "these columns cannot be both counts and labels": {*labels, *table.order} & set(of_counts),
        "these columns are named as counts, and are none": {*_sources(table), *table.contributors} - set(counts),
        "these columns are not among the rows": {*table.dimensions, *counts, *table.order} - set(table.rows),
    }
    for what, columns in faults.items():
        if columns:
            raise ValueError(f"{what}: {', '.join(sorted(map(str, columns)))}")
    if len(set(table.places())) < len(table.rows):
        raise ValueError("two rows count the same thing: name every dimension")


def _sources(table: Table) -> set[str]:
    """The counts that sums, percentages and other figures are made of."""
    named = [table.parts, *table.parts.values(), *table.percentages.values(), *table.derived.values()]
    return {name for names in named for name in names}


def _mask(table: Table, columns: dict[str, dict[Place, int]], hidden: Mask) -> pd.DataFrame:
    """True for each value of the table that must not be seen."""
    mask = pd.DataFrame(False, table.rows.index, table.rows.columns)
    for name, cells in columns.items():
        mask[name] = [place in cells and bool(hidden[cells[place]]) for place in table.places()]
    made_of = {**table.percentages, **table.derived}
    for name in made_of.keys() & set(table.rows):
        mask[name] = mask[list(made_of[name])].any(axis=1) & table.rows[name].notna()
    return mask


def _disclosed(table: Table, mask: pd.DataFrame) -> Disclosed:
    rows = table.rows
    if mask.to_numpy().any():
        order = _order(table)
        whole = {name: "Int64" for name in rows if pd.api.types.is_integer_dtype(rows[name])}
        rows, mask = rows.astype(whole).iloc[order].reset_index(drop=True), mask.iloc[order].reset_index(drop=True)
    shown = [name for name in rows if name in table.counts or name not in table.contributors.values()]
    return Disclosed(rows[shown].mask(mask[shown]), mask[shown])


def _order(table: Table) -> list[int]:
    """Where rows stand once a number is hidden: by the columns of `order`, totals last."""
    by = list(table.order or table.dimensions)
    keys = table.rows[by].reset_index(drop=True)
    return list(keys.assign(_is_total=table.are_totals()).sort_values(["_is_total", *by], kind="stable").index)
