"""Each sentence of the definition of an enquiry, as a conversation and the enquiries it makes; then its slow twin."""

import random
from datetime import datetime, timedelta

import pytest

from pipelines.engines.duckdb import fetch_arrow
from tests.plain_answers.enquiries import list_enquiries
from tests.staged_tables import make_warehouse, read_table

SCHOOL = {"school_id": "s", "school_name": "S", "nation": "england", "policy": "barnes"}
ACCOUNT = {"account_id": "a", "school_id": "s", "platform": "facebook", "opened_on": "2025-09-01"}
AS_AT = "2026-03-06"
COLUMNS = ("first", "items", "received", "acknowledged", "replied")


def converse(lines):
    """Activity from lines of `id | who | at | ...`: times are on Monday 2 March 2026 unless a day is given."""
    items = []
    for line in read_table(lines):
        who = line.pop("who")
        day, _, clock = f"02 {line.pop('at')}"[-8:].rpartition(" ")
        items.append(
            {
                "account_id": "a",
                "item_id": line.pop("id"),
                "kind": line.pop("kind", None) or "message",
                "direction": "outbound" if who == "school" else "inbound",
                "sent_at": f"2026-03-{day.strip()} {clock}",
                "author_id": f"p{who}",
                "thread_id": "t",
                **line,
            }
        )
    return items


def enquiries_of(activity, as_at=AS_AT, accounts=(ACCOUNT,)):
    """First item, number of items, and the times received, acknowledged and replied, as the rows of a drawn table."""
    connection = make_warehouse({"schools": [SCHOOL], "accounts": list(accounts), "activity": activity}, as_at)
    rows = fetch_arrow(connection, "select * from mart.enquiries order by received_at, enquiry_id").to_pylist()
    return [
        (row["enquiry_id"].removeprefix("a/"), row["item_count"], *(say(row[f"{name}_at"]) for name in COLUMNS[2:]))
        for row in rows
    ]


def say(moment):
    return moment and f"{moment:%H:%M}" if moment is None or moment.day == 2 else f"{moment:%d %H:%M}"


