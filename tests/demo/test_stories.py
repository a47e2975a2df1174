"""Each story that stories.toml tells can be found in the invented tables, by the question a governor would ask."""

import sys

import pandas as pd
import pytest

from pipelines.demo.scene import Scene
from pipelines.demo.trust import Story, read_stories, tell

Tables = dict[str, pd.DataFrame]


def only(kind: str) -> Story:
    (story,) = tell(kind)
    return story


def during(rows: pd.DataFrame, column: str, story: Story, scene: Scene) -> pd.DataFrame:
    """The rows of a story's school within its time."""
    begins, ends = scene.when(story, story["school"])
    return rows[(rows["school_id"] == story["school"]) & (rows[column] >= begins) & (rows[column] < ends)]


@pytest.mark.parametrize("kind", sorted(read_stories()))
def test_every_story_is_told_in_a_sentence_and_has_a_test(kind: str):
    assert all(story["finding"].endswith(".") for story in tell(kind))
    assert hasattr(sys.modules[__name__], f"test_{kind}")


def share_of_days_checked(
    tables: Tables, scene: Scene, school_id: str, begins: pd.Timestamp, ends: pd.Timestamp
) -> float:
    days = scene.calendars[school_id].past
    days = set(days.loc[days["is_school_day"] & (days["day"] >= begins) & (days["day"] < ends), "day"])
    checks = tables["monitoring"]
    checks = checks[(checks["school_id"] == school_id) & (checks["kind"] == "account_check")]
    seen = checks.assign(day=checks["checked_at"].dt.normalize()).drop_duplicates(["account_id", "day"])
    return seen["day"].isin(days).sum() / (len(days) * checks["account_id"].nunique())


def test_poor_cover(tables: Tables, scene: Scene):
    story = only("poor_cover")
    begins, ends = scene.when(story, story["school"])
    told = share_of_days_checked(tables, scene, story["school"], begins, ends)
    before = share_of_days_checked(tables, scene, story["school"], scene.first_day, begins)
    assert told < 0.4 < 0.75 < before


def test_no_monitoring_return(tables: Tables, scene: Scene):
    story = only("no_monitoring_return")
    assert during(tables["monitoring"], "checked_at", story, scene).empty
    returns = tables["returns"][tables["returns"]["dataset"] == "monitoring"]
    assert during(returns, "covers_from", story, scene).empty
    assert not returns[returns["school_id"] == story["school"]].empty


def test_no_incident_return(tables: Tables, scene: Scene):
    story = only("no_incident_return")
    returns = tables["returns"][tables["returns"]["dataset"] == "incidents"]
    assert during(returns, "covers_from", story, scene).empty
    assert during(tables["incidents"], "reported_at", story, scene).empty


def test_unchecked_account(tables: Tables, scene: Scene):
    story = only("unchecked_account")
    checks = tables["monitoring"][tables["monitoring"]["account_id"] == story["account"]]
    days = scene.calendars[story["school"]].past
    since = days[(days["day"] > checks["checked_at"].max()) & days["is_school_day"]]
    assert len(since) >= story["school_days"] > 5


def test_leaver_keeps_access(tables: Tables):
    access = tables["account_access"].merge(tables["people"][["person_id", "school_id", "left_on"]], on="person_id")
    kept = access[access["left_on_y"].notna() & access["revoked_on"].isna()]
    assert list(kept["account_id"]) == [only("leaver_keeps_access")["account"]]
    written = tables["activity"][tables["activity"]["author_id"].isin(kept["person_id"])]
    assert (written["sent_at"] <= kept["left_on_y"].iloc[0]).all()


def test_single_manager(tables: Tables):
    access = tables["account_access"]
    standing = access[(access["access"] == "manager") & access["revoked_on"].isna()]
    counts = standing["account_id"].value_counts()
    assert list(counts[counts == 1].index) == [only("single_manager")["account"]]


def test_approved_late(tables: Tables):
    accounts = tables["accounts"]
    late = accounts[accounts["approved_on"] > accounts["opened_on"]]
    assert list(late["account_id"]) == [only("approved_late")["account"]]


def test_never_approved(tables: Tables):
    accounts = tables["accounts"]
    assert list(accounts.loc[accounts["approved_on"].isna(), "account_id"]) == [only("never_approved")["account"]]


def test_unregistered_account(tables: Tables):
    activity = tables["activity"]
    seen = activity[~activity["account_id"].isin(tables["accounts"]["account_id"])]
    assert set(seen["account_id"]) == {only("unregistered_account")["account"]}
    assert {"inbound", "outbound"} <= set(seen["direction"])


def test_untrained_runner(tables: Tables):
    access, training = tables["account_access"], tables["training"]
    trained = training.loc[training["module"] == "account_runner", "person_id"]
    untrained = access[~access["person_id"].isin(trained)]
    assert set(untrained["account_id"]) == {only("untrained_runner")["account"]}


def test_unauthorised_post(tables: Tables):
    activity, access = tables["activity"], tables["account_access"]
    written = activity[(activity["direction"] == "outbound") & activity["author_id"].notna()]
    granted = set(zip(access["account_id"], access["person_id"], strict=True))
    without = [pair for pair in zip(written["account_id"], written["author_id"], strict=True) if pair not in granted]
    assert [account for account, _ in without] == [only("unauthorised_post")["account"]]


