"""The Incidents page, by numbers counted by eye on small records."""

from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard.compare.chart import ControlChart
from dashboard.compare.refusal import Refusal
from dashboard.incidents import handling, kinds, trend
from tests.dashboard.conftest import OpenPage
from tests.dashboard.sample_build import AS_AT, TABLES, write_build
from tests.staged_tables import read_table

SPRING = {"span": "Half-term", "period": "Spring 1 2025/26"}
ASHGROVE = {"school": "Ashgrove Academy", **SPRING}

# Ashgrove, Spring 1 (5 January to 22 February), all days are school days up to 13 February; opens 08:30 to 16:30.
#   a1  Mon 12 Jan 10:00, a learner: assessed 4 h later, closed two school days on, evidence before removal, support
#   a2  Tue 13 Jan 10:00, the school: assessed 2 h later, closed after 10 school days, removed without evidence
#   a3  Wed 14 Jan 10:00, staff, abuse: assessed the next day at 10:00 (8 working hours), no support; referred to police
#   a4  Thu 15 Jan 10:00, two categories, nobody recorded as affected, not assessed, open
#   old Mon 1 Dec, open since before the period
# Contact with a learner (a1) is a breach of BPS-12 of Barnes.
RECORD = read_table("""
    incident_id | school_id | category                       | source | affected | severity | reported_at | assessed_at | closed_at | referred_to | support_offered | removal_requested_at | removed_at | evidence_saved_at
    a1  | ash | contact_with_learner            | staff  | learner | high   | 2026-01-12 10:00 | 2026-01-12 14:00 | 2026-01-14 09:00 |        | true  | 2026-01-12 15:00 | 2026-01-12 16:00 | 2026-01-12 14:30
    a2  | ash | defamation                      | parent | school  | medium | 2026-01-13 10:00 | 2026-01-13 12:00 | 2026-01-27 09:00 |        |       | 2026-01-13 12:00 | 2026-01-13 13:00 |
    a3  | ash | abuse_of_staff                  | parent | staff   | low    | 2026-01-14 10:00 | 2026-01-15 10:00 | 2026-01-20 09:00 | police | false |                  |                  |
    a4  | ash | offensive_comment;impersonation | public |         |        | 2026-01-15 10:00 |                  |                  |        |       |                  |                  |
    old | ash | other                           | public | none    | low    | 2025-12-01 10:00 | 2025-12-01 11:00 |                  |        |       |                  |                  |
""")  # noqa: E501
FULLER = dict(TABLES) | {"incidents": RECORD}


@pytest.fixture(scope="module")
def fuller(tmp_path_factory):
    data = tmp_path_factory.mktemp("fuller")
    write_build(data, FULLER, AS_AT)
    return data


def values(app):
    return {metric.label.replace("\\", ""): metric.value for metric in app.metric}


def words_of(app):
    blocks = [*app.markdown, *app.caption, *app.info, *app.header, *app.subheader]
    return " ".join(block.value for block in blocks).replace("\\", "")


def tables(app):
    return [table.value.map(lambda cell: str(cell).replace("\\", "")) for table in app.table]


def opened(app):
    """The table behind what is opened, told by the incidents' id."""
    return next(table for table in tables(app) if "Incident" in table)


def test_the_figures_count_what_was_reported_in_the_period(open_page: OpenPage, fuller):
    app = open_page("incidents", data=fuller, **ASHGROVE)
    # Safeguarding: a1 (a learner), a3 (police) and a4 (nobody recorded); other: a2. Too few for a typical wait.
    # Closed within 20 school days: three of four, the fourth open for 33 school days by 6 March.
    assert values(app) == {
        "Incidents": "4",
        "Assessed: safeguarding matters": "2 of 3 assessed",
        "Assessed: other incidents": "1 of 1 assessed",
        "Closed within 20 school days": "75%",
        "Open now": "2",
        "Legal clocks kept": "None called for",
    }
    assert "Ashgrove Academy recorded 4 incidents: 3 assessed and 3 closed" in words_of(app)
    assert "10 days: 75%; 30 days: 75%; 1 of 4 open" in words_of(app)
    assert "1 from before this period" in words_of(app)


def test_categories_exceed_incidents_and_the_page_says_so(open_page: OpenPage, fuller):
    said = words_of(open_page("incidents", data=fuller, **ASHGROVE))
    assert "One incident has several categories, so the bars add up to 5, not 4. None is unclassified." in said
    assert "1 of 4 high or critical" in said


