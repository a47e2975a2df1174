"""Was there permission for each picture of a learner?"""

from collections.abc import Iterator

from tests.plain_answers.cases import judged
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    enough = {"written"} if clause["written"] else {"written", "verbal"}
    for item in trust.rows("warehouse.activity", clause.school_id):
        if item["direction"] == "outbound" and item["has_learner_image"] and clause.binds(item["sent_on"]):
            yield judged(
                trust,
                clause,
                f"{item['account_id']}/{item['item_id']}",
                "met" if item["consent"] in enough else "missed",
                item["sent_on"],
                account_id=item["account_id"],
                began=item["sent_at"],
            )
