"""Had everyone who posted access that day?"""

from collections.abc import Iterator

from tests.plain_answers.cases import judged
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    grants = trust.rows("warehouse.account_access", clause.school_id)
    days: dict[tuple, list[Row]] = {}
    for item in trust.rows("warehouse.activity", clause.school_id):
        is_posted = item["direction"] == "outbound" and item["author_id"] and not item["automatic"]
        if grants and is_posted and clause.binds(item["sent_on"]):
            days.setdefault((item["account_id"], item["author_id"], item["sent_on"]), []).append(item)
    for (account_id, author_id, day), items in days.items():
        has_access = any(
            (grant["account_id"], grant["person_id"]) == (account_id, author_id)
            and grant["access"] in ("manager", "poster")
            and grant["granted_on"] <= day
            and (grant["revoked_on"] is None or day <= grant["revoked_on"])
            for grant in grants
        )
        yield judged(
            trust,
            clause,
            f"{account_id}/{author_id}/{day}",
            "met" if has_access else "missed",
            day,
            account_id=account_id,
            began=min(item["sent_at"] for item in items),
            value=len(items),
        )