def test_evidence_support_and_referrals_are_counted(open_page: OpenPage, fuller):
    said = words_of(open_page("incidents", data=fuller, **ASHGROVE))
    assert "Evidence before removal: 1 of 2" in said
    assert "Saved before removal 1; removed without saving first 1" in said
    assert "Support where a person was abused: 0 of 1" in said
    assert "Referrals: Police 1" in said


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("incidents", ["a4", "a3", "a2", "a1"]),
        ("assessment safeguarding", ["a4", "a3", "a1"]),
        ("assessment other", ["a2"]),
        ("closing", ["a4", "a2", "a3", "a1"]),
        ("open_now", ["old", "a4"]),
        ("referrals", ["a3"]),
        ("evidence", ["a2", "a1"]),
        ("support", ["a3"]),
        ("breaches of BPS-12", ["a1"]),
    ],
)
def test_each_figure_opens_its_incidents(open_page: OpenPage, fuller, name, ids):
    app = open_page("incidents", data=fuller, open=name, **ASHGROVE)
    assert opened(app)["Incident"].tolist() == ids


def test_a_breach_carries_the_rule_that_it_was_judged_by(open_page: OpenPage, fuller):
    app = open_page("incidents", data=fuller, open="breaches of BPS-12", **ASHGROVE)
    (rule,) = opened(app)["Judged by"]
    assert "past pupil" in rule
    assert "contact with past pupils is barred too" in rule


def test_the_wait_for_assessment_is_by_the_clock_of_its_kind(open_page: OpenPage, fuller):
    app = open_page("incidents", data=fuller, open="assessment safeguarding", **ASHGROVE)
    waits = opened(app).set_index("Incident")["Waited for assessment"]
    assert waits["a1"] == "4 h"
    assert waits["a3"] == "24 h"  # by the clock, as it went to the police; in working hours it would be 8
    assert waits["a4"].endswith(", not assessed yet")


def test_a_list_can_be_cut_down_to_a_kind(open_page: OpenPage, fuller):
    app = open_page("incidents", data=fuller, category="Impersonation", **ASHGROVE)
    assert tables(app)[-1]["Incident"].tolist() == ["a4"]
    neither = open_page("incidents", data=fuller, category="Impersonation", severity="High", **ASHGROVE)
    assert "No incident of this period is of all the kinds chosen" in words_of(neither)


def test_a_nil_return_is_a_true_zero_and_no_return_is_no_data(open_page: OpenPage):
    autumn = {"span": "Half-term", "period": "Autumn 1 2025/26"}
    nil = open_page("incidents", school="Ashgrove Academy", **autumn)
    assert values(nil)["Incidents"] == "0"
    assert "handed in a nil return for the whole period, a true zero" in words_of(nil)
    none = open_page("incidents", school="Birchwood Academy", **autumn)
    assert "Incidents" not in values(none)
    assert "It cannot be said what happened" in words_of(none)
    assert "no data" in " ".join(table.to_string() for table in tables(none))


def test_a_return_that_ends_early_is_told(open_page: OpenPage):
    # The return of incidents ends on Saturday 28 February; Spring 2 runs on, and is judged as at 6 March.
    app = open_page("incidents", school="Ashgrove Academy", span="Half-term", period="Spring 2 2025/26")
    assert "reach from 23 February 2026 to 28 February 2026 only" in words_of(app)
    assert values(app)["Incidents"] == "0"
    assert "known of; returns do not cover it all" in words_of(app)


def test_several_schools_say_how_many_reported_and_rank_nobody(open_page: OpenPage, fuller):
    app = open_page("incidents", data=fuller, school="All schools", **SPRING)
    assert "All schools recorded 4 incidents (1 of 3 schools reported)" in words_of(app)
    schools = next(table for table in tables(app) if "Returns cover" in table)
    assert schools["School"].tolist() == ["Ashgrove Academy", "Birchwood Academy", "Ysgol y Cwm"]
    assert schools["Incidents"].tolist() == ["4", "", ""]
    assert schools["Returns cover"].tolist() == ["the whole period", "no data", "no data"]


