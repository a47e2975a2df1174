"""How text becomes a value: every accepted way of writing each type, and what is refused."""

from typing import Any

import duckdb
import pytest
from small_inbox import Inbox, activity

from pipelines.cast import cast, clean, minute_of_day, to_local
from pipelines.contract import Column, load_contract


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as made:
        made.execute("set TimeZone = 'Europe/London'")
        yield made


def value_of(connection: duckdb.DuckDBPyConnection, column: Column, text: str) -> Any:
    select = f"select {cast(column, 'r')} from (select {clean('t')} as r from (select $1::varchar as t))"
    value = connection.execute(select, [text]).fetchall()[0][0]
    return str(value) if column.type in ("date", "timestamp") and value is not None else value


def of_type(kind: str, **given: Any) -> Column:
    return Column(name="x", type=kind, **given)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "  Ysgol y Bont \t\n", "Ysgol y Bont"),
        ("text", "\u00a0007\u200b", "007"),
        ("text", " \u00a0 ", None),
        ("integer", "420", 420),
        ("integer", "1,234", 1234),
        ("integer", "420.0", 420),
        ("integer", "-3", -3),
        ("integer", "12.5", None),
        ("integer", "1,23", None),
        ("integer", "about 40", None),
        ("boolean", "YES", True),
        ("boolean", "n", False),
        ("boolean", "1", True),
        ("boolean", "False", False),
        ("boolean", "maybe", None),
        ("date", "2026-03-25", "2026-03-25"),
        ("date", "2026-03-25 00:00:00", "2026-03-25"),
        ("date", "2026-03-25T00:00", "2026-03-25"),
        ("date", "25/03/2026", "2026-03-25"),
        ("date", "5/3/2026 00:00", "2026-03-05"),
        ("date", "2026-02-30", None),
        ("date", "25/03/26", None),
        ("date", "2026-03-25 14:00", None),
        ("date", "epoch", None),
        ("date", "2026-3-5", None),
        ("time", "08:30", 510),
        ("time", "8:30", 510),
        ("time", "16:30:00", 990),
        ("time", "1899-12-31 08:30:00", 510),
        ("time", "24:00", None),
        ("time", "08.30", None),
        ("timestamp", "2026-01-05 10:00", "2026-01-05 10:00:00"),
        ("timestamp", "2026-07-01 10:00", "2026-07-01 09:00:00"),
        ("timestamp", "2026-07-01T10:00:00Z", "2026-07-01 10:00:00"),
        ("timestamp", "2026-07-01T10:00:00.250+00:00", "2026-07-01 10:00:00.250000"),
        ("timestamp", "2026-07-01 10:00 +0100", "2026-07-01 09:00:00"),
        ("timestamp", "2026-07-01T10:00-05", "2026-07-01 15:00:00"),
        ("timestamp", "01/07/2026 10:00", "2026-07-01 09:00:00"),
        ("timestamp", "1/7/2026 9:05:30", "2026-07-01 08:05:30"),
        ("timestamp", "2026-07-01", None),
        ("timestamp", "2026-07-01 25:00", None),
        ("timestamp", "yesterday", None),
        ("list", " a ; b;;a ", "a;b"),
        ("list", ";", None),
    ],
)
def test_a_value_is_read_as_its_type(connection, kind: str, text: str, value: Any):
    assert value_of(connection, of_type(kind), text) == value


def test_an_allowed_value_is_known_without_case_and_with_spaces_for_underscores(connection):
    phase = of_type("text", allowed=("all_through", "post_16"))
    assert value_of(connection, phase, "All Through") == "all_through"
    assert value_of(connection, phase, "post-16") == "post_16"
    assert value_of(connection, phase, "all") is None


def test_a_list_keeps_its_order_and_is_refused_for_one_unknown_item(connection):
    category = load_contract()["incidents"].columns["category"]
    assert value_of(connection, category, "Data breach; confidentiality ;data_breach") == "data_breach;confidentiality"
    assert value_of(connection, category, "data_breach;gossip") is None


@pytest.mark.parametrize(
    ("utc", "local_day", "minute"),
    [
        ("2026-01-05 23:59:30", "2026-01-05", 1439.5),
        ("2026-06-30 23:30:00", "2026-07-01", 30.0),
        ("2026-03-29 01:00:00", "2026-03-29", 120.0),
        ("2026-10-25 00:30:00", "2026-10-25", 90.0),
        ("1969-12-31 23:00:00", "1970-01-01", 0.0),
    ],
)
def test_a_moment_is_kept_with_its_local_day_and_minute(connection, utc: str, local_day: str, minute: float):
    local = to_local(f"timestamp '{utc}'")
    found = connection.execute(f"select cast({local} as date)::varchar, {minute_of_day(local)}").fetchall()
    assert found == [(local_day, minute)]


def test_a_staged_timestamp_has_its_local_day_and_minute_beside_it(inbox: Inbox):
    inbox.put("a.csv", [activity(sent_at="2026-07-01T23:30:00Z")])
    inbox.load()
    assert inbox.query("select sent_at::varchar, sent_on::varchar, sent_minute from staged.activity") == [
        ("2026-07-01 23:30:00", "2026-07-02", 30.0)
    ]


@pytest.mark.parametrize("text", ["2026-10-25 01:30", "2026-03-29 01:30"])
def test_a_wall_time_that_the_clock_change_doubles_or_skips_is_still_kept(connection, text: str):
    assert value_of(connection, of_type("timestamp"), text) in (
        "2026-10-25 00:30:00",
        "2026-10-25 01:30:00",
        "2026-03-29 01:30:00",
    )
