"""Was each user blocked whose items had to be acted on so many times?"""

from collections import defaultdict
from collections.abc import Iterator

from tests.plain_answers.records import kept_or_open
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    users: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for action in trust.rows("warehouse.moderation", clause.school_id):
        if action["author_id"] and action["acted_at"] and action["action"] != "left":
            users[action["account_id"], action["author_id"]].append(action)
    for (account_id, author_id), actions in users.items():
        yield judge(trust, clause, account_id, author_id, sorted(actions, key=lambda row: row["acted_at"]))


def judge(trust: PlainTrust, clause: PlainClause, account_id: str, author_id: str, actions: list[Row]) -> Row | None:
    seen: list[str] = []
    reached = None
    for action in actions:
        item = action["item_id"] or action["action_id"]
        if item not in seen:
            seen.append(item)
            reached = reached or (action["acted_at"] if len(seen) == clause["after"] else None)
    if reached is None:
        return None
    blocked = next((action["acted_at"] for action in actions if action["action"] == "blocked"), None)
    return kept_or_open(
        trust,
        clause,
        f"{account_id}/{author_id}",
        reached,
        blocked is not None,
        done=blocked,
        account_id=account_id,
    )
