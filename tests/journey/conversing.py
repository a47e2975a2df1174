"""Draws conversations as tables of who wrote when, and the enquiries that the mart makes of them."""

from pipelines.engines.duckdb import fetch_arrow
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
