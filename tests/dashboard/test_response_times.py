"""The page on replies, its numbers counted by hand on the sample and on a school that has every odd case."""

from datetime import date

import pytest

from tests.dashboard.folds import open_folds
from tests.dashboard.sample_build import TABLES, answer, ask, write_build
from tests.dashboard.test_frame import words_of
from tests.staged_tables import read_table

ASH = {"school": "Ashgrove Academy", "span": "Half-term", "period": "Spring 1 2025/26"}


def figures_of(app):
    return {metric.label: metric.value for metric in app.metric}


def tables_of(app):
    """Every table of the page, without the escapes of its Markdown."""
    unescape = {"columns": lambda name: name.replace("\\", "")}
    return [table.value.map(lambda cell: cell.replace("\\", "")).rename(**unescape) for table in app.table]


def table_with(app, *columns):
    """The first table with all these columns."""
    return next(table for table in tables_of(app) if set(columns) <= set(table.columns))


def titles_of(app):
    return [title.value.replace("\\", "") for title in app.subheader]


# The sample: nine answered at noon of the next day, one after eight days, two never.


def test_a_half_term_of_a_school_with_a_target(open_page):
    app = open_page("response_times", **ASH)
    assert (
        "Ashgrove Academy answered or acknowledged 9 of 12 enquiries within 5 working days; 2 are overdue now."
        in words_of(app)
    )
    assert figures_of(app) == {
        "Within target": "9 of 12",
        "Overdue now": "2 enquiries",
        "Not due yet": "0 enquiries",
        # Noon to noon is eight hours of a day from 8.30 to 16.30.
        "Half answered within": "8 h",
        # Two of twelve are open, so nine in ten cannot be.
        "Nine in ten answered within": "Not reached",
        "Answered out of hours": "0 of 10",
    }


def test_both_clocks_and_who_is_open_stand_beside_the_typical_wait(open_page):
    said = words_of(open_page("response_times", **ASH))
    assert "75%, within 5 working days" in said
    assert "of working time; 24 h elapsed; 12 enquiries, 2 open" in said


def test_the_distribution_is_drawn_by_both_clocks(open_page):
    working, elapsed = "Half answered within 8 h of working time", "Half answered within 24 h of elapsed time"
    titles = titles_of(open_page("response_times", **ASH))
    assert (working in titles, elapsed in titles) == (True, False)
    titles = titles_of(open_page("response_times", **ASH, clock="Elapsed time"))
    assert (working in titles, elapsed in titles) == (False, True)


@pytest.mark.parametrize(
    ("name", "rows"), [("within_target", 12), ("overdue", 2), ("median", 12), ("p90", 12), ("out_of_hours", 0)]
)
def test_each_figure_opens_the_rows_that_made_it(open_page, name, rows):
    app = open_page("response_times", **ASH, open=name)
    behind = [table for table in tables_of(app) if {"Proof", "Wait (elapsed)"} & set(table.columns)]
    assert [len(table) for table in behind] == ([rows] if rows else [])
    assert ("No case lies behind this figure" in words_of(app)) == (rows == 0)


def test_an_account_on_no_register_is_counted_and_named(open_page):
    app = open_page("response_times", **ASH)
    assert "On no register of accounts, and counted here: stray (1 enquiry)." in words_of(app)
    accounts = table_with(app, "Account", "Enquiries").set_index("Account")
    assert accounts.loc["stray, unregistered", "Within target"] == "0 of 1 (0%)"


def test_waits_by_account_say_too_few_and_what_became_of_them(open_page):
    accounts = table_with(open_page("response_times", **ASH), "Account", "Enquiries").set_index("Account")
    assert accounts.index.tolist() == ["@ashgrove (X)", "Ashgrove news (Facebook)", "stray, unregistered"]
    news = accounts.loc["Ashgrove news (Facebook)"]
    assert news["Enquiries":"Still open"].tolist() == ["2", "1"]
    assert news["Half within (working time)"] == "Too few to say"
    assert news["Within target":].tolist() == ["0 of 2 (0%)", "1", "0"]


