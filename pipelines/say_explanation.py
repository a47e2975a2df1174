"""Owns how the cases behind a figure are told in a terminal; knows neither how they are found nor judged."""

import pandas as pd

from pipelines import words
from pipelines.explain import Explanation, explain
from pipelines.say import STATUS_WORDS, console
from pipelines.settings import Settings
from pipelines.warehouse import newest_build, open_reader


def explain_in_words(settings: Settings, clause: str, school: str, period: str | None) -> None:
    """Print the cases behind a figure of the build that serves. Raises what `explain` raises."""
    with open_reader(newest_build(settings)) as connection:
        tell_explanation(explain(connection, clause, school, period))


def tell_explanation(explanation: Explanation) -> None:
    """The rule, the status, what would settle it where data is missing, and the sentence of proof of every case."""
    status = explanation.status
    console.print(f"{explanation.clause_id}, {explanation.school_name}, {explanation.period_name}")
    told = {
        "Promise": explanation.requirement,
        "Judged by": explanation.rule,
        "What counts as a breach": explanation.breach_rule,
        "Note": explanation.note,
        "Status": STATUS_WORDS[status.status] + _tell_count(status),
        "What the school says": explanation.answer,
        "What would settle it": explanation.settled_by,
    }
    for name, words_for_it in told.items():
        if words_for_it:
            console.print(f"{name}: {words_for_it}", markup=False)
    for case in explanation.cases.itertuples():
        console.print(f"  [{case.outcome}] {words.day(case.judged_on)}, {case.case_id}: {case.proof}", markup=False)


def _tell_count(status: pd.Series) -> str:
    """What was counted: a share of what was due, or breaches; nothing where there was nothing to count."""
    due = int(status.met + status.missed)
    share = f"{status.met} of {due} kept" if due else ""
    if status.unit == "breaches":
        share = words.count(int(status.missed), "breach") if status.status != "no_data" else ""
    counted = ", ".join(filter(None, [share, f"{status.pending} not yet due" if status.pending else ""]))
    return f" ({counted})" if counted else ""
