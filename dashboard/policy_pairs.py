"""Owns two policies side by side, clause by clause, paired by what judges them; knows no school and no data."""

from collections.abc import Iterable

import pandas as pd
import streamlit as st

from dashboard import wording
from dashboard.parts.case_lists import known_controls
from dashboard.warehouse import current_build
from pipelines.policies import PAST_PUPILS, Clause, Policy, describe_parameters, load_policies, policy_folders
from pipelines.settings import choose_settings

NO_SUCH_PROMISE = "no such promise"
PAST_PUPILS_ASKED = "What of contact with past pupils?"


def known_policies() -> dict[str, Policy]:
    """Every policy on file by key, the school's own with the project's, as the build in view found them."""
    return _read_policies(str(current_build()))


@st.cache_resource(show_spinner=False, max_entries=2)
def _read_policies(build: str) -> dict[str, Policy]:
    # A load reads them first, and fails on a fault: they are read once for the build that it published.
    return load_policies(known_controls(), policy_folders(choose_settings()))


def policies_to_compare() -> dict[str, str]:
    """The title of every policy that a school can adopt by its key, in the order of their titles."""
    adoptable = [policy for policy in known_policies().values() if not policy.every_school]
    return {policy.key: policy.title for policy in sorted(adoptable, key=lambda policy: policy.title)}


def compare_policies(one: str, other: str) -> pd.DataFrame:
    """One row per theme and control that either policy uses: Theme, Asked, and what each policy promises, in words.

    One more row on conduct tells what each says of contact with past pupils, which decides what counts as a breach.
    """
    controls = known_controls()
    policies = [known_policies()[key] for key in (one, other)]
    used = {(clause.theme, clause.control) for policy in policies for clause in policy.clauses}
    past_pupils = [PAST_PUPILS.get(str(policy.past_pupils), NO_SUCH_PROMISE) for policy in policies]
    rows = [("conduct", PAST_PUPILS_ASKED, *past_pupils)]
    for theme, control in sorted(used):
        question = controls[control].question if control in controls else wording.label(control)
        rows.append((theme, question, *(_say_promises(_find(policy, theme, control)) for policy in policies)))
    rows.sort(key=lambda row: list(wording.THEMES).index(row[0]))
    pairs = pd.DataFrame(rows, columns=["Theme", "Asked", *(policy.title for policy in policies)])
    return pairs.assign(Theme=pairs["Theme"].map(wording.theme))


def _find(policy: Policy, theme: str, control: str) -> list[Clause]:
    return [clause for clause in policy.clauses if (clause.theme, clause.control) == (theme, control)]


def _say_promises(clauses: Iterable[Clause]) -> str:
    return "; ".join(map(_say_promise, clauses)) or NO_SUCH_PROMISE


def _say_promise(clause: Clause) -> str:
    """The clause's id, its rule with the days that count and the share expected, and what it counts as a breach."""
    counted = f". What counts: {clause.breach_rule.rstrip('.')}" if clause.breach_rule else ""
    return f"{clause.id}: {describe_parameters(clause, known_controls()) or clause.requirement}{counted}"
