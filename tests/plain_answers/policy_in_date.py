"""Was the version in force within its time, and made as promised?"""

from collections.abc import Iterator
from datetime import date

from tests.plain_answers.cases import judged
from tests.plain_answers.rolling import months_later
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for day in trust.judging_days(clause):
        issued = [
            version
            for version in trust.rows("warehouse.policy_versions", clause.school_id)
            if version["policy"] == clause.policy and version["issued_on"] <= day
        ]
        if issued:
            yield judge(trust, clause, max(issued, key=lambda row: (row["issued_on"], row["version"])), day)


def judge(trust: PlainTrust, clause: PlainClause, version: Row, day: date) -> Row | None:
    due = review_due(clause, version)
    if due is None:
        return None
    is_approved = clause["approver"] in (None, version["approved_by"])
    consulted = version["unions_consulted_on"]
    is_consulted = not clause["unions"] or (consulted is not None and consulted <= day)
    return judged(
        trust,
        clause,
        f"policy@{day}",
        "met" if day <= due and is_approved and is_consulted else "missed",
        day,
        began=version["issued_on"],
        due=due,
        value=(day - version["issued_on"]).days,
    )


def review_due(clause: PlainClause, version: Row) -> date | None:
    if clause["review"] == "on_date":
        return version["next_review_on"]
    return months_later(version["issued_on"], int(clause["review"].split("_")[0]))
