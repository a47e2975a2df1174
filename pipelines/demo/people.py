"""Owns who works, governs and helps in each school, and who follows whom in a post; knows no account and no training.

A post ("900101/teacher 3") outlives the people in it: when one leaves, the next begins on the following day.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd

from pipelines.demo.scene import Scene
from pipelines.demo.trust import School, read_words, tell

# Per school: posts beside teachers and support staff, who share the school's `staff` in this proportion.
LEADER_POSTS = {"senior_leader": 2, "dsl": 1, "business_manager": 1, "it_technician": 1, "chair": 1}
HELPER_POSTS = {"volunteer": 2, "contractor": 2}
LARGE_POSTS = {"deputy_headteacher": 2, "governor": 9, "agency": 2}
SMALL_POSTS = {"deputy_headteacher": 1, "governor": 7, "agency": 1}
LARGE_FROM_STAFF = 40
TEACHERS = 0.6
# The share who leave at the end of a year; a quarter as many leave at the end of each other term.
LEAVES = {"agency": 0.5, "contractor": 0.2, "volunteer": 0.25, "principal": 0.06, "headteacher": 0.06}
LEAVES_OTHERWISE = 0.1
LONGEST_SERVICE_DAYS = 5000
HEADS = {"snmat": "principal"}


def invent_people(scene: Scene) -> pd.DataFrame:
    """One row per person and school: the contract's columns, and `post`."""
    rows = [row for school in scene.schools.values() for row in _fill_posts(school, scene)]
    people = pd.DataFrame(rows + _list_starters(scene), columns=["school_id", "post", "role", "started_on", "left_on"])
    for column in ("started_on", "left_on"):
        people[column] = pd.to_datetime(people[column]).astype("datetime64[s]")
    people = _share(_name(people, scene))
    dice = scene.dice("family links")
    people["family_link"] = dice.random(len(people)) < 0.06
    declared = people["started_on"] + pd.to_timedelta(dice.integers(0, 20, len(people)), unit="D")
    people["family_link_declared_on"] = declared.where(people["family_link"] & (dice.random(len(people)) < 0.9))
    return people


def list_posts(school: School) -> list[tuple[str, str]]:
    """(post, role) of every post of a school."""
    sized = LARGE_POSTS if school.staff >= LARGE_FROM_STAFF else SMALL_POSTS
    teachers = round(school.staff * TEACHERS)
    counts = {HEADS.get(school.policy, "headteacher"): 1, **LEADER_POSTS, **HELPER_POSTS, **sized}
    counts |= {"teacher": teachers, "support": school.staff - teachers}
    return [(f"{role} {number + 1}", role) for role, count in counts.items() for number in range(count)]


def _fill_posts(school: School, scene: Scene) -> Iterator[tuple[str, str, str, date, date | None]]:
    dice, first_day = scene.dice("posts", school.school_id), scene.first_day.date()
    told = {
        story["post"]: [scene.when(story, school.school_id)[1].date() - timedelta(days=3)]
        for story in tell("leaver_keeps_access", school=school.school_id)
    }
    for post, role in list_posts(school):
        started = first_day - timedelta(days=int(dice.integers(30, LONGEST_SERVICE_DAYS)))
        for left in told.get(post) or _draw_ends(role, first_day, scene.as_at, dice):
            yield school.school_id, post, role, started, left
            started = left + timedelta(days=1)
        yield school.school_id, post, role, started, None


def _draw_ends(role: str, first_day: date, as_at: date, dice: np.random.Generator) -> list[date]:
    """The ends of term on which someone leaves this post."""
    a_year = LEAVES.get(role, LEAVES_OTHERWISE)
    ends = []
    for year in range(first_day.year, as_at.year + 1):
        for month, share in ((3, a_year / 4), (8, a_year), (12, a_year / 4)):
            end = date(year, month, 31)
            if first_day < end < as_at and dice.random() < share:
                ends.append(end)
    return ends


def _list_starters(scene: Scene) -> list[tuple[str, str, str, date, None]]:
    """The stories' newcomers, in posts that are new as well."""
    return [
        (school_id, f"new support {number + 1}", "support", scene.as_at - timedelta(story["days_ago"] - number), None)
        for story in tell("starters_in_grace")
        for school_id, count in story["schools"].items()
        for number in range(count)
    ]


def _name(people: pd.DataFrame, scene: Scene) -> pd.DataFrame:
    words, dice = read_words(), scene.dice("names")
    group = people["school_id"].map({school_id: scene.group_of(school_id) for school_id in scene.schools})
    number = pd.Series(dice.permutation(np.arange(10_000, 10_000 + 9 * len(people), 9)))
    first, last = (pd.Series(dice.choice(words[kind], len(people))) for kind in ("first_names", "last_names"))
    plain = (first + "." + last).str.normalize("NFKD").str.encode("ascii", "ignore").str.decode("ascii").str.lower()
    return people.assign(
        person_id=group.map(lambda one: one.prefix) + "-" + number.astype(str),
        name=first + " " + last,
        email=plain + (number % 1000).astype(str) + "@" + group.map(lambda one: one.domain),
    )


def _share(people: pd.DataFrame) -> pd.DataFrame:
    """Give the stories' shared posts to one person: the holder in the first school, the same days in the second."""
    for story in tell("works_in_two_schools"):
        first, second = story["schools"]
        holders = people[(people["school_id"] == first) & (people["post"] == story["post"])]
        replaced = (people["school_id"] == second) & (people["post"] == story["post"])
        people = pd.concat([people[~replaced], holders.assign(school_id=second)], ignore_index=True)
    return people
