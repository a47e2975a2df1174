"""Owns which numbers must be hidden so that nobody can work out the small ones, and the attacker who tries to.

Knows nothing of schools, pages or audiences: it sees numbers, the sums that tie them, and which must be hidden.

The attacker knows every number shown, every sum, and that numbers are whole and not below their floor. A hidden number
is safe when another table of whole numbers agrees with all of that and differs in it.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, OptimizeResult, milp
from scipy.sparse import block_array, csgraph, csr_array, eye_array

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]

# The search for the fewest cells ends after this much work, counted and not timed: a table is always hidden alike.
WORK = 2_000_000


@dataclass(frozen=True)
class Cells:
    """Numbers that are published, or could be worked out, and how they are tied.

    values: whole numbers of 0 or more. sums: one row per sum, 1 for its parts and -1 for its total, so that
    `sums @ values` is 0. floor: the least that a reader knows each number to be. cost: what hiding each one loses, 1
    for a number in a table, more for one that had better stay.
    """

    values: Numbers
    sums: csr_array
    floor: Numbers
    cost: Numbers

    def only(self, chosen: Mask) -> "Cells":
        """The chosen numbers with the sums among them; the others count as known."""
        sums = self.sums[:, chosen]
        return Cells(self.values[chosen], sums[np.diff(sums.indptr) > 0], self.floor[chosen], self.cost[chosen])


def hide(cells: Cells, primary: Mask) -> Mask:
    """The cells to hide: the `primary` ones and the fewest others (then the smallest sum) that keep those safe.

    Cells of 0 are only hidden where nothing else keeps a hidden cell safe.
    """
    hidden = primary.copy()
    for block in _blocks(cells, primary):
        hidden[block] |= _hide_block(cells.only(block), primary[block])
    return hidden


def recoverable(cells: Cells, hidden: Mask) -> Mask:
    """The hidden cells whose value the attacker can tell for certain."""
    found = np.zeros_like(hidden)
    if hidden.any():
        found[hidden] = _Attack(cells.only(hidden)).never_moved()
    return found


def bounds(cells: Cells, hidden: Mask, cell: int) -> tuple[float, float]:
    """The least and the most that a hidden cell can be, to the attacker."""
    attack = _Attack(cells.only(hidden))
    goal = np.arange(len(hidden))[hidden] == cell
    return float(attack.table(goal * 1.0)[goal][0]), float(attack.table(goal * -1.0)[goal][0])


def _blocks(cells: Cells, primary: Mask) -> list[Mask]:
    """The cells in sets that no sum ties together, those sets that hold a primary cell."""
    if not primary.any():
        return []
    _, label = csgraph.connected_components(abs(cells.sums).T @ abs(cells.sums), directed=False)
    return [label == block for block in np.unique(label[primary])]


def _hide_block(cells: Cells, primary: Mask) -> Mask:
    hidden = primary
    while (pinned := recoverable(cells, hidden)).any():
        hidden = _hide_more(cells, hidden, pinned)
    return hidden


def _hide_more(cells: Cells, hidden: Mask, pinned: Mask) -> Mask:
    """At least one cell more: the fewest for all `pinned` cells, or for one of them, or else all that stands around."""
    one = np.zeros_like(pinned)
    one[np.argmax(pinned)] = True
    above_zero, every = cells.values > 0, np.ones_like(hidden)
    for candidates, must_move, whole in (
        (above_zero, pinned, False),
        (above_zero, one, False),
        (above_zero, one, True),
        (every, one, True),
    ):
        found = _fewest(cells, hidden, must_move, candidates, whole)
        if found is not None and (found & ~hidden).any():
            return found
    ties = abs(cells.sums)
    around = ties.T @ (ties @ pinned > 0) > 0
    wider = (hidden | more for more in (around & above_zero, around, every))
    return next(more for more in wider if (more & ~hidden).any())


def _fewest(cells: Cells, hidden: Mask, must_move: Mask, candidates: Mask, whole: bool) -> Mask | None:
    """The cheapest candidates to hide as well, so that a change of hidden cells alone moves each that `must_move`.

    None where there is no such choice. Changes that are not `whole` are found sooner and nearly always stand for whole
    ones, but `recoverable` has the last word.
    """
    shown = candidates & ~hidden
    order = np.r_[np.flatnonzero(must_move), np.flatnonzero(hidden & ~must_move), np.flatnonzero(shown)]
    part = Cells(cells.values[order], cells.sums[:, order], cells.floor[order], cells.cost[order])
    found = _cheapest_change(part, int(must_move.sum()), int(shown.sum()), whole)
    if found is None:
        return None
    more = hidden.copy()
    more[np.flatnonzero(shown)[found]] = True
    return more


def _cheapest_change(cells: Cells, moves: int, shown: int, whole: bool) -> Mask | None:
    """Which of the last `shown` cells to hide so that the first `moves` can all change while every sum holds.

    One mixed-integer programme over the change of each cell, whether each shown one is hidden, and the sign of each
    change that must be.
    """
    size = len(cells.values)
    # Enough for a total that takes up one from every cell that must move; whole changes may have to be a few steps.
    reach = moves + (3.0 if whole else 1.0)
    room = cells.values - cells.floor
    fall = np.minimum(room, reach) if whole else np.where(room > 0, reach, 0)
    price = (cells.cost + cells.values / (cells.values.sum() + 1))[size - shown :]
    change, hide, sign = eye_array(size).tocsr(), reach * eye_array(shown), (reach + 1) * eye_array(moves)
    rows = block_array(
        [
            [cells.sums, None, csr_array((cells.sums.shape[0], moves))],
            [change[size - shown :], -hide, None],  # a shown cell moves only if it is hidden, up...
            [change[size - shown :], hide, None],  # ...or down
            [change[:moves], None, -sign],  # at least one up where the sign is 1, at least one down where it is 0
        ]
    )
    low = np.repeat([0, -np.inf, 0, -reach], [cells.sums.shape[0], shown, shown, moves])
    high = np.repeat([0, 0, np.inf, -1], [cells.sums.shape[0], shown, shown, moves])
    found = milp(
        np.r_[np.zeros(size), price, np.zeros(moves)],
        constraints=LinearConstraint(rows, low, high),
        bounds=Bounds(
            np.r_[-fall, np.zeros(shown), np.where(fall[:moves] > 0, 0, 1)],
            np.r_[np.full(size, reach), np.ones(shown + moves)],
        ),
        integrality=np.r_[np.full(size, whole), np.ones(shown + moves)],
        options={"node_limit": max(1, WORK // size**2), "mip_rel_gap": 0},
    )
    return None if found.x is None else found.x[size : size + shown] > 0.5


class _Attack:
    """Other tables of whole numbers that agree with all that is shown; holds the hidden cells only."""

    def __init__(self, cells: Cells) -> None:
        self.values = cells.values
        known = cells.sums @ cells.values
        self.rows = LinearConstraint(cells.sums, known, known)
        # Twice all of it is more than any number can be without a total to hold it, and as good as no limit.
        self.range = Bounds(cells.floor, np.full(len(cells.values), 2 * cells.values.sum() + 10))

    def table(self, goal: Numbers) -> Numbers:
        """The table that makes `goal @ values` smallest."""
        found: OptimizeResult = milp(
            goal, constraints=self.rows, bounds=self.range, integrality=np.ones(len(self.values))
        )
        if found.x is None:
            raise AssertionError(f"the true table itself must agree with what is shown: {found.message}")
        return np.round(found.x)

    def never_moved(self) -> Mask:
        """The cells that have the same value in every such table."""
        still = np.ones(len(self.values), dtype=bool)
        spread = np.random.default_rng(len(still)).uniform(0.5, 1, len(still))
        for sign in (1, -1):  # two tables far apart settle most cells
            if still.any():
                still &= self.table(sign * spread) == self.values
        for cell in np.flatnonzero(still):
            for sign in (1, -1):
                if still[cell]:
                    goal = -0.001 * spread * still
                    goal[cell] = sign
                    still &= self.table(goal) == self.values
        return still
