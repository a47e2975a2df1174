"""Was each offensive item dealt with in time?"""

from collections.abc import Iterator

from tests.plain_answers.cases import promised
from tests.plain_answers.moderated import actions_by_item
from tests.plain_answers.records import is_among
from tests.plain_answers.trust import PlainClause, PlainTrust, Row

OFFENSIVE = {"abusive", "racist", "sexist", "homophobic", "inflammatory", "harassment"}
UNWANTED = {"spam", "personal_information", "commercial"}


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    categories = OFFENSIVE | (UNWANTED if clause["by"] == "category" else set())
    for (account_id, item_id), actions in actions_by_item(trust, clause.school_id).items():
        meant = [row for row in actions if row["category"] in categories and clause.binds(row["posted_on"])]
        ends = [row for row in meant if row["acted_at"] and is_among(row["action"], clause["actions"])]
        if meant:
            chosen = (
                min(ends, key=lambda row: row["acted_at"])
                if ends
                else min(meant, key=lambda row: row["acted_at"] or row["posted_at"])
            )
            yield promised(
                trust,
                clause,
                f"{account_id}/{item_id}",
                chosen["posted_at"],
                chosen["acted_at"] if ends else None,
                account_id=account_id,
                working_days=clause["working_days"],
                working_hours=clause["working_hours"],
                count=clause["count"],
            )
