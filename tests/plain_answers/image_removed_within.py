"""Was each compromising picture deleted in time?"""

from collections.abc import Iterator

from tests.plain_answers.moderated import actions_by_item
from tests.plain_answers.records import is_named, judged_when
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    promise = {name: clause[name] for name in ("working_days", "working_hours", "count")}
    for (account_id, item_id), actions in actions_by_item(trust, clause.school_id).items():
        meant = [row for row in actions if row["category"] == "compromising_image"]
        ends = [row for row in meant if row["acted_at"] and row["action"] in ("deleted", "hidden")]
        if meant:
            chosen = (
                min(ends, key=lambda row: row["acted_at"])
                if ends
                else min(meant, key=lambda row: row["acted_at"] or row["posted_at"])
            )
            yield judged_when(
                trust,
                clause,
                chosen["posted_on"],
                f"moderation/{account_id}/{item_id}",
                chosen["posted_at"],
                chosen["acted_at"] if ends else None,
                account_id=account_id,
                **promise,
            )
    for incident in trust.rows("warehouse.incidents", clause.school_id):
        if is_named(incident, "compromising_image"):
            yield judged_when(
                trust,
                clause,
                incident["reported_on"],
                f"incident/{incident['incident_id']}",
                incident["occurred_at"] or incident["reported_at"],
                incident["removed_at"],
                account_id=incident["account_id"],
                **promise,
            )
