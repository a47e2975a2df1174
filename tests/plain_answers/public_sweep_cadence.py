"""Was the internet swept in each slot that was due?"""

from collections.abc import Iterator

from tests.plain_answers.cases import judged
from tests.plain_answers.monitoring_cadence import due_days, slots
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    logged = trust.rows("warehouse.monitoring", clause.school_id)
    for slot in slots(trust, clause):
        due = due_days(trust, clause, slot)
        known = [day for day in due if day <= trust.as_at_on and trust.is_covered(clause.school_id, "monitoring", day)]
        sweeps = [check for check in logged if check["kind"] == "public_sweep" and check["checked_on"] in slot]
        is_over = slot[-1] < trust.as_at_on
        if known and clause.binds(due[0]) and (sweeps or not is_over or known == due):
            yield judged(
                trust,
                clause,
                f"sweep@{slot[0]}",
                "met" if sweeps else "missed" if is_over else "pending",
                due[0],
                began=slot[0],
                due=slot[-1],
                done=min((sweep["checked_at"] for sweep in sweeps), default=None),
                value=len(sweeps),
            )
