"""The warehouse: one truth per entity, whose it is, and nothing that was not known yet at as-at."""

from datetime import date, datetime

import pytest

from pipelines.engines.duckdb import fetch_arrow
from tests.staged_tables import make_warehouse, read_table

AS_AT = "2026-03-06"
SCHOOL = {"school_id": "s", "school_name": "S", "nation": "england", "policy": "barnes"}
ACCOUNT = {"account_id": "a", "school_id": "s", "platform": "x", "opened_on": "2025-09-01"}
ITEM = {"item_id": "1", "account_id": "a", "kind": "post", "direction": "outbound", "sent_at": "2026-03-02 10:00"}
INCIDENT = {"incident_id": "i", "school_id": "s", "category": "other", "reported_at": "2026-03-02 10:00"}


def ask(select, as_at=AS_AT, **tables):
    return [tuple(row.values()) for row in fetch_arrow(make_warehouse(tables, as_at), select).to_pylist()]


# What began after as-at, and the tables that must not have it.
LATER = {
    "accounts": ACCOUNT | {"opened_on": "2026-03-07"},
    "account_access": {"account_id": "a", "person_id": "p", "access": "poster", "granted_on": "2026-03-07"},
    "people": {"person_id": "p", "school_id": "s", "role": "teacher", "started_on": "2026-03-07"},
    "activity": ITEM | {"sent_at": "2026-03-07 00:00"},
    "moderation": {"action_id": "m", "account_id": "a", "category": "spam", "posted_at": "2026-03-07 00:00",
                   "acted_at": "2026-03-07 00:00", "action": "hidden"},
    "monitoring": {"check_id": "c", "school_id": "s", "kind": "account_check", "checked_at": "2026-03-07 00:00",
                   "outcome": "clear"},
    "incidents": INCIDENT | {"reported_at": "2026-03-07 00:00"},
    "training": {"person_id": "p", "course": "x", "module": "other", "completed_on": "2026-03-07"},
    "acknowledgements": {"person_id": "p", "policy": "barnes", "version": "1", "acknowledged_on": "2026-03-07"},
    "audience_returns": {"school_id": "s", "audience": "parents", "measure": "trained", "as_of": "2026-03-07",
                         "eligible": "9", "completed": "1"},
    "policy_versions": {"school_id": "s", "policy": "barnes", "version": "1", "issued_on": "2026-03-07"},
    "education": {"session_id": "e", "school_id": "s", "audience": "parents", "held_on": "2026-03-07"},
    "reports": {"report_id": "r", "school_id": "s", "audience": "board", "presented_on": "2026-03-07"},
    "attestations": {"school_id": "s", "clause": "WG-07", "answer": "yes", "attested_on": "2026-03-07",
                     "attested_by_role": "headteacher"},
    "events": {"school_id": "s", "happened_on": "2026-03-07", "label": "New platform"},
    "returns": {"school_id": "s", "dataset": "incidents", "covers_from": "2026-03-07", "covers_to": "2026-03-31"},
}  # fmt: skip


@pytest.mark.parametrize("table", LATER)
def test_what_began_after_as_at_is_not_known_yet(table):
    tables = {"schools": [SCHOOL], table: [LATER[table]]}
    select = f"select count(*) from warehouse.{table}"
    assert ask(select, **tables) == [(0,)]
    assert ask(select, as_at="2026-03-07", **tables) == [(1,)]


def test_what_happened_later_to_a_thing_is_not_known_yet():
    later = {f"{name}_at": "2026-03-07 09:00" for name in ("assessed", "removed", "evidence_saved", "closed")}
    tables = {
        "schools": [SCHOOL],
        "accounts": [
            ACCOUNT | {"approved_on": "2026-03-07", "approved_by_role": "headteacher", "closed_on": "2026-03-07"}
        ],
        "people": [
            {"person_id": "p", "school_id": "s", "role": "teacher", "started_on": "2025-09-01", "left_on": "2026-03-07"}
        ],
        "incidents": [INCIDENT | later | {"assessed_by_role": "dsl", "investigated_on": "2026-03-07"}],
    }
    incidents = """
        select assessed_at, assessed_on, assessed_minute, assessed_by_role, removed_at, evidence_saved_on,
            closed_minute, investigated_on
        from warehouse.incidents
    """
    accounts = "select approved_on, approved_by_role, closed_on from warehouse.accounts"
    people = "select left_on from warehouse.people"
    assert [ask(select, **tables) for select in (incidents, accounts, people)] == [
        [(None,) * 8],
        [(None,) * 3],
        [(None,)],
    ]
    assert ask(accounts, as_at="2026-03-07", **tables) == [(date(2026, 3, 7), "headteacher", date(2026, 3, 7))]
    assert ask(people, as_at="2026-03-07", **tables) == [(date(2026, 3, 7),)]


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
        ("incidents", "return", date(2025, 9, 1), date(2025, 12, 31)),
        ("people", "rows", date(2024, 9, 1), date(2026, 3, 6)),
        ("training", "rows", date(2026, 1, 5), date(2026, 1, 5)),
    ]


