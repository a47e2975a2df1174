"""Working minutes, working days and the out-of-hours flag, on worked examples from several hands and by their twin."""

import json
import random
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from pipelines.calendar import bank_holidays
from pipelines.engines.duckdb import fetch_arrow
from tests.plain_answers import working_time as plain
from tests.staged_tables import make_warehouse, read_table

# Times as clocks in London show them. 2026-03-06 is a Friday; the clocks change on 2026-03-29 and 2026-10-25.
EXAMPLES = read_table("""
    hours       | received         | answered         | working | elapsed | days | out of hours
    09:00-17:00 | 2026-03-06 16:45 | 2026-03-09 09:15 | 30      | 3870    | 1    | no
    08:00-18:00 | 2026-03-02 19:00 | 2026-03-03 09:00 | 60      | 840     | 1    | no
    08:00-18:00 | 2026-03-02 19:00 | 2026-03-03 07:00 | 0       | 720     | 1    | yes
    09:00-17:00 | 2026-03-03 06:00 | 2026-03-03 09:05 | 5       | 185     | 0    | no
    09:00-17:00 | 2026-03-06 16:00 | 2026-03-09 10:00 | 120     | 3960    | 1    | no
    09:00-17:00 | 2026-03-06 17:00 | 2026-03-09 17:00 | 480     | 4320    | 1    | no
    08:00-17:00 | 2026-03-06 16:00 | 2026-03-09 11:00 | 240     | 4020    | 1    | no
    09:00-17:00 | 2026-03-06 17:00 | 2026-03-09 09:00 | 0       | 3840    | 1    | no
    09:00-17:00 | 2026-03-06 17:00 | 2026-03-06 17:00 | 0       | 0       | 0    | yes
    09:00-17:00 | 2026-03-06 12:00 | 2026-03-06 12:00 | 0       | 0       | 0    | no
    09:00-17:00 | 2026-03-06 16:00 | 2026-03-07 12:00 | 60      | 1200    | 0    | no
    09:00-17:00 | 2026-03-07 10:00 | 2026-03-08 10:00 | 0       | 1440    | 0    | yes
    09:00-17:00 | 2026-03-07 10:00 | 2026-03-13 17:00 | 2400    | 9060    | 5    | no
    09:00-17:00 | 2026-03-27 16:00 | 2026-03-30 10:00 | 120     | 3900    | 1    | no
    09:00-17:00 | 2026-10-23 16:00 | 2026-10-26 10:00 | 120     | 4020    | 1    | no
    09:00-17:00 | 2026-05-01 16:00 | 2026-05-05 10:00 | 120     | 5400    | 1    | no
    12:00-12:00 | 2026-03-02 10:00 | 2026-03-04 10:00 | 0       | 2880    | 2    | yes
""")


def make_enquiries(hours_and_waits, term_dates=(), as_at="2026-12-31"):
    """Rows of mart.enquiries: one school per (opens, closes, received, answered), with one enquiry each."""
    schools, accounts, items = [], [], []
    for number, (opens, closes, received, answered) in enumerate(hours_and_waits):
        name = f"{number:04}"
        schools.append(
            {
                "school_id": name,
                "school_name": name,
                "nation": "england",
                "policy": "barnes",
                "day_start": opens,
                "day_end": closes,
            }
        )
        accounts.append({"account_id": name, "school_id": name, "platform": "x", "opened_on": "2015-01-01"})
        common = {"account_id": name, "thread_id": "t"}
        items.append({**common, "item_id": "1", "kind": "message", "direction": "inbound", "sent_at": received})
        items.append({**common, "item_id": "2", "kind": "message", "direction": "outbound", "sent_at": answered})
    tables = {"schools": schools, "accounts": accounts, "activity": items, "term_dates": list(term_dates)}
    connection = make_warehouse(tables, as_at)
    return fetch_arrow(connection, "select * from mart.enquiries order by school_id").to_pylist()


def test_the_worked_examples():
    waits = [(*row["hours"].split("-"), row["received"], row["answered"]) for row in EXAMPLES]
    names = ("working_minutes", "elapsed_minutes", "working_days", "replied_out_of_hours")
    found = [tuple(row[name] for name in names) for row in make_enquiries(waits)]
    assert found == [
        (float(row["working"]), float(row["elapsed"]), int(row["days"]), row["out of hours"] == "yes")
        for row in EXAMPLES
    ]


def test_published_examples_of_working_hours(oracles):
    cases = json.loads((oracles / "businesstimedelta_tests.json").read_text(encoding="utf-8"))["cases"]
    usable = [case for case in cases if case["schedule"]["tz"] == "UTC" and "shifts" not in case["schedule"]]
    assert len(usable) == 11
    found = make_enquiries([published_wait(case) for case in usable], as_at="2026-03-02")
    assert [row["working_minutes"] / 60 for row in found] == [case.get("hours", case["expected"]) for case in usable]


def published_wait(case):
    """Opening hours, and an interval that lasts the hours the case names; all in winter, when London is at UTC."""
    # No interval begins or ends in the hour off at noon, nor before ten: opening an hour later comes to the same.
    opens = "10:00" if "lunch" in case["schedule"] else case["schedule"]["open"]
    ends = sorted([case["start"], case["end"] if case["op"] == "difference_hours" else case["expected"]])
    return (opens, case["schedule"]["close"], *ends)


