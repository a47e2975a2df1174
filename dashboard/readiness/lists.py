"""Owns how people, grants of access and returns are listed: groups and days, nobody named; draws nothing."""

import pandas as pd

from dashboard import wording
from dashboard.readiness.states import STATE_WORDS, name_module
from dashboard.scope import Scope

MEASURES = {"acknowledged": "Acknowledged the policy", "trained": "Trained"}


def list_trained(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """People with their training and its days; School stands first where several are looked at."""
    return _listed(
        rows,
        scope,
        {
            "Training": rows["module"].map(name_module),
            "Clause": _or(rows["clause_id"], "none"),
            "State": rows["state"].map(STATE_WORDS),
            "Started": rows["started_on"],
            "Completed": rows["completed_on"],
            "Runs out": rows["current_through"],
            "Grace until": rows["due_on"],
        },
    )


def list_acknowledged(rows: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """People with the version they acknowledged last and its day; School stands first where several are looked at."""
    return _listed(
        rows,
        scope,
        {
            "Clause": _or(rows["clause_id"], "none"),
            "State": rows["state"].map(STATE_WORDS),
            "Started": rows["started_on"],
            "Version acknowledged": _or(rows["last_version"], "none"),
            "On": rows["last_on"],
            "Version in force": _or(rows["version_in_force"], wording.NOT_KNOWN),
            "Due by": rows["due_on"],
        },
    )


def list_runners(grants: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Grants of access with whether their holder was cleared before: nobody named."""
    said = grants["is_cleared"].map({True: "Cleared before", False: "Not cleared before"})
    listed = pd.DataFrame(
        {
            "School": grants["school_name"],
            "Account": grants["account"],
            "Access": grants["access"].map(wording.label),
            "Granted": grants["granted_on"],
            "Policy acknowledged": grants["acknowledged_on"],
            "Trained": grants["completed_on"],
            "Cleared": said.where(grants["is_judged"].astype(bool), "Granted before the records begin"),
        }
    )
    return listed.drop(columns="School") if scope.is_one_school else listed


def list_returns(returns: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The latest return of each audience without a roster, with its day and version."""
    current = _or(returns["is_in_force"].map({True: "Yes", False: "No, an older one"}), wording.NOT_KNOWN)
    shares = [wording.share(row.completed, row.eligible) for row in returns.itertuples()]
    listed = pd.DataFrame(
        {
            "School": returns["school_name"],
            "Audience": returns["audience"].map(wording.label),
            "What": returns["measure"].map(MEASURES),
            "Done": [wording.out_of(row.completed, row.eligible) for row in returns.itertuples()],
            "Share": shares,
            "As of": returns["as_of"],
            "Version": _or(returns["version"], wording.NOT_KNOWN),
            "Of the version in force": current.where(returns["measure"] == "acknowledged", ""),
            "Asked by the policy": returns["is_asked"].map({True: "Yes", False: "No"}),
        }
    )
    return listed.drop(columns="School") if scope.is_one_school else listed


def _or(values: pd.Series, words: str) -> pd.Series:
    """The values with words for those that are missing, which may be all of them."""
    return values.astype(object).where(values.notna(), words)


def _listed(rows: pd.DataFrame, scope: Scope, columns: dict[str, pd.Series]) -> pd.DataFrame:
    listed = pd.DataFrame({"School": rows["school_name"], "Group": rows["role_group"].map(wording.label), **columns})
    return listed.drop(columns="School") if scope.is_one_school else listed
