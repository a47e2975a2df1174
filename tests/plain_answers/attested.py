"""Attested clauses as the slow answers look at them: the latest answer, and whether it still stands."""

from collections.abc import Iterator

from tests.plain_answers.cases import judged
from tests.plain_answers.rolling import months_later
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer_attested(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    months = clause.review_months if clause["months"] is None else clause["months"]
    for day in trust.judging_days(clause):
        given = [
            answer
            for answer in trust.rows("warehouse.attestations", clause.school_id)
            if answer["clause"] == clause.clause_id and answer["attested_on"] <= day
        ]
        given.sort(key=lambda answer: answer["answer"], reverse=True)
        latest = max(reversed(given), key=lambda answer: answer["attested_on"], default=None)
        if latest is None or latest["answer"] == "not_applicable":
            continue
        lapses = None if months is None else months_later(latest["attested_on"], months)
        stands = latest["answer"] == "yes" and (lapses is None or lapses >= day)
        yield judged(
            trust,
            clause,
            f"{latest['answer']}@{day}",
            "met" if stands else "missed",
            day,
            began=latest["attested_on"],
            due=lapses,
            value=(day - latest["attested_on"]).days,
        )