@pytest.mark.parametrize(
    ("received", "answered", "days"),
    [
        ("2026-04-02 12:00", "2026-04-07 12:00", 1),  # Good Friday, a weekend and Easter Monday between
        ("2026-04-03 12:00", "2026-04-07 12:00", 1),
        ("2026-03-02 12:00", "2026-03-09 12:00", 5),
        ("2026-03-02 23:59", "2026-03-03 00:01", 1),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(received, answered, days):
    (row,) = make_enquiries([("09:00", "17:00", received, answered)])
    assert row["working_days"] == days


def test_a_holiday_stops_working_minutes_and_school_days_but_not_working_days():
    terms = read_table("""
        academic_year | name     | kind | starts_on  | ends_on
        2025/26       | Spring 1 | term | 2026-01-05 | 2026-02-13
        2025/26       | Spring 2 | term | 2026-02-23 | 2026-03-27
    """)
    (row,) = make_enquiries([("09:00", "17:00", "2026-02-13 16:00", "2026-02-23 10:00")], terms)
    assert (row["working_minutes"], row["school_days"], row["working_days"]) == (120, 1, 6)


def make_waits(seed, count):
    """Random opening hours and waits over two years, at any second (UTC), a few of them over many weeks."""
    chance = random.Random(seed)
    waits = []
    for _ in range(count):
        opens, closes = sorted(chance.sample(range(5 * 60, 22 * 60), 2))
        received = datetime(2025, 1, 1) + timedelta(seconds=chance.randrange(540 * 86400))
        answered = received + timedelta(seconds=int(chance.expovariate(1 / chance.choice([3600, 86400, 864000]))))
        waits.append((opens, closes, received, answered))
    return waits


CLOSURES = read_table("""
    academic_year | name     | kind    | starts_on  | ends_on
    2024/25       | Spring 2 | term    | 2025-02-24 | 2025-04-04
    2024/25       | Inset    | inset   | 2025-03-03 | 2025-03-03
    2024/25       | Summer   | term    | 2025-04-22 | 2025-07-22
    2024/25       | Half     | holiday | 2025-05-26 | 2025-05-30
""")


def is_school_day(day):
    """What CLOSURES say, read slowly: 2024/25 has term dates, the years after have none."""
    if day.weekday() > 4 or day in bank_holidays("england", 2024, 2028):
        return False
    if day >= date(2025, 9, 1):
        return True
    kinds = {row["kind"] for row in CLOSURES if row["starts_on"] <= day.isoformat() <= row["ends_on"]}
    return kinds == {"term"}


def is_working_day(day):
    return day.weekday() < 5 and day not in bank_holidays("england", 2024, 2028)


@pytest.mark.parametrize("seed", range(3))
def test_its_slow_twin_agrees_on_random_waits(seed):
    waits = make_waits(seed, 150)
    found = make_enquiries(waits, CLOSURES)
    for (opens, closes, received, answered), row in zip(waits, found, strict=True):
        hours = (is_school_day, opens, closes)
        working = plain.working_minutes(received, answered, *hours)
        assert row["working_minutes"] == pytest.approx(working, abs=1e-6), (seed, row)
        assert row["elapsed_minutes"] == pytest.approx((answered - received) / timedelta(minutes=1)), (seed, row)
        assert row["working_days"] == plain.days_counted(received, answered, is_working_day), (seed, row)
        assert row["school_days"] == plain.days_counted(received, answered, is_school_day), (seed, row)
        assert row["replied_out_of_hours"] == (working == 0 and not plain.is_open_at(answered, *hours)), (seed, row)


moments = st.datetimes(datetime(2025, 9, 1), datetime(2026, 8, 31)).map(lambda moment: moment.replace(microsecond=0))


@given(received=moments, length=st.integers(0, 40 * 86400), closed_on=st.dates(date(2025, 9, 1), date(2026, 8, 31)))
@effort(max_examples=15, deadline=None)
def test_another_closed_day_never_adds_working_time(received, length, closed_on):
    wait = ("08:30", "16:30", received, received + timedelta(seconds=length))
    inset = {"academic_year": "2025/26", "name": "Inset", "kind": "inset", "starts_on": closed_on, "ends_on": closed_on}
    (before,) = make_enquiries([wait])
    (after,) = make_enquiries([wait], [inset])
    assert 0 <= after["working_minutes"] <= before["working_minutes"] <= before["elapsed_minutes"] + 1e-6
    assert after["school_days"] <= before["school_days"] == before["working_days"] == after["working_days"]


@given(received=moments, first=st.integers(0, 20 * 86400), second=st.integers(0, 20 * 86400))
@effort(max_examples=15, deadline=None)
def test_working_time_adds_up_over_a_cut(received, first, second):
    cut = received + timedelta(seconds=first)
    end = cut + timedelta(seconds=second)
    rows = make_enquiries([("08:30", "16:30", *wait) for wait in ((received, cut), (cut, end), (received, end))])
    whole = [row["working_minutes"] for row in rows]
    assert whole[2] == pytest.approx(whole[0] + whole[1])
