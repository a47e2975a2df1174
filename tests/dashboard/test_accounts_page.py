"""The Accounts page, by its numbers: approvals, owners, managers, leavers, business cases, unregistered and closed."""

import datetime as dt

import pandas as pd
import pytest

from dashboard.charts.demand_grid import demand_grid
from dashboard.charts.theme import MEANING
from dashboard.register.view import NO, NOT_ASKED, NOT_RECORDED, PART, YES, gather_schools
from tests.dashboard.folds import open_folds
from tests.dashboard.sample_build import TABLES, ask, write_build
from tests.staged_tables import read_table

SPRING = {"span": "Half-term", "period": "Spring 1 2025/26"}
ASH = {"school": "Ashgrove Academy"} | SPRING
OAK = {"school": "Oak School"} | SPRING
FULL = dict.fromkeys(
    ("aim", "audience", "promotion", "monitoring_plan", "channel_purpose", "accessed_from", "escalation"), "said"
)
ACCOUNTS = [
    {"account_id": "oak-x", "platform": "x", "handle": "@oak", "owner_id": "o-head", "comments": "off"}
    | {"approved_on": "2025-08-29", "visibility": "open", "official_email": "true"}
    | {"about_links": "ict;acceptable_use;social_media;code_of_conduct"}
    | FULL,
    {"account_id": "oak-f", "platform": "facebook", "handle": "Oak", "owner_id": "o-gone", "comments": "visible"}
    | {"approved_on": "2025-09-09", "about_links": "ict"}
    | FULL
    | {"escalation": None, "aim": None},
    {"account_id": "oak-y", "platform": "youtube", "handle": "Oak", "closed_on": "2026-01-30", "owner_id": "o-head"},
    {"account_id": "oak-late", "platform": "tiktok", "handle": "Oak", "opened_on": "2026-03-02"},
]
ACCESS = read_table("""
    account_id | person_id | access  | granted_on | revoked_on
    oak-x      | o-head    | manager | 2025-09-02 |
    oak-x      | o-dsl     | manager | 2025-09-02 |
    oak-x      | o-late    | poster  | 2025-09-02 | 2026-01-20
    oak-f      | o-gone    | manager | 2025-09-02 |
    oak-f      | o-gone    | poster  | 2025-09-02 |
    oak-f      | o-head    | manager | 2025-09-02 |
    oak-f      | o-prompt  | monitor | 2025-09-02 | 2025-12-19
    oak-y      | o-dsl     | manager | 2025-09-02 |
""")
PEOPLE = read_table("""
    person_id | school_id | role        | started_on | left_on
    o-head    | oak       | headteacher | 2020-09-01 |
    o-dsl     | oak       | dsl         | 2020-09-01 |
    o-gone    | oak       | teacher     | 2020-09-01 | 2026-01-16
    o-late    | oak       | governor    | 2020-09-01 | 2026-01-09
    o-prompt  | oak       | teacher     | 2020-09-01 | 2025-12-19
""")


@pytest.fixture(scope="module")
def oak(tmp_path_factory):
    """One school by the Welsh template: four accounts, one of them closed, one opened later, and two strangers."""
    data = tmp_path_factory.mktemp("oak")
    same = {"school_id": "oak", "opened_on": "2025-09-02", "approved_by_role": "headteacher"}
    tables = {
        "schools": read_table("school_id | school_name | nation | policy\n oak | Oak School | wales | welsh-template"),
        "term_dates": TABLES["term_dates"],
        "accounts": [same | account for account in ACCOUNTS],
        "people": PEOPLE,
        "account_access": ACCESS,
        "activity": [
            ask("stray", "stranger", "2026-01-28 10:00") | {"_school_id": "oak"},
            ask("old", "long-silent", "2024-12-02 10:00") | {"_school_id": "oak"},
        ],
    }
    write_build(data, tables, dt.date(2026, 3, 6))
    return data


