"""The status of a clause in a period, worked out from its cases one rule after the other. Knows no control."""

from collections import Counter
from datetime import date
from typing import Any

from tests.plain_answers.trust import PlainTrust, Row


def status_of(trust: PlainTrust, clauses: list[Row], period: Row) -> dict[str, Any] | None:
    """The counts, value and status of a clause (all its rows of result.clauses) in a period; None if never in force."""
    elapsed_to = min(period["period_end"], trust.as_at_on)
    if not any(row["in_force_from"] <= elapsed_to and row["in_force_to"] >= period["period_start"] for row in clauses):
        return None
    clause, control = clauses[0], control_of(trust, clauses[0]["control"])
    counts = Counter(case["outcome"] for case in cases_counted(trust, clause, control, period))
    judged = counts["met"] + counts["missed"]
    is_breach = clause["evidence"] == "breach"
    status = status_from(trust, clause, control, period, counts)
    share = 100 * counts["met"] / judged if judged else None
    return {
        **{
            column: period[column]
            for column in ("school_id", "period_kind", "period_name", "period_start", "period_end")
        },
        "clause_id": clause["clause_id"],
        "control": clause["control"],
        "cases": counts.total(),
        **{outcome: counts[outcome] for outcome in ("met", "missed", "pending")},
        "value": (None if status == "no_data" else counts.total()) if is_breach else share,
        "unit": "breaches" if is_breach else "%",
        "status": status,
    }


def control_of(trust: PlainTrust, name: str) -> Row:
    return next(row for row in trust.rows("result.controls") if row["control"] == name)


def cases_counted(trust: PlainTrust, clause: Row, control: Row, period: Row) -> list[Row]:
    """The cases judged in the period; of states, only those of the last day on which any was judged."""
    cases = [
        case
        for case in trust.cases_of(clause["school_id"], clause["clause_id"])
        if period["period_start"] <= case["judged_on"] <= period["period_end"]
    ]
    last = max((case["judged_on"] for case in cases), default=None)
    return [case for case in cases if case["judged_on"] == last] if control["is_state"] else cases


def status_from(trust: PlainTrust, clause: Row, control: Row, period: Row, counts: Counter[str]) -> str:
    is_attested = clause["evidence"] == "attested"
    judged = counts["met"] + counts["missed"]
    if judged and counts["met"] / judged >= clause["expect"] - 1e-9:
        return "attested" if is_attested else "met"
    if judged:
        return "partly_met" if counts["met"] else "not_met"
    if counts["pending"]:
        return "not_yet_due"
    if is_attested:
        answers = {"yes": "attested", "no": "not_met", "not_applicable": "not_applicable", None: "no_data"}
        return answers[latest_answer(trust, clause, period)]
    return control["zero"] if is_known(trust, clause, control, period) else "no_data"


def latest_answer(trust: PlainTrust, clause: Row, period: Row) -> str | None:
    end: date = min(period["period_end"], trust.as_at_on)
    answers = [
        (row["attested_on"], row["answer"])
        for row in trust.rows("warehouse.attestations", clause["school_id"])
        if row["clause"] == clause["clause_id"] and row["attested_on"] <= end
    ]
    return max(answers)[1] if answers else None


def is_known(trust: PlainTrust, clause: Row, control: Row, period: Row) -> bool:
    """Whether every school day of the period so far is covered, for a breach by a return; there must be such a day."""
    last = min(period["period_end"], trust.as_at_on)
    days = [day for day in trust.school_days(clause["school_id"]) if period["period_start"] <= day <= last]
    covered = trust.covered_school_days(clause["school_id"], control["dataset"], clause["evidence"] == "breach")
    return bool(days) and covered.issuperset(days)
