"""Owns who looked at which account on which day, and what they found; knows nothing of what is said there."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from pipelines.demo.accounts import pick_holders
from pipelines.demo.arrivals import Flags, is_open, repeat_places
from pipelines.demo.scene import Scene
from pipelines.demo.trust import School, tell

FINDING = {"account_check": 0.025, "public_sweep": 0.07, "professional_use": 0.015, "pinned_notice": 0.0}
FINDINGS = {
    "abusive": 0.3,
    "spam": 0.25,
    "personal_information": 0.15,
    "disparaging": 0.15,
    "commercial": 0.1,
    "other": 0.05,
}
WEEKLY_SWEEP = 0.93
WEEKLY_PROFESSIONAL_USE = 0.95
LOOKED_AT_TWICE = 0.12
NOTICE_PINNED = 0.93
STAYS_UNRESOLVED = 0.03
TYPICAL_HOURS = 3.0


def invent_monitoring(scene: Scene, accounts: pd.DataFrame, grants: pd.DataFrame) -> pd.DataFrame:
    """One row per check or sweep: the contract's columns."""
    parts = [part for school in scene.schools.values() for part in _look(school, scene, accounts)]
    checks = pd.concat(parts, ignore_index=True)
    dice = scene.dice("checks")
    checks["checked_at"] = checks["day"] + _draw_times(checks, scene, dice)
    checks = _leave_out(checks[checks["checked_at"] < scene.exported_at], scene)
    checks = checks.sort_values(["checked_at", "school_id", "account_id"], kind="stable").reset_index(drop=True)
    checks["check_id"] = "CHK-" + (checks.index + 100_001).astype(str)
    checks["checked_by"] = _draw_monitors(checks, accounts, grants, dice)
    return _find(checks, scene, dice).drop(columns="day")


