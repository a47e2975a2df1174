"""Charts of what seldom happens, against their formulas."""

import numpy as np
import pytest

from dashboard.compare.rare import g_lines, gaps_between, t_lines
from dashboard.compare.spc import xmr_lines


def test_gaps_are_the_steps_of_the_clock():
    assert gaps_between([3.5, 4.0, 10.25]).tolist() == [0.5, 6.25]
    assert gaps_between([3.5]).size == 0
    with pytest.raises(ValueError, match="time order"):
        gaps_between([4.0, 3.5])


def test_t_lines_are_xmr_lines_of_the_root_taken_back():
    gaps = np.array([3, 40, 7, 120, 15, 60.0])
    root, lines = xmr_lines(gaps ** (1 / 3.6)), t_lines(gaps)
    np.testing.assert_allclose(lines.centre, root.centre**3.6)
    np.testing.assert_allclose(lines.upper, root.upper**3.6)
    assert root.lower[0] < 0
    assert lines.lower[0] == 0


def test_g_lines_are_three_geometric_deviations_and_a_median():
    gaps = np.array([2, 4, 6, 8, 30.0])
    lines = g_lines(gaps)
    assert lines.centre[0] == 6
    assert lines.upper[0] == 10 + 3 * np.sqrt(110)
    assert lines.near_upper[0] == 10 + 2 * np.sqrt(110)
    assert lines.lower[0] == 0
