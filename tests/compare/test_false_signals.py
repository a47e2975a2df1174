"""The promise of 2 % held on stable series; the full table is printed in docs/statistics.md."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.compare.chart import FEWEST_POINTS
from dashboard.compare.false_signals import FEWEST_ICONS, Shape, as_markdown, measure, shapes
from dashboard.compare.rules import signals
from dashboard.compare.spc import p_lines
from dashboard.compare.which_chart import MOST_POINTS, percentage_chart

PROMISED = 0.02
RUNS = 8_000
# Three standard errors of a rate of 2 % over that many runs: what a measurement may be off by.
SLACK = 3 * np.sqrt(PROMISED * (1 - PROMISED) / RUNS)


@pytest.mark.parametrize("shape", list(shapes()), ids=lambda shape: f"{shape.chart} {shape.label}")
def test_icons_are_false_at_most_twice_in_a_hundred(shape: Shape):
    for points in (FEWEST_POINTS, MOST_POINTS):
        rate = measure(shape, points, runs=RUNS)
        if rate.icons >= FEWEST_ICONS:
            slack = SLACK * np.sqrt(RUNS / rate.icons)
            assert rate.false_icons / rate.icons <= PROMISED + slack


def test_without_the_guards_the_promise_would_not_hold():
    unguarded = [rate.false_unguarded / rate.runs for shape in shapes() for rate in [measure(shape, 20, runs=RUNS)]]
    assert max(unguarded) > 0.3


def test_the_measurement_sees_what_the_page_would_show():
    rng = np.random.default_rng(2)
    out_of = rng.integers(20, 60, (40, 20))
    counted = rng.binomial(out_of, 0.75)
    counted[:20, -3:] = out_of[:20, -3:]
    flagged = signals(counted / out_of, p_lines(counted, out_of, prime=True))[:, -1] != 0
    for series in range(40):
        given = pd.DataFrame(
            {"on": pd.date_range("2026-01-05", periods=20), "count": counted[series], "out_of": out_of[series]}
        )
        chart = percentage_chart(given, better="up", period="week")
        assert (chart.variation != "common_cause") == flagged[series]


def test_the_table_has_a_row_for_every_shape():
    lines = list(as_markdown(runs=200))
    assert len(lines) == 2 + len(list(shapes()))
    assert len({line.count("|") for line in lines}) == 1


def test_the_printed_table_is_that_of_these_shapes_and_keeps_the_promise():
    text = (Path(__file__).parents[2] / "docs" / "statistics.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.count("|") == 9]
    _, _, *measured = rows
    assert [(chart, label) for chart, label, *_ in measured] == [(shape.chart, shape.label) for shape in shapes()]
    false = [cell for row in measured for cell in (row[4], row[7]) if cell != "-"]
    assert len(false) > 60
    assert max(float(cell.rstrip("%")) for cell in false) <= 100 * PROMISED
