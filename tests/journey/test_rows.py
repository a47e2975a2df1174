"""Rows of Python values on their way into a database: every kind comes back as it went in, and nothing is guessed."""

from datetime import date, datetime

import duckdb
import pytest

from pipelines.engines.duckdb import add_table, fetch_arrow, offer_rows, open_builder
from pipelines.engines.rows import Rows
from pipelines.sql import columns_of


@pytest.fixture
def connection():
    with open_builder() as connection:
        yield connection


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("varchar", ["a", "", 'it\'s "so"', "líne\nbreak", "null", "; drop table x"]),
        ("bigint", [0, -1, 2**62]),
        ("integer", [510, 0]),
        ("double", [0.1, -2.5, 1e300]),
        ("boolean", [True, False]),
        ("date", [date(1900, 1, 1), date(9999, 12, 31), date(2026, 3, 29)]),
        ("timestamp", [datetime(2026, 3, 29, 1, 30), datetime(1970, 1, 1, 0, 0, 0, 1)]),
    ],
)
def test_values_come_back_as_they_went_in(connection, kind, values):
    given = [{"place": place, "value": value} for place, value in enumerate([*values, None])]
    add_table(connection, "load", "things", Rows({"place": "bigint", "value": kind}, given))
    assert columns_of(connection, "load.things")["value"] == kind.upper()
    assert fetch_arrow(connection, "select * from load.things order by place").to_pylist() == given


@pytest.mark.parametrize("kind", ["varchar", "bigint", "double", "boolean", "date", "timestamp"])
@pytest.mark.parametrize("values", [[], [None], [None, None]], ids=["no row", "one blank", "two blanks"])
def test_a_column_has_its_type_though_no_value_shows_it(connection, kind, values):
    add_table(connection, "load", "things", Rows({"value": kind}, [{"value": value} for value in values]))
    assert columns_of(connection, "load.things") == {"value": kind.upper()}
    assert fetch_arrow(connection, "select * from load.things")["value"].to_pylist() == values


def test_what_a_row_lacks_is_blank(connection):
    rows = Rows({"a": "bigint", "b": "varchar"}, [{"a": 1}, {"b": "x"}, {}])
    add_table(connection, "load", "things", rows)
    assert fetch_arrow(connection, "select * from load.things").to_pylist() == [
        {"a": 1, "b": None},
        {"a": None, "b": "x"},
        {"a": None, "b": None},
    ]


def test_rows_keep_their_order_and_stand_beside_their_own_values(connection):
    rows = Rows({"number": "bigint", "double": "bigint"}, [{"number": n, "double": 2 * n} for n in range(5000)])
    add_table(connection, "load", "numbers", rows)
    assert fetch_arrow(connection, "select * from load.numbers").to_pylist() == list(rows.values)


def test_a_value_without_a_column_is_refused_and_not_lost(connection):
    with pytest.raises(KeyError, match="no such column: colour, weight"):
        add_table(connection, "load", "things", Rows({"size": "bigint"}, [{"size": 1}, {"weight": 1, "colour": "red"}]))


def test_a_value_of_another_kind_is_refused(connection):
    with pytest.raises(duckdb.ConversionException, match="tall"):
        add_table(connection, "load", "things", Rows({"size": "bigint"}, [{"size": "tall"}]))


def test_a_day_written_as_text_is_read_as_one(connection):
    kinds = {"on": "date", "at": "timestamp"}
    add_table(connection, "load", "things", Rows(kinds, [{"on": "2026-03-29", "at": "2026-03-29T01:30:00"}]))
    assert fetch_arrow(connection, "select * from load.things").to_pylist() == [
        {"on": date(2026, 3, 29), "at": datetime(2026, 3, 29, 1, 30)}
    ]


def test_a_second_table_of_the_name_takes_the_place_of_the_first(connection):
    for size in (1, 2):
        add_table(connection, "load", "things", Rows({"size": "bigint"}, [{"size": size}]))
    offer_rows(connection, "clause", Rows({"size": "bigint"}, [{"size": 3}]))
    offer_rows(connection, "clause", Rows({"length": "bigint"}, []))
    assert fetch_arrow(connection, "select * from load.things").to_pylist() == [{"size": 2}]
    assert columns_of(connection, "clause") == {"length": "BIGINT"}
