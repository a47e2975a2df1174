"""The warehouse: one truth per entity, and whose it is."""

from datetime import date, datetime

import pytest

from tests.journey.asking import ACCOUNT, INCIDENT, ITEM, SCHOOL, ask
from tests.staged_tables import read_table


def test_history_follows_a_school_that_changed_its_id():
    schools = [SCHOOL | {"school_id": "new", "predecessor_id": "old"}, SCHOOL | {"school_id": "other"}]
    tables = {
        "schools": schools,
        "accounts": [ACCOUNT | {"school_id": "old"}],
        "activity": [ITEM],
        "incidents": [INCIDENT | {"school_id": "old"}],
    }
    for table in ("accounts", "activity", "incidents"):
        assert ask(f"select school_id from warehouse.{table}", **tables) == [("new",)]


@pytest.mark.parametrize(
    ("predecessors", "ids"),
    [
        ({"a": None}, {"a": "a"}),
        ({"b": "a"}, {"a": "b", "b": "b"}),
        ({"a": None, "b": "a"}, {"a": "b", "b": "b"}),
        ({"a": None, "b": "a", "c": "b"}, {"a": "c", "b": "c", "c": "c"}),
        ({"a": "a"}, {"a": "a"}),
        ({"a": "b", "b": "a"}, {"a": "a", "b": "b"}),
        ({"a": "b", "b": "c", "c": "a"}, {"a": "a", "b": "b", "c": "c"}),
        ({"b": "a", "c": "a"}, {"a": "b", "b": "b", "c": "c"}),
    ],
    ids=["none", "old id gone", "both on the register", "twice", "itself", "each other", "circle", "two successors"],
)
def test_an_id_means_the_school_that_it_became(predecessors, ids):
    schools = [SCHOOL | {"school_id": name, "predecessor_id": before} for name, before in predecessors.items()]
    tables = {"schools": schools}
    assert dict(ask("select any_id, school_id from warehouse.school_ids", **tables)) == ids
    known = {school_id for (school_id,) in ask("select school_id from warehouse.schools", **tables)}
    assert known == set(ids.values())


def test_activity_of_an_account_off_the_register_is_kept_with_its_folder_s_school():
    schools = [SCHOOL, SCHOOL | {"school_id": "t"}]
    activity = [ITEM, ITEM | {"account_id": "b", "_school_id": "t"}, ITEM | {"account_id": "c"},
                ITEM | {"account_id": "d", "_school_id": "unknown"}]  # fmt: skip
    select = "select account_id, school_id, is_registered from warehouse.accounts order by account_id"
    assert ask(select, schools=schools, accounts=[ACCOUNT], activity=activity) == [
        ("a", "s", True),
        ("b", "t", False),
        ("c", None, False),
        ("d", None, False),
    ]
    assert ask("select count(*) from warehouse.activity", schools=schools, activity=activity) == [(4,)]
    only = "select school_id, is_registered from warehouse.accounts"
    assert ask(only, schools=[SCHOOL], activity=[ITEM]) == [("s", False)]


def test_every_role_is_in_a_group():
    roles = {
        "staff": ["headteacher", "principal", "deputy_headteacher", "senior_leader", "dsl", "business_manager",
                  "it_technician", "teacher", "support"],
        "governors": ["governor", "chair"],
        "volunteers": ["volunteer"],
        "contractors": ["contractor", "agency"],
        "students": ["student"],
        "parents": ["parent"],
    }  # fmt: skip
    people = [
        {"person_id": role, "school_id": "s", "role": role, "started_on": "2025-09-01"}
        for group in roles.values()
        for role in group
    ]
    found = ask("select role_group, role from warehouse.people", schools=[SCHOOL], people=people)
    assert sorted(found) == sorted((group, role) for group, members in roles.items() for role in members)


def test_lists_become_rows():
    incident = INCIDENT | {"category": "impersonation;other;data_breach", "referred_to": "police;lado"}
    tables = {"schools": [SCHOOL], "incidents": [incident, INCIDENT | {"incident_id": "j"}]}
    categories = "select incident_id, category, risk_area from warehouse.incident_categories order by all"
    assert ask(categories, **tables) == [
        ("i", "data_breach", "outside"),
        ("i", "impersonation", "contact"),
        ("i", "other", "outside"),
        ("j", "other", "outside"),
    ]
    assert ask("select incident_id, agency from warehouse.incident_referrals order by all", **tables) == [
        ("i", "lado"),
        ("i", "police"),
    ]
    first = """
        select incident_id, first_category, first_risk_area, category_count, referral_count
        from mart.incidents order by all
    """
    assert ask(first, **tables) == [("i", "impersonation", "contact", 3, 2), ("j", "other", "outside", 1, 0)]


@pytest.mark.parametrize(
    ("table", "row", "on"),
    [
        ("reports", {"report_id": "r", "audience": "board", "presented_on": "2026-03-02"}, "presented_on"),
        ("events", {"label": "New platform", "happened_on": "2026-03-02"}, "happened_on"),
    ],
)
def test_a_report_or_event_without_a_school_is_that_of_every_school_in_its_folder(table, row, on):
    schools = [SCHOOL | {"school_id": "n", "_folder": "north"}, SCHOOL | {"school_id": "w", "_folder": "west"}]
    select = f"select school_id from warehouse.{table} order by all"
    assert ask(select, schools=schools, **{table: [row | {"_folder": "north"}]}) == [("n",)]
    assert ask(select, schools=schools, **{table: [row]}) == [("n",), ("w",)]
    assert ask(select, schools=schools, **{table: [row | {"school_id": "w", "_folder": "north"}]}) == [("w",)]


def test_coverage_is_what_returns_say_and_what_rows_reach_across():
    tables = {
        "schools": [SCHOOL],
        "accounts": [ACCOUNT],
        "activity": [ITEM, ITEM | {"item_id": "2", "sent_at": "2026-03-05 23:30"}],
        "people": [{"person_id": "p", "school_id": "s", "role": "teacher", "started_on": "2024-09-01"}],
        "training": [{"person_id": "p", "course": "x", "module": "other", "completed_on": "2026-01-05"}],
        "returns": read_table("""
            school_id | dataset   | covers_from | covers_to  | declared_on
            s         | incidents | 2025-09-01  | 2025-12-31 | 2026-01-10
            s         | incidents | 2026-01-01  | 2026-03-31 | 2026-04-01
            s         | accounts  | 2026-01-01  | 2026-03-31 |
        """),
    }
    select = "select dataset, source, covers_from, covers_to from warehouse.coverage order by dataset, source"
    assert ask(select, **tables) == [
        ("accounts", "return", date(2026, 1, 1), date(2026, 3, 31)),
        ("accounts", "rows", date(2025, 9, 1), date(2026, 3, 6)),
        ("activity", "rows", date(2026, 3, 2), date(2026, 3, 5)),
        ("enquiries", "rows", date(2026, 3, 2), date(2026, 3, 5)),
        ("incidents", "return", date(2025, 9, 1), date(2025, 12, 31)),
        ("people", "rows", date(2024, 9, 1), date(2026, 3, 6)),
        ("training", "rows", date(2026, 1, 5), date(2026, 1, 5)),
    ]


def test_instants_keep_their_local_day_and_minute():
    tables = {"schools": [SCHOOL], "accounts": [ACCOUNT], "activity": [ITEM | {"sent_at": "2025-10-01 00:30"}]}
    assert ask("select sent_at, sent_on, sent_minute from warehouse.activity", **tables) == [
        (datetime(2025, 9, 30, 23, 30), date(2025, 10, 1), 30.0)
    ]
