"""Owns what accounts publish of themselves: kinds of post, pictures and consent; knows nothing of who reads it."""

import pandas as pd

from pipelines.demo.arrivals import draw_posting
from pipelines.demo.scene import Scene

# Kinds of post and their shares; the last is what no policy asks for.
CATEGORIES = {
    "alert": 0.06,
    "reminder": 0.22,
    "event": 0.18,
    "vacancy": 0.05,
    "newsletter": 0.14,
    "achievement": 0.17,
    "trip": 0.09,
    "greeting": 0.04,
    "feedback": 0.045,
    "other": 0.005,
}
WITH_LEARNERS = {"achievement": 0.6, "trip": 0.7, "event": 0.35}
CONSENT = {"written": 0.98, "verbal": 0.014, "none": 0.005, "opted_out": 0.001}


def invent_posts(voices: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """One row per post: account_id, school_id, sent_at (local), category, has_learner_image, consent and the like."""
    posts = draw_posting(voices, scene)[["account_id", "school_id", "platform", "moment"]].rename(
        columns={"moment": "sent_at"}
    )
    posts[["kind", "direction"]] = "post", "outbound"
    dice = scene.dice("posts of accounts")
    posts["category"] = dice.choice(list(CATEGORIES), len(posts), p=list(CATEGORIES.values()))
    pictured = dice.random(len(posts)) < posts["category"].map(WITH_LEARNERS).fillna(0)
    posts["has_learner_image"] = pictured
    posts["consent"] = pd.Series(dice.choice(list(CONSENT), len(posts), p=list(CONSENT.values()))).where(pictured)
    return posts
