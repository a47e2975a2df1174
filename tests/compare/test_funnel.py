"""Funnels against published labels and limits, and lines that agree with the tests they stand for."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, chi2, poisson

from dashboard.compare.comparable import pooled_figure
from dashboard.compare.funnel import Funnel, beyond, describe_funnel, excess_spread, rate_funnel, share_funnel
from dashboard.compare.refusal import Refusal
from dashboard.compare.tails import count_limits, count_tails, normal_share_limits, share_limits, share_tails

PUBLISHED = {"Not significant": 0, "High (0.025)": 1, "High (0.001)": 2, "Low (0.025)": -1, "Low (0.001)": -2}
TAILS = st.sampled_from([0.025, 0.001])


def schools(seed: int, count: int, spread: float = 0) -> pd.DataFrame:
    """Invented schools with 20 to 400 cases each; `spread` is that of their own shares around 80 %."""
    rng = np.random.default_rng(seed)
    out_of = rng.integers(20, 400, count)
    share = np.clip(rng.normal(0.8, spread, count), 0, 1)
    names = [f"School {number:02}" for number in range(count)]
    return pd.DataFrame({"school": names, "count": rng.binomial(out_of, share), "out_of": out_of})


def test_labels_of_percentages_are_the_published_ones(oracles: Path):
    rows = pd.read_csv(oracles / "phe_prop_inputs_significance.csv")
    given_rows = rows.rename(columns={"numerator": "count", "denominator": "out_of"})
    funnel = share_funnel(given_rows, widen=False)
    assert len(rows) == 303
    assert funnel.points["place"].tolist() == rows["significance"].map(PUBLISHED).tolist()


def test_labels_of_counts_are_the_published_ones(oracles: Path):
    rows = pd.read_csv(oracles / "phe_ratio_inputs_significance.csv")
    at_least, at_most = count_tails(rows["obs"], rows["expected"])
    found = sum((at_least < tail) * 1 - (at_most < tail) * 1 for tail in (0.025, 0.001))
    assert len(rows) == 300
    assert found.tolist() == rows["significance"].map(PUBLISHED).tolist()


def test_normal_limits_are_the_published_ones(oracles: Path):
    published = pd.read_csv(oracles / "phe_prop_limits.csv")
    pooled = pd.read_csv(oracles / "phe_prop_inputs_significance.csv")
    share = pooled["numerator"].sum() / pooled["denominator"].sum()
    assert 100 * share == pytest.approx(published["Baseline"].iloc[0], abs=5e-7)
    for tail, name in ((0.025, "2s0025"), (0.001, "3s0001")):
        low, high = normal_share_limits(published["Population"], share, tail)
        np.testing.assert_allclose(100 * low, published[f"Lower{name}limit"], atol=1e-5)
        np.testing.assert_allclose(100 * high, published[f"Upper{name}limit"], atol=1e-5)


def test_the_published_phi_and_pooled_ratios(oracles: Path):
    published = json.loads((oracles / "funnelplotr_published.json").read_text())
    shmi = published["phi_shmi"]
    observed, expected = np.array(shmi["numerator"]), np.array(shmi["denominator"])
    errors = 1 / np.sqrt(expected)
    phi, _ = excess_spread(np.log(observed / expected) / errors, errors, winsorised=0)
    assert phi == pytest.approx(shmi["phi"], abs=0.5 * 10 ** -shmi["phi_decimals"])
    rows = pd.DataFrame(published["aggregate"] | {"rr": None}).rename(
        columns={"numerator": "count", "denominator": "out_of"}
    )
    ratios = [pooled_figure(group).share for _, group in rows.groupby("group")]
    assert ratios == pytest.approx(published["aggregate"]["rr"], abs=5e-7)


def test_a_value_on_a_line_is_inside_as_published(oracles: Path):
    published = json.loads((oracles / "funnelplotr_published.json").read_text())["outliers"]
    for name, low, high in (
        ("unadjusted95", "LCL95", "UCL95"),
        ("adjusted95", "OD95LCL", "OD95UCL"),
        ("unadjusted998", "LCL998", "UCL998"),
        ("adjusted998", "OD998LCL", "OD998UCL"),
    ):
        found = np.abs(beyond(published["rr"], published[low], published[high]))
        assert found.tolist() == published["expected"][name], name


@given(st.integers(1, 300), st.floats(0.02, 0.98), TAILS)
def test_lines_for_shares_agree_with_the_exact_test(out_of: int, share: float, tail: float):
    counts = np.arange(out_of + 1)
    at_least, at_most = share_tails(counts, out_of, share)
    np.testing.assert_allclose(at_least, binom.sf(counts - 1, out_of, share), atol=1e-12)
    np.testing.assert_allclose(at_most, binom.cdf(counts, out_of, share), atol=1e-12)
    low, high = share_limits(np.full(out_of + 1, out_of), share, tail)
    flagged = (at_least < tail) * 1 - (at_most < tail) * 1
    undecided = np.minimum(np.abs(at_least - tail), np.abs(at_most - tail)) < 1e-12
    assert (beyond(counts / out_of, low, high) == flagged)[~undecided].all()


@given(st.floats(0.05, 300), TAILS)
def test_lines_for_counts_agree_with_the_exact_test(expected: float, tail: float):
    counts = np.arange(int(2 * expected) + 20)
    at_least, at_most = count_tails(counts, expected)
    np.testing.assert_allclose(at_least, poisson.sf(counts - 1, expected), atol=1e-12)
    np.testing.assert_allclose(at_most, poisson.cdf(counts, expected), atol=1e-12)
    low, high = count_limits(np.array([expected]), tail)
    undecided = np.minimum(np.abs(at_least - tail), np.abs(at_most - tail)) < 1e-12
    assert (beyond(counts, low, high) == (at_least < tail) * 1 - (at_most < tail) * 1)[~undecided].all()


@given(st.integers(1, 200), TAILS)
def test_the_curve_for_counts_is_the_closed_form(count: int, tail: float):
    # The curve passes `count` where the expected number is the end of its exact interval.
    upper_at, lower_at = chi2.ppf(tail, 2 * count) / 2, chi2.ppf(1 - tail, 2 * count + 2) / 2
    assert count_limits(np.array([upper_at]), tail)[1][0] == pytest.approx(count, rel=1e-6)
    assert count_limits(np.array([lower_at]), tail)[0][0] == pytest.approx(count, rel=1e-6, abs=1e-6)


def test_a_tiny_count_is_flagged_by_the_exact_test_only():
    # At 2 expected, 5 has an exact tail of 5.3 %; limits by approximation flag it, the exact test waits for 6.
    at_least, _ = count_tails([5, 6], 2.0)
    assert at_least.round(3).tolist() == [0.053, 0.017]


def overdispersion_by_hand(points: pd.DataFrame, pooled: float) -> tuple[float, float]:
    """phi and tau squared, step by step."""
    z, weights = [], []
    for count, out_of in zip(points["count"], points["out_of"], strict=True):
        error = 1 / (2 * out_of**0.5)
        z.append((np.arcsin((count / out_of) ** 0.5) - np.arcsin(pooled**0.5)) / error)
        weights.append(1 / error**2)
    low, high = np.quantile(z, 0.1), np.quantile(z, 0.9)
    phi = sum(min(max(one, low), high) ** 2 for one in z) / len(z)
    spare = sum(weights) - sum(weight**2 for weight in weights) / sum(weights)
    return phi, max(0, (len(z) * phi - (len(z) - 1)) / spare)


def test_lines_widen_by_the_spread_of_all_schools():
    given_rows = schools(seed=3, count=40, spread=0.08)
    funnel, narrow = share_funnel(given_rows), share_funnel(given_rows, widen=False)
    phi, tau2 = overdispersion_by_hand(given_rows, funnel.pooled)
    assert (funnel.phi, funnel.tau2) == (pytest.approx(phi), pytest.approx(tau2))
    assert tau2 > 0
    assert narrow.tau2 == 0
    assert (funnel.points["place"].abs() == 2).sum() < (narrow.points["place"].abs() == 2).sum()
    angle, error = np.arcsin(np.sqrt(funnel.pooled)), 1 / (2 * np.sqrt(funnel.curve["size"]))
    high = np.sin(angle + 3.090232 * np.sqrt(error**2 + tau2)) ** 2
    np.testing.assert_allclose(funnel.curve["high_998"], high, rtol=1e-6)


def test_below_ten_schools_lines_never_widen_but_phi_is_told():
    funnel = share_funnel(schools(seed=3, count=9, spread=0.2))
    assert funnel.tau2 == 0
    assert funnel.phi > 5


def test_a_rate_is_shown_per_exposure_and_judged_as_a_count():
    given_rows = pd.DataFrame({"school": ["A", "B", "C"], "count": [1, 10, 40], "exposure": [400, 1000, 1500]})
    funnel = rate_funnel(given_rows)
    assert funnel.pooled == 51 / 2900
    assert funnel.points["value"].tolist() == [1 / 400, 10 / 1000, 40 / 1500]
    assert funnel.points["place"].tolist() == [-1, 0, 1]
    assert poisson.cdf(1, 400 * funnel.pooled) < 0.025
    for line, size in zip(funnel.curve.itertuples(), funnel.curve["size"], strict=True):
        low, high = count_limits(np.array([size * funnel.pooled]), 0.025)
        assert (line.low_95, line.high_95) == (pytest.approx(low[0] / size), pytest.approx(high[0] / size))


def test_schools_without_a_denominator_are_left_out_and_counted():
    given_rows = pd.concat([schools(1, 3), pd.DataFrame({"school": ["None"], "count": [0], "out_of": [0]})])
    funnel = share_funnel(given_rows)
    assert isinstance(funnel, Funnel)
    assert (len(funnel.points), funnel.left_out) == (3, 1)


@pytest.mark.parametrize("count", [[0, 0], [5, 9]])
def test_schools_that_are_all_alike_are_not_compared(count: list[int]):
    given_rows = pd.DataFrame({"school": ["A", "B"], "count": count, "out_of": [5, 9]})
    assert isinstance(share_funnel(given_rows), Refusal)
    assert isinstance(share_funnel(given_rows.iloc[:1]), Refusal)
    assert isinstance(rate_funnel(given_rows.assign(exposure=100, count=0)), Refusal)


def test_the_words_name_who_is_apart_and_rank_nobody():
    given_rows = pd.DataFrame(
        {"school": ["Elm", "Ash", "Oak", "Yew"], "count": [60, 99, 180, 182], "out_of": [100, 110, 200, 200]}
    )
    said = describe_funnel(share_funnel(given_rows), "school")
    assert said.startswith("Elm: different from the other schools by more than chance, ask why.")
    alike = share_funnel(schools(seed=1, count=6))
    assert describe_funnel(alike, "school") == "No school of 6 differs from the pooled figure by more than chance."
