"""Owns when things happen on an account: term and holiday, season, weekday, hour; knows nothing of what happens."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from pipelines.demo.scene import Scene
from pipelines.demo.trust import tell

TRAITS = ("platform", "posts", "auto_reply", "export", "comments")

Numbers = np.ndarray[Any, np.dtype[np.float64]]
Whole = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Expectation = Callable[[pd.DataFrame, pd.DataFrame, np.random.Generator], Numbers]

# Monday to Sunday; a week of term sums to about one.
WEEKDAYS = np.array([1.25, 1.1, 1.05, 1.0, 0.95, 0.3, 0.45]) / 6.1
IN_HOLIDAYS = 0.14
# January to December: September settles in, July says goodbye.
MONTHS = np.array([0.95, 0.95, 1.05, 0.95, 0.95, 1.1, 1.2, 1.2, 1.35, 1.0, 1.0, 1.15])
GROWTH_A_YEAR = 1.06
# From midnight. Families write before school, at its end and after tea.
WEEKDAY_HOURS = np.array(
    [1, 0.5, 0.3, 0.2, 0.3, 1, 4, 10, 12, 8, 6, 5, 6, 6, 6, 11, 12, 9, 8, 8, 9, 7, 4, 2], dtype=float
)
WEEKEND_HOURS = np.array(
    [1, 1, 0.5, 0.3, 0.2, 0.3, 1, 2, 4, 7, 8, 8, 7, 6, 6, 6, 7, 8, 9, 10, 10, 7, 4, 2], dtype=float
)
OFFICE_HOURS = np.array([0] * 7 + [2, 8, 7, 6, 6, 7, 6, 6, 10, 9, 4, 2, 1] + [0] * 4, dtype=float)
# Clocks change at these hours: a time of day in them may not exist, or exist twice.
CLOCK_CHANGE_HOURS = (1, 2)


def list_voices(scene: Scene, accounts: pd.DataFrame) -> pd.DataFrame:
    """Every account that speaks, registered or not: its school and platform, what it gets and posts a week."""
    voices = pd.DataFrame(
        [
            {
                "account_id": account.id,
                "school_id": school.school_id,
                "enquiries": school.enquiries * account.share,
                **account.model_dump(include=set(TRAITS)),
            }
            for school in scene.schools.values()
            for account in school.accounts
        ]
    )
    voices = voices.merge(accounts[["account_id", "opened_on", "closed_on"]], on="account_id")
    return pd.concat([voices, _unregistered(scene)], ignore_index=True)


def _unregistered(scene: Scene) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    for story in tell("unregistered_account"):
        opened, _ = scene.when(story, story["school"])
        rows.append(
            {
                "account_id": story["account"],
                "school_id": story["school"],
                "platform": story["platform"],
                "enquiries": story["enquiries"],
                "posts": story["posts"],
                "auto_reply": False,
                "export": "contract_rows",
                "comments": "visible",
                "opened_on": opened,
            }
        )
    return pd.DataFrame(rows)


def draw_arrivals(voices: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """One row per enquiry: the voice's columns and `moment` (local time, to the second)."""

    def expect(own: pd.DataFrame, days: pd.DataFrame, dice: np.random.Generator) -> Numbers:
        return np.outer(own["enquiries"], rhythm(days, dice))

    return _draw("arrivals", voices, scene, expect, WEEKDAY_HOURS)


def draw_posting(voices: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """One row per post: the voice's columns and `moment` (local time, to the second)."""

    def expect(own: pd.DataFrame, days: pd.DataFrame, dice: np.random.Generator) -> Numbers:
        return np.outer(own["posts"] / 5, days["is_school_day"])

    return _draw("posting", voices, scene, expect, OFFICE_HOURS)


def _draw(topic: str, voices: pd.DataFrame, scene: Scene, expect: Expectation, hours: Numbers) -> pd.DataFrame:
    drawn = []
    for school_id, calendar in scene.calendars.items():
        dice, days = scene.dice(topic, school_id), calendar.past
        own = voices[voices["school_id"] == school_id]
        count = dice.poisson(expect(own, days, dice) * is_open(own, days))
        account, day = repeat_places(count)
        moment = days["day"].to_numpy()[day] + _draw_hours(days.iloc[day], hours, dice)
        drawn.append(own.iloc[account].assign(moment=moment))
    moments = pd.concat(drawn, ignore_index=True)
    return moments[moments["moment"] < scene.exported_at].reset_index(drop=True)


def rhythm(days: pd.DataFrame, dice: np.random.Generator) -> Numbers:
    """The part of an ordinary school week's traffic that each day brings, one week livelier than the next."""
    season = MONTHS[days["day"].dt.month - 1] * GROWTH_A_YEAR ** (np.arange(len(days)) / 365)
    is_term = days["is_school_day"] | ((days["weekday"] >= 5) & (days["is_school_day"].rolling(7).sum() >= 3))
    week = np.arange(len(days)) // 7
    livelier = dice.gamma(12, 1 / 12, week.max() + 1)[week]
    share: Numbers = WEEKDAYS[days["weekday"]] * season * np.where(is_term, 1.0, IN_HOLIDAYS) * livelier
    return share


def is_open(accounts: pd.DataFrame, days: pd.DataFrame) -> Flags:
    """Whether each account (row) is open on each day (column)."""
    day = days["day"].to_numpy()
    opened = accounts["opened_on"].to_numpy()[:, None] <= day
    closed = accounts["closed_on"].to_numpy()[:, None] <= day
    open_then: Flags = opened & ~closed
    return open_then


def repeat_places(count: Whole) -> tuple[Whole, Whole]:
    """Row and column of each cell, as often as the cell counts."""
    row, column = np.indices(count.shape).reshape(2, -1)
    return np.repeat(row, count.ravel()), np.repeat(column, count.ravel())


def _draw_hours(days: pd.DataFrame, weights: Numbers, dice: np.random.Generator) -> np.ndarray[Any, Any]:
    """A time of day for each row of `days`, as a span since midnight; at weekends people keep other hours."""
    weekday, weekend = (dice.choice(24, len(days), p=hours / hours.sum()) for hours in (weights, WEEKEND_HOURS))
    hour = np.where(days["weekday"] >= 5, weekend, weekday)
    hour = np.where(np.isin(hour, CLOCK_CHANGE_HOURS), 22, hour)
    return (hour * 3600 + dice.integers(0, 3600, len(days))).astype("timedelta64[s]")