def values(app):
    return {metric.label: metric.value for metric in app.metric}


def words_of(app):
    blocks = [*app.markdown, *app.caption, *app.info, *app.subheader]
    return " ".join(block.value for block in blocks).replace("\\", "")


def tables_of(app, column):
    """The tables with a column, as frames without escapes."""
    plain = [
        table.value.rename(columns=lambda name: str(name).replace("\\", "")).map(
            lambda cell: str(cell).replace("\\", "")
        )
        for table in app.table
    ]
    return [frame for frame in plain if column in frame]


def test_every_figure_equals_a_count_by_hand(open_page, oak):
    # At the end of Spring 1 two accounts are open. Facebook was approved late, its owner and one manager have left.
    app = open_page("accounts", data=oak, **OAK)
    assert values(app) == {
        "Open accounts on the register": "2",
        "Approved before opening": "1 of 2",
        "Owner in post": "1 of 2",
        "Two managers of staff": "1 of 2",
        "Leavers with access": "1",
        "All nine questions answered": "1 of 2",
    }
    said = words_of(app)
    assert (
        "On 22 February 2026, 1 of 2 open accounts is approved, owned and closed to leavers; 1 not approved before "
        "opening, 1 without an owner in post and 1 open to leavers. 1 account that spoke is on no register." in said
    )
    assert "1 closed; one account seen on no register; asked for by WG-01" in said
    assert "The longest since 16 January 2026; 1 more ended late; asked for by WG-08" in said


def test_the_state_is_that_of_the_end_of_the_period(open_page, oak):
    # On 4 January nobody but o-prompt had left, and YouTube was open still.
    app = open_page("accounts", data=oak, **OAK | {"period": "Autumn 2 2025/26"})
    assert values(app)["Open accounts on the register"] == "3"
    assert values(app)["Leavers with access"] == "0"
    assert values(app)["Owner in post"] == "3 of 3"
    later = open_page("accounts", data=oak, **OAK | {"period": "Spring 2 2025/26"})
    assert "On 6 March 2026, 1 of 3 open accounts" in words_of(later)


def test_leavers_are_told_by_group_and_never_by_name(open_page, oak):
    app = open_page("accounts", data=oak, **OAK)
    (leavers,) = tables_of(app, "Days after")
    assert leavers.to_numpy().tolist() == [
        ["Oak (Facebook)", "Staff", "Manager and poster", "16 Jan 2026", "open still", "37"],
        ["@oak (X)", "Governors", "Poster", "9 Jan 2026", "20 Jan 2026", "11"],
    ]
    shown = words_of(app) + "".join(table.value.to_string() for table in app.table)
    assert not any(person["person_id"] in shown for person in PEOPLE)


def test_strangers_and_closed_accounts_are_listed(open_page, oak):
    app = open_page("accounts", data=oak, **OAK)
    (strangers,) = tables_of(app, "Last seen")
    assert strangers["Account"].tolist() == ["stranger"]
    (closed,) = tables_of(app, "People with access still")
    assert closed.to_numpy().tolist() == [["Oak (YouTube)", "2 Sep 2025", "30 Jan 2026", "1"]]


def test_the_questions_left_open_are_named(open_page, oak):
    app = open_page("accounts", data=oak, **OAK, open="business_case_complete")
    (asked,) = tables_of(app, "Not answered")[:1]
    assert asked["Answered"].tolist() == ["6 of 9", "9 of 9"]
    assert asked["Not answered"].tolist() == ["Aim, Open, private or closed and Escalation", ""]


def test_the_register_says_what_it_holds(open_page, oak):
    (register, *_) = tables_of(open_page("accounts", data=oak, **OAK), "Address notified before students")
    shown = register.set_index("Account")
    assert shown.loc["Oak (Facebook)", "Approved"] == "9 Sep 2025 by headteacher, after it was opened"
    assert shown["About links"].tolist() == ["1 of 4", "4 of 4"]
    assert shown["Comments"].tolist() == ["Visible", "Off"]
    # A blank is a no where the register says it of some account of the school.
    assert shown["Official e-mail"].tolist() == ["No", "Yes"]
    assert shown["Address notified before students"].tolist() == ["no student access"] * 2


