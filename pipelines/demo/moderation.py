"""Owns what was done about abusive comments and the people who wrote them; knows nothing of how comments arise."""

import numpy as np
import pandas as pd

from pipelines.demo.scene import Scene

CATEGORIES = {
    "abusive": 0.3,
    "inflammatory": 0.16,
    "spam": 0.2,
    "personal_information": 0.1,
    "disparaging": 0.09,
    "commercial": 0.06,
    "racist": 0.03,
    "sexist": 0.03,
    "homophobic": 0.02,
    "compromising_image": 0.01,
}
GROUNDS = {
    "spam": "spam",
    "commercial": "spam",
    "compromising_image": "inappropriate_content",
    "inflammatory": "harassment",
}
GROUND_OTHERWISE = "offensive_language"
# The third time, a user is blocked; mostly.
BLOCKED_AFTER = 3
TYPICAL_HOURS = 2


def invent_moderation(activity: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """One row per action on an abusive comment: the contract's columns, and school_id."""
    dice = scene.dice("moderation")
    seen = activity.loc[activity["is_abusive"].eq(True), ["account_id", "school_id", "item_id", "author_id", "sent_at"]]
    actions = seen.rename(columns={"sent_at": "posted_at"}).reset_index(drop=True)
    count = len(actions)
    actions["category"] = dice.choice(list(CATEGORIES), count, p=list(CATEGORIES.values()))
    actions["acted_at"] = _act(actions, dice.lognormal(0, 1.0, count) * TYPICAL_HOURS * 60, scene)
    actions["action"] = dice.choice(["deleted", "hidden", "warned", "left"], count, p=[0.66, 0.27, 0.05, 0.02])
    earlier = actions.groupby(["account_id", "author_id"]).cumcount() + 1
    actions.loc[(earlier >= BLOCKED_AFTER) & (dice.random(count) < 0.8), "action"] = "blocked"
    blocked = actions["action"] == "blocked"
    ground = actions["category"].map(GROUNDS).fillna(GROUND_OTHERWISE)
    actions["block_ground"] = ground.where(blocked & (dice.random(count) < 0.94))
    told = actions["acted_at"] + pd.to_timedelta(dice.integers(300, 7200, count), unit="s")
    actions["user_informed_at"] = told.where(blocked & (dice.random(count) < 0.88))
    removed = actions["action"].isin(["deleted", "hidden", "blocked"])
    around = pd.to_timedelta(np.where(dice.random(count) < 0.93, -dice.integers(30, 900, count), 600), unit="s")
    actions["evidence_saved_at"] = (actions["acted_at"] + around).where(removed & (dice.random(count) < 0.95))
    actions["statement_posted"] = removed & (dice.random(count) < 0.72)
    actions = actions[actions["acted_at"] < scene.exported_at].reset_index(drop=True)
    return actions.assign(action_id="MOD-" + (actions.index + 1001).astype(str))


def _act(actions: pd.DataFrame, work: np.ndarray, scene: Scene) -> pd.Series:
    """When it was acted on: after `work` minutes of each school's opening time."""
    acted = [
        scene.calendars[str(school_id)].opening.later(rows["posted_at"], work[rows.index])
        for school_id, rows in actions.groupby("school_id")
    ]
    return pd.concat(acted).reindex(actions.index)
