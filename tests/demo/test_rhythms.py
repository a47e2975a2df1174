"""The demonstration lives as schools do: terms and holidays, weekdays and evenings, waits that differ but modestly."""

import pandas as pd

from pipelines.demo.scene import Scene

Tables = dict[str, pd.DataFrame]


def inbound(tables: Tables) -> pd.DataFrame:
    activity = tables["activity"]
    return activity[activity["direction"] == "inbound"]


def first_answers(tables: Tables) -> pd.DataFrame:
    """One row per thread: who was asked, when, and when the first person answered (blank: nobody yet)."""
    asked = inbound(tables)
    asked = asked[asked["needs_reply"].eq(True) & (asked["kind"] != "review")]
    asked = asked.groupby(["school_id", "account_id", "thread_id"])["sent_at"].min().rename("asked_at")
    activity = tables["activity"]
    is_no_answer = activity["automatic"].eq(True) | activity["acknowledgement"].eq(True)
    replies = activity[(activity["kind"] == "reply") & ~is_no_answer]
    answered = replies.groupby("thread_id")["sent_at"].min().rename("answered_at")
    return asked.reset_index().merge(answered, on="thread_id", how="left")


def test_volume_is_that_of_a_trust_not_of_a_toy(tables: Tables):
    assert 50_000 <= len(tables["activity"]) <= 110_000
    assert 15_000 <= len(tables["monitoring"]) <= 26_000
    assert 800 <= len(tables["people"]) <= 1_100
    assert 200 <= len(tables["incidents"]) <= 500


def test_holidays_are_quiet(tables: Tables, scene: Scene):
    days = scene.calendars["900101"].past.set_index("day")
    a_day = inbound(tables)["sent_at"].dt.normalize().value_counts().reindex(days.index, fill_value=0)
    in_august = a_day[(a_day.index.month == 8)].mean()
    assert in_august < 0.3 * a_day[days["is_school_day"]].mean()


def test_no_check_and_no_post_on_a_closed_day_but_for_the_school_that_promises_weekdays(tables: Tables, scene: Scene):
    posts = tables["activity"][tables["activity"]["kind"] == "post"].assign(at=lambda rows: rows["sent_at"])
    checks = tables["monitoring"].assign(at=lambda rows: rows["checked_at"])
    for school_id, calendar in scene.calendars.items():
        closed = calendar.past.loc[~calendar.past["is_school_day"], "day"]
        for rows in (posts, checks):
            own = rows.loc[rows["school_id"] == school_id, "at"].dt.normalize()
            assert own.isin(closed).any() == (rows is checks and school_id == "990202")


def test_mondays_are_busier_than_saturdays_and_the_evening_than_the_night(tables: Tables):
    sent_at = inbound(tables)["sent_at"]
    weekday, hour = sent_at.dt.day_of_week.value_counts(), sent_at.dt.hour.value_counts()
    assert weekday[0] > 2 * weekday[5]
    assert hour[20] > 5 * hour.get(3, 0)


def test_many_write_out_of_hours_and_some_are_answered_then(tables: Tables):
    asked = first_answers(tables)
    by_night = asked[(asked["asked_at"].dt.hour >= 18) | (asked["asked_at"].dt.hour < 7)]
    assert 0.2 < len(by_night) / len(asked) < 0.5
    answered_by_evening = by_night["answered_at"].dt.hour >= 18
    assert 0.02 < answered_by_evening.mean() < 0.2
    assert not asked["answered_at"].dt.hour.isin(range(1, 6)).any()


def test_some_are_never_answered_more_at_the_weakest_school_than_at_the_best(tables: Tables, scene: Scene):
    asked = first_answers(tables)
    old = asked[asked["asked_at"] < scene.exported_at - pd.Timedelta(days=60)]
    never = old["answered_at"].isna().groupby(old["school_id"]).mean()
    assert never.min() < 0.02
    assert 0.04 < never.max() < 0.1


def test_schools_differ_modestly(tables: Tables):
    asked = first_answers(tables)
    hours = (asked["answered_at"] - asked["asked_at"]) / pd.Timedelta(hours=1)
    typical = hours.groupby(asked["school_id"]).median()
    assert 12 < typical.min() < typical.max() < 48
    assert typical.max() < 3 * typical.min()


def test_automatic_replies_come_at_once_and_are_marked(tables: Tables):
    activity = tables["activity"]
    automatic = activity[activity["automatic"].eq(True)]
    asked = activity[["item_id", "sent_at"]].rename(columns={"item_id": "in_reply_to", "sent_at": "asked_at"})
    automatic = automatic.merge(asked, on="in_reply_to")
    assert len(automatic) > 500
    assert (automatic["sent_at"] - automatic["asked_at"] < pd.Timedelta(minutes=1)).all()


def test_pictures_of_learners_mostly_have_written_consent(tables: Tables):
    posts = tables["activity"][tables["activity"]["kind"] == "post"]
    pictured = posts["has_learner_image"].eq(True)
    consent = posts.loc[pictured, "consent"].value_counts(normalize=True)
    assert posts.loc[~pictured, "consent"].isna().all()
    assert consent["written"] > 0.9
    assert 0 < consent["none"] < 0.03


def test_two_manage_each_account_at_the_end_but_where_a_story_says_one(tables: Tables):
    access, accounts = tables["account_access"], tables["accounts"]
    standing = access[(access["access"] == "manager") & access["revoked_on"].isna()]
    managers = standing.groupby("account_id")["person_id"].nunique()
    open_accounts = accounts.loc[accounts["closed_on"].isna(), "account_id"]
    assert list(managers[managers < 2].index) == ["dyffryn-x"]
    assert set(managers.index) == set(open_accounts)


def test_clock_changes_leave_no_time_that_no_clock_showed(tables: Tables):
    sent_at = tables["activity"]["sent_at"]
    sent_at.dt.tz_localize("Europe/London", ambiguous=sent_at.notna().to_numpy(), nonexistent="raise")
