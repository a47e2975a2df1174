"""Was each post of an allowed kind?"""

from collections.abc import Iterator

from tests.plain_answers.cases import judged
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    allowed = [kind.casefold() for kind in clause["categories"].split("+")]
    for item in trust.rows("warehouse.activity", clause.school_id):
        is_post = item["kind"] == "post" and item["direction"] == "outbound"
        if is_post and item["category"] is not None and clause.binds(item["sent_on"]):
            yield judged(
                trust,
                clause,
                f"{item['account_id']}/{item['item_id']}",
                "met" if item["category"].casefold() in allowed else "missed",
                item["sent_on"],
                account_id=item["account_id"],
                began=item["sent_at"],
            )
