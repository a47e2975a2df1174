"""Owns breaches as each policy counts them: the rule, its count, the incidents judged by it; draws nothing."""

import pandas as pd

from dashboard import parts, wording
from dashboard.incidents.record import Record, list_with

PAST_PUPILS = {
    "barred": "contact with past pupils is barred too",
    "barred_under_18": "contact with past pupils is barred while they are under 18",
    "not_expected": "contact with past pupils is not expected, rather than barred",
}


def rule_of(clause: dict[str, object]) -> str:
    """What a policy counts as a breach of a clause, with what it says of past pupils where that matters."""
    past = PAST_PUPILS.get(str(clause["past_pupils"]), "")
    rule = str(clause["breach_rule"] or clause["requirement"])
    return f"{rule} (Here {past}.)" if past else rule


def describe(group: pd.DataFrame) -> str:
    """One clause with its breaches over the schools that adopted it, as Markdown."""
    clause = group.iloc[0].to_dict()
    count = wording.count(int(group["breach_count"].sum()), "breach")
    head = parts.plain(f"{clause['clause_id']}: {count}")
    lines = [
        f"**{head}**",
        parts.plain(str(clause["requirement"])),
        f"*Counted as a breach:* {parts.plain(rule_of(clause))}",
    ]
    return "  \n".join(lines)


def list_records(clause_id: str, group: pd.DataFrame, record: Record) -> pd.DataFrame:
    """The incidents judged to breach a clause, each with the rule that it was judged by."""
    is_judged = record.incidents["breached_clauses"].map(lambda found: clause_id in found)
    breached = record.incidents[is_judged]
    return list_with(breached, record.scope, {"Judged by": [rule_of(group.iloc[0].to_dict())] * len(breached)})


def tabulate(clauses: pd.DataFrame) -> pd.DataFrame:
    """Every clause that is judged by breaches: rule, breaches, and the schools whose returns make it known."""
    rows = []
    for (_, clause_id), group in clauses.groupby(["policy_title", "clause_id"]):
        known = int(group["is_known"].sum())
        rows.append(
            {
                "Policy": group["policy_title"].iloc[0],
                "Clause": clause_id,
                "What counts as a breach": rule_of(group.iloc[0].to_dict()),
                "Breaches": f"{int(group['breach_count'].sum()):,}" if known else "no data",
                "Schools with data": wording.out_of(known, len(group)),
            }
        )
    table = pd.DataFrame(rows)
    told_already = {"Policy": table["Policy"].nunique() == 1, "Schools with data": clauses["school_id"].nunique() == 1}
    return table.drop(columns=[column for column, is_told in told_already.items() if is_told])
