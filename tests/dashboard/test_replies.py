"""What the page on replies is made of: weekly charts and their refusals, findings, words; weeks against a slow twin."""

from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard.compare.chart import ControlChart
from dashboard.compare.refusal import Refusal
from dashboard.events import name_events
from dashboard.replies import tables, waiting
from dashboard.replies.targets import EACH_OWN, Targets, say_share
from dashboard.replies.waiting import ELAPSED, WORKING
from dashboard.replies.weekly import choose_weekly, median_points, share_points
from dashboard.warehouse import Selection, query
from pipelines.warehouse import open_reader
from tests.dashboard.sample_build import TABLES, ask, write_build
from tests.dashboard.test_frame import words_of
from tests.staged_tables import read_table

MONDAY = date(2026, 1, 5)
NO_EVENTS = pd.DataFrame({"happened_on": [], "label": [], "rebase": [], "is_of_all": [], "school_names": []})


def make_weeks(*rows):
    """Weeks as the query gives them, from one dict a week that says only what is odd about it."""
    usual = {"is_closed": False, "is_finished": True, "waits": [60.0] * 10, "met": 8, "missed": 2, "pending": 0}
    weeks = pd.DataFrame([usual | row for row in rows])
    weeks["week_start"] = pd.to_datetime([MONDAY + timedelta(weeks=place) for place in range(len(weeks))])
    weeks["enquiry_count"] = weeks["waits"].map(len)
    weeks["is_over"] = weeks.get("is_over", weeks["waits"].map(lambda waits: [True] * len(waits)))
    return weeks


def make_targets(*rules):
    clauses = pd.DataFrame(
        {
            "school_id": [f"s{place}" for place in range(len(rules))],
            "clause_id": [f"C-{place}" for place in range(len(rules))],
            "rule": list(rules),
            "expect": 0.9,
        }
    )
    return Targets(clauses, pd.DataFrame({"met": [], "missed": [], "overdue": [], "pending": [], "account_id": []}))


FIVE_DAYS = "Every enquiry is answered within 5 working days"


def test_weeks_of_ten_make_a_chart_of_typical_waits():
    weekly = choose_weekly(make_weeks(*[{}] * 13), make_targets(FIVE_DAYS), NO_EVENTS)
    assert isinstance(weekly.chart, ControlChart)
    assert weekly.chart.points["value"].tolist() == [60.0] * 13
    assert weekly.measure.words == "the weekly wait"


def test_closed_running_and_small_weeks_are_left_out_and_counted():
    odd = [{"is_closed": True}, {"is_finished": False}, {"waits": [60.0] * 9}, {"waits": []}]
    weeks = make_weeks(*[{}] * 13, *odd)
    assert len(median_points(weeks)) == 13
    assert "fewer than ten enquiries: 4 of 17" in choose_weekly(weeks, make_targets(), NO_EVENTS).note


def test_a_week_that_is_mostly_open_has_no_typical_wait():
    weeks = make_weeks({"waits": [30.0] * 4 + [500.0] * 6})
    weeks["is_over"] = [[True] * 4 + [False] * 6]
    assert median_points(weeks).empty


def test_small_weeks_fall_back_to_the_share_within_target():
    weeks = make_weeks(*[{"waits": [60.0] * 9, "met": 7, "missed": 2}] * 13, {"waits": [60.0] * 9, "pending": 1})
    weekly = choose_weekly(weeks, make_targets(FIVE_DAYS), NO_EVENTS)
    assert isinstance(weekly.chart, ControlChart)
    assert weekly.chart.points["value"].iloc[0] == pytest.approx(100 * 7 / 9)
    assert weekly.chart.target == 90
    assert len(share_points(weeks)) == 13, "a week with enquiries that are not due yet flatters itself"


def test_small_weeks_without_a_target_are_refused():
    weekly = choose_weekly(make_weeks(*[{"waits": [60.0] * 9}] * 20), make_targets(), NO_EVENTS)
    assert isinstance(weekly.chart, Refusal)
    assert "no weeks had ten enquiries or more" in weekly.chart.reason


