"""Calendars and tables of term dates: the last day that counts, and the spellings that schools use."""

import csv
from datetime import date, timedelta

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from small_inbox import Inbox, as_csv

from pipelines.readers.transcribed import _read_events

DATED = "cast(starts_on as varchar), cast(ends_on as varchar)"


def calendar(*events: str) -> str:
    """An iCalendar file of events given as their lines."""
    bodies = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{bodies}END:VCALENDAR\r\n"


def all_day(summary: str, first: str, end: str | None = None) -> str:
    ended = f"\r\nDTEND;VALUE=DATE:{end}" if end else ""
    return f"DTSTART;VALUE=DATE:{first}{ended}\r\nSUMMARY:{summary}"


def read_calendar(inbox: Inbox, *events: str) -> list[tuple[str, str, str]]:
    inbox.put("term.ics", calendar(*events))
    inbox.load()
    return inbox.query(f"select kind, {DATED} from staged.term_dates order by starts_on, kind")


@pytest.mark.parametrize(
    ("first", "end", "days"),
    [
        ("20260901", "20260902", ("2026-09-01", "2026-09-01")),
        ("20260901", None, ("2026-09-01", "2026-09-01")),
        ("20260901", "20260904", ("2026-09-01", "2026-09-03")),
        ("20261024", "20261026", ("2026-10-24", "2026-10-25")),
        ("20260328", "20260330", ("2026-03-28", "2026-03-29")),
        ("20261231", "20270102", ("2026-12-31", "2027-01-01")),
        ("20280228", "20280301", ("2028-02-28", "2028-02-29")),
    ],
    ids=["one day", "no end", "three days", "clocks back", "clocks forward", "new year", "leap year"],
)
def test_the_end_of_an_event_of_whole_days_is_the_first_day_not_in_it(inbox: Inbox, first, end, days):
    assert read_calendar(inbox, all_day("INSET day", first, end)) == [("inset", *days)]


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        ("DTSTART:20260902T083000\r\nDTEND:20260902T153000", ("2026-09-02", "2026-09-02")),
        ("DTSTART:20260902T083000Z\r\nDTEND:20260903T000000Z", ("2026-09-02", "2026-09-03")),
        ("DTSTART:20261202T083000Z\r\nDTEND:20261203T000000Z", ("2026-12-02", "2026-12-02")),
        ("DTSTART;TZID=Europe/London:20260902T000000\r\nDTEND;TZID=Europe/London:20260903T000000",
         ("2026-09-02", "2026-09-02")),
    ],
    ids=["hours", "to one at night in summer time", "to midnight in winter", "midnight to midnight"],
)  # fmt: skip
def test_an_event_with_hours_is_of_the_local_days_that_it_touches(inbox: Inbox, lines, days):
    assert read_calendar(inbox, f"{lines}\r\nSUMMARY:Inset day") == [("inset", *days)]


INSETS = ["INSET", "Inset Day", "inset day 3", "INSET: whole school", "Staff training", "Staff Training Day",
          "Teacher training", "Training day", "Staff INSET day", "Whole school inset", "In-service day",
          "Non-pupil day", "Pupil free day", "PD Day", "Staff development day"]  # fmt: skip
HOLIDAYS = ["Half term", "Half-Term Holiday", "October half term", "Autumn half-term break", "May half term",
            "Christmas Holiday", "Christmas holidays", "Easter break", "Summer Holiday", "Bank Holiday",
            "School holidays", "May Day holiday"]  # fmt: skip
NEITHER = ["Sports day", "Parents' evening", "Training session for governors", "Last day of term", "Term ends",
           "Year 6 half marathon", "Staff party", "Half term homework due", "Autumn fair"]  # fmt: skip


@pytest.mark.parametrize("summary", INSETS)
def test_the_spellings_of_an_inset_day(inbox: Inbox, summary):
    assert read_calendar(inbox, all_day(summary, "20260901", "20260902")) == [("inset", "2026-09-01", "2026-09-01")]


@pytest.mark.parametrize("summary", HOLIDAYS)
def test_the_spellings_of_a_holiday(inbox: Inbox, summary):
    assert read_calendar(inbox, all_day(summary, "20261026", "20261031")) == [("holiday", "2026-10-26", "2026-10-30")]


@pytest.mark.parametrize("summary", NEITHER)
def test_other_events_are_no_term_dates(inbox: Inbox, summary):
    assert read_calendar(inbox, all_day(summary, "20261026", "20261031")) == []


@settings(max_examples=25, deadline=None)
@given(width=st.integers(20, 75), padding=st.integers(0, 120))
def test_a_folded_line_reads_as_the_line_it_was(width: int, padding: int):
    summary = "Inset day" + " and more" * padding
    line = f"SUMMARY:{summary}"
    folded = "\r\n ".join(line[place : place + width] for place in range(0, len(line), width))
    (event,) = _read_events(calendar(f"DTSTART;VALUE=DATE:20260901\r\n{folded}"))
    assert event["SUMMARY"] == summary


TABLES = {
    "day first": ("Term,Start,End\nAutumn 1,02/09/2026,23/10/2026\n", ("2026-09-02", "2026-10-23")),
    "names of months": (
        "Term;From;To\nAutumn 1;2 September 2026;Friday 23 October 2026\n",
        ("2026-09-02", "2026-10-23"),
    ),
    "other words": ("Half term\tOpens\tCloses\nAutumn 1\t2-09-2026\t23-10-2026\n", ("2026-09-02", "2026-10-23")),
}


@pytest.mark.parametrize(("text", "days"), TABLES.values(), ids=TABLES)
def test_a_table_of_stretches_in_the_words_and_dates_of_schools(inbox: Inbox, text, days):
    inbox.put("dates.csv", text)
    assert inbox.only_part().format == "tabular_term_dates"
    assert inbox.query(f"select {DATED} from staged.term_dates") == [days]


def test_a_table_with_the_month_first_stops_with_both_readings(inbox: Inbox):
    inbox.put("dates.csv", "Term,Start,End\nAutumn 1,09/02/2026,10/23/2026\n")
    part = inbox.only_part()
    assert part.status == "failed" and "23 October 2026" in part.message


def test_the_contract_s_own_table_is_still_taken_for_itself(inbox: Inbox):
    row = {"academic_year": "2026/27", "name": "Autumn 1", "kind": "term", "starts_on": "2026-09-02",
           "ends_on": "2026-10-23"}  # fmt: skip
    inbox.put("dates.csv", as_csv([row]))
    assert inbox.only_part().format == "term_dates"


@pytest.mark.parametrize("seed", range(5))
def test_stretches_come_out_as_they_were_written(inbox: Inbox, seed):
    """One table, three ways: rows of a CSV, events of a calendar, entries of YAML. All say the same days."""
    first = date(2026, 9, 1) + timedelta(days=seed)
    last = first + timedelta(days=40 + seed)
    with (inbox.settings.inbox / "a.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["Term", "Start", "End"], ["Autumn 1", f"{first:%d/%m/%Y}", f"{last:%d/%m/%Y}"]])
    inbox.put("b.ics", calendar(all_day("Autumn 1", f"{first:%Y%m%d}", f"{last + timedelta(days=1):%Y%m%d}")))
    document = {"authority": "x", "terms": [{"name": "autumn 1", "start": str(first), "end": str(last)}]}
    inbox.put("c.yaml", yaml.safe_dump(document))
    inbox.load()
    said = inbox.query(f"select distinct kind, {DATED} from staged.term_dates")
    assert said == [("term", str(first), str(last))]
