"""Owns the measurement of false alarms: how often a stable series shows a signal at its latest point, shape by shape.

Knows nothing of real data. `python -m dashboard.compare.false_signals` prints the table of docs/statistics.md.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from dashboard.compare.chart import FEWEST_POINTS, has_room
from dashboard.compare.rare import g_lines, t_lines
from dashboard.compare.rules import Flags, Lines, Numbers, signals
from dashboard.compare.spc import log_lines, p_lines, xmr_lines
from dashboard.compare.which_chart import MOST_POINTS, enough_counted, none_is_zero, short_gaps

RUNS = 50_000
SEED = 20_260_301
FEWEST_ICONS = 500  # below, a rate of 2 % cannot be told from one of 3 %

Draw = Callable[[np.random.Generator, tuple[int, int]], tuple[Numbers, Lines, Flags]]


@dataclass(frozen=True)
class Shape:
    """A kind of stable series: `draw` gives values, their lines and whether the guard trusts them, a row per series."""

    chart: str
    label: str
    draw: Draw


@dataclass(frozen=True)
class Rate:
    """Of `runs` series, how many carry an icon, how many of those a false one, and how many would without the guard."""

    runs: int
    icons: int
    false_icons: int
    false_unguarded: int


def shapes() -> Iterator[Shape]:
    """Every shape that the promise of 2 % covers."""
    for mean in (0.1, 0.3, 1, 2, 4, 5, 6, 6.5, 7, 8, 10, 15, 20):
        yield Shape("XmR", f"counts, mean {mean:g}", _counts(mean))
    for out_of in (3, 10, 20, 40, 80, 150, 300):
        for share in (0.5, 0.8, 0.9, 0.95, 0.98):
            yield Shape("p-prime", f"percentages, n = {out_of}, {share:.0%}", _shares(out_of, share, varies=False))
            yield Shape("p-prime", f"percentages, n about {out_of}, {share:.0%}", _shares(out_of, share, varies=True))
    for out_of in (1, 3, 10, 30):
        yield Shape("XmR, log scale", f"median of {out_of} waits", _waits(out_of))
    for gap in (0.5, 3, 30):
        yield Shape("T", f"time between events, mean {gap:g} days", _gaps(gap))
    for gap in (2, 5, 10, 15, 20, 40):
        yield Shape("G", f"chances between events, mean {gap}", _chances(gap))


def measure(shape: Shape, points: int, runs: int = RUNS, seed: int = SEED) -> Rate:
    """The rate for series of that many points; series without any variation count as without icon."""
    values, lines, trusted = shape.draw(np.random.default_rng(seed), (runs, points))
    room = np.broadcast_to(has_room(lines), values.shape)[:, -1]
    is_false = (signals(values, lines)[:, -1] != 0) & room
    shown = trusted & room
    return Rate(runs, int(shown.sum()), int((is_false & shown).sum()), int(is_false.sum()))


def as_markdown(runs: int = RUNS) -> Iterator[str]:
    """The table, line by line; a rate stands beside the share of series that carry an icon at all."""
    columns = [
        f"{points} points: {what}"
        for points in (FEWEST_POINTS, MOST_POINTS)
        for what in ("unguarded", "icon shown", "false")
    ]
    yield f"| chart | stable series | {' | '.join(columns)} |"
    yield "| --- | --- |" + " ---: |" * len(columns)
    for shape in shapes():
        cells = [cell for points in (FEWEST_POINTS, MOST_POINTS) for cell in _cells(measure(shape, points, runs))]
        yield f"| {shape.chart} | {shape.label} | {' | '.join(cells)} |"


def _cells(rate: Rate) -> tuple[str, str, str]:
    false = f"{rate.false_icons / rate.icons:.1%}" if rate.icons >= FEWEST_ICONS else "-"
    return f"{rate.false_unguarded / rate.runs:.1%}", f"{rate.icons / rate.runs:.0%}", false


def _counts(mean: float) -> Draw:
    def draw(rng: np.random.Generator, size: tuple[int, int]) -> tuple[Numbers, Lines, Flags]:
        values = rng.poisson(mean, size).astype(float)
        return values, xmr_lines(values), enough_counted(values)

    return draw


def _shares(out_of: int, share: float, varies: bool) -> Draw:
    def draw(rng: np.random.Generator, size: tuple[int, int]) -> tuple[Numbers, Lines, Flags]:
        # A term's weeks differ: between two fifths and eight fifths of the usual number.
        cases = np.maximum(rng.poisson(out_of * rng.uniform(0.4, 1.6, size)), 1) if varies else np.full(size, out_of)
        counted = rng.binomial(cases, share)
        trusted = enough_counted(counted) & enough_counted(cases - counted)
        return counted / cases, p_lines(counted, cases, prime=True), trusted

    return draw


def _waits(out_of: int) -> Draw:
    def draw(rng: np.random.Generator, size: tuple[int, int]) -> tuple[Numbers, Lines, Flags]:
        # Minutes: half within three hours, one in ten beyond fourteen.
        values = np.median(rng.lognormal(np.log(180), 1.2, (*size, out_of)), axis=-1)
        return values, log_lines(values), none_is_zero(values)

    return draw


def _gaps(mean: float) -> Draw:
    def draw(rng: np.random.Generator, size: tuple[int, int]) -> tuple[Numbers, Lines, Flags]:
        values = rng.exponential(mean, size)
        return values, t_lines(values), none_is_zero(values)

    return draw


def _chances(mean: float) -> Draw:
    def draw(rng: np.random.Generator, size: tuple[int, int]) -> tuple[Numbers, Lines, Flags]:
        values = rng.geometric(1 / (mean + 1), size) - 1.0
        return values, g_lines(values), short_gaps(values)

    return draw


if __name__ == "__main__":
    for line in as_markdown():
        sys.stdout.write(f"{line}\n")
