"""The days themselves: bank holidays, academic years, clock changes, and how far back they reach."""

import csv
from datetime import date, datetime

import pytest

from pipelines.calendar import attach_calendar, bank_holidays, make_days, name_academic_year
from pipelines.contract import load_contract
from pipelines.engines.duckdb import fetch_arrow, open_builder
from pipelines.settings import Settings
from tests.staged_tables import stage_tables

FIRST_YEAR, LAST_YEAR = 2012, 2028


@pytest.mark.parametrize("nation", ["england", "wales"])
def test_bank_holidays_are_those_of_the_government(oracles, nation):
    with (oracles / "uk_bank_holidays_england_wales_2012_2028.csv").open(encoding="utf-8") as file:
        published = {date.fromisoformat(row["date"]) for row in csv.DictReader(file)}
    ours = {day for day in bank_holidays(nation, FIRST_YEAR, LAST_YEAR) if day.weekday() < 5}
    assert ours == {day for day in published if day.weekday() < 5}


@pytest.mark.parametrize(
    ("day", "name"),
    [("2026-08-31", "2025/26"), ("2026-09-01", "2026/27"), ("1999-09-01", "1999/00"), ("2027-01-01", "2026/27")],
)
def test_an_academic_year_runs_from_september_to_august(day, name):
    assert name_academic_year(date.fromisoformat(day)) == name


def test_days_over_the_two_clock_changes():
    spring = [row for row in make_days(date(2026, 3, 28), date(2026, 3, 30)).values if row["nation"] == "wales"]
    assert [(row["on_date"].day, row["weekday"], row["midnight_at"], row["noon_offset_minutes"]) for row in spring] == [
        (28, 6, datetime(2026, 3, 28, 0, 0), 0),
        (29, 7, datetime(2026, 3, 29, 0, 0), 60),
        (30, 1, datetime(2026, 3, 29, 23, 0), 60),
    ]
    autumn = [row for row in make_days(date(2026, 10, 25), date(2026, 10, 26)).values if row["nation"] == "wales"]
    assert [(row["midnight_at"], row["noon_offset_minutes"], row["week_start"]) for row in autumn] == [
        (datetime(2026, 10, 24, 23, 0), 0, date(2026, 10, 19)),
        (datetime(2026, 10, 26, 0, 0), 0, date(2026, 10, 26)),
    ]


def first_days_of(tables, as_at, tmp_path):
    """The first day of the calendar, and the day on which periods begin."""
    connection = open_builder()
    stage_tables(connection, tables)
    attach_calendar(connection, Settings(tmp_path, date.fromisoformat(as_at)))
    select = "select min(on_date), max(on_date), any_value(begins_on) from staged.days cross join staged.history"
    ((first, last, begins_on),) = [tuple(row.values()) for row in fetch_arrow(connection, select).to_pylist()]
    assert (last - date.fromisoformat(as_at)).days == 400
    return first.isoformat(), begins_on.isoformat()


def activity_on(day):
    item = {"item_id": "1", "account_id": "a", "kind": "comment", "direction": "inbound", "sent_at": f"{day} 12:00"}
    return {"activity": [item]}


def account_opened_on(day):
    return {"accounts": [{"account_id": "a", "school_id": "s", "platform": "x", "opened_on": day}]}


def return_from(day):
    return {"returns": [{"school_id": "s", "dataset": "incidents", "covers_from": day, "covers_to": "2026-03-01"}]}


@pytest.mark.parametrize(
    ("tables", "first", "begins"),
    [
        ({}, "2025-09-01", "2025-09-01"),
        (activity_on("2026-02-01"), "2025-09-01", "2025-09-01"),
        (activity_on("2024-08-31"), "2023-09-01", "2023-09-01"),
        (activity_on("2024-09-01"), "2024-09-01", "2024-09-01"),
        (activity_on("1987-01-01"), "2010-09-01", "2010-09-01"),
        (account_opened_on("2024-10-10"), "2024-09-01", "2024-09-01"),
        (account_opened_on("2009-10-10"), "2022-09-01", "2022-09-01"),
        (account_opened_on("2024-10-10") | activity_on("2025-12-01"), "2024-09-01", "2025-09-01"),
        (return_from("2024-10-10") | activity_on("2025-12-01"), "2024-09-01", "2024-09-01"),
        (return_from("2000-01-01") | activity_on("2025-12-01"), "2022-09-01", "2022-09-01"),
        (return_from("2025-10-10") | activity_on("2024-12-01"), "2024-09-01", "2024-09-01"),
        (return_from("2025-10-10") | account_opened_on("2024-10-10"), "2024-09-01", "2025-09-01"),
        (activity_on("2027-01-01"), "2025-09-01", "2025-09-01"),
    ],
    ids=["nothing", "this year", "last of August", "first of September", "too long ago", "register", "old register",
         "register, later activity", "return", "old return", "return, earlier activity", "return, earlier register",
         "not yet known"],
)  # fmt: skip
def test_the_calendar_reaches_back_to_what_is_judged(tables, first, begins, tmp_path):
    assert first_days_of(tables, "2026-03-02", tmp_path) == (first, begins)


def test_as_at_is_the_end_of_the_day_in_london(tmp_path):
    connection = open_builder()
    stage_tables(connection, {})
    attach_calendar(connection, Settings(tmp_path, date(2026, 6, 30)))
    assert fetch_arrow(connection, "select * from staged.as_at").to_pylist() == [
        {"as_at_on": date(2026, 6, 30), "as_at_at": datetime(2026, 6, 30, 23, 0), "as_at_minute": 1440.0}
    ]


def test_every_incident_category_has_a_label_and_a_risk_area(tmp_path):
    connection = open_builder()
    stage_tables(connection, {})
    attach_calendar(connection, Settings(tmp_path, date(2026, 6, 30)))
    rows = fetch_arrow(connection, "select * from staged.allowed_values where column_name = 'category'").to_pylist()
    rows = [row for row in rows if row["table_name"] == "incidents"]
    assert [row["value"] for row in rows] == list(load_contract()["incidents"].columns["category"].allowed)
    assert {row["risk_area"] for row in rows} == {"content", "contact", "conduct", "commerce", "outside"}
    assert all(row["label"] for row in rows)