def test_what_the_policy_does_not_ask_for_is_no_failing(open_page, oak):
    # The Welsh template asks for no About links, no e-mail account and no one-way accounts.
    (grid, *_) = tables_of(open_folds(open_page("accounts", data=oak, **OAK)), "E-mail")
    states = grid.set_index("Account")
    assert states.loc["Oak (Facebook)"].to_dict() == {
        "Approved": NO,
        "Owner": NO,
        "Two managers": NO,
        "Two monitors": NOT_ASKED,
        "No leavers": NO,
        "Business case": PART,
        "One-way": NOT_ASKED,
        "About links": NOT_ASKED,
        "E-mail": NOT_ASKED,
    }
    assert set(states.loc["@oak (X)"]) == {YES}


def test_what_a_register_leaves_out_is_not_recorded(open_page):
    app = open_page("accounts", **ASH)
    assert values(app) == {
        "Open accounts on the register": "2",
        "Approved before opening": "1 of 2",
        "Owner in post": "Not recorded",
        "Two managers of staff": "0 of 2",
        "Leavers with access": "1",
        "All nine questions answered": "Not recorded",
    }
    said = words_of(app)
    assert (
        "0 of 2 open accounts are approved, owned and closed to leavers; 1 not approved before opening, 1 open to"
        in said
    )
    assert "1 not recorded in full" in said
    assert "Not asked for by the adopted policy" in said


def test_several_schools_are_pooled_and_listed_by_name(open_page):
    app = open_folds(open_page("accounts", school="All schools", **SPRING))
    assert values(app)["Open accounts on the register"] == "3"
    assert "Asked for by the policies of 3 of 3 schools" in words_of(app)
    (grid, *_) = tables_of(app, "E-mail")
    assert grid["School"].tolist() == ["Ashgrove Academy", "Birchwood Academy"]
    # Birchwood's policy asks for an approval, and its register holds none.
    assert grid["Approved"].tolist() == [PART, NO]


def test_a_school_without_a_register_says_so(open_page):
    app = open_page("accounts", **ASH | {"school": "Ysgol y Cwm"})
    assert "the register holds no open account of Ysgol y Cwm" in words_of(app)
    assert not app.metric


def test_schools_are_gathered_from_their_accounts():
    states = pd.DataFrame(
        {"a": [YES, YES, NO], "b": [YES, NO, NO], "c": [YES, NOT_ASKED, NOT_RECORDED], "d": [NO, NOT_RECORDED, PART]}
    )
    schools = gather_schools(states, pd.Series(["Oak", "Oak", "Yew"]))
    assert schools.loc["Oak"].tolist() == [YES, PART, NOT_ASKED, PART]
    assert schools.loc["Yew"].tolist() == [NO, NO, NOT_RECORDED, PART]


def test_a_mark_for_each_state_by_shape_and_colour():
    states = pd.DataFrame({"Approved": [YES, NO], "Owner": [NOT_ASKED, YES]}, index=["Oak", "Yew"])
    styles = {YES: MEANING["kept"], NO: MEANING["not kept"], PART: MEANING["between"]}
    figure = demand_grid(states, styles, nothing=NOT_ASKED)
    drawn = {trace.name: trace for trace in figure.data}
    assert list(drawn) == [YES, NO, NOT_ASKED]
    assert list(drawn[YES].x) == [0, 1]
    assert drawn[YES].marker.symbol != drawn[NO].marker.symbol
    assert drawn[NO].y[0] < drawn[YES].y[0]
    assert [note.text for note in figure.layout.annotations] == ["Oak", "Yew"]