def test_the_oldest_open_enquiries_are_listed_with_their_deadline(open_page):
    app = open_page("response_times", **ASH)
    listed = table_with(app, "Waiting so far")
    assert listed["Received"].tolist() == ["28 Jan 2026, 10:00", "5 Feb 2026, 21:15"]
    assert listed["Due"].tolist() == ["end of 4 Feb 2026", "end of 12 Feb 2026"]
    assert listed["State"].tolist() == ["Overdue", "Overdue"]


def test_too_few_to_draw_are_listed_instead(open_page):
    app = open_page("response_times", **(ASH | {"period": "Spring 2 2025/26"}))
    said = words_of(app)
    assert "Ashgrove Academy received 1 enquiry: one is still open; none is due yet." in said
    assert figures_of(app)["Half answered within"] == "Too few to say"
    assert "open, and past the time promised; 2 more from before this period" in said
    assert "Open since before this period: 2" in said
    assert "Half answered within" not in " ".join(titles_of(app))


def test_a_school_that_handed_in_nothing_is_not_known(open_page):
    app = open_page("response_times", **(ASH | {"school": "Birchwood Academy"}))
    assert "It cannot be said how long people waited" in words_of(app)
    assert not app.metric


def test_several_schools_are_pooled_and_told_apart(open_page):
    app = open_page("response_times", **(ASH | {"school": "All schools"}))
    said = words_of(app)
    assert "Of 3 schools, the 2 with a target answered or acknowledged 9 of 12 enquiries within it" in said
    assert "12 enquiries, 2 open, 1 of 3 schools reported" in said
    assert "No activity was handed in for this period by Birchwood Academy and Ysgol y Cwm." in said


def test_too_few_weeks_are_refused_with_the_reason(open_page):
    said = words_of(open_page("response_times", **ASH))
    assert "no weeks had ten enquiries or more, on accounts of which both sides are known; a chart needs 7" in said


# A school with every odd case, in January 2026.


def day_of_answers(number):
    """An enquiry at noon of a school day, answered an hour later."""
    at = f"2026-01-{number:02d}"
    return [ask(f"n{number}", "odd-f", f"{at} 12:00"), answer(f"n{number}", "odd-f", f"{at} 13:00")]


def one_sided(number):
    """An archive's enquiry, known because it was answered."""
    at = f"2026-01-{number:02d}"
    rows = [ask(f"x{number}", "odd-x", f"{at} 09:00"), answer(f"x{number}", "odd-x", f"{at} 11:00")]
    return [row | {"_sides": "answered_only"} for row in rows]


ODD = {
    "schools": read_table("""
        school_id | school_name | phase   | nation  | policy
        odd       | Oddfield    | primary | england | barnes
        plain     | Plainfield  | primary | england | snmat
    """),
    "term_dates": TABLES["term_dates"],
    "accounts": read_table("""
        account_id | school_id | platform | handle   | opened_on
        odd-f      | odd       | facebook | Odd news | 2025-09-02
        odd-x      | odd       | x        | @odd     | 2025-09-02
    """),
    "activity": [
        *(row for number in (6, 7, 8, 9, 12, 13, 14, 15) for row in day_of_answers(number)),
        # Both within one evening: no working time, out of hours.
        ask("evening", "odd-f", "2026-01-19 19:00"),
        answer("evening", "odd-f", "2026-01-19 20:00"),
        # Acknowledged, and never answered: kept, by a clause that lets it count.
        ask("noted", "odd-f", "2026-01-20 10:00"),
        answer("noted", "odd-f", "2026-01-20 10:30") | {"acknowledgement": True},
        *(row for number in range(5, 10) for row in one_sided(number)),
        # Nobody knows whose it is.
        ask("lost", "nobody", "2026-01-21 10:00"),
    ],
    "events": read_table("""
        school_id | happened_on | label
        odd       | 2026-01-12  | New inbox
    """),
}
JANUARY = {"school": "Oddfield", "span": "Half-term", "period": "Spring 1 2025/26"}


@pytest.fixture(scope="session")
def odd(tmp_path_factory):
    data = tmp_path_factory.mktemp("odd")
    write_build(data, ODD, date(2026, 3, 6))
    return data


