"""XmR charts, point by point, against the published series; the other lines against their formulas."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.compare.chart import FEWEST_POINTS, xmr_chart
from dashboard.compare.icons import assurance_of, variation_of
from dashboard.compare.rules import Signal, signals
from dashboard.compare.spc import log_lines, p_lines, xmr_lines

PUBLISHED = {
    "Common Cause": Signal.COMMON,
    "Above UCL": Signal.ABOVE_LIMIT,
    "Below LCL": Signal.BELOW_LIMIT,
    "7 Point Trend (Increasing)": Signal.TREND_UP,
    "7 Point Trend (Decreasing)": Signal.TREND_DOWN,
    "2 in 3 Above CL": Signal.TWO_IN_THREE_HIGH,
    "2 in 3 Below CL": Signal.TWO_IN_THREE_LOW,
    "7 Points Above CL": Signal.SHIFT_HIGH,
    "7 Points Below CL": Signal.SHIFT_LOW,
}
BETTER = {"increase": "up", "decrease": "down", "neutral": "neither"}
COLLAPSED = "py_collapse"  # its screened limits fall on the mean, and the published tool flags every point


@pytest.fixture(scope="module")
def cases(oracles: Path) -> list[dict]:
    return json.loads((oracles / "spc_cases.json").read_text())["cases"]


def chart_of(case: dict, *, beyond_counts_as_near: bool):
    options = case["input"]["options"]
    points = pd.DataFrame({"on": case["input"]["dates"], "value": case["input"]["values"]})
    return xmr_chart(
        points,
        better=BETTER[options["improvement_direction"]],
        target=options["target"],
        rebase_on=pd.to_datetime(options["rebase"] or []).date,
        fix_after=options["fix_after_n_points"],
        screen=options["screen_outliers"],
        beyond_counts_as_near=beyond_counts_as_near,
    )


def test_lines_and_groups_are_the_published_ones(cases: list[dict]):
    for case in cases:
        found, expected = chart_of(case, beyond_counts_as_near=True).points, case["expected"]["points"]
        assert found["group"].tolist() == expected["rebase_group"], case["id"]
        for ours, theirs in {"centre": "mean", "lower": "lpl", "upper": "upl"}.items():
            np.testing.assert_allclose(found[ours], expected[theirs], rtol=1e-9, atol=1e-12, err_msg=case["id"])


def test_every_point_has_the_published_label_in_both_versions(cases: list[dict]):
    for case in cases:
        for beyond, labels in (
            (False, case["expected"]["points"]["special_cause_type"]),
            (True, case["expected_mdc_2023_two_in_three"]["special_cause_type"]),
        ):
            expected = [PUBLISHED[label] for label in labels]
            if case["id"] == COLLAPSED:
                values, options = case["input"]["values"], case["input"]["options"]
                found = signals(
                    values, xmr_lines(values, screen=options["screen_outliers"]), beyond_counts_as_near=beyond
                )
            else:
                found = chart_of(case, beyond_counts_as_near=beyond).points["signal"]
            assert list(found) == expected, case["id"]


def test_near_points_outside_points_and_sides_are_the_published_ones(cases: list[dict]):
    for case in cases:
        found, expected = chart_of(case, beyond_counts_as_near=True).points, case["expected"]["points"]
        outside = (found["value"] > found["upper"]) | (found["value"] < found["lower"])
        near = ((found["value"] > found["near_upper"]) | (found["value"] < found["near_lower"])) & ~outside
        assert outside.tolist() == expected["outside_limits"], case["id"]
        assert near.tolist() == expected["close_to_limits"], case["id"]
        assert np.sign(found["value"] - found["centre"]).tolist() == expected["relative_to_mean"], case["id"]


def test_icons_are_the_published_ones_and_wait_for_thirteen_points(cases: list[dict]):
    for case in cases:
        better, expected = BETTER[case["input"]["options"]["improvement_direction"]], case["expected"]
        for beyond, icon in (
            (False, expected["variation_icon"]),
            (True, case["expected_mdc_2023_two_in_three"]["variation_icon"]),
        ):
            chart = chart_of(case, beyond_counts_as_near=beyond)
            latest = chart.points.iloc[-1]
            if case["id"] != COLLAPSED:
                assert variation_of(int(latest["signal"]), better) == icon, case["id"]
            is_trial = expected["points"]["short_group_warning"][-1]
            assert is_trial == (len(chart.points) < FEWEST_POINTS), case["id"]
            assert chart.variation == (None if is_trial else icon), case["id"]
            assert chart.assurance == (None if is_trial else expected["assurance_icon"]), case["id"]


def test_the_published_screened_and_unscreened_limits():
    # The caption of the vignette on deviations: 4.6, 1.94, -0.72 screened and 6.95, 1.94, -3.06 not.
    values = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    for screen, expected in ((True, [4.6, 1.94, -0.72]), (False, [6.95, 1.94, -3.06])):
        lines = xmr_lines(values, screen=screen)
        assert [round(float(line[0]), 2) for line in (lines.upper, lines.centre, lines.lower)] == expected


def test_limits_that_fall_on_the_mean_signal_nothing():
    once = [0.0] * 19 + [1.0]
    points = pd.DataFrame({"on": pd.date_range("2026-01-01", periods=20), "value": once})
    assert (signals(once, xmr_lines(once, screen=True)) != 0).all()  # the fault to guard against
    chart = xmr_chart(points, better="down", screen=True)
    assert chart.points["signal"].eq(0).all()
    assert chart.variation is None
    assert chart.no_icon.startswith("No variation")


@pytest.mark.parametrize("assurance", ["assurance_type"])
def test_assurance_is_the_published_one(oracles: Path, assurance: str):
    vectors = json.loads((oracles / "spc_rule_vectors.json").read_text())["vectors"]
    words = {"consistent_fail": "fail", "consistent_pass": "pass", "inconsistent": "inconsistent", None: None}
    for vector in (v for v in vectors if v["function"] == assurance):
        args = vector["args"]
        found = assurance_of(args["lpl"], args["upl"], args["target"], BETTER[args["improvement_direction"]])
        assert found == words[vector["expected"]], vector


def test_a_target_on_a_limit_is_met_by_chance():
    assert assurance_of(1, 3, 3, "up") == assurance_of(1, 3, 1, "down") == "inconsistent"
    assert assurance_of(float("nan"), float("nan"), 3, "up") is None


def test_p_lines_follow_their_formula_and_stay_between_0_and_1():
    count, out_of = np.array([9, 18, 10, 40]), np.array([10, 20, 10, 50])
    share = 77 / 90
    sigma = np.sqrt(share * (1 - share) / out_of)
    lines = p_lines(count, out_of)
    np.testing.assert_allclose(lines.lower, share - 3 * sigma)
    np.testing.assert_allclose(lines.upper, np.minimum(share + 3 * sigma, 1))
    z = (count / out_of - share) / sigma
    prime = p_lines(count, out_of, prime=True)
    np.testing.assert_allclose(prime.near_lower, share - 2 * sigma * np.abs(np.diff(z)).mean() / 1.128)


def test_lines_of_waits_are_those_of_their_logarithms():
    waits = np.array([0, 10, 200, 30, 45.0])
    logs, lines = xmr_lines(np.log1p(waits)), log_lines(waits)
    np.testing.assert_allclose(np.log1p(lines.upper), logs.upper)
    np.testing.assert_allclose(np.log1p(lines.centre), logs.centre)
