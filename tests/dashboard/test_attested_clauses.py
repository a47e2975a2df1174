"""Attested clauses on the pages: who answered, when, and whether the answer has lapsed."""

from datetime import date

import pytest

from tests.dashboard.sample_build import JUDGING, TABLES, write_build
from tests.dashboard.test_policy_clauses import find_row, tables_of
from tests.staged_tables import read_table

AS_AT = date(2026, 3, 6)
ANSWERS = read_table("""
    school_id | clause   | answer         | attested_on | attested_by_role | evidence
    ash       | BPS-02   | yes            | 2023-11-02  | headteacher      |
    ash       | BPS-02   | yes            | 2026-01-20  | senior_leader    | the office safe
    birch     | SNMAT-12 | yes            | 2024-11-02  | dsl              |
    cwm       | WG-07    | not_applicable | 2026-01-12  | chair            |
""")


@pytest.fixture(scope="module")
def attested(tmp_path_factory):
    """The sample trust, with answers, in a build whose attested controls judge as well."""
    data = tmp_path_factory.mktemp("attested")
    judging = (*JUDGING, "code_of_behaviour", "credentials_secure")
    write_build(data, {**TABLES, "attestations": ANSWERS}, AS_AT, judging)
    return data


@pytest.fixture
def open_clauses(open_page, attested):
    """The Policy clauses page of that build."""
    return lambda **address: open_page("policy_clauses", data=attested, **address)


SPRING_1 = {"period": "Spring 1 2025/26"}


def test_a_clause_that_was_attested_says_by_whom_and_when(open_clauses):
    row = find_row(open_clauses(school="Ashgrove Academy", **SPRING_1), "BPS-02")
    assert row["Status"] == "Attested by the school"
    said = "Answered yes by the senior leader on 20 January 2026; evidence kept: the office safe"
    assert row["Count or answer"] == said


def test_an_earlier_half_term_shows_the_answer_that_stood_then(open_clauses):
    # The policy is reviewed every 24 months: the answer of November 2023 had lapsed by December 2025.
    row = find_row(open_clauses(school="Ashgrove Academy", period="Autumn 2 2025/26"), "BPS-02")
    assert row["Status"] == "Not kept"
    assert row["Count or answer"] == "Answered yes (lapsed) by the headteacher on 2 November 2023"


def test_since_a_date_shows_the_answer_as_at_the_build(open_clauses):
    row = find_row(open_clauses(school="Ashgrove Academy", span="Since a date", since="2026-02-25"), "BPS-02")
    assert row["Status"] == "Attested by the school"
    assert "on 20 January 2026" in row["Count or answer"]


def test_the_opened_cases_prove_it_with_who_and_when(open_clauses):
    app = open_clauses(school="Ashgrove Academy", **SPRING_1)
    app.selectbox(key="clause").set_value("BPS-02").run()
    (cases,) = [table for table in tables_of(app) if "Proof" in table]
    assert cases["Proof"].tolist() == [
        "Answered yes by the senior leader on 20 January 2026, 33 days before 22 February 2026. "
        "To be renewed by the end of Thursday 20 January 2028."
    ]


def test_a_lapsed_answer_opens_with_who_and_when(open_clauses):
    app = open_clauses(school="Birchwood Academy", **SPRING_1)
    row = find_row(app, "SNMAT-12")
    assert (row["Status"], row["Count or answer"]) == (
        "Not kept",
        "Answered yes (lapsed) by the DSL on 2 November 2024",
    )
    app.selectbox(key="clause").set_value("SNMAT-12").run()
    (cases,) = [table for table in tables_of(app) if "Proof" in table]
    assert cases["Outcome"].tolist() == ["Not as promised"]
    assert cases["Proof"].iloc[0].startswith("Answered yes (lapsed) by the DSL on 2 November 2024, 477 days before")


def test_an_answer_that_the_clause_does_not_apply_has_no_case_and_says_who_gave_it(open_clauses):
    app = open_clauses(school="Ysgol y Cwm", **SPRING_1)
    row = find_row(app, "WG-07")
    assert (row["Status"], row["Count or answer"]) == (
        "Nothing to judge",
        "Answered not applicable by the chair on 12 January 2026",
    )
    app.selectbox(key="clause").set_value("WG-07").run()
    assert not [table for table in tables_of(app) if "Proof" in table]


def test_a_clause_that_nobody_attested_says_what_would_settle_it(open_page, tmp_path):
    write_build(tmp_path, TABLES, AS_AT, (*JUDGING, "credentials_secure"))
    row = find_row(open_page("policy_clauses", data=tmp_path, school="Ashgrove Academy"), "BPS-02")
    assert (row["Status"], row["Count or answer"]) == ("No data", "")
    assert row["What would settle it"].startswith("Attest the clause")


def test_the_overview_lists_the_promise_with_its_answer(open_page, attested):
    app = open_page("overview", data=attested, school="Birchwood Academy", **SPRING_1)
    said = [element.value.replace("\\", "") for element in app.markdown]
    assert any("Answered yes (lapsed) by the DSL on 2 November 2024" in words for words in said)
