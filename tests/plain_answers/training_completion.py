"""Has each person whom the policy covers training in force, on each judging day?"""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.plain_answers.acknowledgement_completion import judge_return, latest_returns, people_covered
from tests.plain_answers.cases import judged
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for day in trust.judging_days(clause):
        if trust.is_begun(clause.school_id, "training", day):
            for person in people_covered(trust, clause, day):
                completed = completions_in_force(trust, clause, person, day)
                due = person["started_on"] + timedelta(days=clause["grace_days"])
                yield judged(
                    trust,
                    clause,
                    f"{person['person_id']}@{day}",
                    "met" if completed else "pending" if due >= day else "missed",
                    day,
                    began=person["started_on"],
                    due=due,
                    done=max(completed, default=None),
                )
        for found in latest_returns(trust, clause, day, "trained", []):
            yield judge_return(trust, clause, found, day, is_current=True)


def completions_in_force(trust: PlainTrust, clause: PlainClause, person: Row, day: date) -> list[date]:
    return [
        row["completed_on"]
        for row in trust.rows("warehouse.training")
        if row["person_id"] == person["person_id"]
        and clause["module"] in (None, row["module"])
        and row["completed_on"] <= day
        and (row["expires_on"] is None or row["expires_on"] >= day)
    ]
