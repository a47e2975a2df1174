"""Owns the register of accounts and who was given access to them; knows nothing of what is said on them.

Access goes with the post: whoever takes it up is granted access some days later and loses it on leaving.
"""

from typing import Any

import numpy as np
import pandas as pd

from pipelines.demo.scene import Scene
from pipelines.demo.trust import Account, School, tell

DAY = pd.Timedelta(days=1)
# Posts with access to an account. {0} is its number among its school's, {1} and {2} two numbers that no other one has.
ACCESS_POSTS = {
    "manager": ("senior_leader 1", "support {1}"),
    "poster": ("teacher {1}", "teacher {2}", "it_technician 1"),
    "monitor": ("dsl 1", "senior_leader 2"),
}
MARSHFIELDS_MANAGERS = ("deputy_headteacher 1", "deputy_headteacher 2")
APPROVERS = {"snmat": "senior_leader", "welsh-template": "senior_leader"}
BUSINESS_CASE = {
    "aim": "Keep families informed about school life",
    "audience": "Parents, carers and the local community",
    "promotion": "Named in the newsletter and on the website",
    "monitoring_plan": "Looked at on school days by the named monitors",
    "channel_purpose": "Posts for news, messages for questions",
    "accessed_from": "School devices only",
    "escalation": "To the senior leader on duty, then the head",
}
ABOUT_LINKS = "ict;acceptable_use;social_media;code_of_conduct"


def invent_accounts(scene: Scene, people: pd.DataFrame) -> pd.DataFrame:
    """One row per registered account: the contract's columns."""
    dice = scene.dice("accounts")
    in_post = people[people["left_on"].isna()].set_index(["school_id", "post"])["person_id"]
    rows = [
        _register(account, school, in_post, scene, dice)
        for school in scene.schools.values()
        for account in school.accounts
    ]
    return pd.DataFrame(rows)


def _register(
    account: Account, school: School, in_post: pd.Series, scene: Scene, dice: np.random.Generator
) -> dict[str, Any]:
    opened = _opened_on(account, scene, dice)
    approved = opened - int(dice.integers(2, 16)) * DAY
    closed = scene.first_day + (365 * account.closed_in_year + 100) * DAY if account.closed_in_year else None
    row = {
        "account_id": account.id,
        "school_id": school.school_id,
        "platform": account.platform,
        "handle": account.handle,
        "url": f"https://{account.platform.replace('_', '-')}.example/{account.id.lower()}",
        **{question: answer if dice.random() < 0.98 else None for question, answer in BUSINESS_CASE.items()},
        "visibility": account.visibility,
        "comments": account.comments,
        "owner_id": in_post.get((school.school_id, list_access_posts(account, school)["manager"][0])),
        "proposed_on": approved - int(dice.integers(10, 40)) * DAY,
        "approved_on": approved,
        "approved_by_role": APPROVERS.get(school.policy, "headteacher"),
        "opened_on": opened,
        "closed_on": closed,
        "official_email": dice.random() < 0.95,
        "about_links": ABOUT_LINKS if dice.random() < 0.85 else ABOUT_LINKS.removesuffix(";code_of_conduct"),
        "url_notified_on": approved + DAY,
        "student_access_on": opened + int(dice.integers(1, 15)) * DAY,
    }
    return _tell_of_approval(row)


def _opened_on(account: Account, scene: Scene, dice: np.random.Generator) -> pd.Timestamp:
    if account.opened_in_year is None:
        return scene.first_day - int(dice.integers(200, 2500)) * DAY
    return scene.first_day + (365 * account.opened_in_year + int(dice.integers(20, 30))) * DAY


def _tell_of_approval(row: dict[str, Any]) -> dict[str, Any]:
    for story in tell("approved_late", account=row["account_id"]):
        row["approved_on"] = row["opened_on"] + story["days_after_opening"] * DAY
    if tell("never_approved", account=row["account_id"]):
        row |= {"approved_on": None, "approved_by_role": None, "escalation": None, "promotion": None}
    return row


def list_access_posts(account: Account, school: School) -> dict[str, tuple[str, ...]]:
    """The posts that hold each kind of access to an account."""
    number = school.accounts.index(account)
    posts = {
        access: tuple(post.format(number, 2 * number + 1, 2 * number + 2) for post in holders)
        for access, holders in ACCESS_POSTS.items()
    }
    if school.policy == "marshfields":
        posts["manager"] = MARSHFIELDS_MANAGERS
    for story in tell("untrained_runner", account=account.id):
        posts["poster"] += (story["post"],)
    return posts


def invent_access(scene: Scene, people: pd.DataFrame, accounts: pd.DataFrame) -> pd.DataFrame:
    """One row per grant: the contract's columns, and school_id, post and left_on (when its holder left)."""
    wanted = pd.DataFrame(
        [
            (school.school_id, account.id, access, post)
            for school in scene.schools.values()
            for account in school.accounts
            for access, posts in list_access_posts(account, school).items()
            for post in posts
        ],
        columns=["school_id", "account_id", "access", "post"],
    )
    grants = wanted.merge(people[["school_id", "post", "person_id", "started_on", "left_on"]], on=["school_id", "post"])
    grants = grants.merge(accounts[["account_id", "opened_on", "closed_on"]], on="account_id")
    dice = scene.dice("access")
    taken_up = grants["started_on"] + pd.to_timedelta(dice.integers(6, 15, len(grants)), unit="D")
    grants["granted_on"] = taken_up.where(taken_up > grants["opened_on"], grants["opened_on"])
    late = pd.to_timedelta(np.where(dice.random(len(grants)) < 0.05, dice.integers(1, 5, len(grants)), 0), unit="D")
    revoked = pd.concat([grants["left_on"] + late, grants["closed_on"]], axis=1).min(axis=1)
    grants["revoked_on"] = revoked.where(revoked < scene.exported_at)
    still = grants["revoked_on"].isna() | (grants["revoked_on"] > grants["granted_on"])
    grants = grants[still & (grants["granted_on"] < scene.exported_at)].copy()
    return _tell_of_access(grants, scene).drop(columns=["started_on", "opened_on", "closed_on"]).reset_index(drop=True)


def _tell_of_access(grants: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    for story in tell("leaver_keeps_access"):
        kept = (grants["account_id"] == story["account"]) & (grants["post"] == story["post"])
        grants.loc[kept, "revoked_on"] = pd.NaT
    for story in tell("single_manager"):
        lost_on, _ = scene.when(story, story["school"])
        manages = (grants["account_id"] == story["account"]) & (grants["access"] == "manager")
        second = manages & (grants["post"] != grants.loc[manages, "post"].iloc[0])
        grants.loc[second & ~(grants["revoked_on"] < lost_on), "revoked_on"] = lost_on
        grants = grants[~(second & (grants["granted_on"] >= lost_on))]
    return grants


def pick_holders(grants: pd.DataFrame, moments: pd.Series, dice: np.random.Generator) -> np.ndarray[Any, Any]:
    """For each moment one person who held one of these grants then and had not left; None where nobody did."""
    if grants.empty:
        return np.full(len(moments), None)
    when = moments.to_numpy()[:, None]
    gone = grants["left_on"].fillna(grants["revoked_on"]).to_numpy() <= when
    liking = dice.random((len(moments), len(grants))) * ((grants["granted_on"].to_numpy() <= when) & ~gone)
    liked: np.ndarray[Any, Any] = grants["person_id"].to_numpy(dtype=object)[liking.argmax(axis=1)]
    liked[liking.max(axis=1) == 0] = None
    return liked