def half_terms(counts, reporting=None, *, unfinished=0):
    """Half-terms of seven weeks with these counts, the last ones unfinished."""
    n = len(counts)
    return pd.DataFrame(
        {
            "period_name": [f"Half-term {place}" for place in range(n)],
            "starts_on": [pd.Timestamp(date(2023, 9, 4) + timedelta(weeks=7 * place)) for place in range(n)],
            "is_finished": [place < n - unfinished for place in range(n)],
            "school_count": 2,
            "reporting": reporting or [2] * n,
            "incident_count": counts,
            "safeguarding_count": [0] * n,
        }
    )


NONE = pd.Series(dtype="datetime64[us]")
NO_MOMENTS = pd.DataFrame({"reported_at": NONE, "clock": pd.Series(dtype=float)})


def moments(*clocks):
    start = pd.Timestamp(2025, 1, 6, 9)
    return pd.DataFrame({"reported_at": [start + pd.Timedelta(days=clock) for clock in clocks], "clock": clocks})


def test_counts_are_charted_without_half_terms_that_cannot_be_compared():
    rows = half_terms([8, 7, 9, 8, 7, 9, 8, 3, 1], [2] * 7 + [1, 2], unfinished=1)
    chosen = trend.choose_chart(rows, NO_MOMENTS, NONE, is_one_school=False)
    assert isinstance(chosen.chart, ControlChart)
    assert chosen.chart.points["value"].tolist() == [8, 7, 9, 8, 7, 9, 8]
    assert chosen.note == "Left out: 2 half-terms not finished or not wholly reported."


def test_rare_incidents_are_charted_by_the_time_between_them():
    rows = half_terms([1, 0, 1, 0, 1, 0, 1, 0, 1])
    chosen = trend.choose_chart(rows, moments(3, 20, 41, 60, 90, 100, 130, 160), NONE, is_one_school=True)
    assert chosen.measure is trend.BETWEEN
    assert chosen.chart.points["value"].tolist() == [17, 21, 19, 30, 10, 30, 30]
    assert "Fewer than one a half-term on average" in chosen.note


@pytest.mark.parametrize(
    ("counts", "known", "is_one_school", "reason"),
    [
        ([1, 0, 0, 0, 0, 0, 0], moments(3), True, "Only 1 incident known: that chart needs 8."),
        ([1, 0, 0, 0, 0, 0, 0], moments(3), False, "Fewer than one a half-term"),
        ([5, 5], NO_MOMENTS, True, "2 half-terms can be compared; a chart needs 7."),
    ],
)
def test_too_little_is_refused_in_words(counts, known, is_one_school, reason):
    chosen = trend.choose_chart(half_terms(counts), known, NONE, is_one_school=is_one_school)
    assert isinstance(chosen.chart, Refusal)
    assert reason in chosen.chart.reason


def test_half_terms_of_which_nothing_is_known_have_no_number():
    rows = trend.trim(half_terms([0, 0, 4, 0], [0, 0, 2, 0]))
    table = trend.tabulate(rows)
    assert table[trend.ALL].iloc[0] == 4
    assert pd.isna(table[trend.ALL].iloc[1])
    assert trend.find_trend(rows) == "Half-term 2: 4 incidents"


def test_an_incident_without_a_category_is_shown_as_unclassified():
    incidents = pd.DataFrame({"categories": [["Other"], []], "risk_areas": [["outside"], []]})
    assert kinds.count_categories(incidents).to_dict() == {"Other": 1, "Unclassified": 1}
    assert kinds.count_risk_areas(incidents)["Unclassified"] == 1
    assert "Unclassified: 1." in kinds.say_overlap(incidents)


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({"Contact": 3, "Content": 1}, "Contact: 3 of 4 incidents"),
        ({"Contact": 2, "Content": 2}, "Contact and Content: 2 each"),
        ({"Contact": 1, "Content": 1, "Conduct": 1}, "No one kind leads: at most 1 each"),
    ],
)
def test_the_title_of_a_chart_of_kinds_is_its_finding(counts, found):
    assert kinds.find_most(pd.Series(counts), 4) == found


def test_open_incidents_count_as_waiting_for_closure():
    incidents = pd.DataFrame({"closure_school_days": [2, 4, 6, 8, 15], "is_closed": [True] * 4 + [False]})
    assert [handling.say_closed_within(incidents, days) for days in (3, 10, 20)] == ["20%", "80%", "not known yet"]
    assert not handling.has_enough(incidents)
