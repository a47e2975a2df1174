"""Was there a report to the audience lately?"""

from collections.abc import Iterator

from tests.plain_answers.rolling import judge_latest
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    held = [
        report["presented_on"]
        for report in trust.rows("warehouse.reports", clause.school_id)
        if report["audience"] == clause["audience"]
    ]
    for day in trust.judging_days(clause):
        yield judge_latest(trust, clause, "reports", held, day)
