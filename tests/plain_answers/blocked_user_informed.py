"""Was it said why each action of the clause's kinds was taken?"""

from collections.abc import Iterator

from tests.plain_answers.records import is_among, kept_or_open
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for action in trust.rows("warehouse.moderation", clause.school_id):
        if is_among(action["action"], clause["actions"]) and action["acted_at"] is not None:
            is_stated = clause["told"] == "audience" and action["statement_posted"] is True
            yield kept_or_open(
                trust,
                clause,
                action["action_id"],
                action["acted_at"],
                is_stated or action["user_informed_at"] is not None,
                done=action["user_informed_at"],
                account_id=action["account_id"],
            )
