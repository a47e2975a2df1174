"""The Monitoring coverage page, by its numbers: checks, gaps, people, sweeps, findings, notices, and the calendar."""

import datetime as dt

import pandas as pd
import pytest

from dashboard.account_names import fold, name_accounts, shorten_accounts
from dashboard.charts.calendar_grid import CHECKED, CLOSED, GAP, NO_DATA, NOTICE, calendar_grid
from tests.dashboard.folds import open_folds
from tests.dashboard.sample_build import TABLES, write_build
from tests.staged_tables import read_table

SPRING = {"span": "Half-term", "period": "Spring 1 2025/26"}
ASH = {"school": "Ashgrove Academy"} | SPRING
OAK = {"school": "Oak School"} | SPRING
ACCOUNTS = read_table("""
    account_id | school_id | platform | handle | opened_on  | closed_on
    oak-x      | oak       | x        | @oak   | 2025-09-02 |
    oak-f      | oak       | facebook | Oak    | 2025-09-02 | 2026-01-09
    yew-x      | yew       | x        | @yew   | 2025-09-02 |
""")
# Spring 1 of 2025/26 is 30 school days, 5 January to 13 February, and a week of holiday.
FIRST, LAST = dt.date(2026, 1, 5), dt.date(2026, 2, 13)
SCHOOL_DAYS = [day.date() for day in pd.bdate_range(FIRST, LAST)]
OAK_MISSED = {dt.date(2026, 1, 8), *SCHOOL_DAYS[10:14], SCHOOL_DAYS[-1]}


def check(number, account, day, who="o-dsl", kind="account_check", **rest):
    """One row of the log, at nine in the morning of a day."""
    return {
        "check_id": f"c{number}",
        "school_id": account.partition("-")[0],
        "account_id": account if "-" in account else None,
        "kind": kind,
        "checked_at": f"{day} 09:00",
        "checked_by": who,
        "outcome": "finding" if "finding_category" in rest else "clear",
    } | rest


def write_log():
    """Two people look at Oak X on all days but six, one at Oak Facebook until it closes; Yew hands in nothing."""
    days = [day for day in SCHOOL_DAYS if day not in OAK_MISSED]
    whose = {day: "o-dsl" if place % 4 else "o-head" for place, day in enumerate(days)}
    looks = [check(f"x{day}", "oak-x", day, who) for day, who in whose.items()]
    looks += [check(f"f{day}", "oak-f", day) for day in SCHOOL_DAYS[:5]]
    found = [
        check(f"found{number}", "oak-x", day, finding_category="spam", resolved_at=f"{day} {10 + number}:00")
        for number, day in enumerate(SCHOOL_DAYS[:3])
    ]
    found.append(check("open", "oak-x", "2026-02-12", finding_category="abusive"))
    sweeps = [check(f"s{day}", "oak", day, kind="public_sweep") for day in ("2026-01-06", "2026-01-07", "2026-01-20")]
    return [*looks, *found, *sweeps, check("notice", "oak-x", "2026-02-12", kind="pinned_notice")]


@pytest.fixture(scope="module")
def wood(tmp_path_factory):
    """Two schools: Oak by the Welsh template (checks each school day, weekly sweeps), Yew by Marshfields (neither)."""
    data = tmp_path_factory.mktemp("wood")
    tables = {
        "schools": read_table("""
            school_id | school_name | trust_name | nation  | policy
            oak       | Oak School  | Wood       | wales   | welsh-template
            yew       | Yew School  | Wood       | england | marshfields
        """),
        "term_dates": TABLES["term_dates"],
        "accounts": ACCOUNTS,
        "people": read_table("""
            person_id | school_id | role        | started_on
            o-head    | oak       | headteacher | 2020-09-01
            o-dsl     | oak       | dsl         | 2020-09-01
        """),
        "monitoring": write_log(),
        "returns": read_table("""
            school_id | dataset    | covers_from | covers_to
            oak       | monitoring | 2026-01-05  | 2026-02-22
        """),
    }
    write_build(data, tables, dt.date(2026, 3, 6))
    return data


