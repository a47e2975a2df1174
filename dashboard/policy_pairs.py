"""Owns two policies side by side, clause by clause, paired by what judges them; knows no school and no data."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from dashboard import wording
from pipelines.controls import load_controls
from pipelines.policies import Clause, Policy, describe_parameters, load_policies

NO_SUCH_PROMISE = "no such promise"


@st.cache_resource(show_spinner=False)
def known_policies() -> dict[str, Policy]:
    """Every policy on file by key, read once: their files change only with the program."""
    return load_policies(load_controls())


def policies_to_compare() -> dict[str, str]:
    """The title of every policy that a school can adopt by its key, in the order of their titles."""
    adoptable = [policy for policy in known_policies().values() if not policy.every_school]
    return {policy.key: policy.title for policy in sorted(adoptable, key=lambda policy: policy.title)}


def compare_policies(one: str, other: str) -> pd.DataFrame:
    """One row per theme and control that either policy uses: Theme, About, and what each policy promises, in words."""
    controls = load_controls()
    policies = [known_policies()[key] for key in (one, other)]
    themes = list(wording.THEMES)
    used = {(clause.theme, clause.control) for policy in policies for clause in policy.clauses}
    rows = []
    for theme, control in sorted(used, key=lambda pair: (themes.index(pair[0]), pair[1])):
        question = controls[control].question if control in controls else wording.label(control)
        promises = [_say_promises(_find(policy, theme, control)) for policy in policies]
        rows.append([wording.theme(theme), question, *promises])
    return pd.DataFrame(rows, columns=["Theme", "Asked", *(policy.title for policy in policies)])


def _find(policy: Policy, theme: str, control: str) -> list[Clause]:
    return [clause for clause in policy.clauses if (clause.theme, clause.control) == (theme, control)]


def _say_promises(clauses: Iterable[Clause]) -> str:
    controls = load_controls()
    said = [f"{clause.id}: {describe_parameters(clause, controls) or clause.requirement}" for clause in clauses]
    return "; ".join(said) or NO_SUCH_PROMISE
