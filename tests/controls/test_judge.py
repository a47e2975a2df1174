"""What is offered to a control, what it may select, and what a case says when it is opened."""

from datetime import date, datetime

import pytest

from pipelines.adopted import adopt_clauses, tabulate_for_control
from pipelines.controls import Control
from pipelines.engines.duckdb import fetch_arrow
from pipelines.errors import ModelError
from pipelines.explain import explain
from pipelines.judge import judge_clauses
from pipelines.proof import sentence_of_proof
from tests.random_trusts import RandomTrust
from tests.staged_tables import make_warehouse
from tests.trusts import CONTROLS, build_trust, make_clause, make_policy

AS_AT = date(2026, 3, 4)
ALWAYS = {"adopted_from": date(1900, 1, 1), "adopted_to": date(9999, 12, 31)}
HEADER = {
    "question": "Was it done?",
    "rule": "It is done",
    "grain": "one thing",
    "case_kind": "school's thing",
    "dataset": "activity",
    "open": "missed",
    "no_data": "Hand it in.",
    "zero": "met",
    "unit": "things",
    "sentences": {},
}
TABLES = {"schools": [{"school_id": "s", "school_name": "S", "nation": "england", "policy": "case"}]}


def judge_by(select: str):
    control = Control.model_validate({**HEADER, "name": "done", "sql": select})
    connection = make_warehouse(TABLES, AS_AT)
    judge_clauses(connection, make_policy(make_clause("DONE", "done")), {"done": control})
    return fetch_arrow(connection, "select * from result.cases").to_pylist()


def test_a_control_may_leave_out_what_it_does_not_know():
    (case,) = judge_by("""
        select school_id, clause_id, 'x' as case_id, date '2026-03-02' as judged_on, date '2026-03-02' as due_on,
            'missed' as outcome
        from clause
    """)
    assert case == {
        "school_id": "s",
        "clause_id": "DONE",
        "control": "done",
        "case_id": "x",
        "case_kind": "school's thing",
        "judged_on": date(2026, 3, 2),
        "due_at": case["due_at"],
        "outcome": "missed",
        "unit": "things",
        **dict.fromkeys(("account_id", "began_at", "done_at", "value")),
    }
    assert f"{case['due_at']:%Y-%m-%d %H:%M}" == "2026-03-03 00:00"


def test_a_control_may_say_of_a_case_that_it_is_of_another_kind():
    (case,) = judge_by("""
        select school_id, clause_id, 'x' as case_id, 'audience' as case_kind, date '2026-03-02' as judged_on,
            'met' as outcome
        from clause
    """)
    assert case["case_kind"] == "audience"


@pytest.mark.parametrize(
    ("control", "said"),
    [
        (
            "acknowledgement_completion",
            "By the return of 1 February 2026, 69.4% had acknowledged the policy: not all, or not the version in force "
            "on 4 March 2026.",
        ),
        ("training_completion", "By the return of 1 February 2026, 69.4% had been trained: not all."),
    ],
)
def test_what_a_return_says_of_an_audience_is_told_as_that(control: str, said: str):
    counted = datetime(2026, 2, 1)
    case = {"case_kind": "audience", "outcome": "missed", "judged_on": AS_AT, "value": 69.38, "unit": "%"}
    assert sentence_of_proof(CONTROLS[control], case | {"began_at": counted, "done_at": counted}) == said


def test_a_control_that_selects_what_no_case_has_is_refused_with_the_nearest_name():
    with pytest.raises(ModelError) as error:
        judge_by("select school_id, clause_id, 'x' as case_id, 'met' as outcom from clause")
    assert error.value.where == "4_controls/done.sql"
    assert "'outcom'" in str(error.value)


def test_a_control_that_does_not_run_is_named():
    with pytest.raises(ModelError) as error:
        judge_by("select school_id from warehouse.no_such_table")
    assert str(error.value).startswith("4_controls/done.sql: does not run")


def test_a_control_without_cases_leaves_the_tables_there():
    assert judge_by("select school_id, clause_id, 'x' as case_id, 'met' as outcome from clause where false") == []


def test_each_target_of_a_clause_is_offered_while_it_stood():
    clause = make_clause(
        "C",
        "response_within",
        parameters={"working_days": 2},
        in_force_to=date(2026, 1, 31),
        earlier=[{"until": date(2025, 8, 31), "parameters": {"working_hours": 4}}],
    )
    adoption = {"school_id": "s", "policy": "case", "adopted_from": date(2025, 1, 1), "adopted_to": date(9999, 12, 31)}
    adopted = adopt_clauses(make_policy(clause, review_months=12), ["s"], [adoption])
    offered = tabulate_for_control(CONTROLS["response_within"], adopted).values
    shared = {"school_id": "s", "clause_id": "C", "policy": "case", "review_months": 12}
    defaults = {"count": "working_days", "acknowledgement": False}
    assert offered == [
        {**shared, "in_force_from": date(2025, 1, 1), "in_force_to": date(2025, 8, 31)}
        | {"working_days": None, "working_hours": 4.0, **defaults},
        {**shared, "in_force_from": date(2025, 9, 1), "in_force_to": date(2026, 1, 31)}
        | {"working_days": 2, "working_hours": None, **defaults},
    ]


def test_a_target_that_ended_before_the_policy_was_adopted_is_not_offered():
    clause = make_clause("C", "response_within", parameters={"working_days": 2}, in_force_to=date(2024, 12, 31))
    adoption = {"school_id": "s", "policy": "case", "adopted_from": date(2025, 1, 1), "adopted_to": date(9999, 12, 31)}
    assert adopt_clauses(make_policy(clause), ["s"], [adoption]) == []


def test_a_duty_of_every_school_binds_schools_whatever_they_adopted():
    law = make_policy(make_clause("LAW", "breaches", parameters={"category": "other"}), key="law", every_school=True)
    adopted = adopt_clauses(law, ["s", "t"], [{"school_id": "s", "policy": "unwritten", **ALWAYS}])
    assert [(clause.school_id, clause.clause.id) for clause in adopted] == [("s", "LAW"), ("t", "LAW")]


def test_a_clause_explained_shows_as_many_cases_as_its_status_counts():
    trust = RandomTrust(7, AS_AT)
    connection = build_trust(trust.tables(), AS_AT, trust.policies)
    counted = fetch_arrow(connection, "select * from result.clause_status where cases > 0 and period_kind <> 'term'")
    assert counted.num_rows > 50
    for status in counted.to_pylist()[::7]:
        told = explain(connection, status["clause_id"], status["school_id"], status["period_name"])
        assert len(told.cases) == status["cases"]
        assert told.cases["proof"].str.len().min() > 0
