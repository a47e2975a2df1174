"""Every invented row is one that the contract takes, and speaks of schools, accounts and people that are there."""

import pandas as pd
import pytest

from pipelines.contract import load_contract
from pipelines.demo.scene import Scene
from pipelines.demo.trust import tell

CONTRACT = load_contract()
LOOKING_AHEAD = {"next_review_on", "expires_on", "student_access_on"}
Tables = dict[str, pd.DataFrame]


@pytest.fixture(params=sorted(CONTRACT))
def name(request: pytest.FixtureRequest) -> str:
    return request.param


def test_required_columns_are_filled(name: str, tables: Tables):
    for column in CONTRACT[name].columns.values():
        if column.required:
            assert tables[name][column.name].notna().all(), column.name


def test_values_are_among_the_allowed(name: str, tables: Tables):
    for column in CONTRACT[name].columns.values():
        if column.allowed and column.name in tables[name]:
            given = tables[name][column.name].dropna().astype(str).str.split(";" if column.type == "list" else "\n")
            assert set(given.explode()) <= set(column.allowed), column.name


def test_no_two_rows_have_the_same_key(name: str, tables: Tables):
    # Term dates without a school speak for all schools in their folder, so that the folder tells them apart.
    key = [*CONTRACT[name].key, *(["folder"] if name == "term_dates" else [])]
    assert not tables[name].duplicated(key).any()


def test_nothing_is_known_after_the_morning_of_the_exports(name: str, tables: Tables, scene: Scene):
    if name == "term_dates":
        return
    for column in CONTRACT[name].columns.values():
        if column.type in ("date", "timestamp") and column.name in tables[name] and column.name not in LOOKING_AHEAD:
            assert not (pd.to_datetime(tables[name][column.name]) > scene.exported_at).any(), column.name


def test_every_school_is_on_the_register(name: str, tables: Tables, scene: Scene):
    if "school_id" in tables[name]:
        assert set(tables[name]["school_id"].dropna()) <= set(scene.schools)


def test_school_numbers_belong_to_no_school(scene: Scene):
    assert all(len(school_id) == 6 and school_id.startswith("9") for school_id in scene.schools)


def test_accounts_are_on_the_register_but_for_the_one_nobody_registered(name: str, tables: Tables):
    if "account_id" in tables[name]:
        unknown = set(tables[name]["account_id"].dropna()) - set(tables["accounts"]["account_id"])
        assert unknown <= {story["account"] for story in tell("unregistered_account")}


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("account_access", "person_id"),
        ("accounts", "owner_id"),
        ("training", "person_id"),
        ("acknowledgements", "person_id"),
        ("monitoring", "checked_by"),
    ],
)
def test_people_are_on_the_roster(table: str, column: str, tables: Tables):
    assert set(tables[table][column].dropna()) <= set(tables["people"]["person_id"])


def test_who_writes_for_a_school_is_on_its_roster(tables: Tables):
    activity = tables["activity"]
    named = activity[(activity["direction"] == "outbound") & activity["author_id"].notna()]
    assert len(named) > 20_000
    assert set(named["author_id"]) <= set(tables["people"]["person_id"])


def test_roles_are_those_of_the_roster(tables: Tables):
    roles = set(CONTRACT["people"].columns["role"].allowed)
    for table, rows in tables.items():
        for column in rows.columns[rows.columns.str.endswith("_role")]:
            assert set(rows[column].dropna()) <= roles, (table, column)


def test_a_reply_answers_something_earlier_in_its_thread(tables: Tables):
    activity = tables["activity"]
    replies = activity[activity["kind"] == "reply"]
    answered = replies.merge(
        activity, left_on=["account_id", "in_reply_to"], right_on=["account_id", "item_id"], how="left"
    )
    assert (answered["thread_id_x"] == answered["thread_id_y"]).all()
    assert (answered["sent_at_x"] >= answered["sent_at_y"]).all()
    assert (answered["direction_y"] == "inbound").all()


def test_steps_of_an_incident_come_in_order(tables: Tables):
    incidents = tables["incidents"]
    assert not (incidents["reported_at"] < incidents["occurred_at"]).any()
    for later in ("assessed_at", "dsl_informed_at", "removal_requested_at", "closed_at"):
        assert not (incidents[later] < incidents["reported_at"]).any()


def test_moderation_acts_on_items_that_were_there(tables: Tables):
    acted = tables["moderation"].merge(tables["activity"], on=["account_id", "item_id"], how="left")
    assert (acted["posted_at"] == acted["sent_at"]).all()
    assert (acted["acted_at"] >= acted["posted_at"]).all()


def test_access_ends_after_it_begins(tables: Tables):
    access = tables["account_access"]
    assert not (access["revoked_on"] <= access["granted_on"]).any()


def test_a_post_is_held_by_one_person_after_another(tables: Tables):
    people = tables["people"].sort_values(["school_id", "post", "started_on"])
    followed_by = people.groupby(["school_id", "post"])["started_on"].shift(-1)
    followed = people[followed_by.notna()]
    assert (followed["left_on"] < followed_by[followed.index]).all()


def test_counts_never_exceed_those_they_are_out_of(tables: Tables):
    for table, part, whole in (("audience_returns", "completed", "eligible"), ("education", "attended", "eligible")):
        assert (tables[table][part] <= tables[table][whole]).all()
