"""Which replies name what was asked, and whether they could answer it."""

import pytest

from pipelines.engines.duckdb import fetch_arrow
from tests.staged_tables import make_warehouse, read_table

SCHOOL = {"school_id": "s", "school_name": "S", "nation": "england", "policy": "barnes"}
ACCOUNTS = [
    {"account_id": account, "school_id": "s", "platform": "facebook", "opened_on": "2025-09-01"} for account in "ab"
]
ASKED = """
    account_id | item_id | thread_id | kind    | direction | sent_at          | needs_reply | in_reply_to | automatic
    a          | q       | t         | message | inbound   | 2026-03-02 10:00 |             |             |
    a          | thanks  | t         | message | inbound   | 2026-03-02 10:05 | no          |             |
    a          | stars   | u         | review  | inbound   | 2026-03-02 10:06 |             |             |
    a          | star?   | v         | review  | inbound   | 2026-03-02 10:07 | yes         |             |
    a          | news    | w         | post    | outbound  | 2026-03-02 09:00 |             |             |
    b          | other   | x         | message | inbound   | 2026-03-02 10:00 |             |             |
"""


def named(reply, as_at="2026-03-06"):
    """What `mart.named_items` says of one reply, as (thread, item, hour it came, is_answerable)."""
    given = [row | {"thread_id": row["thread_id"] or "own"} for row in [*read_table(ASKED), reply]]
    connection = make_warehouse({"schools": [SCHOOL], "accounts": ACCOUNTS, "activity": given}, as_at)
    rows = fetch_arrow(connection, "select * from mart.named_items").to_pylist()
    assert all((row["account_id"], row["item_id"]) == ("a", "r") for row in rows)
    return [(row["thread_id"], row["named_id"], f"{row['named_at']:%H:%M}", row["is_answerable"]) for row in rows]


def reply(names, at="2026-03-02 12:00", **fields):
    sent = {"account_id": "a", "item_id": "r", "thread_id": "own", "kind": "reply", "direction": "outbound"}
    return {**sent, "sent_at": at, "in_reply_to": names, **fields}


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("q", [("t", "q", "10:00", True)]),
        ("thanks", [("t", "thanks", "10:05", False)]),
        ("stars", [("u", "stars", "10:06", False)]),
        ("star?", [("v", "star?", "10:07", True)]),
        ("news", []),
        ("other", []),
        ("nothing known", []),
        (None, []),
    ],
)
def test_a_reply_names_an_inbound_item_of_its_own_account(names, said):
    assert named(reply(names)) == said


@pytest.mark.parametrize(
    ("at", "is_answerable"), [("2026-03-02 10:00", True), ("2026-03-02 09:59", False), ("2026-03-05 23:59", True)]
)
def test_what_came_later_cannot_be_answered(at, is_answerable):
    assert named(reply("q", at)) == [("t", "q", "10:00", is_answerable)]


@pytest.mark.parametrize("fields", [{"kind": "post"}, {"automatic": "yes"}, {"direction": "inbound"}])
def test_only_a_human_reply_answers(fields):
    assert named(reply("q", **fields)) == []


def test_an_acknowledgement_names_its_item_too():
    assert named(reply("q", acknowledgement="yes")) == [("t", "q", "10:00", True)]


def test_what_is_not_known_by_as_at_names_nothing():
    assert named(reply("q", "2026-03-09 10:00")) == []