def values(app):
    return {metric.label: metric.value for metric in app.metric}


def words_of(app):
    blocks = [*app.markdown, *app.caption, *app.info, *app.subheader]
    return " ".join(block.value for block in blocks).replace("\\", "")


def table_of(app, column):
    """The first table with a column, as a frame without escapes."""
    frames = [table.value for table in app.table]
    found = next(frame for frame in frames if column in [str(name).replace("\\", "") for name in frame])
    plain = found.rename(columns=lambda name: str(name).replace("\\", ""))
    return plain.map(lambda cell: str(cell).replace("\\", ""))


def test_the_answer_names_the_account_and_its_longest_gap(open_page):
    app = open_page("monitoring_coverage", **ASH)
    assert (
        "Nobody checked Ashgrove news (Facebook) on 10 of 10 school days, the most of its 2 accounts; "
        "the longest gap is 10 school days, 5 January to 16 January 2026, Ashgrove news (Facebook)." in words_of(app)
    )


def test_the_figures_of_a_school_whose_log_ends_early(open_page):
    # The log reaches from 5 to 16 January: ten school days in two weeks; nothing is known of the other twenty.
    app = open_page("monitoring_coverage", **ASH)
    assert values(app) == {
        "Checks the policy asks for": "10 of 20",
        "School days with a check": "10 of 20",
        "Longest gap": "10 school days",
        "People who checked": "1",
        "Public sweeps": "0 of 2",
        "Findings put right": "None found",
    }
    rows = table_of(app, "School days with a check")
    assert rows["School days with a check"].tolist() == ["0 of 10, 20 no data", "10 of 10, 20 no data"]
    assert rows["Longest gap, school days"].tolist() == ["10", "none"]
    assert rows["Working hours"].tolist() == ["80", ""]
    assert "1 of 1 accounts rests on one person" in words_of(app)


def test_a_period_without_a_log_is_no_data_and_never_nought(open_page):
    app = open_page("monitoring_coverage", school="Ashgrove Academy", span="Half-term", period="Autumn 2 2025/26")
    assert "It cannot be said: no monitoring log of Ashgrove Academy covers this period" in words_of(app)
    assert not app.metric
    assert "0 of" not in words_of(app)
    assert table_of(app, "People who checked")["People who checked"].tolist() == ["no data", "no data"]


def test_a_school_without_accounts_says_so(open_page):
    app = open_page("monitoring_coverage", **ASH | {"school": "Ysgol y Cwm"})
    assert "had no registered account open in this period" in words_of(app)


def test_every_figure_equals_a_count_by_hand(open_page, wood):
    # Oak X: 24 of 30 days. Oak Facebook: open on five days, all looked at. Six weeks of term, two of them swept.
    app = open_page("monitoring_coverage", data=wood, **OAK)
    assert values(app) == {
        "Checks the policy asks for": "29 of 35",
        "School days with a check": "29 of 35",
        "Longest gap": "4 school days",
        "People who checked": "2",
        "Public sweeps": "2 of 6",
        "Findings put right": "3 of 4",
    }
    said = words_of(app)
    assert "Nobody checked @oak (X) on 6 of 30 school days, the most of its 2 accounts" in said
    assert "the longest gap is 4 school days, 19 January to 22 January 2026" in said
    assert "32 working hours; @oak (X), 19 January to 22 January 2026" in said
    assert "1 of 2 accounts rests on one person" in said
    assert "1 open still; no typical wait is given below ten" in said


