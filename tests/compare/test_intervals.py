"""Intervals against published values."""

import csv
import json
import math
from pathlib import Path

import pytest

from dashboard.compare.intervals import exact_count, exact_share, median_interval, wilson


@pytest.mark.parametrize(("file", "interval"), [("wilson", wilson), ("clopper_pearson", exact_share)])
def test_share_intervals_are_the_published_ones(oracles: Path, file: str, interval):
    with (oracles / f"{file}_published.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert rows
    for row in rows:
        found = interval(int(row["x"]), int(row["n"]), float(row["confidence"]))
        half_a_digit = 0.5 * 10 ** -int(row["decimals"])
        assert found.low == pytest.approx(float(row["lower"]), abs=half_a_digit), row
        assert found.high == pytest.approx(float(row["upper"]), abs=half_a_digit), row
        assert found.value == int(row["x"]) / int(row["n"])


def test_exact_poisson_limits_are_the_published_ones(oracles: Path):
    published = json.loads((oracles / "funnelplotr_published.json").read_text())["poisson_limits"]
    for level, low, high in ((0.95, "ll95", "ul95"), (0.998, "ll998", "ul998")):
        for row, expected in enumerate(published["expected_events"]):
            found = exact_count(expected, expected, level)
            assert found.low == pytest.approx(published[low][row], abs=5e-7)
            assert found.high == pytest.approx(published[high][row], abs=5e-7)


def test_nothing_counted_has_no_interval_and_none_of_some_begins_at_0():
    assert math.isnan(wilson(0, 0).value)
    assert math.isnan(exact_count(3, 0).high)
    assert (wilson(0, 20).low, exact_share(20, 20).high, exact_count(0).low) == (0, 1, 0)
    assert exact_count(0).high == pytest.approx(3.6889, abs=1e-4)


@pytest.mark.parametrize("impossible", [lambda: wilson(5, 4), lambda: exact_share(-1, 4), lambda: exact_count(-1)])
def test_an_impossible_count_is_refused(impossible):
    with pytest.raises(ValueError, match=r"no share|0 or more"):
        impossible()


def test_the_median_interval_is_between_order_statistics():
    assert median_interval(range(1, 21)).value == 10.5
    # Binomial(20, 1/2): P(X <= 5) = 2.07 %, so the 6th and the 15th of twenty bound 95 %.
    assert (median_interval(range(1, 21)).low, median_interval(range(1, 21)).high) == (6, 15)
    assert math.isnan(median_interval([1, 2, 3, 4, 5]).low)
    assert median_interval([]).level == 0.95
    assert math.isnan(median_interval([]).value)
