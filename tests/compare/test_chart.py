"""Charts in groups between rebases, what they refuse, and which points may be judged at all."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from dashboard.compare.chart import ControlChart, rebase_points, xmr_chart
from dashboard.compare.refusal import Refusal
from dashboard.compare.signal_words import describe_signal, describe_target
from dashboard.compare.which_chart import (
    MOST_POINTS,
    chances_between_chart,
    count_chart,
    percentage_chart,
    time_between_chart,
    usable_points,
    wait_chart,
)

WEEKS = pd.date_range("2026-01-05", periods=40, freq="W-MON")


def points(values: list[float]) -> pd.DataFrame:
    return pd.DataFrame({"on": WEEKS[: len(values)], "value": values})


def stable(count: int, mean: float = 10, seed: int = 1) -> list[float]:
    return np.random.default_rng(seed).poisson(mean, count).astype(float).tolist()


def test_each_group_has_its_own_lines_and_a_rebase_ends_every_run():
    values = [1.0, 3, 1, 3] * 2 + [11.0, 13, 11, 13]
    chart = xmr_chart(points(values), better="down", rebase_on=[WEEKS[8].date()])
    assert chart.points["group"].tolist() == [0] * 8 + [1] * 4
    assert chart.points["centre"].unique().tolist() == [2, 12]
    run_over_the_rebase = [5.0, 1] * 4 + [6, 7, 8] + [9, 10, 11, 12]
    chart = xmr_chart(points(run_over_the_rebase), better="up", rebase_on=[WEEKS[11].date()])
    assert chart.points["signal"].iloc[-4:].eq(0).all()


def test_points_are_put_in_order_of_date():
    shuffled = points([1.0, 2, 3]).iloc[[2, 0, 1]]
    assert xmr_chart(shuffled, better="up").points["value"].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("given", "rebase_on", "fault"),
    [
        (points([]), [], "at least one point"),
        (points([1, float("nan")]), [], "no value on 2026-01-12"),
        (points([1, 2]).assign(on=WEEKS[0]), [], "two points on one date"),
        (points([1, 2]), [date(2026, 1, 6)], "no point on the rebase date 2026-01-06"),
    ],
)
def test_a_chart_that_cannot_be_is_refused(given: pd.DataFrame, rebase_on: list[date], fault: str):
    with pytest.raises(ValueError, match=fault):
        xmr_chart(given, better="up", rebase_on=rebase_on)


def test_an_event_rebases_at_the_first_point_that_begins_after_it():
    events = [date(2025, 12, 1), date(2026, 1, 13), date(2026, 1, 19), date(2030, 1, 1)]
    assert rebase_points(WEEKS, events) == [date(2026, 1, 19)]


def test_a_single_point_has_no_limits():
    chart = xmr_chart(points([4.0]), better="up")
    assert chart.points["upper"].isna().all()
    assert chart.variation is None


def test_unfinished_closed_and_empty_periods_are_left_out_and_counted():
    given = pd.DataFrame(
        {
            "on": WEEKS[:5],
            "value": [1, 2, 3, None, 5],
            "out_of": [9, 9, 0, 9, 9],
            "is_closed": [False, True, False, False, False],
            "is_finished": [True, True, True, True, False],
        }
    )
    kept, left_out = usable_points(given)
    assert kept["on"].tolist() == [WEEKS[0]]
    assert left_out == 4


def test_rare_counts_are_refused_and_low_ones_carry_no_icon():
    refused = count_chart(points([0, 1, 0, 0] * 5), better="down", period="week")
    assert isinstance(refused, Refusal)
    assert "time between" in refused.reason
    low = count_chart(points(stable(20, mean=3)), better="down", period="week")
    assert low.variation is None
    assert low.no_icon == "Fewer than 6 a week on average: too few for the rules to be trusted."
    assert count_chart(points(stable(20)), better="down", period="week").variation == "common_cause"


def test_percentages_need_enough_on_both_sides():
    given = pd.DataFrame({"on": WEEKS[:20], "count": [38, 40] * 10, "out_of": 40})
    assert isinstance(percentage_chart(given.assign(count=40), better="up", period="week"), Refusal)
    assert percentage_chart(given, better="up", period="week").variation is None
    enough = percentage_chart(given.assign(count=[30, 28, 32, 29] * 5), better="up", target=50, period="week")
    assert enough.variation == "common_cause"
    assert enough.assurance == "pass"
    assert enough.points["value"].iloc[0] == 75


def test_at_most_twenty_points_since_the_last_rebase_are_judged():
    chart = count_chart(points(stable(40)), better="down", period="week")
    assert chart.points["on"].tolist() == WEEKS[-MOST_POINTS:].tolist()
    rebased = count_chart(points(stable(40)), better="down", period="week", rebase_on=[WEEKS[24].date()])
    assert len(rebased.points) == 40
    assert rebased.points["group"].value_counts().to_dict() == {0: 24, 1: 16}
    late = count_chart(points(stable(40)), better="down", period="week", rebase_on=[WEEKS[5].date()])
    assert late.points["on"].tolist() == WEEKS[-MOST_POINTS:].tolist()


def test_a_rebase_on_no_point_is_refused_even_where_it_would_fall_out_of_view():
    with pytest.raises(ValueError, match="no point on the rebase date 2026-01-06"):
        count_chart(points(stable(40)), better="down", period="week", rebase_on=[date(2026, 1, 6)])


@pytest.mark.parametrize("draw", [wait_chart, time_between_chart])
def test_a_zero_on_a_stretched_scale_takes_the_icon(draw):
    assert draw(points(stable(20))).variation == "common_cause"
    assert draw(points([*stable(19), 0])).no_icon.startswith("A wait or a gap of nothing")


def test_chances_between_draws_the_median_and_carries_an_icon_for_short_gaps_only():
    chart = chances_between_chart(points(stable(20, mean=8)))
    assert chart.points["centre"].iloc[0] == chart.points["value"].median()
    assert chart.variation == "common_cause"
    assert chances_between_chart(points(stable(20, mean=80))).variation is None


@pytest.mark.parametrize(
    ("values", "better", "said"),
    [
        ([2, 4] * 9, "up", "No sign of change: the ups and downs are those of chance."),
        ([2, 4] * 6 + [40], "down", "The latest half-term is above what chance explains: a real change for the worse"),
        (
            [2, 4] * 3 + [5, 7] * 4,
            "up",
            "Eight half-terms in a row above the average: a real change for the better, ask",
        ),
        ([5, 7] * 3 + [2, 4] * 3 + [2], "neither", "Seven half-terms in a row below the average: a real change, ask"),
        ([4, 6] * 4 + [1, 2, 3, 4, 5, 6, 7], "down", "Seven half-terms in a row rising: a real change for the worse"),
        ([4, 6] * 8 + [6, 9.5, 9.2], "up", "Two of the last three half-terms are far above the average: a real change"),
        ([1, 2], "up", "Trial limits: 2 of the 13 points that a judgement needs."),
    ],
)
def test_the_signal_in_words(values: list[float], better: str, said: str):
    chart = xmr_chart(points([float(value) for value in values]), better=better)
    assert describe_signal(chart, period="half-term", periods="half-terms").startswith(said)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (30, "The target will not be met unless something changes."),
        (-30, "The target will be met every week unless something changes."),
        (10, "The target will be met in some weeks and missed in others, by chance alone."),
        (None, ""),
    ],
)
def test_the_target_in_words(target: float | None, said: str):
    chart: ControlChart = xmr_chart(points([9.0, 11] * 8), better="up", target=target)
    assert describe_target(chart, period="week", periods="weeks") == said


@pytest.mark.parametrize("draw", [wait_chart, time_between_chart, chances_between_chart])
def test_no_point_is_a_refusal_and_no_fault(draw):
    nothing = "There is no finished period to judge yet."
    empty = points([]).assign(count=0, out_of=0)
    assert draw(empty).reason == nothing
    assert count_chart(empty, better="up", period="week").reason == nothing
    assert percentage_chart(empty, better="up", period="week").reason == nothing


def test_limits_on_trial_mark_no_point():
    # Twelve points, the last far out: the published chart flags it, the one that pages draw says "trial limits".
    values = [*stable(11), 60.0]
    assert xmr_chart(points(values), better="down").points["signal"].iloc[-1] == 4
    drawn = count_chart(points(values), period="week", better="down")
    assert isinstance(drawn, ControlChart)
    assert drawn.points["signal"].eq(0).all()
    assert drawn.no_icon == "Trial limits: 12 of the 13 points that a judgement needs."


def test_from_thirteen_points_on_a_signal_is_marked():
    drawn = count_chart(points([*stable(12), 60.0]), period="week", better="down")
    assert isinstance(drawn, ControlChart)
    assert drawn.points["signal"].iloc[-1] == 4
    assert drawn.variation == "concern_high"


def test_each_stretch_between_rebases_is_heard_for_itself():
    # Thirteen points before the rebase with one far out, five after it with one far out: only the first are marked.
    values = [*stable(12), 60.0, *[10.0, 12, 10, 12], 90.0]
    drawn = count_chart(points(values), period="week", better="down", rebase_on=[WEEKS[13].date()])
    assert isinstance(drawn, ControlChart)
    assert drawn.points["signal"].iloc[12] == 4
    assert drawn.points["signal"].iloc[13:].eq(0).all()


def test_points_that_the_rules_cannot_be_trusted_with_are_not_marked():
    # A mean of two a week: enough to draw, too few for the rules.
    values = [1.0, 3, 2, 1, 3, 2, 1, 3, 2, 1, 3, 2, 1, 14]
    assert xmr_chart(points(values), better="down").points["signal"].iloc[-1] == 4
    drawn = count_chart(points(values), period="week", better="down")
    assert isinstance(drawn, ControlChart)
    assert drawn.points["signal"].eq(0).all()
    assert drawn.no_icon.startswith("Fewer than 6 a week on average")


def test_the_limits_of_a_quiet_chart_are_those_of_the_loud_one():
    values = [*stable(11), 60.0]
    loud, quiet = xmr_chart(points(values), better="down"), count_chart(points(values), period="week", better="down")
    assert isinstance(quiet, ControlChart)
    columns = ["centre", "lower", "upper", "near_lower", "near_upper"]
    pd.testing.assert_frame_equal(loud.points[columns], quiet.points[columns])