def _look(school: School, scene: Scene, accounts: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The days on which one school looks at its accounts and at the public internet."""
    dice, days = scene.dice("monitoring", school.school_id), scene.calendars[school.school_id].past
    own = accounts[accounts["school_id"] == school.school_id]
    open_then = is_open(own, days)
    likely = _likelihood(school, scene, days)
    nominated = _weekly(days, dice, WEEKLY_PROFESSIONAL_USE * likely / school.checked)
    chances = {
        "account_check": (likely, likely * LOOKED_AT_TWICE),
        "professional_use": (nominated,),
        "pinned_notice": (_before_holidays(days) * NOTICE_PINNED,),
    }
    for kind, shares in chances.items():
        count = sum((dice.random(open_then.shape) < share) * open_then for share in shares) + 0 * open_then
        account, day = repeat_places(count)
        looked = {"account_id": own["account_id"].to_numpy()[account], "day": days["day"].to_numpy()[day]}
        yield pd.DataFrame({"school_id": school.school_id, "kind": kind, **looked})
    swept = days["day"][dice.random(len(days)) < _weekly(days, dice, WEEKLY_SWEEP)]
    yield pd.DataFrame({"school_id": school.school_id, "kind": "public_sweep", "account_id": None, "day": swept})


def _likelihood(school: School, scene: Scene, days: pd.DataFrame) -> np.ndarray[Any, Any]:
    """How likely an account is to be looked at on each day."""
    likely = np.where(days["is_school_day"], school.checked, 0.0)
    in_holidays = ~days["is_school_day"] & days["is_working_day"]
    likely = np.where(in_holidays, school.holiday_checked, likely)
    for story in tell("poor_cover", school=school.school_id):
        begins, ends = scene.when(story, school.school_id)
        told = days["day"].between(begins, ends, inclusive="left")
        likely = np.where(told & days["is_school_day"], story["checked"], likely)
    return likely


def _weekly(days: pd.DataFrame, dice: np.random.Generator, share: Any) -> np.ndarray[Any, Any]:
    """`share` on one school day of each week, drawn anew each week; nothing on the others."""
    week = (days["day"] - days["weekday"] * pd.Timedelta(days=1)).to_numpy()
    luck = np.where(days["is_school_day"], dice.random(len(days)), -1)
    chosen = pd.Series(luck).groupby(week).transform("max").to_numpy() == luck
    return np.where(chosen & (luck >= 0), share, 0.0)


def _before_holidays(days: pd.DataFrame) -> Flags:
    """The last school day before each stretch of more than a long weekend."""
    school_days = days.loc[days["is_school_day"], "day"]
    gap = (school_days.shift(-1) - school_days).dt.days
    is_last: Flags = days["day"].isin(school_days[gap > 6]).to_numpy()
    return is_last


def _draw_times(checks: pd.DataFrame, scene: Scene, dice: np.random.Generator) -> pd.Series:
    """Before lessons or after them; on the morning of the exports before these are made."""
    morning = dice.normal(8 * 60 + 15, 18, len(checks))
    afternoon = dice.normal(15 * 60 + 50, 35, len(checks))
    minute = np.where(dice.random(len(checks)) < 0.65, morning, afternoon)
    minute = np.where(checks["day"] == pd.Timestamp(scene.as_at), np.minimum(morning, 535), minute)
    return pd.Series(pd.to_timedelta(minute.round(), unit="min"), index=checks.index)


def _leave_out(checks: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """What the stories say was not looked at, or not handed in."""
    for story in tell("no_monitoring_return"):
        begins, ends = scene.when(story, story["school"])
        told = (checks["school_id"] == story["school"]) & checks["day"].between(begins, ends, inclusive="left")
        checks = checks[~told]
    for story in tell("unchecked_account"):
        since = scene.calendars[story["school"]].school_days_back(story["school_days"])
        checks = checks[~((checks["account_id"] == story["account"]) & (checks["day"] >= since))]
    for story in tell("holiday_cover_missing"):
        begins, ends = scene.when(story, story["school"])
        told = (checks["account_id"] == story["account"]) & checks["day"].between(begins, ends, inclusive="left")
        checks = checks[~(told & (checks["kind"] == "pinned_notice"))]
    return checks


def _draw_monitors(
    checks: pd.DataFrame, accounts: pd.DataFrame, grants: pd.DataFrame, dice: np.random.Generator
) -> pd.Series:
    """Professional use is checked by the account's owner, the rest by those with access at the time."""
    watching = grants[grants["access"] != "poster"]
    own_account, own_school = watching.groupby("account_id").indices, watching.groupby("school_id").indices
    names = pd.Series(None, index=checks.index, dtype=object)
    for (school_id, account_id), rows in checks.groupby(["school_id", "account_id"], dropna=False):
        places = own_account[account_id] if account_id in own_account else own_school[school_id]
        names[rows.index] = pick_holders(watching.iloc[places], rows["checked_at"], dice)
    owner = checks["account_id"].map(accounts.set_index("account_id")["owner_id"])
    return names.mask(checks["kind"] == "professional_use", owner)


def _find(checks: pd.DataFrame, scene: Scene, dice: np.random.Generator) -> pd.DataFrame:
    count = len(checks)
    found = dice.random(count) < checks["kind"].map(FINDING)
    checks["outcome"] = np.where(found, "finding", "clear")
    checks["finding_category"] = pd.Series(dice.choice(list(FINDINGS), count, p=list(FINDINGS.values()))).where(found)
    resolved = pd.Series(pd.NaT, index=checks.index, dtype="datetime64[us]")
    for school_id, rows in checks[found & (dice.random(count) >= STAYS_UNRESOLVED)].groupby("school_id"):
        work = dice.lognormal(0, 0.9, len(rows)) * TYPICAL_HOURS * 60
        resolved[rows.index] = scene.calendars[str(school_id)].opening.later(rows["checked_at"], work).dt.floor("min")
    checks["resolved_at"] = resolved.where(resolved < scene.exported_at)
    return checks