CONVERSATIONS = {
    "it starts at the earliest unanswered item and ends at the first reply": (
        """
        id | who    | at
        1  | parent | 09:00
        2  | parent | 09:10
        3  | school | 10:00
        4  | school | 10:05
        """,
        [("1", 2, "09:00", None, "10:00")],
    ),
    "after a reply, the next item is the next enquiry": (
        """
        id | who    | at
        1  | parent | 09:00
        2  | school | 10:00
        3  | parent | 11:00
        4  | school | 12:00
        5  | parent | 13:00
        """,
        [("1", 1, "09:00", None, "10:00"), ("3", 1, "11:00", None, "12:00"), ("5", 1, "13:00", None, None)],
    ),
    "somebody else who writes while one waits, waits for the same reply": (
        """
        id | who     | at
        1  | parent  | 09:00
        2  | another | 09:30
        3  | school  | 10:00
        """,
        [("1", 2, "09:00", None, "10:00")],
    ),
    "an automatic reply does not end it": (
        """
        id | who    | at    | automatic
        1  | parent | 09:00 |
        2  | school | 09:00 | yes
        3  | school | 10:00 |
        """,
        [("1", 1, "09:00", None, "10:00")],
    ),
    "an automatic acknowledgement is none": (
        """
        id | who    | at    | automatic | acknowledgement
        1  | parent | 09:00 |           |
        2  | school | 09:01 | yes       | yes
        """,
        [("1", 1, "09:00", None, None)],
    ),
    "a post is no reply": (
        """
        id | who    | at    | kind
        1  | parent | 09:00 | comment
        2  | school | 10:00 | post
        """,
        [("1", 1, "09:00", None, None)],
    ),
    "a thread that the school starts is none until somebody answers": (
        """
        id | who    | at    | kind
        1  | school | 08:00 | post
        2  | school | 08:30 | comment
        3  | parent | 09:00 | comment
        """,
        [("3", 1, "09:00", None, None)],
    ),
    "a thread that nobody answers is none": (
        """
        id | who    | at
        1  | school | 08:00
        """,
        [],
    ),
    "a like needs no reply, nor does a review, unless it says so": (
        """
        id | who    | at    | kind    | needs_reply | thread_id
        1  | parent | 09:00 | comment | no          | t
        2  | parent | 09:10 | review  |             | u
        3  | parent | 09:20 | review  | yes         | v
        """,
        [("3", 1, "09:20", None, None)],
    ),
    "an acknowledgement is noted and the wait goes on": (
        """
        id | who    | at    | acknowledgement
        1  | parent | 09:00 |
        2  | school | 09:30 | yes
        3  | parent | 09:40 |
        4  | school | 09:50 | yes
        5  | school | 11:00 |
        """,
        [("1", 2, "09:00", "09:30", "11:00")],
    ),
    "an acknowledgement before, or after the reply, is another matter": (
        """
        id | who    | at    | acknowledgement
        1  | school | 08:00 | yes
        2  | parent | 09:00 |
        3  | school | 10:00 |
        4  | school | 10:30 | yes
        """,
        [("2", 1, "09:00", None, "10:00")],
    ),
    "long waits are kept": (
        """
        id | who    | at
        1  | parent | 09:00
        2  | school | 06 10:00
        """,
        [("1", 1, "09:00", None, "06 10:00")],
    ),
    "a reply in the same minute counts": (
        """
        id | who    | at
        2  | parent | 09:00
        1  | school | 09:00
        """,
        [("2", 1, "09:00", None, "09:00")],
    ),
    "a reply before receipt ends nothing": (
        """
        id | who    | at    | in_reply_to
        1  | school | 08:00 | 2
        2  | parent | 09:00 |
        """,
        [("2", 1, "09:00", None, None)],
    ),
    "threads do not mix": (
        """
        id | who    | at    | thread_id
        1  | parent | 09:00 | t
        2  | parent | 09:10 | u
        3  | school | 10:00 | u
        """,
        [("1", 1, "09:00", None, None), ("2", 1, "09:10", None, "10:00")],
    ),
    "a reply that names an item answers it in whatever thread it came": (
        """
        id | who    | at    | thread_id | in_reply_to
        1  | parent | 09:00 | t         |
        2  | parent | 09:10 | u         |
        3  | school | 10:00 | v         | 1
        """,
        [("1", 1, "09:00", None, "10:00"), ("2", 1, "09:10", None, None)],
    ),
    "a reply that names an answered item does not answer the next": (
        """
        id | who    | at    | in_reply_to
        1  | parent | 09:00 |
        2  | school | 09:30 | 1
        3  | parent | 10:00 |
        4  | school | 10:30 | 1
        5  | school | 11:00 | 3
        """,
        [("1", 1, "09:00", None, "09:30"), ("3", 1, "10:00", None, "11:00")],
    ),
    "a reply to each of two who waited together, then a third": (
        """
        id | who     | at    | in_reply_to
        1  | parent  | 09:00 |
        2  | another | 09:10 |
        3  | school  | 09:30 | 1
        4  | third   | 10:00 |
        5  | school  | 10:30 | 2
        """,
        [("1", 2, "09:00", None, "09:30"), ("4", 1, "10:00", None, None)],
    ),
    "a reply that names what needs none answers nobody else": (
        """
        id | who     | at    | in_reply_to | needs_reply
        1  | parent  | 09:00 |             |
        2  | another | 09:10 |             | no
        3  | school  | 09:30 | 2           |
        """,
        [("1", 1, "09:00", None, None)],
    ),
    "a second half that names the school's own first half answers as any reply": (
        """
        id | who    | at    | in_reply_to | acknowledgement
        1  | parent | 09:00 |             |
        2  | school | 09:30 | 1           | yes
        3  | school | 10:30 | 2           |
        """,
        [("1", 1, "09:00", "09:30", "10:30")],
    ),
    "an acknowledgement that names an answered item is not the next one's": (
        """
        id | who    | at    | in_reply_to | acknowledgement
        1  | parent | 09:00 |             |
        2  | school | 09:30 |             |
        3  | parent | 10:00 |             |
        4  | school | 10:30 | 1           | yes
        5  | school | 11:00 | 3           | yes
        """,
        [("1", 1, "09:00", None, "09:30"), ("3", 1, "10:00", "11:00", None)],
    ),
    "items without a thread are one by their reply links": (
        """
        id | who    | at    | in_reply_to | thread_id
        1  | parent | 09:00 |             |
        2  | parent | 09:10 | 1           |
        3  | parent | 09:20 | 2           |
        4  | school | 10:00 | 3           |
        5  | parent | 11:00 |             |
        """,
        [("1", 3, "09:00", None, "10:00"), ("5", 1, "11:00", None, None)],
    ),
    "items that answer the same item are in its thread, though it is not in the data": (
        """
        id | who    | at    | in_reply_to | thread_id
        1  | parent | 09:00 | 99          |
        2  | school | 10:00 | 99          |
        """,
        [("1", 1, "09:00", None, "10:00")],
    ),
    "items that name each other do not go round for ever": (
        """
        id | who    | at    | in_reply_to | thread_id
        1  | parent | 09:00 | 2           |
        2  | parent | 09:10 | 1           |
        """,
        [("1", 1, "09:00", None, None), ("2", 1, "09:10", None, None)],
    ),
    "nothing after as-at is known": (
        """
        id | who    | at
        1  | parent | 06 09:00
        2  | school | 07 00:00
        3  | parent | 08 10:00
        """,
        [("1", 1, "06 09:00", None, None)],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), CONVERSATIONS.values(), ids=CONVERSATIONS.keys())
