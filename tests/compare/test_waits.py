"""Typical waits with some still open."""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.compare.waits import percentile, share_done, share_done_within, typical_wait

# Remission under 6-MP (Freireich 1963, weeks), the textbook example of censoring: 21 patients, 9 relapses.
WEEKS = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]


def test_the_textbook_curve():
    curve = share_done(WEEKS, RELAPSED)
    still = dict(zip(curve["wait"], (1 - curve["share"]).round(4), strict=True))
    assert still == {0: 1, 6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482, 35: 0.4482}
    assert curve["at_risk"].tolist() == [21, 21, 17, 15, 12, 11, 7, 6, 1]


def test_the_textbook_median():
    wait = typical_wait(WEEKS, RELAPSED)
    assert (wait.n, wait.open_count) == (21, 12)
    assert wait.median.value == 23
    assert (wait.median.low, wait.median.high) == (13, math.inf)
    assert not wait.p90.is_reached


def test_no_percentile_below_ten():
    wait = typical_wait(range(9), [True] * 9)
    assert (wait.n, wait.median, wait.p90) == (9, None, None)
    assert typical_wait([], []).n == 0


def test_nothing_done_is_not_reached():
    wait = typical_wait([5] * 12, [False] * 12)
    assert not wait.median.is_reached
    assert share_done([5] * 12, [False] * 12)["share"].tolist() == [0, 0]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40))
def test_with_nothing_open_it_is_the_usual_median_and_curve(waits: list[int]):
    done = [True] * len(waits)
    assert percentile(waits, done, 0.5).value == pytest.approx(np.median(waits))
    curve = share_done(waits, done)
    for wait, share in zip(curve["wait"][1:], curve["share"][1:], strict=True):
        assert share == pytest.approx(np.mean(np.array(waits) <= wait))


def test_a_curve_that_stands_on_the_share_to_its_end_says_the_wait_that_reached_it():
    """Half were answered at once, and nothing is known of how long the others will take: half within nothing."""
    assert percentile([0] * 5 + [1] * 5, [True] * 5 + [False] * 5, 0.5).value == 0
    assert percentile([0] * 5 + [1] + [2] * 4, [True] * 5 + [False] + [True] * 4, 0.5).value == 1, "halfway to the next"


@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), min_size=10, max_size=40))
@example([(0, True)] * 5 + [(1, False)] * 5)
def test_calling_the_open_ones_done_never_lengthens_the_wait(waits: list[tuple[int, bool]]):
    known, over = zip(*waits, strict=True)
    half_of_all_known = np.quantile(known, 0.5, method="inverted_cdf")
    assert not percentile(known, over, 0.5).value < half_of_all_known


def test_the_share_done_within_a_limit():
    assert share_done_within([1, 2, 3, 4], [True] * 4, 2) == pytest.approx(0.5)
    assert share_done_within([1, 2, 3, 4], [True] * 4, 30) == 1
    assert share_done_within([1, 2, 2, 9], [True, False, True, True], 2) == pytest.approx(0.5)
    # The longest is still open after four days: of thirty days nothing can be said.
    assert math.isnan(share_done_within([1, 2, 3, 4], [True, True, True, False], 30))
    assert math.isnan(share_done_within([], [], 30))


@pytest.mark.parametrize("waits", [[float("nan")], [-1.0]])
def test_a_wait_that_is_none_is_refused(waits: list[float]):
    with pytest.raises(ValueError, match="missing or below 0"):
        typical_wait(waits, [True])
