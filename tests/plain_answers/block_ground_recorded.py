"""Does each block have a ground?"""

from collections.abc import Iterator

from tests.plain_answers.records import kept_or_open
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for action in trust.rows("warehouse.moderation", clause.school_id):
        if action["action"] == "blocked" and action["acted_at"] is not None:
            yield kept_or_open(
                trust,
                clause,
                action["action_id"],
                action["acted_at"],
                action["block_ground"] is not None,
                account_id=action["account_id"],
            )
