"""Owns what is left to do, as rows: which person or account, what, since when; knows no name and no page."""

import re
from collections.abc import Mapping

import pandas as pd

from dashboard import wording
from dashboard.parts.case_lists import known_controls
from dashboard.scope import Scope
from dashboard.warehouse import query
from pipelines.proof import sentence_of_proof

PERSON = re.compile(r"p[0-9a-f]{20}")
# What to do about a case that was missed and is still open, with whom; the most pressing first.
WITH_PEOPLE: Mapping[str, str] = {
    "leaver_access_removed": "End this leaver's access",
    "runners_cleared": "Clear this person, or end their access",
    "training_completion": "Have this person trained",
    "training_currency": "Have this person do the regular update",
    "induction_within": "Give this starter their induction",
    "acknowledgement_completion": "Have this person read and acknowledge the policy",
    "declarations_recorded": "Record this person's declaration of family links",
}


def find_actions(scope: Scope) -> pd.DataFrame:
    """One row per person and thing to do: the latest open case of each, whichever clauses ask for it.

    Columns, beside those of queries/cases.sql: action, person_id (a pseudonym), clauses ("A, B"), proof.
    """
    cases = query("cases", scope, controls=list(WITH_PEOPLE), clauses=[], outcomes=["missed"])
    still_open = cases[cases.done_at.isna()]
    of_people = still_open.assign(person_id=still_open.case_id.map(_person_in)).dropna(subset="person_id")
    latest_first = of_people.sort_values("judged_on", ascending=False, kind="stable")
    of_one = latest_first.groupby(["school_id", "control", "person_id", "account_id"], dropna=False)
    clauses = of_one.clause_id.transform(lambda ids: ", ".join(sorted(set(ids))))
    rows = latest_first.assign(clauses=clauses).drop_duplicates(of_one.keys)
    controls, order = known_controls(), list(WITH_PEOPLE)
    rows = rows.assign(
        action=rows.control.map(WITH_PEOPLE),
        proof=[sentence_of_proof(controls[case["control"]], case) for case in rows.to_dict("records")],
        place=rows.control.map(order.index),
    )
    return rows.sort_values(["school_name", "place", "due_at", "person_id"], kind="stable").reset_index(drop=True)


def _person_in(case_id: str) -> str | None:
    found = PERSON.search(case_id)
    return found[0] if found else None


def list_in_words(actions: pd.DataFrame, names: Mapping[str, str], scope: Scope) -> pd.DataFrame:
    """Actions as a leader reads them, with the name where the vault knows one."""
    listed = pd.DataFrame(
        {
            "School": actions.school_name,
            "What to do": actions.action,
            "With whom": [names.get(person, f"not in the vault ({person})") for person in actions.person_id],
            "Why": actions.proof,
            "Promise": actions.clauses,
            "Was due": actions.due_at.map(wording.short_deadline),
        }
    )
    return listed.drop(columns="School") if scope.is_one_school else listed
