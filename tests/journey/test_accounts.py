"""The register of accounts and those that only the activity shows: whose they are, and what can be known of them."""

import pytest

from pipelines.engines.duckdb import fetch_arrow
from tests.staged_tables import make_warehouse, read_table

SCHOOLS = read_table("""
    school_id | school_name | phase   | nation
    a         | Ashgrove    | primary | england
    b         | Birchwood   | primary | england
""")


def item(account, direction, sides=None, folder_school=None):
    """One message; `sides` is what the file's format says of the messages that it holds."""
    return {
        "item_id": f"{account} {direction} {sides}",
        "account_id": account,
        "kind": "message",
        "direction": direction,
        "sent_at": "2026-01-05 10:00",
        "_sides": sides,
        "_school_id": folder_school,
    }


def accounts_of(schools, activity, register=()):
    connection = make_warehouse({"schools": schools, "activity": activity, "accounts": register}, "2026-01-31")
    rows = fetch_arrow(connection, "select * from warehouse.accounts order by account_id").to_pylist()
    return {row["account_id"]: row for row in rows}


@pytest.mark.parametrize(
    ("items", "is_answered_only"),
    [
        ([("inbound", "answered_only"), ("outbound", "answered_only")], True),
        ([("inbound", "answered_only"), ("inbound", "both")], False),
        ([("inbound", "answered_only"), ("outbound", "outbound")], True),
        ([("inbound", "both")], False),
        ([("inbound", None)], False),
        ([("outbound", "answered_only")], False),
    ],
)
def test_an_account_known_by_its_answers_alone_is_marked(items, is_answered_only):
    found = accounts_of(SCHOOLS, [item("x", direction, sides, "a") for direction, sides in items])
    assert found["x"]["is_answered_only"] is is_answered_only


def test_a_registered_account_is_marked_alike_and_one_without_activity_is_not():
    register = read_table("""
        account_id | school_id | platform | handle | opened_on
        seen       | a         | x        | @seen  | 2025-09-01
        silent     | a         | x        | @none  | 2025-09-01
    """)
    found = accounts_of(SCHOOLS, [item("seen", "inbound", "answered_only")], register)
    assert (found["seen"]["is_answered_only"], found["silent"]["is_answered_only"]) == (True, False)


@pytest.mark.parametrize(
    ("schools", "folder", "school"), [(SCHOOLS, "b", "b"), (SCHOOLS, None, None), (SCHOOLS[:1], None, "a")]
)
def test_an_unregistered_account_is_its_folder_s_or_the_only_school_s(schools, folder, school):
    found = accounts_of(schools, [item("stray", "inbound", folder_school=folder)])
    assert (found["stray"]["school_id"], found["stray"]["is_registered"]) == (school, False)
