"""From cases to a status: each rule on a small trust, the periods, and any range of days."""

from datetime import date

import pytest
from duckdb import DuckDBPyConnection

from pipelines.engines.duckdb import fetch_arrow
from tests.trusts import build_trust, make_clause, make_policy

AS_AT = "2026-03-04"
ANSWERED = make_clause("ANSWERED", "response_within", parameters={"working_days": 2})
MOSTLY = make_clause("MOSTLY", "response_within", parameters={"working_days": 2}, expect=0.5)
MANAGED = make_clause("MANAGED", "minimum_managers", parameters={"managers": 1})
KIND = make_clause("KIND", "breaches", parameters={"category": "parent_misuse"})
SAFE = make_clause("SAFE", "response_within", parameters={"working_days": 2}, evidence="attested")
LATER = make_clause("LATER", "not_written_yet")


def school(school_id: str = "s", policy: str = "case") -> dict[str, str]:
    return {"school_id": school_id, "school_name": school_id, "nation": "england", "policy": policy}


def enquiry(number: int, received: str, answered: str | None = None) -> list[dict[str, str]]:
    item = {"account_id": "a", "thread_id": f"{number}", "kind": "comment"}
    received_item = {**item, "item_id": f"{number}q", "direction": "inbound", "sent_at": received}
    reply = {**item, "item_id": f"{number}r", "kind": "reply", "direction": "outbound", "sent_at": answered}
    return [received_item, reply] if answered else [received_item]


def account(account_id: str = "a", **columns: str) -> dict[str, str]:
    return {"account_id": account_id, "school_id": "s", "platform": "x", "opened_on": "2025-09-01", **columns}


def trust(*clauses, **tables) -> DuckDBPyConnection:
    given = {"schools": [school()], "accounts": [account()], **tables}
    return build_trust(given, AS_AT, make_policy(*clauses))


def statuses(connection: DuckDBPyConnection, clause_id: str, columns: str = "status", kind: str = "half_term") -> dict:
    """What each period of a kind says of a clause, by the period's name."""
    select = f"""
        select period_name, {columns} from result.clause_status
        where clause_id = '{clause_id}' and period_kind = '{kind}' order by period_start
    """
    rows = [tuple(row.values()) for row in fetch_arrow(connection, select).to_pylist()]
    return {name: values[0] if len(values) == 1 else values for name, *values in rows if "2025/26" in name}


GOOD = enquiry(1, "2026-01-12 10:00", "2026-01-13 10:00")
LATE = enquiry(2, "2026-01-12 10:00", "2026-01-19 10:00")
OVERDUE = enquiry(3, "2026-01-12 10:00")
WAITING = enquiry(4, "2026-03-03 10:00")
OUTSIDE = enquiry(5, "2025-09-02 10:00", "2025-09-02 11:00")


@pytest.mark.parametrize(
    ("clause", "activity", "expected"),
    [
        (ANSWERED, GOOD, ["met", 1, 1, 0, 0, 100.0]),
        (ANSWERED, GOOD + LATE, ["partly_met", 2, 1, 1, 0, 50.0]),
        (ANSWERED, GOOD + LATE + OVERDUE, ["partly_met", 3, 1, 2, 0, 100 / 3]),
        (ANSWERED, LATE + OVERDUE, ["not_met", 2, 0, 2, 0, 0.0]),
        (MOSTLY, GOOD + LATE, ["met", 2, 1, 1, 0, 50.0]),
        (MOSTLY, GOOD + LATE + OVERDUE, ["partly_met", 3, 1, 2, 0, 100 / 3]),
    ],
    ids=["all", "some", "some-overdue", "none", "share-reached", "share-missed"],
)
def test_the_share_of_cases_gives_the_status(clause, activity, expected):
    found = statuses(trust(clause, activity=activity), clause.id, "status, cases, met, missed, pending, value")
    assert found["Spring 1 2025/26"] == pytest.approx(expected)


def test_what_is_not_due_is_outside_the_rate():
    found = statuses(trust(ANSWERED, activity=GOOD + WAITING), "ANSWERED", "status, cases, pending, value")
    assert found["Spring 2 2025/26"] == ["not_yet_due", 1, 1, None]
    assert statuses(trust(ANSWERED, activity=GOOD + WAITING), "ANSWERED", "status, cases, pending, value", "year") == {
        "2025/26": ["met", 2, 1, 100.0]
    }


def test_a_period_that_rows_reach_across_has_none_and_one_beyond_them_is_unknown():
    found = statuses(trust(ANSWERED, activity=OUTSIDE + GOOD), "ANSWERED")
    assert found == {
        "Autumn 1 2025/26": "met",
        "Autumn 2 2025/26": "not_applicable",
        "Spring 1 2025/26": "met",
        "Spring 2 2025/26": "no_data",
    }


