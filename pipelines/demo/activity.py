"""Owns the activity of all accounts in one table: conversations and posts, with ids and authors; knows no file."""

import numpy as np
import pandas as pd

from pipelines.demo.accounts import pick_holders
from pipelines.demo.arrivals import draw_arrivals, list_voices
from pipelines.demo.inbox import invent_conversations
from pipelines.demo.posts import invent_posts
from pipelines.demo.scene import Scene
from pipelines.demo.trust import tell

# The first moment that an id on X can tell, in milliseconds since 1970; the lower bits tell apart what came at once.
SNOWFLAKE_EPOCH = 1_288_834_974_657
SNOWFLAKE_BITS = 22
LOCAL = "Europe/London"


def invent_activity(scene: Scene, people: pd.DataFrame, accounts: pd.DataFrame, grants: pd.DataFrame) -> pd.DataFrame:
    """One row per item: the contract's columns, and school_id, platform, export, is_abusive. sent_at is local time."""
    voices = list_voices(scene, accounts)
    items = pd.concat([invent_conversations(draw_arrivals(voices, scene), scene), invent_posts(voices, scene)])
    items["sent_at"] = to_local(to_utc(items["sent_at"]))
    items = items.sort_values(["school_id", "account_id", "sent_at"], kind="stable").reset_index(drop=True)
    items = _number(items)
    items["author_id"] = items["author_id"].where(items["direction"] == "inbound", _draw_authors(items, grants, scene))
    items = _tell_of_posts(items, people, scene)
    return items.merge(voices[["account_id", "export"]], on="account_id")


def to_utc(moments: pd.Series) -> pd.Series:
    """Local wall time as UTC instants; what no clock showed moves on to the next time that one did."""
    is_summer = np.ones(len(moments), dtype=bool)
    return moments.dt.tz_localize(LOCAL, ambiguous=is_summer, nonexistent="shift_forward").dt.tz_convert("UTC")


def to_local(instants: pd.Series) -> pd.Series:
    """UTC instants as local wall time without a zone."""
    return instants.dt.tz_convert(LOCAL).dt.tz_localize(None)


def _number(items: pd.DataFrame) -> pd.DataFrame:
    """Item, thread and reply ids. On X an id tells the moment; elsewhere it is a running number."""
    running = items.groupby("account_id").cumcount() + 1
    stem = items["account_id"].str.lower()
    milliseconds = (to_utc(items["sent_at"]) - pd.Timestamp(0, tz="UTC")) // pd.Timedelta(milliseconds=1)
    snowflake = ((milliseconds - SNOWFLAKE_EPOCH) * 2**SNOWFLAKE_BITS + running).astype("int64").astype(str)
    items["item_id"] = snowflake.where(items["platform"] == "x", stem + "-" + running.astype(str))
    # A reply answers the newest inbound item before it in its thread.
    asked = items["item_id"].where(items["direction"] == "inbound")
    answered = asked.groupby([items["account_id"], items["thread"]]).ffill()
    items["in_reply_to"] = answered.where(items["answers"].eq(True))
    items["thread_id"] = (stem + "-t" + items["thread"].astype("Int64").astype(str)).where(items["thread"].notna())
    return items.drop(columns=["thread", "answers"])


def _draw_authors(items: pd.DataFrame, grants: pd.DataFrame, scene: Scene) -> pd.Series:
    """For each outbound item one of those who may post to the account at that time; blank for an automatic reply."""
    dice = scene.dice("authors")
    authors = pd.Series(None, index=items.index, dtype=object)
    may_post = grants[grants["access"] != "monitor"]
    outbound = items[(items["direction"] == "outbound") & ~items["automatic"].eq(True)]
    for account_id, sent in outbound.groupby("account_id")["sent_at"]:
        authors[sent.index] = pick_holders(may_post[may_post["account_id"] == account_id], sent, dice)
    return authors


def _tell_of_posts(items: pd.DataFrame, people: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """Put the stories' names under posts that they had no right to make."""
    for story in tell("unauthorised_post"):
        begins, ends = scene.when(story, story["school"])
        posts = items[(items["account_id"] == story["account"]) & (items["kind"] == "post")]
        post = posts.index[posts["sent_at"].between(begins, ends)][-1]
        holders = people[(people["school_id"] == story["school"]) & (people["post"] == story["post"])]
        items.loc[post, "author_id"] = holders["person_id"].iloc[-1]
    return items
