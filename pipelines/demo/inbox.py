"""Owns the conversations: what is asked, who is answered, how soon and how often never; knows no file.

Waits are drawn in working time, so that they bend around evenings, weekends and holidays as real ones do.
"""

from typing import Any

import numpy as np
import pandas as pd

from pipelines.demo.scene import Scene
from pipelines.demo.trust import tell

# How an enquiry comes in on each platform: kinds and their shares.
KINDS: dict[str, dict[str, float]] = {
    "facebook": {"message": 0.5, "comment": 0.44, "review": 0.06},
    "instagram": {"message": 0.4, "comment": 0.6},
    "learning_platform": {"message": 1.0},
}
KINDS_OTHERWISE = {"comment": 1.0}
SPREAD = 0.95
ABUSIVE = 0.03
NO_REPLY_NEEDED = 0.1
ANSWERED_IN_THE_EVENING = 0.14
ASKS_AGAIN_MEANWHILE = 0.16
SAYS_THANKS = 0.2
# An acknowledgement comes after this part of the wait.
ACKNOWLEDGED_AFTER = 0.15
HAS_ANOTHER_QUESTION = 0.08
REGULAR_TROLLS = 5


def invent_conversations(arrivals: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """One row per item of a conversation: `row` and `parent` number the items, sent_at is local time."""
    dice = scene.dice("conversations")
    enquiries = _describe(arrivals, scene, dice)
    first = _items(enquiries, sent_at=enquiries["moment"], direction="inbound", needs_reply=enquiries["needs_reply"])
    first["is_abusive"] = enquiries["is_abusive"]
    parts = [first, _auto_replies(enquiries, dice), _repeats(enquiries, dice), *_replies(enquiries)]
    parts += _afterwards(enquiries, scene, dice)
    items = pd.concat(parts, ignore_index=True)
    return items[items["sent_at"] < scene.exported_at]


def _describe(arrivals: pd.DataFrame, scene: Scene, dice: np.random.Generator) -> pd.DataFrame:
    """What each enquiry is, and when it gets its reply (never, where `replied_at` is blank)."""
    enquiries = arrivals.assign(thread=np.arange(len(arrivals)), kind=_draw_kinds(arrivals, dice))
    pool = enquiries["school_id"].map({key: int(school.pupils * 1.2) for key, school in scene.schools.items()})
    author = (pool * dice.random(len(enquiries)) ** 1.7).astype(int)
    abusive = (enquiries["kind"] == "comment") & (dice.random(len(enquiries)) < ABUSIVE)
    author = author.where(~abusive, -(author % REGULAR_TROLLS) - 1)
    enquiries["author_id"] = enquiries["account_id"] + ":" + (author + 1000).astype(str)
    enquiries["is_abusive"] = abusive
    enquiries["needs_reply"] = ~abusive & (dice.random(len(enquiries)) >= NO_REPLY_NEEDED)
    answered = enquiries["needs_reply"] & (dice.random(len(enquiries)) >= _trait(enquiries, scene, "unanswered"))
    replied, acknowledged = _draw_replies(enquiries, scene, dice)
    enquiries["replied_at"] = replied.where(answered)
    does = dice.random(len(enquiries)) < _trait(enquiries, scene, "acknowledges_first")
    enquiries["acknowledged_at"] = acknowledged.where(answered & does & (acknowledged < replied))
    return _leave_overdue(enquiries, scene)


def _draw_kinds(arrivals: pd.DataFrame, dice: np.random.Generator) -> pd.Series:
    kinds = pd.Series("message", index=arrivals.index)
    for platform, rows in arrivals.groupby("platform").groups.items():
        shares = KINDS.get(str(platform), KINDS_OTHERWISE)
        kinds[rows] = dice.choice(list(shares), len(rows), p=list(shares.values()))
    # Where comments are not shown, people can only write a message.
    return kinds.mask((kinds == "comment") & (arrivals["comments"] != "visible"), "message")


def _trait(enquiries: pd.DataFrame, scene: Scene, name: str) -> pd.Series:
    return enquiries["school_id"].map({key: getattr(school, name) for key, school in scene.schools.items()})


def _draw_replies(enquiries: pd.DataFrame, scene: Scene, dice: np.random.Generator) -> tuple[pd.Series, pd.Series]:
    """When each enquiry would get its reply, and when an acknowledgement that comes before it."""
    wait = _trait(enquiries, scene, "reply_hours") * 60 * dice.lognormal(0, SPREAD, len(enquiries))
    wait *= _slowness(enquiries, scene)
    replied = _after_work(enquiries["school_id"], enquiries["moment"], wait, scene)
    soon = _after_work(enquiries["school_id"], enquiries["moment"], wait * ACKNOWLEDGED_AFTER, scene)
    evening = enquiries["moment"] + pd.to_timedelta(dice.exponential(1500, len(enquiries)).round() + 60, unit="s")
    in_the_evening = enquiries["moment"].dt.hour.between(16, 21) & (
        dice.random(len(enquiries)) < ANSWERED_IN_THE_EVENING
    )
    return replied.mask(in_the_evening, np.minimum(evening, replied)), soon


def _after_work(schools: pd.Series, moments: pd.Series, work: pd.Series, scene: Scene) -> pd.Series:
    """The moments by which `work` minutes of each school's opening time have passed."""
    done = [
        scene.calendars[str(school_id)].opening.later(moments[rows], work[rows].to_numpy())
        for school_id, rows in schools.groupby(schools).groups.items()
    ]
    return pd.concat(done).reindex(moments.index)


def _slowness(enquiries: pd.DataFrame, scene: Scene) -> pd.Series:
    """How many times longer than usual a wait is, as the stories tell."""
    times = pd.Series(1.0, index=enquiries.index)
    for story in tell("slow_replies"):
        begins, ends = scene.when(story, story["school"])
        own = enquiries["school_id"] == story["school"]
        gone = ((enquiries["moment"] - begins) / (ends - begins)).clip(lower=0)
        slower = 1 + gone * (story["times"] - 1)
        times = times.mask(own, slower.mask(gone >= 1, story["then"]))
    return times


def _leave_overdue(enquiries: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    """The newest of some age wait still, as the stories tell."""
    for story in tell("overdue_enquiries"):
        days = scene.calendars[story["school"]].past
        working_days = days.loc[days["is_working_day"], "day"].iloc[::-1]
        newest = working_days.iloc[story["working_days_ago"]]
        own = enquiries[(enquiries["account_id"] == story["account"]) & (enquiries["moment"] < newest)]
        waiting = own[(own["kind"] != "review") & ~own["is_abusive"]].nlargest(story["count"], "moment").index
        enquiries.loc[waiting, "needs_reply"] = True
        enquiries.loc[waiting, "replied_at"] = pd.NaT
    return enquiries


def _items(enquiries: pd.DataFrame, **columns: Any) -> pd.DataFrame:
    """Items of these enquiries' threads; unless told otherwise by the person who asked, in the kind they asked in."""
    kept = ["account_id", "school_id", "platform", "thread", "kind", "author_id"]
    return enquiries[kept].assign(answers=False, automatic=False, acknowledgement=False, is_abusive=False, **columns)


def _outbound(enquiries: pd.DataFrame, sent_at: pd.Series, **columns: Any) -> pd.DataFrame:
    return _items(enquiries, sent_at=sent_at, direction="outbound").assign(
        kind="reply", author_id=None, answers=True, **columns
    )


def _auto_replies(enquiries: pd.DataFrame, dice: np.random.Generator) -> pd.DataFrame:
    asked = enquiries[enquiries["auto_reply"] & (enquiries["kind"] == "message")]
    seconds = pd.to_timedelta(dice.integers(3, 40, len(asked)), unit="s")
    return _outbound(asked, asked["moment"] + seconds, automatic=True)


def _repeats(enquiries: pd.DataFrame, dice: np.random.Generator) -> pd.DataFrame:
    """Some write again before they are answered: the same enquiry."""
    again = enquiries[enquiries["needs_reply"] & (dice.random(len(enquiries)) < ASKS_AGAIN_MEANWHILE)]
    sent_at = again["moment"] + pd.to_timedelta(dice.exponential(5400, len(again)).round() + 30, unit="s")
    meanwhile = again["replied_at"].isna() | (sent_at < again["replied_at"])
    return _items(again[meanwhile], sent_at=sent_at[meanwhile], direction="inbound", needs_reply=True)


def _replies(enquiries: pd.DataFrame) -> list[pd.DataFrame]:
    answered = enquiries[enquiries["replied_at"].notna()]
    first = answered[answered["acknowledged_at"].notna()]
    return [
        _outbound(answered, answered["replied_at"]),
        _outbound(first, first["acknowledged_at"], acknowledgement=True),
    ]


def _afterwards(enquiries: pd.DataFrame, scene: Scene, dice: np.random.Generator) -> list[pd.DataFrame]:
    """Thanks, which need no reply, and further questions, which do and get one."""
    answered = enquiries[enquiries["replied_at"].notna()]
    luck = dice.random(len(answered))
    sent_at = answered["replied_at"] + pd.to_timedelta(dice.exponential(4000, len(answered)).round() + 20, unit="s")
    thanks, asks = luck < SAYS_THANKS, (luck >= SAYS_THANKS) & (luck < SAYS_THANKS + HAS_ANOTHER_QUESTION)
    wait = pd.Series(dice.lognormal(0, SPREAD, len(answered)) * 120, index=answered.index)
    replied = _after_work(answered["school_id"][asks], sent_at[asks], wait[asks], scene)
    return [
        _items(answered[thanks], sent_at=sent_at[thanks], direction="inbound", needs_reply=False),
        _items(answered[asks], sent_at=sent_at[asks], direction="inbound", needs_reply=True),
        _outbound(answered[asks], replied),
    ]
