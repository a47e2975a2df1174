"""Was what the checks of accounts found dealt with in time?"""

from collections.abc import Iterator

from tests.plain_answers.cases import promised
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for check in trust.rows("warehouse.monitoring", clause.school_id):
        if check["outcome"] == "finding" and check["kind"] != "public_sweep":
            yield promised(
                trust,
                clause,
                check["check_id"],
                check["checked_at"],
                check["resolved_at"],
                account_id=check["account_id"],
                working_days=clause["working_days"],
                working_hours=clause["working_hours"],
                count=clause["count"],
            )
