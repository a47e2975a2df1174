"""What is hidden, against published examples, against brute force, and against an attacker who tries every table."""

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from attacker import whole_tables
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from dashboard.suppression import Cells, bounds, hide, recoverable


def with_totals(inner: np.ndarray) -> np.ndarray:
    down = np.vstack([inner, inner.sum(axis=0)])
    return np.column_stack([down, down.sum(axis=1)])


def cells_of(table: np.ndarray, least: int = 0) -> Cells:
    """Cells of a table whose last row and column are totals."""
    rows, columns = table.shape
    number = np.arange(table.size).reshape(table.shape)
    sums = np.zeros((rows + columns, table.size))
    for row in range(rows):
        sums[row, number[row, :-1]], sums[row, number[row, -1]] = 1, -1
    for column in range(columns):
        sums[rows + column, number[:-1, column]], sums[rows + column, number[-1, column]] = 1, -1
    values = table.ravel().astype(float)
    return Cells(values, csr_array(sums), np.minimum(values, least), np.ones(table.size))


@pytest.fixture(scope="module")
def published(oracles: Path) -> dict:
    return json.loads((oracles / "sdctable_exact_disclosure_example.json").read_text())


def published_cells(published: dict) -> tuple[Cells, np.ndarray, int]:
    table = with_totals(np.array(published["table"]))
    hidden = np.zeros(table.shape, dtype=bool)
    hidden[tuple(np.array(published["suppressed"]).T)] = True
    return cells_of(table), hidden.ravel(), table.shape[1]


def test_bounds_are_the_published_ones(published: dict):
    cells, hidden, width = published_cells(published)
    more = hidden.copy()
    more[1 * width + 3] = True
    for mask, expected in ((hidden, published["bounds_before"]), (more, published["bounds_after_adding_xd"])):
        for line in expected:
            row, column = line["cell"]
            assert bounds(cells, mask, row * width + column) == (line["min"], line["max"]), line


def test_two_hidden_in_every_row_and_column_are_not_enough(published: dict):
    cells, hidden, width = published_cells(published)
    assert np.flatnonzero(recoverable(cells, hidden)).tolist() == [0 * width + 1]
    assert cells.values[1] == 47


def test_the_one_cell_to_add_is_the_published_one(published: dict):
    cells, hidden, width = published_cells(published)
    assert np.flatnonzero(hide(cells, hidden) & ~hidden).tolist() == [1 * width + 3]


def test_each_published_alternative_is_safe_as_well(published: dict):
    cells, hidden, width = published_cells(published)
    for name, least, most in published["single_cell_alternatives"]:
        row, column = name.split("|")
        more = hidden.copy()
        more[published["rows"].index(row) * width + published["cols"].index(column)] = True
        assert not recoverable(cells, more).any()
        assert bounds(cells, more, 1) == (least, most), name


def test_nothing_small_hides_nothing():
    cells = cells_of(with_totals(np.array([[9, 9], [9, 0]])))
    assert not hide(cells, np.zeros(9, dtype=bool)).any()


def test_whoever_knows_that_zeros_are_shown_tells_two_ones_from_their_sum():
    table = with_totals(np.array([[1, 1, 20], [30, 40, 50]]))
    small = (table > 0).ravel() & (table < 5).ravel()
    # Down the columns 30 and 40 must go; across, 1 + 1 = 2 leaves no other split once nobody is 0.
    hidden = small | np.isin(table.ravel(), [30, 40])
    assert not recoverable(cells_of(table, least=0), hidden).any()
    assert recoverable(cells_of(table, least=1), hidden).any()
    chosen = hide(cells_of(table, least=1), small)
    assert not recoverable(cells_of(table, least=1), chosen).any()


def tables(largest: int) -> st.SearchStrategy[np.ndarray]:
    sizes = st.tuples(st.integers(2, 4), st.integers(2, 4))
    return sizes.flatmap(
        lambda size: st.lists(st.integers(0, largest), min_size=size[0] * size[1], max_size=size[0] * size[1]).map(
            lambda numbers: with_totals(np.array(numbers).reshape(size))
        )
    )


@settings(deadline=None, max_examples=40)
@given(tables(largest=12), st.integers(0, 1))
def test_a_safe_cell_can_be_something_else_and_an_unsafe_one_cannot(table: np.ndarray, least: int):
    cells = cells_of(table, least)
    hidden = np.flatnonzero((table.ravel() > 0) & (table.ravel() < 5))[:5]
    mask = np.isin(np.arange(table.size), hidden)
    # In a table of rows and columns another filling, if any, is one step away: 0 to 6 is room enough around 1 to 4.
    fillings = np.array(whole_tables(table.ravel(), cells.sums.toarray(), hidden, least, 6))
    if len(hidden):
        only_one = [len(set(values)) == 1 for values in fillings.T]
        assert recoverable(cells, mask)[hidden].tolist() == only_one


@settings(deadline=None, max_examples=80)
@given(tables(largest=25), st.integers(0, 1))
def test_nobody_tells_a_hidden_cell_and_zeros_stay(table: np.ndarray, least: int):
    cells = cells_of(table, least)
    small = (table.ravel() > 0) & (table.ravel() < 5)
    hidden = hide(cells, small)
    assert hidden[small].all()
    assert not recoverable(cells, hidden).any()
    assert not hidden[cells.values == 0].any()


@pytest.mark.parametrize("seed", range(6))
def test_the_fewest_cells_are_hidden_and_of_those_the_smallest_sum(seed: int):
    rng = np.random.default_rng(seed)
    table = with_totals(rng.choice([0, 2, 3, 7, 9, 14, 25], (3, 3)))
    cells = cells_of(table, least=1)
    small = (table.ravel() > 0) & (table.ravel() < 5)
    hidden = hide(cells, small)
    added = int((hidden & ~small).sum())
    candidates = np.flatnonzero(~small & (cells.values > 0))
    safe = (
        [more for more in combinations(candidates, size) if is_safe(cells, small, more)]
        for size in range(len(candidates) + 1)
    )
    fewest = next(choices for choices in safe if choices)
    smallest_sum = min(cells.values[list(more)].sum() for more in fewest)
    assert (added, cells.values[hidden & ~small].sum()) == (len(fewest[0]), smallest_sum)


def is_safe(cells: Cells, small: np.ndarray, more: tuple[int, ...]) -> bool:
    return not recoverable(cells, small | np.isin(np.arange(len(small)), more)).any()


def test_a_block_without_small_cells_is_left_alone():
    near, far = with_totals(np.array([[2, 9], [9, 9]])), with_totals(np.array([[50, 60], [70, 80]]))
    one, other = cells_of(near), cells_of(far)
    sums = np.block([[one.sums.toarray(), np.zeros((6, 9))], [np.zeros((6, 9)), other.sums.toarray()]])
    both = Cells(np.r_[one.values, other.values], csr_array(sums), np.zeros(18), np.ones(18))
    hidden = hide(both, both.values == 2)
    assert hidden[:9].sum() == 4
    assert not hidden[9:].any()