def test_an_event_that_starts_anew_does_so_from_its_first_week_on():
    rebase = pd.DataFrame(
        {
            "happened_on": [pd.Timestamp("2026-02-04")],
            "rebase": True,
            "is_of_all": True,
            "label": "x",
            "school_names": [["y"]],
        }
    )
    weekly = choose_weekly(make_weeks(*[{}] * 13), make_targets(), rebase)
    assert weekly.chart.points.groupby("group")["on"].min().tolist() == [
        pd.Timestamp(MONDAY),
        pd.Timestamp("2026-02-09"),
    ]
    of_some = choose_weekly(make_weeks(*[{}] * 13), make_targets(), rebase.assign(is_of_all=False))
    assert set(of_some.chart.points["group"]) == {0}


def test_an_event_of_some_schools_is_told_with_their_names():
    events = pd.DataFrame(
        {
            "happened_on": pd.to_datetime(["2026-01-12", "2026-02-02"]),
            "label": ["Training", "New inbox"],
            "is_of_all": [True, False],
            "school_names": [["Ashgrove", "Birchwood"], ["Birchwood"]],
        }
    )
    assert [event.label for event in name_events(events, is_one_school=False)] == ["Training", "New inbox (Birchwood)"]


@pytest.mark.parametrize(
    ("rules", "within", "lets_acknowledge"),
    [
        ([FIVE_DAYS], "within 5 working days", False),
        ([FIVE_DAYS, FIVE_DAYS], "within 5 working days", False),
        ([f"{FIVE_DAYS}; an acknowledgement counts"], "within 5 working days", True),
        ([FIVE_DAYS, "Every enquiry is answered within 2 school days"], EACH_OWN, False),
    ],
)
def test_targets_in_words(rules, within, lets_acknowledge):
    targets = make_targets(*rules)
    assert (targets.within, targets.lets_acknowledgement_count) == (within, lets_acknowledge)
    assert not make_targets().is_adopted


def test_a_share_of_nothing_is_no_percentage():
    assert (say_share(0, 0), say_share(1, 3)) == ("none due yet", "1 of 3 (33.3%)")


def make_enquiries(*waits, is_open=()):
    """Enquiries with these waits in minutes by both clocks, those at the places `is_open` unanswered."""
    frame = pd.DataFrame({WORKING: [float(wait) for wait in waits], ELAPSED: [float(wait) for wait in waits]})
    return frame.assign(is_open=[place in is_open for place in range(len(waits))], received_weekday=1, band="morning")


def test_typical_waits_are_given_from_ten_on_and_count_the_open_as_waiting():
    ten = make_enquiries(*range(60, 660, 60))
    assert waiting.say(waiting.typical(ten, WORKING).median, WORKING) == "5 h 30 min"
    assert waiting.say(waiting.typical(ten.head(9), WORKING).median, WORKING) == "Too few to say"
    mostly_open = make_enquiries(*range(60, 660, 60), is_open=range(2, 10))
    assert waiting.say(waiting.typical(mostly_open, WORKING).median, WORKING) == "Not reached"


def test_an_enquiry_without_working_time_counts_by_the_other_clock_alone():
    enquiries = make_enquiries(*[60] * 10).assign(**{WORKING: [float("nan")] + [60.0] * 9})
    assert waiting.typical(enquiries, WORKING).n == 9
    assert waiting.typical(enquiries, ELAPSED).n == 10
    assert waiting.say_all(enquiries[WORKING], WORKING).tolist()[:2] == ["not known", "1 h"]


def test_the_first_word_is_the_acknowledgement_or_else_the_answer():
    at = pd.to_datetime
    enquiries = pd.DataFrame(
        {
            "received_at": at(["2026-01-05 09:00"] * 3),
            "acknowledged_at": at(["2026-01-05 09:30", None, None]),
            "replied_at": at(["2026-01-06 09:00", "2026-01-05 11:00", None]),
            ELAPSED: [1440.0, 120.0, 5000.0],
        }
    )
    first = waiting.until_first_word(enquiries)
    assert first[ELAPSED].tolist() == [30, 120, 5000]
    assert first["is_open"].tolist() == [False, False, True]


def test_parts_of_the_week_say_how_few_there_were():
    cells = tables.wait_by_part_of_day(make_enquiries(*[200] * 10)).set_index(["weekday", "band"])
    assert cells.loc[("Monday", "morning"), ["n", "words", "short"]].tolist() == [10, "3 h 20 min", "3 h"]
    assert cells.loc[("Sunday", "morning"), "words"] == "none"
    few = tables.wait_by_part_of_day(make_enquiries(*[200] * 9)).set_index(["weekday", "band"])
    assert few.loc[("Monday", "morning"), "words"] == "only 9"
    assert tables.find_longest_part(cells.reset_index()) == "Longest typical wait: Monday morning, 3 h 20 min"
    assert tables.find_longest_part(few.reset_index()) == "Too few enquiries for a typical wait by weekday"


