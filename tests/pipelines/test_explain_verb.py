"""Explaining a clause on the command line: which school and target are meant, and what is said where nothing is."""

import pytest

from tests.pipelines.conftest import AS_AT, SCHOOLS

TWO_SCHOOLS = SCHOOLS + "elm,Elm Grove Academy,england,barnes\n"


@pytest.mark.parametrize(
    "school", ["ash", "ASH", "Ashgrove Academy", "ashgrove academy", "Ashgrove", " ashgrove ", "shgr"]
)
def test_explain_knows_a_school_by_enough_of_its_name(inbox, run, school):
    (inbox / "schools.csv").write_text(TWO_SCHOOLS)
    run("load", "--as-at", AS_AT)
    said = run("explain", "BPS-05", school)
    assert said.code == 0
    assert said.out.startswith("BPS-05, Ashgrove Academy, ")


@pytest.mark.parametrize("school", ["grove", "academy", "e"])
def test_explain_asks_which_of_several_schools_is_meant(inbox, run, school):
    (inbox / "schools.csv").write_text(TWO_SCHOOLS)
    run("load", "--as-at", AS_AT)
    said = run("explain", "BPS-05", school)
    assert said.code == 3
    assert said.err == (
        f"Several schools of the register are named like '{school}'.\n"
        "  accepted: ash (Ashgrove Academy), elm (Elm Grove Academy)\n"
    )


def test_a_name_that_is_part_of_another_s_is_the_school_s_own(inbox, run):
    (inbox / "schools.csv").write_text(SCHOOLS + "as2,Ashgrove Academy Infants,england,barnes\n")
    run("load", "--as-at", AS_AT)
    assert run("explain", "BPS-05", "Ashgrove Academy").out.startswith("BPS-05, Ashgrove Academy, ")
    assert run("explain", "BPS-05", "Infants").out.startswith("BPS-05, Ashgrove Academy Infants, ")


POLICY = """
key = "own"
title = "Our own"
school_wording = "policy"
source = "invented"
version = "1"

[[clauses]]
id = "OWN-1"
theme = "responding"
requirement = "Every enquiry is answered."
evidence = "measured"
control = "response_within"
parameters = { working_days = 2 }
"""


def own_policy(inbox, extra=""):
    """The school's own policy of one clause, adopted by Ashgrove."""
    folder = inbox.parent / "policies"
    folder.mkdir(exist_ok=True)
    (folder / "own.toml").write_text(POLICY + extra)
    (inbox / "schools.csv").write_text(SCHOOLS.replace("barnes", "own"))


def test_a_clause_with_an_earlier_target_is_one_clause(inbox, run):
    own_policy(inbox)
    before = run("load", "--as-at", AS_AT).out
    own_policy(inbox, "earlier = [{ until = 2026-02-05, parameters = { working_days = 1 } }]\n")
    after = run("load", "--as-at", AS_AT).out
    # The school's own clause, and the two of the law.
    assert "Judged 3 clauses of 1 school: 2 cases." in before
    assert "Judged 3 clauses of 1 school: 2 cases." in after


def test_what_began_before_a_target_changed_is_explained_by_the_one_that_stood(inbox, run):
    own_policy(inbox, "earlier = [{ until = 2026-02-05, parameters = { working_days = 0 } }]\n")
    run("load", "--as-at", AS_AT)
    said = run("explain", "OWN-1", "ash", "--period", "Spring 1 2025/26").out
    assert "Judged by: Every enquiry is answered within 2 working days" in said
    # Asked on 2 February and answered the next day: too late by the target of that time, in time by the new one.
    assert "[missed] 2 February 2026" in said
    assert "due by the end of Monday 2 February 2026" in said


def test_a_clause_that_is_not_in_force_yet_is_said_to_be_so(inbox, run):
    own_policy(inbox, "in_force_from = 2026-09-01\n")
    run("load", "--as-at", AS_AT)
    said = run("explain", "OWN-1", "ash")
    assert said.code == 3
    assert said.err == "OWN-1 was not in force on any day so far, so nothing of it was judged\n"


def test_a_clause_that_ended_is_explained_by_the_last_half_term_it_stood_in(inbox, run):
    own_policy(inbox, "in_force_to = 2026-02-05\n")
    run("load", "--as-at", AS_AT)
    assert run("explain", "OWN-1", "ash").out.startswith("OWN-1, Ashgrove Academy, Spring 1 2025/26\n")
    said = run("explain", "OWN-1", "ash", "--period", "Spring 2 2025/26")
    assert said.code == 3
    assert "There is no period 'Spring 2 2025/26'. Did you mean 'Spring 1 2025/26'?" in said.err


@pytest.mark.parametrize(("policy", "guess"), [("barns", " Did you mean 'barnes'?"), ("zzz", "")])
def test_a_policy_that_no_file_holds_is_said_at_the_load_and_when_a_clause_is_asked_for(inbox, run, policy, guess):
    (inbox / "schools.csv").write_text(TWO_SCHOOLS.replace("barnes", policy))
    said = run("load", "--as-at", AS_AT)
    assert said.code == 0
    adopted = f"2 schools on the register adopted the policy '{policy}', and no file holds it."
    assert f"{adopted}{guess} Until one does, none of its promises is judged.\n" in said.out
    assert "Judged 4 clauses of 2 schools" in said.out
    asked = run("explain", "BPS-05", "ash")
    assert asked.code == 3
    assert f"the register gives it the policy '{policy}', which no file holds" in asked.err
