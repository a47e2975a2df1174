"""Enquiries the slow and obvious way: each thread read from top to bottom, item by item."""

from collections.abc import Iterable, Mapping
from typing import Any

Item = Mapping[str, Any]


def list_enquiries(items: Iterable[Item]) -> list[dict[str, Any]]:
    """The enquiries of all accounts, each with its thread_id, first_id, item_count and three instants.

    Items have the columns of the contract's activity, typed, with instants as naive UTC.
    """
    by_id = {(item["account_id"], item["item_id"]): item for item in items}
    threads: dict[tuple[str, str], list[Item]] = {}
    for item in by_id.values():
        if is_waiting(item) or is_usable_reply(item, by_id):
            threads.setdefault((item["account_id"], thread_of(item, by_id)), []).append(item)
    found = []
    for (account_id, thread_id), thread in sorted(threads.items()):
        thread.sort(key=lambda item: (item["sent_at"], item["direction"] == "outbound", item["item_id"]))
        found += [{"account_id": account_id, "thread_id": thread_id, **run} for run in list_runs(thread)]
    return found


def is_waiting(item: Item) -> bool:
    """Whether an item needs a reply: as it says, else whenever it is inbound and no review."""
    if item["direction"] != "inbound":
        return False
    return item["kind"] != "review" if item["needs_reply"] is None else bool(item["needs_reply"])


def is_human_reply(item: Item) -> bool:
    return item["direction"] == "outbound" and item["kind"] != "post" and not item["automatic"]


def item_named_by(item: Item, by_id: Mapping[tuple[str, str], Item]) -> Item | None:
    """The inbound item that a human reply names, if the data hold it."""
    named = by_id.get((item["account_id"], item["in_reply_to"])) if is_human_reply(item) else None
    return named if named and named["direction"] == "inbound" else None


def is_usable_reply(item: Item, by_id: Mapping[tuple[str, str], Item]) -> bool:
    """Whether a human reply can answer something: it names nothing, or what it names waits and came before it."""
    named = item_named_by(item, by_id)
    return is_human_reply(item) and (named is None or (is_waiting(named) and named["sent_at"] <= item["sent_at"]))


def thread_of(item: Item, by_id: Mapping[tuple[str, str], Item]) -> str:
    """The thread of the item that a reply names; else its own; else that of the head of its reply links."""
    item = item_named_by(item, by_id) or item
    while item["thread_id"] is None and item["in_reply_to"] is not None:
        above = by_id.get((item["account_id"], item["in_reply_to"]))
        if above is None:
            return str(item["in_reply_to"])
        item = above
    return str(item["thread_id"] or item["item_id"])


def list_runs(thread: list[Item]) -> list[dict[str, Any]]:
    """The runs of one thread, in order; only what waits and usable replies are in it."""
    answers = [item for item in thread if is_human_reply(item) and not item["acknowledgement"]]
    direct = [answer for answer in answers if not answers_between(answers, thread, answer)]
    ending = [answer for answer in answers if answer in direct or not answers_between(direct, thread, answer)]
    runs: list[list[Item]] = [[]]
    ends: list[Item | None] = []
    for item in thread:
        if is_waiting(item):
            runs[-1].append(item)
        elif item in ending:
            ends.append(item)
            runs.append([])
    waiting = [(run, end) for run, end in zip(runs, [*ends, None], strict=True) if run]
    return [describe_run(run, end, thread) for run, end in waiting]


def answers_between(answers: list[Item], thread: list[Item], reply: Item) -> list[Item]:
    """Those of `answers` that stand between the item that a reply names and the reply; none where it names nothing."""
    places = {item["item_id"]: place for place, item in enumerate(thread)}
    if reply["in_reply_to"] not in places or not is_waiting(thread[places[reply["in_reply_to"]]]):
        return []
    between = thread[places[reply["in_reply_to"]] + 1 : places[reply["item_id"]]]
    return [answer for answer in answers if answer in between]


def describe_run(run: list[Item], end: Item | None, thread: list[Item]) -> dict[str, Any]:
    received_at, replied_at = run[0]["sent_at"], end and end["sent_at"]
    waiting = {item["item_id"]: item for item in thread if is_waiting(item)}
    acknowledged = [
        item["sent_at"]
        for item in thread
        if is_human_reply(item)
        and item["acknowledgement"]
        and waiting.get(item["in_reply_to"], item)["sent_at"] >= received_at
        and (replied_at is None or item["sent_at"] <= replied_at)
    ]
    return {
        "first_id": run[0]["item_id"],
        "item_count": len(run),
        "received_at": received_at,
        "acknowledged_at": min(acknowledged, default=None),
        "replied_at": replied_at,
    }
