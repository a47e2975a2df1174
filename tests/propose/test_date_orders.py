"""Day first or month first: decided by the values or by nobody, against a slow twin that reads every date both ways."""

from datetime import date, datetime, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.propose.dates import Dates, read_dates, turn

DAYS = st.dates(min_value=date(2019, 9, 1), max_value=date(2029, 8, 31))


def read(values: list[str]) -> Dates | None:
    with duckdb.connect() as connection:
        connection.execute("create table known (v varchar, _row bigint)")
        rows = [[value, row + 2] for row, value in enumerate(values)]
        if rows:
            connection.executemany("insert into known values (?, ?)", rows)
        return read_dates(connection, "known", len(values))


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("2026-09-07", "%Y-%m-%d"),
        ("2026-09-07 14:05", "%Y-%m-%d %H:%M"),
        ("2026/09/07", "%Y/%m/%d"),
        ("7 September 2026", "%d %B %Y"),
        ("07-Sep-26", "%d-%b-%y"),
        ("7 Sep 2026 14:05", "%d %b %Y %H:%M"),
        ("September 7, 2026", "%B %d, %Y"),
        ("Monday 7 September 2026", "%A %d %B %Y"),
        ("Mon, 7 Sep 2026", "%a, %d %b %Y"),
        ("2026-09-07T14:05:00Z", "iso"),
        ("2026-09-07T14:05:00+01:00", "iso"),
    ],
)
def test_dates_that_name_their_order_leave_nothing_to_decide(value: str, form: str):
    dates = read([value, value])
    assert form in dates.written(None) and not dates.turning and not dates.is_open


@pytest.mark.parametrize("mark", ["/", "-", "."])
@pytest.mark.parametrize("year", ["%Y", "%y"])
@pytest.mark.parametrize("clock", ["", " %H:%M", " %H:%M:%S", " %I:%M %p"])
def test_every_way_of_writing_numbers_is_read_either_way_round(mark: str, year: str, clock: str):
    form = f"%d{mark}%m{mark}{year}{clock}"
    moments = [datetime(2026, 9, 3, 14, 5), datetime(2026, 9, 25, 8, 30)]
    dates = read([moment.strftime(form) for moment in moments])
    assert dates.order == "day_first" and dates.turning == (form,) and dates.readable == 1
    turned = read([moment.strftime(turn(form)) for moment in moments])
    assert turned.order == "month_first" and turned.written(None)[0] == turn(form)
    assert dates.has_clock == turned.has_clock == bool(clock)


def test_a_value_that_both_orders_read_decides_nothing_and_is_shown_both_ways():
    dates = read(["03/04/2026", "05/05/2026"])
    assert dates.is_open and dates.order is None and dates.decided_by is None
    assert (dates.doubtful.row, dates.doubtful.day_first, dates.doubtful.month_first) == (
        2,
        "3 April 2026",
        "4 March 2026",
    )


def test_days_that_are_their_month_decide_nothing_either():
    dates = read(["05/05/2026", "06/06/2026"])
    assert dates.is_open and dates.doubtful is None


def test_values_of_both_orders_contradict_each_other():
    dates = read(["25/03/2026", "03/25/2026", "01/02/2026"])
    assert dates.is_contradictory and dates.order is None and not dates.is_open
    assert (dates.decided_by.row, dates.doubtful.row) == (2, 3)


def test_a_year_of_two_digits_is_of_this_century():
    assert read(["25/03/26"]).turning == ("%d/%m/%y",)


def test_true_dates_beside_text_with_late_days_look_half_turned():
    assert read(["2026-04-03 00:00:00", "25/03/2026"]).is_half_turned
    assert not read(["2026-04-03 00:00:00", "2026-04-05 00:00:00"]).is_half_turned
    assert not read(["2026-04-03 00:00:00", "25/03/2026", "03/04/2026"]).is_half_turned


def test_midnights_of_a_sheet_are_no_times_of_day():
    assert not read(["2026-04-03 00:00:00", "2026-04-05 00:00:00"]).has_clock
    assert read(["2026-04-03 00:00:00", "2026-04-05 09:00:00"]).has_clock


def test_numbers_of_a_sheet_are_days_only_where_a_date_is_asked_for():
    dates = read(["46272", "46273.5"])
    assert dates.is_serial and dates.written(None) == ("excel_serial",)


@pytest.mark.parametrize(
    "values", [["Bullying", "GDPR"], ["1", "2"], ["INC-1", "INC-2"], ["12", "2026"], ["yes", "no"], []]
)
def test_what_is_no_date_is_not_read_as_one(values: list[str]):
    assert read(values) is None


def test_a_few_slips_among_dates_leave_it_a_column_of_dates():
    dates = read(["25/03/2026"] * 9 + ["not sure"])
    assert dates.readable == pytest.approx(0.9) and dates.order == "day_first"


def read_slowly(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text, form).date()
    except ValueError:
        return None


@settings(max_examples=40, deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=12), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y"]))
def test_the_order_is_what_a_slow_reader_of_every_value_finds(days: list[date], form: str):
    values = [day.strftime(form) for day in days]
    by_day = [read_slowly(value, "%d/%m/%Y") for value in values]
    by_month = [read_slowly(value, "%m/%d/%Y") for value in values]
    dates = read(values)
    expected = None
    if not all(by_month):
        expected = "day_first"
    elif not all(by_day):
        expected = "month_first"
    assert dates.order == expected and dates.is_open == (expected is None)
    assert (dates.doubtful is not None) == any(a and b and a != b for a, b in zip(by_day, by_month, strict=True))
    if expected:
        written = dates.written(None)[0]
        assert [read_slowly(value, written) for value in values] == days


@settings(max_examples=25, deadline=None)
@given(st.lists(DAYS, min_size=2, max_size=8))
def test_a_column_is_never_decided_against_what_it_means(days: list[date]):
    """Whatever is decided without a person, no value is then read as another day than the one that was meant."""
    for form in ("%d.%m.%y", "%d-%m-%Y"):
        dates = read([day.strftime(form) for day in days])
        assert dates.order in (None, "day_first") and not dates.is_contradictory


def test_a_long_column_is_decided_by_a_single_value_far_down():
    start = date(2026, 1, 1)
    days = [start + timedelta(days=31 * (n % 12)) for n in range(5000)]
    values = [date(day.year, day.month, 1 + day.day % 12).strftime("%d/%m/%Y") for day in days]
    assert read(values).is_open
    assert read([*values, "31/12/2026"]).decided_by.row == 5002