def test_a_gap_is_told_with_its_days_and_hours(open_page, wood):
    app = open_page("monitoring_coverage", data=wood, **OAK, open="longest_gap")
    gaps = table_of(app, "Reaches beyond the period")
    assert gaps["School days"].tolist() == ["4", "1", "1"]
    assert gaps["Working hours"].tolist() == ["32", "8", "8"]
    assert gaps["First day"].tolist() == ["19 Jan 2026", "8 Jan 2026", "13 Feb 2026"]
    # Spring 2 begins on 23 February and no log covers it: the gap ends with what is known.
    assert gaps["Reaches beyond the period"].tolist() == ["No", "No", "No"]


def test_a_gap_is_cut_at_the_end_of_the_period_and_marked(open_page, tmp_path):
    tables = {
        "schools": read_table("school_id | school_name | nation | policy\n oak | Oak School | england | barnes"),
        "term_dates": TABLES["term_dates"],
        "accounts": ACCOUNTS[:1],
        "monitoring": [check("one", "oak-x", "2026-02-11"), check("two", "oak-x", "2026-02-25")],
    }
    write_build(tmp_path, tables, dt.date(2026, 3, 6))
    app = open_page("monitoring_coverage", data=tmp_path, school="Oak School", **SPRING, open="longest_gap")
    gaps = table_of(app, "Reaches beyond the period")
    assert gaps[["School days", "Last day", "Reaches beyond the period"]].to_numpy().tolist() == [
        ["2", "13 Feb 2026", "Yes"]
    ]


def test_findings_are_listed_with_both_waits(open_page, wood):
    app = open_page("monitoring_coverage", data=wood, **OAK, open="findings")
    found = table_of(app, "Working time")
    assert found["What"].tolist() == ["Abusive", "Spam", "Spam", "Spam"]
    # Found at nine; open since 12 February: the rest of that day, 13 February, and nine school days to 6 March.
    assert found["Working time"].tolist()[1:] == ["3 working h", "2 working h", "1 working h"]
    assert found["Working time"].iloc[0].endswith("open still")
    assert found["Elapsed time"].tolist()[1:] == ["3 h", "2 h", "1 h"]


def test_a_holiday_is_told_with_the_accounts_that_carried_a_notice(open_page, wood):
    # Oak Facebook was closed before the holiday, so that only Oak X is asked for.
    app = open_page("monitoring_coverage", data=wood, **OAK)
    notices = table_of(app, "With a notice")
    assert notices.to_numpy().tolist() == [["16 February to 22 February 2026", "1 of 1 accounts", ""]]
    assert "Asked for by WG-11." in words_of(app)


def test_a_policy_without_a_cadence_is_nobody_elses(open_page, wood):
    app = open_page("monitoring_coverage", data=wood, **OAK | {"school": "Yew School"})
    assert "It cannot be said" in words_of(app)
    assert "No cadence adopted" in words_of(app)


def test_schools_are_pooled_and_those_without_a_log_named(open_page, wood):
    app = open_page("monitoring_coverage", data=wood, **OAK | {"school": "All schools of Wood"})
    assert values(app)["School days with a check"] == "29 of 35"
    said = words_of(app)
    assert "Nobody looked on 6 of 35 account days (1 of 2 schools handed in a log)" in said
    assert "No monitoring log covers this period at Yew School: no data, not zero." in said
    rows = table_of(app, "Account days with a check")
    assert rows["School"].tolist() == ["Oak School", "Yew School"]
    assert rows["Account days with a check"].tolist() == ["29 of 35", "30 no data"]
    assert rows["Weeks with a sweep"].tolist() == ["2 of 6", "no data"]


@pytest.mark.parametrize(("span", "period"), [("Term", "Spring 2025/26"), ("Year", "2025/26")])
def test_longer_spans_count_the_same_days(open_page, wood, span, period):
    app = open_page("monitoring_coverage", data=wood, school="Oak School", span=span, period=period)
    assert values(app)["School days with a check"] == "29 of 35"