def test_a_return_makes_a_true_zero_only_where_it_covers_every_school_day_so_far():
    returned = [
        {"school_id": "s", "dataset": "incidents", "covers_from": "2025-09-01", "covers_to": "2025-10-31"},
        # A weekend between two returns leaves no school day out; the second of them stops short of 31 December.
        {"school_id": "s", "dataset": "incidents", "covers_from": "2025-11-01", "covers_to": "2025-12-05"},
        {"school_id": "s", "dataset": "incidents", "covers_from": "2025-12-08", "covers_to": "2025-12-30"},
        {"school_id": "s", "dataset": "incidents", "covers_from": "2026-02-20", "covers_to": "2026-03-04"},
    ]
    found = statuses(trust(KIND, returns=returned), "KIND", "status, cases, value, unit")
    assert found == {
        "Autumn 1 2025/26": ["met", 0, 0.0, "breaches"],
        "Autumn 2 2025/26": ["no_data", 0, None, "breaches"],
        "Spring 1 2025/26": ["no_data", 0, None, "breaches"],
        "Spring 2 2025/26": ["met", 0, 0.0, "breaches"],
    }


def test_rows_on_either_side_do_not_say_that_nothing_was_breached():
    incidents = [
        {"incident_id": "1", "school_id": "s", "category": "other", "reported_at": "2025-09-01 09:00"},
        {"incident_id": "2", "school_id": "s", "category": "parent_misuse", "reported_at": "2026-02-03 09:00"},
        {"incident_id": "3", "school_id": "s", "category": "parent_misuse", "reported_at": "2026-02-03 09:00"},
    ]
    found = statuses(trust(KIND, incidents=incidents), "KIND", "status, cases, missed, value")
    assert found["Autumn 2 2025/26"] == ["no_data", 0, 0, None]
    assert found["Spring 1 2025/26"] == ["not_met", 2, 2, 2.0]


def test_an_attested_clause_without_cases_takes_the_latest_answer_by_the_periods_end():
    answered = [("2025-11-01", "yes"), ("2026-01-05", "not_applicable"), ("2026-03-04", "no"), ("2026-03-05", "yes")]
    attestations = [
        {"school_id": "s", "clause": "SAFE", "answer": answer, "attested_on": day, "attested_by_role": "principal"}
        for day, answer in answered
    ]
    returned = [{"school_id": "s", "dataset": "activity", "covers_from": "2025-09-01", "covers_to": "2026-03-04"}]
    assert statuses(trust(SAFE, attestations=attestations, returns=returned), "SAFE") == {
        "Autumn 1 2025/26": "no_data",
        "Autumn 2 2025/26": "attested",
        "Spring 1 2025/26": "not_applicable",
        "Spring 2 2025/26": "not_met",
    }


def test_an_attested_clause_whose_cases_are_met_is_attested():
    assert statuses(trust(SAFE, activity=GOOD), "SAFE")["Spring 1 2025/26"] == "attested"


ACCESS = [
    {"account_id": "a", "person_id": "p", "access": "manager", "granted_on": "2025-09-01", "revoked_on": "2026-02-01"},
    {"account_id": "b", "person_id": "p", "access": "manager", "granted_on": "2025-09-01"},
]


def test_a_year_counts_states_as_they_last_stood():
    accounts = [account(), account("b"), account("c", closed_on="2025-12-01")]
    connection = trust(MANAGED, accounts=accounts, account_access=ACCESS)
    columns = "status, met, missed"
    assert statuses(connection, "MANAGED", columns) == {
        "Autumn 1 2025/26": ["partly_met", 2, 1],
        "Autumn 2 2025/26": ["met", 2, 0],
        "Spring 1 2025/26": ["partly_met", 1, 1],
        "Spring 2 2025/26": ["partly_met", 1, 1],
    }
    assert statuses(connection, "MANAGED", columns, "term") == {
        "Autumn 2025/26": ["met", 2, 0],
        "Spring 2025/26": ["partly_met", 1, 1],
    }
    assert statuses(connection, "MANAGED", columns, "year") == {"2025/26": ["partly_met", 1, 1]}


def test_a_clause_without_a_control_is_listed_and_not_judged():
    connection = trust(LATER, ANSWERED)
    listed = fetch_arrow(connection, "select clause_id, is_judged from result.clauses order by 1").to_pylist()
    assert listed == [{"clause_id": "ANSWERED", "is_judged": True}, {"clause_id": "LATER", "is_judged": False}]
    assert statuses(connection, "LATER") == {}


def test_a_school_whose_policy_nobody_wrote_down_has_no_target():
    connection = build_trust({"schools": [school(policy="unheard-of")]}, AS_AT)
    bound = fetch_arrow(connection, "select * from result.clauses where policy <> 'legal'")
    assert bound.num_rows == 0


def version(policy: str, number: str, issued_on: str) -> dict[str, str]:
    return {"school_id": "s", "policy": policy, "version": number, "issued_on": issued_on}


