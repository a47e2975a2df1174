"""Did a statement tell others that an offensive item was removed?"""

from collections.abc import Iterator

from tests.plain_answers.moderated import actions_by_item
from tests.plain_answers.records import is_among, kept_or_open
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    for (account_id, item_id), actions in actions_by_item(trust, clause.school_id).items():
        removals = [
            row
            for row in actions
            if row["acted_at"] is not None
            and row["action"] in ("deleted", "hidden")
            and is_among(row["category"], clause["category"])
            and clause.binds(row["acted_on"])
        ]
        if removals:
            yield kept_or_open(
                trust,
                clause,
                f"{account_id}/{item_id}",
                min(row["acted_at"] for row in removals),
                any(row["statement_posted"] for row in removals),
                account_id=account_id,
            )
