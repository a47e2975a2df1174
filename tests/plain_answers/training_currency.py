"""Has everyone had the update within so many months?"""

from collections.abc import Iterator
from datetime import timedelta

from tests.plain_answers.cases import judged
from tests.plain_answers.register import people_in_post
from tests.plain_answers.rolling import months_later
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for day, person in people_in_post(trust, clause):
        if not trust.is_begun(clause.school_id, "training", day):
            continue
        updates = [
            row["completed_on"]
            for row in trust.rows("warehouse.training")
            if (row["person_id"], row["module"]) == (person["person_id"], clause["module"])
            and row["completed_on"] <= day
        ]
        last = max(updates, default=None)
        grace_ends = person["started_on"] + timedelta(days=clause["grace_days"])
        current_through = months_later(last, clause["months"]) if last else None
        is_current = current_through is not None and current_through >= day
        yield judged(
            trust,
            clause,
            f"{person['person_id']}@{day}",
            "met" if is_current else "pending" if grace_ends >= day else "missed",
            day,
            began=person["started_on"],
            due=current_through or grace_ends,
            done=last,
            value=(day - last).days if last else None,
        )