def test_a_school_that_changed_its_policy_is_judged_by_the_one_that_stood():
    strict = make_policy(make_clause("STRICT", "response_within", parameters={"working_days": 0}), key="strict")
    case = make_policy(ANSWERED)
    versions = [
        version("strict", "1", "2024-01-01"),
        version("case", "1", "2026-02-01"),
        version("case", "2", "2026-03-01"),
    ]
    tables = {"schools": [school()], "accounts": [account()], "policy_versions": versions}
    on_the_day = [
        *enquiry(6, "2026-01-31 10:00", "2026-02-02 10:00"),
        *enquiry(7, "2026-02-01 10:00", "2026-02-03 10:00"),
    ]
    connection = build_trust({**tables, "activity": on_the_day}, AS_AT, strict | case)
    judged = fetch_arrow(connection, "select clause_id, case_id, outcome from result.cases order by 1").to_pylist()
    assert [tuple(row.values()) for row in judged] == [("ANSWERED", "a/7q", "met"), ("STRICT", "a/6q", "missed")]
    assert list(statuses(connection, "STRICT")) == ["Autumn 1 2025/26", "Autumn 2 2025/26", "Spring 1 2025/26"]
    assert list(statuses(connection, "ANSWERED")) == ["Spring 1 2025/26", "Spring 2 2025/26"]


def test_versions_that_end_elsewhere_than_the_register_say_nothing_of_adoption():
    case = make_policy(ANSWERED)
    tables = {"schools": [school()], "policy_versions": [version("strict", "1", "2024-01-01")]}
    connection = build_trust(tables, AS_AT, case)
    assert fetch_arrow(connection, "select * from result.adoptions").to_pylist() == [
        {"school_id": "s", "policy": "case", "adopted_from": date(1900, 1, 1), "adopted_to": date(9999, 12, 31)}
    ]


def test_a_changed_target_judges_only_what_began_after_it():
    clause = make_clause(
        "CHANGED",
        "response_within",
        parameters={"working_days": 1},
        earlier=[{"until": date(2026, 1, 12), "parameters": {"working_days": 9}}],
    )
    after = enquiry(8, "2026-01-13 00:00", "2026-01-19 10:00")
    connection = trust(clause, activity=LATE + after)
    assert statuses(connection, "CHANGED", "met, missed")["Spring 1 2025/26"] == [1, 1]


def ranged(connection: DuckDBPyConnection, first: str, last: str) -> list[tuple]:
    select = f"""
        select clause_id, cases, met, missed, pending, status
        from result.status_between(date '{first}', date '{last}') order by clause_id
    """
    return [tuple(row.values()) for row in fetch_arrow(connection, select).to_pylist()]


def test_any_range_of_days_is_judged_by_the_same_rules():
    accounts = [account(), account("b")]
    connection = trust(ANSWERED, MANAGED, accounts=accounts, account_access=ACCESS, activity=GOOD + LATE + WAITING)
    assert ranged(connection, "2026-01-12", "2026-01-12") == [
        ("ANSWERED", 2, 1, 1, 0, "partly_met"),
        ("MANAGED", 0, 0, 0, 0, "not_applicable"),
    ]
    # Since a meeting in January: the states are those of today, not those of the half-term's end as well.
    assert ranged(connection, "2026-01-13", "2026-12-31") == [
        ("ANSWERED", 1, 0, 0, 1, "not_yet_due"),
        ("MANAGED", 2, 1, 1, 0, "partly_met"),
    ]
    between = "select case_id from result.cases_between(date '2026-01-13', date '2026-12-31') order by 1"
    assert fetch_arrow(connection, between)["case_id"].to_pylist() == ["a/4q", "a@2026-03-04", "b@2026-03-04"]


def test_a_range_that_is_a_half_term_says_what_the_half_term_says():
    connection = trust(ANSWERED, KIND, MANAGED, activity=GOOD + OVERDUE, account_access=ACCESS)
    columns = "clause_id, control, period_start, period_end, cases, met, missed, pending, value, unit, status"
    kept = f"select {columns} from result.clause_status where period_name = 'Spring 1 2025/26' order by clause_id"
    asked = f"""
        select {columns} from result.status_between(date '2026-01-03', date '2026-02-20') order by clause_id
    """
    assert fetch_arrow(connection, kept).to_pylist() == fetch_arrow(connection, asked).to_pylist()


def test_cases_stand_in_the_order_promised():
    connection = trust(ANSWERED, MANAGED, activity=GOOD + LATE, account_access=ACCESS)
    assert fetch_arrow(connection, "select * from result.cases").column_names == [
        *("school_id", "clause_id", "control", "case_id", "case_kind", "account_id", "judged_on"),
        *("began_at", "due_at", "done_at", "outcome", "value", "unit"),
    ]
    keys = fetch_arrow(connection, "select school_id, clause_id, judged_on, case_id from result.cases").to_pylist()
    assert [tuple(key.values()) for key in keys] == sorted(tuple(key.values()) for key in keys)