def test_an_account_has_a_row_for_each_day_it_was_open_checked_or_not():
    checks = read_table("""
        check_id | account_id | kind             | checked_at       | checked_by | outcome
        1        | a          | account_check    | 2026-03-03 09:00 | p1         | clear
        2        | a          | account_check    | 2026-03-03 15:00 | p2         | finding
        3        | a          | account_check    | 2026-03-03 16:00 | p2         | clear
        4        | a          | pinned_notice    | 2026-03-05 09:00 | p1         | clear
        5        |            | public_sweep     | 2026-03-04 09:00 | p1         | clear
        6        | a          | account_check    | 2026-03-10 09:00 | p1         | clear
    """)
    tables = {
        "schools": [SCHOOL],
        "accounts": [ACCOUNT | {"opened_on": "2026-03-02", "closed_on": "2026-03-07"}],
        "monitoring": [check | {"school_id": "s"} for check in checks],
        "activity": [ITEM | {"account_id": "unregistered"}],
    }
    select = """
        select dayname(on_date), is_school_day, closed_reason, is_covered, check_count, finding_count, monitor_count,
            has_pinned_notice
        from mart.account_days order by on_date
    """
    assert ask(select, as_at="2026-03-31", **tables) == [
        ("Monday", True, None, False, 0, 0, 0, False),
        ("Tuesday", True, None, True, 3, 1, 2, False),
        ("Wednesday", True, None, True, 0, 0, 0, False),
        ("Thursday", True, None, True, 0, 0, 0, True),
        ("Friday", True, None, True, 0, 0, 0, False),
        ("Saturday", False, "weekend", True, 0, 0, 0, False),
    ]


def test_an_account_still_open_has_days_up_to_as_at():
    days = ask("select min(on_date), max(on_date) from mart.account_days", schools=[SCHOOL], accounts=[ACCOUNT])
    assert days == [(date(2025, 9, 1), date(2026, 3, 6))]


def test_how_long_incidents_waited():
    incidents = read_table("""
        incident_id | reported_at      | assessed_at      | closed_at
        done        | 2026-03-02 16:00 | 2026-03-03 09:00 | 2026-03-04 16:30
        open        | 2026-03-05 16:00 |                  |
        backwards   | 2026-03-05 16:00 | 2026-03-05 15:00 |
    """)
    tables = {"schools": [SCHOOL], "incidents": [INCIDENT | row for row in incidents]}
    done = """
        select incident_id, assessed_elapsed_hours, assessed_working_minutes, assessed_school_days,
            closed_elapsed_hours, closed_working_minutes, closed_school_days
        from mart.incidents order by incident_id
    """
    assert ask(done, **tables) == [
        ("backwards", *[None] * 6),
        ("done", 17.0, 60.0, 1, 48.5, 990.0, 2),
        ("open", *[None] * 6),
    ]
    waiting = """
        select incident_id, is_assessed, is_closed, assessment_waiting_elapsed_hours,
            assessment_waiting_working_minutes, closure_waiting_school_days
        from mart.incidents order by incident_id
    """
    assert ask(waiting, **tables) == [
        ("backwards", True, False, None, None, 1),
        ("done", True, True, 17.0, 60.0, 2),
        ("open", False, False, 32.0, 510.0, 1),
    ]


def test_records_that_contradict_themselves_are_listed_and_kept():
    common = {"account_id": "a", "kind": "message"}
    tables = {
        "schools": [SCHOOL | {"day_start": "16:00", "day_end": "09:00"}],
        "accounts": [ACCOUNT | {"closed_on": "2025-08-31"}, ACCOUNT | {"account_id": "b", "school_id": "elsewhere"}],
        "activity": [
            {**common, "item_id": "1", "direction": "outbound", "sent_at": "2026-03-02 09:00", "in_reply_to": "2"},
            {**common, "item_id": "2", "direction": "inbound", "sent_at": "2026-03-02 10:00"},
        ],
        "incidents": [INCIDENT | {"assessed_at": "2026-03-01 09:00"}],
        "people": [
            {"person_id": "p", "school_id": "s", "role": "dsl", "started_on": "2025-09-01", "left_on": "2025-08-01"}
        ],
        "audience_returns": [LATER["audience_returns"] | {"as_of": "2026-03-02", "completed": "10"}],
    }
    select = "select table_name, record_id, contradiction from mart.contradictions order by all"
    assert ask(select, **tables) == [
        ("accounts", "a", "closed before it opened"),
        ("accounts", "b", "names a school that is not on the register"),
        ("activity", "a/1", "is a reply to an item that was sent after it"),
        ("audience_returns", "parents trained", "counts more people than there are"),
        ("incidents", "i", "was assessed before it was reported"),
        ("people", "p", "left before starting"),
        ("schools", "s", "has a school day that ends before it begins"),
    ]
    assert ask("select count(*) from warehouse.accounts", **tables) == [(2,)]


def test_a_year_whose_terms_are_not_all_given_is_listed():
    autumn = {
        "academic_year": "2025/26",
        "name": "Autumn",
        "kind": "term",
        "starts_on": "2025-09-02",
        "ends_on": "2025-12-19",
    }
    rest = autumn | {"name": "Rest", "starts_on": "2026-01-05", "ends_on": "2026-07-21"}
    select = "select table_name, record_id, contradiction from mart.contradictions"
    assert ask(select, schools=[SCHOOL], term_dates=[autumn]) == [
        ("term_dates", "2025/26", "give fewer than 170 school days for the year")
    ]
    assert ask(select, schools=[SCHOOL], term_dates=[autumn, rest]) == []


def test_instants_keep_their_local_day_and_minute():
    tables = {"schools": [SCHOOL], "accounts": [ACCOUNT], "activity": [ITEM | {"sent_at": "2025-10-01 00:30"}]}
    assert ask("select sent_at, sent_on, sent_minute from warehouse.activity", **tables) == [
        (datetime(2025, 9, 30, 23, 30), date(2025, 10, 1), 30.0)
    ]