def test_a_conversation(lines, expected):
    assert enquiries_of(converse(lines)) == expected


def test_a_chain_of_reply_links_is_one_thread_up_to_32_links():
    chain = [
        {"id": n, "who": "parent", "at": f"09:{n:02}", "in_reply_to": n - 1 if n else "", "thread_id": ""}
        for n in range(33)
    ]
    lines = "id | who | at | in_reply_to | thread_id\n" + "\n".join(" | ".join(map(str, row.values())) for row in chain)
    assert enquiries_of(converse(lines)) == [("0", 33, "09:00", None, None)]


def test_an_unregistered_account_has_enquiries_too():
    assert enquiries_of(converse("id | who | at\n1 | parent | 09:00"), accounts=[]) == [("1", 1, "09:00", None, None)]


def test_where_no_school_is_known_no_working_time_is():
    schools = [SCHOOL, SCHOOL | {"school_id": "other"}]
    activity = converse("id | who | at\n1 | parent | 09:00\n2 | school | 10:00")
    connection = make_warehouse({"schools": schools, "activity": activity}, AS_AT)
    names = "school_id, elapsed_minutes, working_minutes, working_days, replied_out_of_hours"
    assert fetch_arrow(connection, f"select {names} from mart.enquiries").to_pylist() == [
        {
            "school_id": None,
            "elapsed_minutes": 60.0,
            "working_minutes": None,
            "working_days": None,
            "replied_out_of_hours": None,
        }
    ]


def test_an_open_enquiry_has_no_wait_yet_but_has_waited():
    activity = converse("id | who | at\n1 | parent | 05 15:30")
    connection = make_warehouse({"schools": [SCHOOL], "accounts": [ACCOUNT], "activity": activity}, AS_AT)
    (row,) = fetch_arrow(connection, "select * from mart.enquiries").to_pylist()
    done = ("elapsed_minutes", "working_minutes", "working_days", "school_days", "replied_out_of_hours", "replied_on")
    assert [row[name] for name in done] == [None] * 6
    waiting = ("waiting_elapsed_minutes", "waiting_working_minutes", "waiting_working_days", "waiting_school_days")
    assert [row[name] for name in waiting] == [32.5 * 60, 9 * 60, 1, 1]
    assert (row["is_open"], row["received_weekday"], row["received_minute"], row["platform"]) == (
        True,
        4,
        930,
        "facebook",
    )


def random_activity(seed):
    """Some thirty items in a few crowded threads of two accounts, with every kind of reply and fault."""
    chance = random.Random(seed)
    moment, items = datetime(2026, 3, 2, 9), []
    for number in range(30):
        moment += timedelta(minutes=chance.choice([0, 0, 1, 30, 300]))
        direction = chance.choice(["inbound", "inbound", "outbound"])
        items.append(
            {
                "account_id": f"{seed:03}{chance.choice('ab')}",
                "item_id": f"{chance.randrange(100):02}-{number}",
                "kind": chance.choice(["message", "comment", "reply", "post", "review"]),
                "direction": direction,
                "sent_at": moment,
                "thread_id": chance.choice(["t", "t", "u", None]),
                "in_reply_to": chance.choice([None, chance.choice(items)["item_id"] if items else None, "missing"]),
                "author_id": None,
                "needs_reply": chance.choice([None, None, None, True, False]) if direction == "inbound" else None,
                "automatic": chance.choice([None, False, True]) if chance.random() < 0.3 else None,
                "acknowledgement": chance.random() < 0.2 or None,
            }
        )
    chance.shuffle(items)
    return items


def test_its_slow_twin_agrees_on_random_threads():
    items = [item for seed in range(200) for item in random_activity(seed)]
    connection = make_warehouse({"schools": [SCHOOL], "activity": items}, "2026-04-30")
    select = """
        select account_id, thread_id, substr(enquiry_id, length(account_id) + 2) as first_id, item_count,
            received_at, acknowledged_at, replied_at
        from mart.enquiries order by account_id, thread_id, received_at
    """
    found = fetch_arrow(connection, select).to_pylist()
    expected = sorted(list_enquiries(items), key=lambda row: (row["account_id"], row["thread_id"], row["received_at"]))
    assert len(found) > 1500
    for ours, slow in zip(found, expected, strict=True):
        assert ours == slow
