"""Moderation as the slow answers look at it: the actions upon each item, in the order of time."""

from collections import defaultdict

from tests.plain_answers.trust import PlainTrust, Row


def actions_by_item(trust: PlainTrust, school_id: str) -> dict[tuple[str, str], list[Row]]:
    """What was done upon each item of each account; an action that names no item is about one of its own."""
    items: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for action in trust.rows("warehouse.moderation", school_id):
        items[action["account_id"], action["item_id"] or action["action_id"]].append(action)
    return {item: sorted(actions, key=lambda row: row["action_id"]) for item, actions in items.items()}


def earliest(actions: list[Row], column: str) -> Row | None:
    """The action whose time in the column came first, of those that have one."""
    return min((row for row in actions if row[column] is not None), key=lambda row: row[column], default=None)
