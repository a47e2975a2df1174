"""The four rules on the published vectors, and what they leave open."""

import json
from pathlib import Path

import numpy as np
import pytest

from dashboard.compare.rules import Lines, Signal, run_members, signals, trend_members, two_in_three_members

FLAT = Lines(np.array([0.0]), np.array([-3.0]), np.array([3.0]), np.array([-2.0]), np.array([2.0]))


@pytest.fixture(scope="module")
def vectors(oracles: Path) -> list[dict]:
    return json.loads((oracles / "spc_rule_vectors.json").read_text())["vectors"]


def whole_runs(ends: list[int], run_of: int) -> list[int]:
    """From flags on the last point of a run, as the published vectors have them, to flags on all of its points."""
    flags = np.zeros(len(ends), dtype=int)
    for end in np.flatnonzero(ends):
        flags[end - run_of + 1 : end + 1] = ends[end]
    return flags.tolist()


def test_runs_on_one_side_are_the_published_ones(vectors: list[dict]):
    for vector in (v for v in vectors if v["function"] == "seven_point_one_side_mean"):
        sides = np.array(vector["args"]["relative_to_mean"])
        found = run_members(sides)
        assert found.tolist() == (whole_runs(vector["expected"], 7) * np.sign(sides)).tolist(), vector


def test_trends_are_the_published_ones(vectors: list[dict]):
    for vector in (v for v in vectors if v["function"] == "seven_point_trend"):
        found = trend_members(vector["args"]["y"])
        assert found.tolist() == whole_runs(vector["expected"], 7), vector


def test_two_in_three_flags_the_published_points(vectors: list[dict]):
    for vector in (v for v in vectors if v["function"] == "part_of_two_in_three"):
        found = two_in_three_members(vector["args"]["close"], vector["args"]["relative_to_mean"])
        assert found.astype(int).tolist() == vector["expected"], vector


def test_two_in_three_finds_the_published_windows(vectors: list[dict]):
    # The published function flags whole windows; ours only their near points.
    for vector in (v for v in vectors if v["function"] == "two_in_three"):
        near, side = np.array(vector["args"]["close"]), vector["args"]["relative_to_mean"]
        assert two_in_three_members(near, side).astype(int).tolist() == (near * vector["expected"]).tolist(), vector


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([3.0], Signal.COMMON),  # on the limit
        ([3.1], Signal.ABOVE_LIMIT),
        ([-3.1], Signal.BELOW_LIMIT),
        ([1, 1, 1, 1, 1, 1, 1], Signal.SHIFT_HIGH),
        ([1, 1, 1, 0, 1, 1, 1, 1], Signal.COMMON),  # a point on the mean ends a run
        ([1, 2.5, 2.1], Signal.TWO_IN_THREE_HIGH),
        ([1, 2.5, 2.0], Signal.COMMON),  # on the near limit
        ([0, 2.5, 2.5], Signal.COMMON),  # the third is on the mean
        ([-1, -0.9, -0.8, -0.7, -0.6, -0.5, -0.4], Signal.TREND_UP),  # before the shift it also is
    ],
)
def test_the_latest_point_says(values: list[float], expected: Signal):
    assert Signal(signals(values, FLAT)[-1]) is expected


def test_a_point_beyond_the_limit_counts_as_near_since_2023_only():
    values = [1, 3.5, 2.5]
    assert signals(values, FLAT).tolist() == [0, Signal.ABOVE_LIMIT, Signal.TWO_IN_THREE_HIGH]
    assert signals(values, FLAT, beyond_counts_as_near=False).tolist() == [0, Signal.ABOVE_LIMIT, 0]


def test_the_peak_of_a_rise_that_turns_belongs_to_the_fall():
    found = trend_members([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1])
    assert found.tolist() == [1] * 6 + [-1] * 7


def test_many_series_at_once_are_judged_as_one_by_one():
    many = np.random.default_rng(4).normal(0, 1.5, (200, 30))
    assert (signals(many, FLAT) == [signals(series, FLAT) for series in many]).all()
