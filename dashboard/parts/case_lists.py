"""Owns how cases are listed: what, when, due, done, outcome and the sentence that proves it; knows no page."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import wording
from dashboard.scope import Scope
from dashboard.warehouse import query
from pipelines.controls import Control, load_controls
from pipelines.proof import sentence_of_proof


def find_cases(
    scope: Scope,
    *,
    controls: Sequence[str] = (),
    clauses: Sequence[str] = (),
    outcomes: Sequence[str] = (),
    leave_out: Sequence[str] = (),
) -> pd.DataFrame:
    """The cases that count in the period, in words, newest first; a filter left empty leaves nothing out.

    `leave_out` are ids of accounts whose cases the figure does not count.

    Columns: School (where several are looked at), Clause (where not one is asked for), What, Account (where any has
    one), Outcome, Proof, Began, Due, Done.
    """
    filters = {"controls": list(controls), "clauses": list(clauses), "outcomes": list(outcomes)}
    found = query("cases", scope, **filters)
    cases = found[~found["account_id"].isin(list(leave_out))]
    listed = pd.DataFrame(
        {
            "School": cases.school_name,
            "Clause": cases.clause_id,
            "What": cases.case_kind.map(wording.label),
            "Account": cases.account_handle.fillna(cases.account_id).fillna(""),
            "Outcome": cases.outcome.map(wording.OUTCOMES),
            "Proof": [_prove(case) for case in cases.to_dict("records")],
            "Began": cases.began_at,
            "Due": cases.due_at.map(wording.short_deadline),
            "Done": cases.done_at,
        }
    )
    told_already = {"School": scope.is_one_school, "Clause": len(clauses) == 1, "Account": not any(listed["Account"])}
    return listed.drop(columns=[column for column, is_told in told_already.items() if is_told])


def _prove(case: dict[str, object]) -> str:
    control = known_controls().get(str(case["control"]))
    return sentence_of_proof(control, case) if control else ""


@st.cache_resource(show_spinner=False)
def known_controls() -> dict[str, Control]:
    """Every control by name, read once: their files change only with the program."""
    return load_controls()