def test_schools_are_told_by_their_spread_and_other_groups_by_the_longest():
    groups = pd.DataFrame({"median": [90.0, 300.0], "median_words": ["1 h 30 min", "5 h"]}, index=["A", "B"])
    assert tables.find_spread(groups) == "Typical waits of schools: 2 h to 5 h"
    assert tables.find_longest(groups, "platform") == "Longest typical wait on B"
    assert tables.find_longest(groups.head(1), "account") == "Half answered within 1 h 30 min of working time"
    assert tables.find_longest(groups.assign(median=float("nan")), "account") == "Too few enquiries for a typical wait"


@pytest.fixture(scope="module")
def busy(tmp_path_factory):
    """A school that gets three enquiries on each of a hundred days, one in three of them never answered."""
    data = tmp_path_factory.mktemp("busy")
    days = [date(2025, 10, 1) + timedelta(days=day) for day in range(100)]
    asked = [ask(f"t{day} {hour}", "ash-x", f"{day} {hour}:30") for day in days for hour in ("07", "12", "20")]
    replies = [
        item | {"item_id": f"r{place}", "direction": "outbound", "sent_at": item["sent_at"].replace(":30", ":45")}
        for place, item in enumerate(asked)
        if place % 3
    ]
    events = read_table("""
        school_id | happened_on | label
        ash       | 2025-11-20  | New inbox
                  | 2025-11-27  | Training
    """)
    register = {name: TABLES[name] for name in ("schools", "term_dates", "accounts")}
    return write_build(data, register | {"activity": asked + replies, "events": events})


class Chosen:
    def __init__(self, *schools):
        self.selection = Selection(schools, "half_term", "Autumn 2 2025/26")


def test_weeks_are_those_that_plain_reading_finds(busy, monkeypatch):
    monkeypatch.setenv("OVERSIGHT_DATA", str(busy.parents[1]))
    weeks = query("response_times__weeks", Chosen("ash")).set_index("week_start")
    with open_reader(busy).cursor() as build:
        enquiries = build.execute("select * from mart.enquiries where school_id = 'ash'").df()
        outcome = dict(build.execute("select case_id, outcome from result.cases where clause_id = 'BPS-05'").fetchall())
    for monday, week in weeks.iterrows():
        days = pd.date_range(monday, periods=7)
        inside = enquiries[enquiries["received_on"].isin(days)]
        outcomes = [outcome[case] for case in inside["enquiry_id"]]
        assert sorted(week["waits"]) == sorted(inside["waiting_working_minutes"])
        assert (week["met"], week["missed"]) == (outcomes.count("met"), outcomes.count("missed"))
        assert sum(week["is_over"]) == (~inside["is_open"]).sum()
    assert weeks["enquiry_count"].sum() > 200
    # The week of half-term and that of Christmas; the last week lies wholly within the half-term.
    assert all(weeks.loc[["2025-10-27", "2025-12-22"], "is_closed"])
    assert weeks.index.max() == pd.Timestamp("2025-12-29")


def test_events_say_whom_they_concern(busy, monkeypatch):
    monkeypatch.setenv("OVERSIGHT_DATA", str(busy.parents[1]))
    found = query("events", Chosen("ash", "birch")).set_index("label")
    assert found["is_of_all"].to_dict() == {"New inbox": False, "Training": True}
    assert found.loc["New inbox", "school_names"].tolist() == ["Ashgrove Academy"]
    assert query("events", Chosen("birch"))["label"].tolist() == ["Training"]


def test_the_weekly_chart_of_the_page_letters_its_events(busy, open_page):
    address = {"school": "Ashgrove Academy", "span": "Half-term", "period": "Autumn 2 2025/26"}
    said = words_of(open_page("response_times", data=busy.parents[1], **address))
    assert "A: New inbox, 20 November 2025. B: Training, 27 November 2025." in said
    # Four weeks before half-term and seven after it; the three holiday weeks are left out.
    assert "Trial limits: 11 of the 13 points that a judgement needs." in said
