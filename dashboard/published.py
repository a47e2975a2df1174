"""Owns what tables tell a reader: every number in them, every sum that ties the numbers, and which are small.

Knows nothing of how cells are chosen to be hidden, nor of how they are shown.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from dashboard.audiences import Audience
from dashboard.suppression import Cells, Mask

Totals = str | Mapping[str, Sequence[str] | None] | None
Place = tuple[str, ...]  # the values of a table's dimensions, in their order

# What hiding loses. A remainder is only worked out, never shown; a total that is not among the rows is shown elsewhere,
# where it cannot be hidden from here.
SHOWN, REMAINDER, ELSEWHERE = 1.0, 0.01, 1000.0


@dataclass(frozen=True)
class Table:
    """Rows to show, and what their columns are.

    dimensions: each column that says what a row counts -> the value that stands for all of its values together ("All
        schools"); or a mapping from each total to the values that it adds up (None: all that are no total); or None
        where the values do not add up (one incident may have two categories). A total that is not among the rows is
        taken as known to the reader from elsewhere. A filter on the whole table is a dimension too, with None.
    counts: columns of whole numbers of people, incidents, enquiries. Missing is "no data", and stays so.
    parts: count column -> the count columns that add up to it.
    percentages: column -> (count column, the count column that it is out of).
    derived: column -> the count columns it could be worked back to: rates, medians, ends of intervals, changes.
    contributors: count column -> the column of how many different people stand behind it, which itself is not shown.
    open: columns that give nothing away: names, dates, promises.
    order: dimensions or open columns by which rows stand once a number is hidden, as a sort by size gives sizes away;
        else the dimensions.
    measure: what is counted, where tables protected together use one column name for different things.
    """

    rows: pd.DataFrame
    dimensions: Mapping[str, Totals]
    counts: Sequence[str]
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    percentages: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    derived: Mapping[str, Sequence[str]] = field(default_factory=dict)
    contributors: Mapping[str, str] = field(default_factory=dict)
    open: Sequence[str] = ()
    order: Sequence[str] = ()
    measure: str = ""

    def places(self) -> list[Place]:
        """The dimension values of each row, as text."""
        return [tuple(map(str, place)) for place in self.rows[list(self.dimensions)].itertuples(index=False)]

    def are_totals(self) -> list[bool]:
        """Whether each row stands at a total of some dimension."""
        named = [_named(totals) for totals in self.dimensions.values()]
        return [any(value in totals for value, totals in zip(place, named, strict=True)) for place in self.places()]


class Ledger:
    """The numbers of one or more tables, each once, with their sums."""

    def __init__(self, audience: Audience) -> None:
        self.audience = audience
        self.index: dict[tuple[str, str, frozenset[tuple[str, str]]], int] = {}
        self.values: list[int] = []
        self.cost: list[float] = []
        self.sums: list[tuple[int, list[int]]] = []
        self.singled_out: set[int] = set()

    def enter(self, table: Table) -> dict[str, dict[Place, int]]:
        """Write a table in; gives, per count column, the number at each place.

        Raises ValueError for a total that its parts do not add up to, or a count that differs between tables.
        """
        columns = {name: self._enter_column(table, name) for name in table.counts}
        for total, parts in table.parts.items():
            for place in self._common(columns, [total, *parts]):
                self._tie(columns[total][place], [columns[part][place] for part in parts], f"{total} at {place}")
        for count, out_of in dict.fromkeys(table.percentages.values()):
            for place in self._common(columns, [count, out_of]):
                self._enter_share(table, columns, (count, out_of), place)
        return columns

    def cells(self) -> Cells:
        """All numbers and sums, as the attacker knows them."""
        values = np.array(self.values, dtype=float)
        rows = [row for row, (_, parts) in enumerate(self.sums) for _ in range(len(parts) + 1)]
        members = [cell for total, parts in self.sums for cell in (total, *parts)]
        signs = [sign for _, parts in self.sums for sign in (-1.0, *[1.0] * len(parts))]
        sums = csr_array((signs, (rows, members)), shape=(len(self.sums), len(values)), dtype=float)
        return Cells(values, sums, np.minimum(values, self.audience.least_hidden), np.array(self.cost))

    def primary(self) -> Mask:
        """The numbers that must be hidden for their own sake."""
        values, audience = np.array(self.values), self.audience
        small = np.zeros(len(values), dtype=bool)
        if audience.hide_from is not None:
            small = (values >= audience.hide_from) & (values <= audience.hide_to)
        small[list(self.singled_out)] = True
        return small

    def _enter_column(self, table: Table, column: str) -> dict[Place, int]:
        """Each number of a column and, for every dimension that adds up, its totals."""
        cells: dict[Place, int] = {}
        contributors = table.rows[table.contributors[column]] if column in table.contributors else None
        for row, place in enumerate(table.places()):
            value = table.rows[column].iloc[row]
            if pd.isna(value):
                continue
            cells[place] = self._number(table, column, place, value, SHOWN)
            if contributors is not None and self.audience.single_contributor and contributors.iloc[row] == 1:
                self.singled_out.add(cells[place])
        for position, totals in enumerate(table.dimensions.values()):
            for total, parts in _totals(cells, position, totals):
                if total not in cells:
                    value = sum(self.values[part] for part in parts)
                    cells[total] = self._number(table, column, total, value, ELSEWHERE)
                self._tie(cells[total], parts, f"{column} at {total}")
        return cells

    def _enter_share(
        self, table: Table, columns: dict[str, dict[Place, int]], pair: tuple[str, str], place: Place
    ) -> None:
        """The rest of a share, which "23 of 24" tells as a column would; 0 % and 100 % of few are singled out."""
        count, out_of = pair
        counted, whole = columns[count][place], columns[out_of][place]
        rest = self.values[whole] - self.values[counted]
        if rest < 0:
            raise ValueError(f"{count} at {place} is more than {out_of}")
        remainder = self._number(table, f"{out_of} less {count}", place, rest, REMAINDER)
        self._tie(whole, [counted, remainder], f"{out_of} at {place}")
        if 0 < self.values[whole] < self.audience.small_group and not (rest and self.values[counted]):
            self.singled_out |= {counted, remainder}

    def _number(self, table: Table, column: str, place: Place, value: float, cost: float) -> int:
        """Where a number stands in the ledger; the same number in two tables stands there once."""
        if value < 0 or value != int(value):
            raise ValueError(f"{column} at {place} is {value}: counts are whole numbers of 0 or more")
        key = (table.measure, column, _key(table, place))
        if key not in self.index:
            self.index[key] = len(self.values)
            self.values.append(int(value))
            self.cost.append(cost)
        found = self.index[key]
        if self.values[found] != value:
            raise ValueError(f"{column} at {place} is {value} in one table and {self.values[found]} in another")
        self.cost[found] = min(self.cost[found], cost)
        return found

    def _tie(self, total: int, parts: list[int], where: str) -> None:
        added = sum(self.values[part] for part in parts)
        if added != self.values[total]:
            raise ValueError(f"{where} is {self.values[total]} but its parts add up to {added}")
        self.sums.append((total, parts))

    @staticmethod
    def _common(columns: dict[str, dict[Place, int]], names: Sequence[str]) -> list[Place]:
        """The places where every one of these columns has a number."""
        first, *others = (columns[name] for name in names)
        return [place for place in first if all(place in other for other in others)]


def _totals(cells: dict[Place, int], position: int, totals: Totals) -> Iterator[tuple[Place, list[int]]]:
    """The place of each total over one dimension, with the cells that it adds up."""
    named = _named(totals)
    for total, members in named.items():
        groups: dict[Place, list[int]] = defaultdict(list)
        for place, cell in cells.items():
            if place[position] in members if members is not None else place[position] not in named:
                groups[(*place[:position], total, *place[position + 1 :])].append(cell)
        yield from groups.items()


def _named(totals: Totals) -> Mapping[str, Sequence[str] | None]:
    """Each total of a dimension with the values that it adds up, None for all that are no total."""
    return {totals: None} if isinstance(totals, str) else totals or {}


def _key(table: Table, place: Place) -> frozenset[tuple[str, str]]:
    """A place by name, so that tables with other dimensions find it: "All schools" is no school in particular."""
    pairs = zip(table.dimensions.items(), place, strict=True)
    return frozenset((name, value) for (name, totals), value in pairs if value != totals)
