"""Attested clauses: which answer counts on which day, and that it is told with who gave it and when."""

from datetime import date

import pytest

from pipelines.engines.duckdb import fetch_arrow
from pipelines.errors import InputError
from pipelines.explain import explain
from pipelines.proof import describe_answer, sentence_of_proof
from tests.staged_tables import read_table
from tests.trusts import CONTROLS, build_trust, make_clause, make_policy

AS_AT = date(2026, 3, 6)
SAFE = make_clause("SAFE", "credentials_secure")
REPLIES = make_clause("REPLIES", "response_within", parameters={"working_days": 2}, evidence="attested")
SCHOOL = [{"school_id": "s", "school_name": "S", "nation": "england", "policy": "case"}]
ASKED = [
    {"item_id": "q", "account_id": "x", "_school_id": "s", "kind": "message", "direction": "inbound"}
    | {"sent_at": "2026-02-24 10:00", "thread_id": "t"}
]


def given(text):
    """Rows of attestations of the school s."""
    return [{"school_id": "s", **row} for row in read_table(text)]


def judge(attestations, clauses=(SAFE,), review_months=12, **tables):
    policy = make_policy(*clauses, review_months=review_months)
    return build_trust({"schools": SCHOOL, "attestations": attestations, **tables}, AS_AT, policy)


def last_proof(connection, clause="SAFE"):
    return explain(connection, clause, "s").cases["proof"].iloc[-1]


def test_the_answer_of_each_judging_day_is_the_latest_by_its_end():
    connection = judge(
        given("""
        clause | answer         | attested_on | attested_by_role | evidence
        SAFE   | yes            | 2025-09-10  | headteacher      | the safe
        SAFE   | no             | 2026-02-15  | dsl              |
        SAFE   | not_applicable | 2026-02-16  | dsl              |
        SAFE   | yes            | 2026-03-06  | headteacher      | the new safe
        SAFE   | no             | 2026-03-07  | headteacher      |
        OTHER  | yes            | 2026-02-20  | chair            |
        """)
    )
    found = fetch_arrow(connection, "select * from mart.latest_answers order by judged_on, clause_id").to_pylist()
    told = [
        (f"{row['judged_on']}", row["clause_id"], row["answer"], f"{row['attested_on']}", row["attested_by_role"])
        for row in found
        if row["judged_on"] >= date(2026, 1, 1)
    ]
    # Without term dates, half-terms end where they nominally do; the last judging day is as-at.
    assert told == [
        ("2026-01-02", "SAFE", "yes", "2025-09-10", "headteacher"),
        ("2026-02-20", "OTHER", "yes", "2026-02-20", "chair"),
        ("2026-02-20", "SAFE", "not_applicable", "2026-02-16", "dsl"),
        ("2026-03-06", "OTHER", "yes", "2026-02-20", "chair"),
        ("2026-03-06", "SAFE", "yes", "2026-03-06", "headteacher"),
    ]
    assert [row["evidence"] for row in found if row["clause_id"] == "SAFE"][-3:] == ["the safe", None, "the new safe"]


def test_of_two_answers_of_one_day_the_no_counts_with_who_gave_it():
    # Two ids of one school bring two answers to the same clause on the same day.
    answers = given("""
        clause | answer | attested_on | attested_by_role
        SAFE   | yes    | 2026-02-01  | chair
        SAFE   | no     | 2026-02-01  | headteacher
    """)
    assert last_proof(judge(answers)).startswith("Answered no by the headteacher on 1 February 2026, ")


