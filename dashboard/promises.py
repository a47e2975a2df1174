"""Owns the clauses of the adopted policies as pages list them: with status, count and words; knows no page."""

from collections.abc import Mapping

import pandas as pd

from dashboard import parts, wording
from dashboard.scope import Scope
from dashboard.warehouse import query
from pipelines.proof import describe_answer

# What can be said of a promise, in the order of every chart and sentence; the other statuses say that there is nothing
# to judge yet (not due yet, does not apply).
GROUPS: Mapping[str, tuple[str, ...]] = {
    "Kept": ("met", "attested"),
    "Partly kept": ("partly_met",),
    "Not kept": ("not_met",),
    "Not known": ("no_data", "not_judged"),
}
# Those that say whether a promise was kept.
JUDGED = ("Kept", "Partly kept", "Not kept")
NOTHING_TO_JUDGE = "Nothing to judge"
MEANINGS = {"Kept": "kept", "Partly kept": "between", "Not kept": "not kept", "Not known": "not known"}


def name_group(status: str) -> str:
    """What can be said of a promise with this status: one of GROUPS, or that there is nothing to judge."""
    return next((name for name, statuses in GROUPS.items() if status in statuses), NOTHING_TO_JUDGE)


def find_clauses(scope: Scope) -> pd.DataFrame:
    """One row per school and clause in force, as queries/clauses.sql, and its `group` (see name_group)."""
    clauses = query("clauses", scope)
    return clauses.assign(group=clauses.status.map(name_group))


def publishable(clauses: pd.DataFrame) -> pd.DataFrame:
    """The clauses whose status gives no count away: one kept by a share below all would tell how many may fail."""
    return clauses[clauses.expect.isna() | (clauses.expect >= 1)]


def compare_with_before(now: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The clauses whose status differs from the period before, with `status_before` and `value_before`."""
    columns = ["school_id", "clause_id", "status", "value"]
    before = find_clauses(scope.before)[columns] if scope.before else now.head(0)[columns]
    both = now.merge(before, on=["school_id", "clause_id"], suffixes=("", "_before"))
    return both[both.status != both.status_before]


def count_in_words(clause: Mapping[str, object]) -> str:
    """What was counted for a clause: "9 of 12 as promised, 1 not due yet", "2 breaches", who answered, or nothing."""
    met, missed, pending = (int(str(clause[name])) for name in ("met", "missed", "pending"))
    if clause["evidence"] == "breach":
        return wording.how_many(missed, "breach") if clause["status"] not in ("no_data", "not_judged") else ""
    if answer := describe_answer(clause, is_kept=clause["status"] != "not_met"):
        return answer
    judged = f"{wording.out_of(met, met + missed)} as promised" if met + missed else ""
    waiting = f"{pending:,} not due yet" if pending else ""
    return ", ".join(filter(None, [judged, waiting]))


def list_in_words(clauses: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Clauses as a table that people read: School (where several), Clause, Promise, Status, Count or answer.

    Count is left out for a limited audience: a status says what was judged, and its cases are counted elsewhere.
    """
    listed = pd.DataFrame(
        {
            "School": clauses.school_name,
            "Clause": clauses.clause_id,
            "Promise": clauses.requirement,
            "Status": clauses.status.map(wording.status),
            "Count or answer": [count_in_words(clause) for clause in clauses.to_dict("records")],
        }
    )
    listed = listed.drop(columns="Count or answer") if scope.audience.is_limited else listed
    return listed.drop(columns="School") if scope.is_one_school else listed


def entry_name(clause: Mapping[str, object]) -> str:
    """The name under which a clause's cases are opened in the address."""
    return f"{clause['clause_id']} {clause['school_id']}"


def describe(clause: Mapping[str, object], scope: Scope) -> str:
    """A clause as one line of a list, as Markdown: its id, promise, status and count."""
    school = "" if scope.is_one_school else f"{clause['school_name']}: "
    count = count_in_words(clause)
    state = school + wording.status(str(clause["status"])) + (f": {count}" if count else "")
    promise = f"{clause['clause_id']}: {clause['requirement']}"
    return f"**{parts.plain(state)}**  \n{parts.plain(promise)}"


def open_cases(clause: Mapping[str, object], scope: Scope) -> pd.DataFrame:
    """The cases behind a clause of one school."""
    cases = parts.find_cases(scope, clauses=[str(clause["clause_id"])])
    return cases if scope.is_one_school else cases[cases["School"] == clause["school_name"]]
