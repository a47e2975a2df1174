"""Enquiries beyond one conversation: chains, accounts off the register, open waits; then the slow twin of them all."""

import random
from datetime import datetime, timedelta

from pipelines.engines.duckdb import fetch_arrow
from tests.journey.conversing import ACCOUNT, AS_AT, SCHOOL, converse, enquiries_of
from tests.plain_answers.enquiries import list_enquiries
from tests.staged_tables import make_warehouse


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