def test_answered_only_accounts_stand_outside_every_rate(open_page, odd):
    app = open_folds(open_page("response_times", data=odd, **JANUARY))
    assert "Only answered messages are known of odd-x (5 enquiries), so no share can be given" in words_of(app)
    # Eight answered within the hour, one in the evening, one acknowledged in time; none of the five of odd-x.
    assert figures_of(app) == {
        "Within target": "10 of 10",
        "Overdue now": "0 enquiries",
        "Not due yet": "0 enquiries",
        "Half answered within": "1 h",
        "Nine in ten answered within": "1 h",
        "Answered out of hours": "1 of 9",
    }
    accounts = table_with(app, "Account", "Enquiries").set_index("Account")
    assert accounts.loc["@odd (X), answered only", "Within target"].startswith("cannot be said")


def test_cases_of_answered_only_accounts_are_not_behind_the_figure(open_page, odd):
    app = open_page("response_times", data=odd, **JANUARY, open="within_target")
    assert len(table_with(app, "Proof")) == 10


def test_a_school_of_which_only_answers_are_known_has_no_rate(open_page, tmp_path):
    archive = [row for number in range(5, 17) for row in one_sided(number)]
    write_build(tmp_path, ODD | {"activity": archive}, date(2026, 3, 6))
    app = open_page("response_times", data=tmp_path, **JANUARY)
    assert "It cannot be said what share of its enquiries Oddfield answered: only those that it answered" in words_of(
        app
    )
    assert figures_of(app)["Within target"] == "None due yet"


def test_acknowledged_is_told_from_answered(open_page, odd):
    app = open_page("response_times", data=odd, **JANUARY)
    assert "9 of 10 answered, 1 acknowledged only" in titles_of(app)
    assert "1 of 10 had an acknowledgement before the answer. Half had a first word" in words_of(app)
    listed = table_with(app, "Waiting so far")
    assert listed["State"].tolist() == ["Acknowledged, which counts"]


def test_out_of_hours_opens_its_enquiries(open_page, odd):
    app = open_page("response_times", data=odd, **JANUARY, open="out_of_hours")
    assert table_with(app, "Wait (elapsed)")["Wait (elapsed)"].tolist() == ["1 h"]


def test_an_enquiry_of_no_known_school_is_told_where_all_schools_are_in_view(open_page, odd):
    told = "The school of nobody (1 enquiry) cannot be known"
    assert told in words_of(open_page("response_times", data=odd, **(JANUARY | {"school": "All schools"})))
    assert told not in words_of(open_page("response_times", data=odd, **JANUARY))
    assert told not in words_of(open_page("response_times", data=odd, **(JANUARY | {"school": "Plainfield"})))


def test_without_a_target_none_is_overdue(open_page, tmp_path):
    untargeted = [dict(school, policy="snmat") for school in ODD["schools"]]
    write_build(tmp_path, ODD | {"schools": untargeted}, date(2026, 3, 6))
    app = open_page("response_times", data=tmp_path, **JANUARY)
    found = figures_of(app)
    assert (found["Within target"], found["Still open"], found["Waiting longest"]) == (
        "No target adopted",
        "1 of 10",
        "45 days 14 h",
    )
    assert "State" not in table_with(app, "Waiting so far")


def test_a_covered_period_without_enquiries_is_nobody_waiting(open_page, tmp_path):
    nil = read_table("""
        school_id | dataset  | covers_from | covers_to
        odd       | activity | 2026-01-05  | 2026-02-22
    """)
    write_build(tmp_path, {name: ODD[name] for name in ("schools", "term_dates", "accounts")} | {"returns": nil})
    app = open_page("response_times", data=tmp_path, **JANUARY)
    assert "Nobody waited: Oddfield received no enquiry in this period." in words_of(app)


def test_a_period_without_data_claims_no_answers(open_page):
    said = words_of(open_page("response_times", **(ASH | {"school": "Birchwood Academy"})))
    assert "No enquiry of this period is known." in said
    assert "has had its answer" not in said


def test_platforms_stand_apart_only_where_they_differ_from_accounts(open_page, odd):
    app = open_folds(open_page("response_times", data=odd, **JANUARY))
    assert not [table for table in tables_of(app) if {"Platform", "Still open"} <= set(table.columns)]
    of_all = open_folds(open_page("response_times", data=odd, **(JANUARY | {"school": "All schools"})))
    platforms = next(table for table in tables_of(of_all) if {"Platform", "Still open"} <= set(table.columns))
    assert platforms["Platform"].tolist() == ["Facebook", "Platform not known"]
