"""When a promise ends: in opening hours, working days and school days, over weekends, holidays and clock changes."""

import pytest

from pipelines.engines.duckdb import fetch_arrow
from tests.controls.markdown import as_written
from tests.trusts import build_trust, make_clause, make_policy

AS_AT = "2026-07-17"
TERM_DATES = [
    {"school_id": "s", "academic_year": "2025/26", "name": name, "kind": "term", "starts_on": first, "ends_on": last}
    for name, first, last in [
        ("Autumn 1", "2025-09-03", "2025-10-24"),
        ("Autumn 2", "2025-11-03", "2025-12-19"),
        ("Spring 1", "2026-01-05", "2026-02-13"),
        ("Spring 2", "2026-02-23", "2026-03-27"),
        ("Summer 1", "2026-04-13", "2026-05-22"),
        ("Summer 2", "2026-06-01", "2026-07-21"),
    ]
]


def judge(hours: tuple[str, str], reported: str, assessed: str | None = None, **promise) -> dict:
    """The one case of an incident and a promise, on the school's clock."""
    clause = make_clause("C", "initial_assessment_within", parameters=promise)
    named = {"school_id": "s", "school_name": "s", "nation": "england", "policy": "case"}
    incident = {"incident_id": "i", "school_id": "s", "category": "other", "reported_at": reported}
    tables = {
        "schools": [{**named, "day_start": hours[0], "day_end": hours[1]}],
        "term_dates": TERM_DATES,
        "incidents": [{**incident, "assessed_at": assessed}],
    }
    (case,) = fetch_arrow(build_trust(tables, AS_AT, make_policy(clause)), "select * from result.cases").to_pylist()
    return {column: as_written(value) for column, value in case.items()}


@pytest.mark.parametrize(
    ("hours", "reported", "promised", "due"),
    [
        # Independent worked examples: a Friday and the Monday after it.
        (("09:00", "17:00"), "2026-01-16 16:45", 0.5, "2026-01-19 09:15"),
        (("09:00", "17:00"), "2026-01-16 16:00", 2, "2026-01-19 10:00"),
        (("09:00", "17:00"), "2026-01-16 17:00", 8, "2026-01-19 17:00"),
        (("08:00", "17:00"), "2026-01-16 16:00", 4, "2026-01-19 11:00"),
        # To the last minute of the day, and one minute more.
        (("09:00", "17:00"), "2026-01-16 09:00", 8, "2026-01-16 17:00"),
        (("09:00", "17:00"), "2026-01-16 09:01", 8, "2026-01-19 09:01"),
        # Before opening, after closing, at a weekend: the clock starts at the next opening.
        (("09:00", "17:00"), "2026-01-15 06:00", 1, "2026-01-15 10:00"),
        (("09:00", "17:00"), "2026-01-15 20:00", 1, "2026-01-16 10:00"),
        (("09:00", "17:00"), "2026-01-17 12:00", 1, "2026-01-19 10:00"),
        # Over Christmas, over the February half-term, and over both changes of the clock.
        (("09:00", "17:00"), "2025-12-19 16:00", 2, "2026-01-05 10:00"),
        (("09:00", "17:00"), "2026-02-13 16:00", 2, "2026-02-23 10:00"),
        (("09:00", "17:00"), "2025-10-24 16:00", 2, "2025-11-03 10:00"),
        (("09:00", "17:00"), "2026-03-27 16:00", 2, "2026-04-13 10:00"),
        # 80 open hours are ten school days: the May bank holiday is none.
        (("09:00", "17:00"), "2026-05-01 09:00", 80, "2026-05-15 17:00"),
        (("08:45", "15:15"), "2026-01-16 15:00", 6.5, "2026-01-19 15:00"),
    ],
)
def test_a_promise_in_opening_hours_ends_at_the_minute(hours, reported, promised, due):
    assert judge(hours, reported, working_hours=promised)["due_at"] == due


@pytest.mark.parametrize(
    ("reported", "promised", "count", "due"),
    [
        # The day of the report is day 0, even at a weekend; the promise lasts to the end of the last day.
        ("2026-01-16 23:59", 1, "working_days", "2026-01-20 00:00"),
        ("2026-01-17 12:00", 1, "working_days", "2026-01-20 00:00"),
        ("2026-01-16 09:00", 0, "working_days", "2026-01-17 00:00"),
        ("2026-01-17 09:00", 0, "working_days", "2026-01-18 00:00"),
        # Working days run on through a holiday of the school and stop for bank holidays; school days do both.
        ("2026-02-13 09:00", 2, "working_days", "2026-02-18 00:00"),
        ("2026-02-13 09:00", 2, "school_days", "2026-02-25 00:00"),
        ("2025-12-24 09:00", 1, "working_days", "2025-12-30 00:00"),
        ("2025-12-24 09:00", 1, "school_days", "2026-01-06 00:00"),
        ("2026-05-01 09:00", 1, "school_days", "2026-05-06 00:00"),
        # Over both changes of the clock the end stays midnight.
        ("2026-03-27 09:00", 1, "working_days", "2026-03-31 00:00"),
        ("2025-10-24 09:00", 1, "working_days", "2025-10-28 00:00"),
    ],
)
def test_a_promise_in_days_ends_with_the_day(reported, promised, count, due):
    assert judge(("09:00", "17:00"), reported, working_days=promised, count=count)["due_at"] == due


@pytest.mark.parametrize(
    ("assessed", "outcome", "value"),
    [
        ("2026-01-19 10:00:00", "met", "2"),
        ("2026-01-19 10:00:01", "missed", "2"),
        ("2026-01-18 12:00:00", "met", "1"),
        ("2026-01-16 16:00:00", "met", "0"),
        # An assessment that the record puts before the report took no time.
        ("2026-01-15 16:00:00", "met", "0"),
        (None, "missed", None),
    ],
)
def test_the_instant_that_is_promised_is_still_in_time(assessed, outcome, value):
    case = judge(("09:00", "17:00"), "2026-01-16 16:00", assessed, working_hours=2)
    assert case["outcome"] == outcome
    assert value is None or case["value"] == value


def test_a_promise_that_ends_beyond_the_calendar_is_not_due():
    assert judge(("09:00", "17:00"), "2026-07-17 09:00", working_days=999)["outcome"] == "pending"
    assert judge(("09:00", "17:00"), "2026-07-17 09:00", "2026-07-17 10:00", working_days=999)["outcome"] == "met"
