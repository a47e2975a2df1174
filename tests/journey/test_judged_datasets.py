"""What is known of a data set on each day on which the state of things is judged."""

import pytest

from pipelines.engines.duckdb import fetch_arrow
from tests.staged_tables import make_warehouse, read_table

SCHOOLS = [{"school_id": school, "school_name": school, "nation": "england", "policy": "barnes"} for school in "st"]


def known(returns, dataset="reports", as_at="2026-03-06"):
    """The judging days of 2026 of the school s, as (day, is_covered, known_from)."""
    given = [{"school_id": "s", "dataset": dataset, **row} for row in read_table(returns)]
    connection = make_warehouse({"schools": SCHOOLS, "returns": given}, as_at)
    select = f"select * from mart.judged_datasets where dataset = '{dataset}' and school_id = 's' order by judged_on"
    rows = fetch_arrow(connection, select).to_pylist()
    assert fetch_arrow(connection, "select * from mart.judged_datasets where school_id = 't'").num_rows == 0
    return [
        (f"{row['judged_on']}", row["is_covered"], f"{row['known_from']}")
        for row in rows
        if f"{row['judged_on']}" > "2026"
    ]


@pytest.mark.parametrize(
    ("returns", "covered"),
    [
        ("covers_from | covers_to\n2026-01-02 | 2026-03-06", [True, True, True]),
        ("covers_from | covers_to\n2026-01-03 | 2026-02-20", [False, True, False]),
        ("covers_from | covers_to\n2026-01-03 | 2026-02-19", [False, False, False]),
        ("covers_from | covers_to\n2026-03-01 | 2026-03-06", [False, False, True]),
    ],
)
def test_a_judging_day_is_covered_where_a_return_holds_it(returns, covered):
    # Without term dates half-terms end where they nominally do; the last judging day is as-at.
    first = returns.split("\n")[1].split(" | ")[0]
    days = ("2026-01-02", "2026-02-20", "2026-03-06")
    assert known(returns) == [(day, is_covered, first) for day, is_covered in zip(days, covered, strict=True)]


def test_any_of_several_returns_covers_a_day_and_the_first_begins_what_is_known():
    found = known("""
        covers_from | covers_to
        2025-09-01  | 2025-12-31
        2026-02-10  | 2026-02-28
    """)
    assert [(day, is_covered) for day, is_covered, _ in found] == [
        ("2026-01-02", False),
        ("2026-02-20", True),
        ("2026-03-06", False),
    ]
    assert {first for *_, first in found} == {"2025-09-01"}


def test_a_data_set_of_which_nothing_is_known_has_no_row():
    assert known("covers_from | covers_to\n2026-01-02 | 2026-03-06", dataset="education") != []
    connection = make_warehouse({"schools": SCHOOLS}, "2026-03-06")
    assert fetch_arrow(connection, "select * from mart.judged_datasets where dataset = 'reports'").num_rows == 0