def typical_hours(tables: Tables, school_id: str, begins: pd.Timestamp, ends: pd.Timestamp) -> float:
    """Median hours from each answered enquiry of a school to its first answer by a person."""
    activity = tables["activity"][tables["activity"]["school_id"] == school_id]
    asked = activity[(activity["direction"] == "inbound") & activity["sent_at"].between(begins, ends)]
    asked = asked.groupby("thread_id")["sent_at"].min()
    replied = (
        activity[(activity["kind"] == "reply") & activity["automatic"].eq(False)].groupby("thread_id")["sent_at"].min()
    )
    return ((replied - asked).dropna() / pd.Timedelta(hours=1)).median()


def test_slow_replies(tables: Tables, scene: Scene):
    story = only("slow_replies")
    begins, ends = scene.when(story, story["school"])
    half = begins + (ends - begins) / 2
    before = typical_hours(tables, story["school"], scene.first_day, begins)
    at_last = typical_hours(tables, story["school"], half, ends)
    since = typical_hours(tables, story["school"], ends, scene.exported_at)
    assert since < before * 1.1 < at_last / 1.7
    events = tables["events"]
    assert list(events.loc[events["rebase"], "happened_on"]) == [ends]


def test_overdue_enquiries(tables: Tables, scene: Scene):
    activity = tables["activity"]
    for story in tell("overdue_enquiries"):
        own = activity[activity["account_id"] == story["account"]]
        answered = own.loc[(own["kind"] == "reply") & own["automatic"].eq(False), "thread_id"]
        waiting = own[(own["direction"] == "inbound") & own["needs_reply"].eq(True) & ~own["thread_id"].isin(answered)]
        days = scene.calendars[story["school"]].past
        working_days = days.loc[days["is_working_day"], "day"].iloc[::-1]
        overdue = waiting[waiting["sent_at"] < working_days.iloc[story["working_days_ago"]]]
        recent = overdue[overdue["sent_at"] > scene.exported_at - pd.Timedelta(days=45)]
        assert recent["thread_id"].nunique() >= story["count"]


def test_incident_spike(tables: Tables, scene: Scene):
    story = only("incident_spike")
    own = tables["incidents"][tables["incidents"]["school_id"] == story["school"]]
    half_terms = [scene.calendars[story["school"]].span(number) for number in range(-8, 1)]
    counts = [own["reported_at"].between(begins, ends).sum() for begins, ends in half_terms]
    told = counts[8 + story["half_term"]]
    assert told >= story["count"]
    assert told > 2 * sorted(counts)[-2]


def test_slow_acknowledgement(tables: Tables, scene: Scene):
    story = only("slow_acknowledgement")
    versions = tables["policy_versions"]
    newest = versions[versions["policy"] == story["policy"]].nlargest(1, "issued_on").iloc[0]
    staff = tables["people"][tables["people"]["left_on"].isna() & tables["people"]["role"].isin(["teacher", "support"])]
    acknowledged = tables["acknowledgements"]
    read_it = acknowledged.loc[acknowledged["version"] == newest["version"], "person_id"]
    share = staff["person_id"].isin(read_it).groupby(staff["school_id"]).mean()
    begins, ends = scene.when(story, next(iter(story["schools"])))
    assert begins < newest["issued_on"] < ends
    assert share["900110"] + 0.15 < share["900102"] < 0.95


def test_review_overdue(tables: Tables, scene: Scene):
    newest = tables["policy_versions"].sort_values("issued_on").groupby("policy")["next_review_on"].last()
    assert newest[only("review_overdue")["policy"]] < scene.exported_at
    assert newest["snmat"] > scene.exported_at


def test_starters_in_grace(tables: Tables, scene: Scene):
    story = only("starters_in_grace")
    people = tables["people"]
    new = people[people["started_on"] > scene.exported_at - pd.Timedelta(days=14)]
    assert new["school_id"].value_counts().to_dict() == dict(story["schools"])


def test_works_in_two_schools(tables: Tables):
    schools = tables["people"].groupby("person_id")["school_id"].agg(list)
    shared = schools[schools.str.len() > 1]
    assert {tuple(pair) for pair in shared} == {tuple(only("works_in_two_schools")["schools"])}


def test_nil_incidents(tables: Tables, scene: Scene):
    school_id = only("nil_incidents")["school"]
    returns, incidents = tables["returns"], tables["incidents"]
    declared = returns[(returns["school_id"] == school_id) & (returns["dataset"] == "incidents")]
    assert len(declared) == scene.calendars[school_id].present + 1
    assert (incidents["school_id"] == school_id).sum() < len(declared) / 2


def test_few_enquiries(tables: Tables, scene: Scene):
    school_id = only("few_enquiries")["school"]
    activity = tables["activity"]
    asked = activity[(activity["school_id"] == school_id) & (activity["direction"] == "inbound")]
    begins, ends = scene.calendars[school_id].span(-1)
    assert 0 < asked.loc[asked["sent_at"].between(begins, ends), "thread_id"].nunique() < 10


def test_holiday_cover_missing(tables: Tables, scene: Scene):
    story = only("holiday_cover_missing")
    told = during(tables["monitoring"], "checked_at", story, scene)
    pinned = told.loc[told["kind"] == "pinned_notice", "account_id"]
    assert story["account"] not in set(pinned)
    assert not pinned.empty


def test_moved_to_new_inbox(tables: Tables, scene: Scene):
    story = only("moved_to_new_inbox")
    event = tables["events"].set_index("label").loc[story["event"]]
    assert event["happened_on"] == scene.when(story, story["school"])[0]
    assert not event["rebase"]


def test_had_another_number(tables: Tables, scene: Scene):
    story = only("had_another_number")
    (link,) = tables["school_links"].to_dict("records")
    assert (link["old_school_id"], link["new_school_id"]) == (story["old_school_id"], story["school"])
    assert story["old_school_id"] not in scene.schools and link["linked_on"] <= scene.first_day
