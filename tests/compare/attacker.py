"""An attacker who has only what was shown, written apart from the program: who can pin which number?"""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import csr_array

Cell = tuple[str, ...]


def cells_of(shown: pd.DataFrame, dimensions: Sequence[str], counts: Sequence[str]) -> dict[Cell, object]:
    """Every number of a table by its dimension values and its column; "c" where it is hidden."""
    rows = shown.to_dict("records")
    return {(*(str(row[name]) for name in dimensions), column): row[column] for row in rows for column in counts}


def sums_over(cells: Mapping[Cell, object], totals: Sequence[str | None]) -> list[tuple[Cell, list[Cell]]]:
    """Each total that a table shows, with its parts: `totals` holds the total's name per dimension, in their order."""
    found = []
    for position, total in enumerate(totals):
        for cell in cells if total else []:
            if cell[position] == total:
                same = [
                    other
                    for other in cells
                    if other[:position] + other[position + 1 :] == cell[:position] + cell[position + 1 :]
                ]
                found.append((cell, [other for other in same if other != cell]))
    return found


def pinned(cells: Mapping[Cell, object], sums: Sequence[tuple[Cell, Sequence[Cell]]], least: int) -> dict[Cell, float]:
    """The hidden numbers that can be told for certain: two linear programmes each find the same least and most."""
    hidden = [cell for cell, value in cells.items() if value == "c"]
    column = {cell: number for number, cell in enumerate(hidden)}
    rows, known = [], []
    for total, parts in sums:
        row, rest = np.zeros(len(hidden)), 0.0
        for cell, sign in [(total, -1), *((part, 1) for part in parts)]:
            if cell in column:
                row[column[cell]] += sign
            else:
                rest -= sign * float(cells[cell])
        rows.append(row)
        known.append(rest)
    told = {}
    for cell, number in column.items():
        goal = np.zeros(len(hidden))
        goal[number] = 1
        ends = [
            linprog(sign * goal, A_eq=np.array(rows), b_eq=known, bounds=(least, 10_000)).x[number] for sign in (1, -1)
        ]
        if ends[1] - ends[0] < 1e-6:
            told[cell] = ends[0]
    return told


def whole_tables(
    values: Sequence[int], sums: np.ndarray, hidden: Sequence[int], least: int, most: int
) -> list[tuple[int, ...]]:
    """Every way to fill the hidden cells with whole numbers so that all sums hold, by trying them all."""
    trial = np.array(values)
    found = []
    for filling in product(range(least, most + 1), repeat=len(hidden)):
        trial[list(hidden)] = filling
        if not (sums @ trial).any():
            found.append(filling)
    return found


def told_by_sums(
    cells: Mapping[Cell, object], sums: Sequence[tuple[Cell, Sequence[Cell]]], floor: Mapping[Cell, float]
) -> dict[Cell, float]:
    """The same as `pinned` for tables of thousands of cells, of which `floor` says the least that each can be.

    Two answers far apart show of most hidden cells that they can be something else; the rest are tried one by one.
    """
    hidden = [cell for cell, value in cells.items() if value == "c"]
    column = {cell: number for number, cell in enumerate(hidden)}
    rows, known = _unknowns(cells, sums, column)
    bounds = [(floor[cell], 1_000_000) for cell in hidden]

    def least(goal: np.ndarray) -> np.ndarray:
        return linprog(goal, A_eq=rows, b_eq=known, bounds=bounds).x

    random = np.random.default_rng(1)
    still = np.ones(len(hidden), dtype=bool)
    for _ in range(4):
        if still.any():
            goal = random.uniform(-1, 1, len(hidden)) * still
            still &= np.abs(least(goal) - least(-goal)) < 1e-6
    told = {}
    for number in np.flatnonzero(still):
        goal = np.zeros(len(hidden))
        goal[number] = 1
        low, high = least(goal)[number], least(-goal)[number]
        if high - low < 1e-6:
            told[hidden[number]] = low
    return told


def _unknowns(
    cells: Mapping[Cell, object], sums: Sequence[tuple[Cell, Sequence[Cell]]], column: Mapping[Cell, int]
) -> tuple[csr_array, list[float]]:
    """The sums as equations over the hidden cells; those without one tell nothing."""
    entries, known = [], []
    for total, parts in sums:
        signs = [(total, -1.0), *((part, 1.0) for part in parts)]
        unknown = [(column[cell], sign) for cell, sign in signs if cell in column]
        if unknown:
            entries += [(len(known), number, sign) for number, sign in unknown]
            known.append(-sum(sign * float(cells[cell]) for cell, sign in signs if cell not in column))
    places = [[entry[part] for entry in entries] for part in range(3)]
    return csr_array((places[2], (places[0], places[1])), shape=(len(known), len(column))), known