def test_the_calendar_agrees_with_a_plain_count(open_page, wood):
    app = open_folds(open_page("monitoring_coverage", data=wood, **OAK))
    calendar = table_of(app, "Mon")
    said = calendar[calendar["Account"] == "@oak (X)"].set_index("Week of")
    assert said.loc["12 Jan 2026"].tolist()[1:] == ["Checked"] * 5
    assert said.loc["5 Jan 2026"].tolist()[1:] == ["Checked"] * 3 + ["Not checked", "Checked"]
    assert said.loc["19 Jan 2026"].tolist()[1:] == ["Not checked"] * 4 + ["Checked"]
    assert said.loc["16 Feb 2026"].tolist()[1:] == ["Closed, notice pinned"] * 5


def cell(row, on, **counts):
    """A cell of the calendar on a day of January 2026."""
    day = pd.Timestamp(2026, 1, on)
    none = dict.fromkeys(("checked", "gap", "no_data", "notice", "closed"), 0)
    return {
        "row": row,
        "week_start": day - pd.Timedelta(days=day.weekday()),
        "slot_on": day,
        "words": "",
        **none,
        **counts,
    }


def bars(figure):
    return {trace.name: trace for trace in figure.data}


def test_a_bar_is_filled_by_the_share_of_what_was_due():
    cells = pd.DataFrame([cell("Oak", 5, checked=3, gap=1), cell("Oak", 6, no_data=2), cell("Oak", 7, closed=4)])
    drawn = bars(calendar_grid(cells, by_week=False))
    assert list(drawn) == [CHECKED, GAP, NO_DATA, CLOSED]
    assert (list(drawn[CHECKED].y), list(drawn[GAP].y), list(drawn[GAP].base)) == ([0.75], [0.25], [0.75])
    assert list(drawn[NO_DATA].y) == [1]
    assert drawn[CLOSED].y[0] < 0.1


def test_each_state_has_a_pattern_or_a_height_of_its_own():
    states = enumerate(("checked", "gap", "no_data", "notice", "closed"), start=5)
    drawn = bars(calendar_grid(pd.DataFrame([cell("Oak", day, **{state: 1}) for day, state in states]), by_week=False))
    assert len({(trace.marker.pattern.shape, trace.y[0]) for trace in drawn.values()}) == 5
    assert len({trace.marker.color for trace in drawn.values()}) == 4


def test_weeks_in_which_nothing_was_due_are_folded():
    cells = pd.DataFrame([cell("Oak", day, notice=1) for day in range(5, 10)] + [cell("Oak", 12, checked=1)])
    drawn = bars(calendar_grid(cells, by_week=False))
    assert list(drawn[NOTICE].x) == [0]
    assert list(drawn[CHECKED].x) == [1]


def test_each_row_of_the_calendar_is_named_above_its_bars():
    cells = pd.DataFrame([cell("Oak", 5, checked=1), cell("Yew", 5, gap=1)])
    figure = calendar_grid(cells, by_week=True)
    assert [note.text for note in figure.layout.annotations] == ["Oak", "Yew"]
    assert bars(figure)[GAP].base[0] < bars(figure)[CHECKED].base[0]
    assert list(figure.layout.xaxis.ticktext) == ["Jan"]


def test_accounts_are_named_by_handle_and_platform():
    accounts = pd.DataFrame(
        {
            "account_id": ["a", "b", "c", "d"],
            "handle": ["Oak", "Oak", None, "Oak"],
            "platform": ["facebook", "x", "youtube", "facebook"],
        }
    )
    assert name_accounts(accounts).tolist() == ["Oak (Facebook), a", "Oak (X)", "c (YouTube)", "Oak (Facebook), d"]
    assert shorten_accounts(accounts).tolist()[1:3] == ["X", "YouTube"]
    assert shorten_accounts(accounts).nunique() == 4


def test_a_long_name_is_folded():
    assert fold("Oak") == "Oak"
    assert fold("Quarrendale Sixth Form Academy") == "Quarrendale Sixth Form<br>Academy"