@pytest.mark.parametrize(
    ("row", "review_months", "said"),
    [
        (
            "yes | 2026-02-04 | headteacher",
            12,
            "Answered yes by the headteacher on 4 February 2026, 30 days before 6 March 2026. "
            "To be renewed by the end of Thursday 4 February 2027.",
        ),
        (
            "no | 2026-02-04 | dsl",
            12,
            "Answered no by the DSL on 4 February 2026, 30 days before 6 March 2026. "
            "To be renewed by the end of Thursday 4 February 2027.",
        ),
        (
            "yes | 2025-03-05 | senior_leader",
            12,
            "Answered yes (lapsed) by the senior leader on 5 March 2025, 366 days before 6 March 2026. "
            "To be renewed by the end of Thursday 5 March 2026.",
        ),
        (
            # To be renewed by the very day that it is judged on: it stands.
            "yes | 2025-03-06 | senior_leader",
            12,
            "Answered yes by the senior leader on 6 March 2025, 365 days before 6 March 2026. "
            "To be renewed by the end of Friday 6 March 2026.",
        ),
        (
            # A policy that names no review lets an answer stand for good, and no deadline is made up.
            "yes | 2020-03-05 | chair of governors",
            None,
            "Answered yes by the chair of governors on 5 March 2020, 2,192 days before 6 March 2026.",
        ),
    ],
)
def test_the_proof_says_who_answered_when_and_until_when_it_stands(row, review_months, said):
    answers = given(f"clause | answer | attested_on | attested_by_role\nSAFE | {row}")
    assert last_proof(judge(answers, review_months=review_months)) == said


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ("yes", "attested", "Answered yes by the headteacher on 4 February 2026; evidence kept: the safe"),
        ("no", "not_met", "Answered no by the headteacher on 4 February 2026; evidence kept: the safe"),
        (
            "not_applicable",
            "not_applicable",
            "Answered not applicable by the headteacher on 4 February 2026; evidence kept: the safe",
        ),
    ],
)
@pytest.mark.parametrize("clause", ["SAFE", "REPLIES"])
def test_explain_tells_the_answer_that_settles_a_clause(clause, answer, status, said):
    # REPLIES is judged by a control of enquiries; there are none, so the answer settles it.
    answers = given(f"""
        clause   | answer   | attested_on | attested_by_role | evidence
        {clause} | {answer} | 2026-02-04  | headteacher      | the safe
    """)
    told = explain(judge(answers, (SAFE, REPLIES)), clause, "s")
    assert (told.status.status, told.answer) == (status, said)


def test_an_answer_that_lapsed_is_told_as_lapsed():
    answers = given("clause | answer | attested_on | attested_by_role\nSAFE | yes | 2024-03-05 | headteacher")
    told = explain(judge(answers), "SAFE", "s")
    assert told.status.status == "not_met"
    assert told.answer == "Answered yes (lapsed) by the headteacher on 5 March 2024"


def test_cases_of_another_kind_speak_for_themselves():
    answers = given("clause | answer | attested_on | attested_by_role\nREPLIES | yes | 2026-02-04 | headteacher")
    told = explain(judge(answers, (REPLIES,), activity=ASKED), "REPLIES", "s")
    assert told.status.status == "not_met"
    assert told.answer == ""
    assert "headteacher" not in told.cases["proof"].iloc[0]


def test_an_answer_to_a_measured_clause_changes_nothing_and_is_not_told():
    measured = make_clause("REPLIES", "response_within", parameters={"working_days": 2})
    answers = given("clause | answer | attested_on | attested_by_role\nREPLIES | yes | 2026-02-04 | headteacher")
    told = explain(judge(answers, (measured,)), "REPLIES", "s")
    assert (told.status.status, told.answer) == ("no_data", "")


def test_an_earlier_period_is_told_with_the_answer_of_its_own_time():
    answers = given("""
        clause | answer | attested_on | attested_by_role
        SAFE   | yes    | 2025-10-01  | headteacher
        SAFE   | no     | 2026-03-02  | chair
    """)
    connection = judge(answers)
    assert explain(connection, "SAFE", "s").answer == "Answered no by the chair on 2 March 2026"
    periods = "select period_name from result.clause_status where period_end < date '2026-03-02' order by period_end"
    before = fetch_arrow(connection, periods)["period_name"].to_pylist()[-1]
    told = explain(connection, "SAFE", "s", before)
    assert told.answer == "Answered yes by the headteacher on 1 October 2025"
    assert told.status.status == "attested"
    with pytest.raises(InputError):
        explain(connection, "SAFE", "s", "Spring 9")


def test_who_nobody_answered_is_not_told():
    told = explain(judge([]), "SAFE", "s")
    assert (told.status.status, told.answer, len(told.cases)) == ("no_data", "", 0)
    assert describe_answer({"answer": None}, is_kept=True) == ""


def test_a_bare_case_without_its_answer_still_reads():
    case = {"outcome": "met", "began_at": None, "due_at": None, "judged_on": AS_AT, "value": 3.0, "unit": "days"}
    assert sentence_of_proof(CONTROLS["credentials_secure"], case) == "not recorded, 3 days before 6 March 2026."
