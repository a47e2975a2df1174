"""The marts: a row for each day an account was open, how long incidents waited, records that contradict themselves."""

from datetime import date

from tests.journey.asking import ACCOUNT, INCIDENT, ITEM, SCHOOL, ask
from tests.staged_tables import read_table


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
        "audience_returns": [
            {
                "school_id": "s",
                "audience": "parents",
                "measure": "trained",
                "as_of": "2026-03-02",
                "eligible": "9",
                "completed": "10",
            }
        ],
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


WHO_RUNS_WHAT = """
    person_id | account_id | access  | granted_on | revoked_on
    head      | a          | manager | 2025-09-01 |
    head      | a          | monitor | 2025-09-01 |
    bursar    | a          | manager | 2025-09-01 | 2025-11-20
    teacher   | a          | monitor | 2025-12-01 |
    parent    | a          | manager | 2025-09-01 |
    leaver    | a          | monitor | 2025-09-01 |
    nobody    | a          | poster  | 2025-09-01 |
    unknown   | b          | manager | 2025-09-01 |
"""
ROSTER = """
    person_id | role             | started_on | left_on
    head      | headteacher      | 2020-09-01 |
    bursar    | business_manager | 2020-09-01 |
    teacher   | teacher          | 2020-09-01 |
    parent    | volunteer        | 2020-09-01 |
    leaver    | teacher          | 2020-09-01 | 2026-01-15
"""
TERMS = """
    academic_year | name     | kind | starts_on  | ends_on
    2025/26       | Autumn 1 | term | 2025-09-01 | 2025-10-24
    2025/26       | Autumn 2 | term | 2025-11-03 | 2025-12-19
    2025/26       | Spring 1 | term | 2026-01-05 | 2026-02-13
"""


def staffed(access=WHO_RUNS_WHAT):
    """The counts of staff of each account on each judging day, as tables of text would have them."""
    tables = {
        "schools": [SCHOOL, SCHOOL | {"school_id": "z", "school_name": "Z"}],
        "accounts": [ACCOUNT, ACCOUNT | {"account_id": "b"}, ACCOUNT | {"account_id": "c", "school_id": "z"}],
        "account_access": read_table(access),
        "people": [{"school_id": "s"} | row for row in read_table(ROSTER)],
        "term_dates": [{"school_id": "s"} | row for row in read_table(TERMS)],
    }
    select = """
        select account_id, judged_on, manager_count, manager_or_monitor_count
        from mart.staffed_accounts order by account_id, judged_on
    """
    return ask(select, as_at="2026-03-06", **tables)


def test_who_runs_an_account_is_counted_on_each_judging_day_of_staff_alone():
    counts = [row[2:] for row in staffed() if row[0] == "a"]
    # In the second half-term the bursar's access ended and the teacher's began; one left in the third.
    assert counts[0] == (2, 3)
    assert counts[1] == (1, 3)
    assert counts[-1] == (1, 2)


def test_somebody_on_no_roster_counts_and_one_with_two_kinds_of_access_counts_once():
    counts = {row[2:] for row in staffed() if row[0] == "b"}
    assert counts == {(1, 1)}
    alone = (
        "person_id | account_id | access | granted_on\nhead | a | manager | 2025-09-01\nhead | a | monitor | 2025-09-01"
    )
    assert {row[2:] for row in staffed(alone) if row[0] == "a"} == {(1, 1)}


def test_an_account_that_nobody_runs_has_a_row_where_its_school_records_access_at_all():
    alone = "person_id | account_id | access | granted_on\nhead | a | manager | 2025-09-01"
    assert {row[2:] for row in staffed(alone) if row[0] == "b"} == {(0, 0)}
    assert not [row for row in staffed(alone) if row[0] == "c"]


def test_where_no_access_is_recorded_nothing_is_known_of_who_runs_what():
    assert staffed("person_id | account_id | access | granted_on") == []
