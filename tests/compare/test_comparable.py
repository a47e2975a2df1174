"""When schools may be put side by side, and the figure for all of them."""

import math

import pandas as pd
import pytest

from dashboard.compare.comparable import comparable, pooled_figure


def schools(**columns: list) -> pd.DataFrame:
    return pd.DataFrame({"school": ["Oak", "Ash", "Elm"], **columns})


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"promise": ["5 working days"] * 3, "cadence": ["weekly"] * 3, "completeness": [1, 0.9, 0.85]}, None),
        (
            {"promise": ["5 working days", "24 hours", "5 working days"]},
            "The schools promise different things: 24 hours (Ash); 5 working days (Elm and Oak). "
            "Compare those that share one.",
        ),
        (
            {"promise": ["5 working days", None, "5 working days"]},
            "The schools promise different things: 5 working days (Elm and Oak); none adopted (Ash). "
            "Compare those that share one.",
        ),
        (
            {"cadence": ["every weekday", "weekly", "weekly"]},
            "The schools check at different intervals: every weekday (Oak); weekly (Ash and Elm). "
            "Compare those that share one.",
        ),
        (
            {"completeness": [1, 0.9, 0.5]},
            "Some schools handed in much less of the period than others (100% at most): Elm. "
            "Their figures would not show the same thing.",
        ),
        ({"completeness": [1, 0, None]}, "1 of 3 schools reported: there is nothing to compare."),
        # A school that did not report is left out, and so is what it promises.
        ({"promise": ["weekly", "weekly", "daily"], "completeness": [1, 0.95, None]}, None),
    ],
)
def test_schools_are_compared_only_where_the_figure_means_the_same(columns: dict, reason: str | None):
    refusal = comparable(schools(**columns))
    assert (refusal.reason if refusal else None) == reason


def test_many_names_are_cut_short():
    many = pd.DataFrame({"school": list("FEDCBA"), "promise": ["x"] * 5 + ["y"]})
    assert "x (B, C, D and 2 more)" in comparable(many).reason


def test_the_pooled_figure_is_sum_over_sum_of_those_who_reported():
    pooled = pooled_figure(schools(count=[1, 90, None], out_of=[10, 100, 50]))
    assert (pooled.count, pooled.out_of, pooled.reported, pooled.schools) == (91, 110, 2, 3)
    assert pooled.share == 91 / 110
    assert math.isnan(pooled_figure(schools(count=[0, 0, 0], out_of=[0, 0, 0])).share)
