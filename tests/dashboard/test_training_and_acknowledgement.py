"""The Training and acknowledgement page, by numbers counted by eye and by the cases that the controls made."""

from datetime import date

import pandas as pd
import pytest

from dashboard.charts.four_states import MEANINGS, state_bars, style_states
from dashboard.charts.survival import done_by, share_at
from dashboard.comparison.topics import asked_controls
from dashboard.readiness import states, versions
from dashboard.warehouse import Selection, query
from tests.dashboard.conftest import OpenPage
from tests.dashboard.folds import open_folds
from tests.dashboard.sample_build import AS_AT, TABLES, write_build
from tests.staged_tables import read_table

PAGE = "training_and_acknowledgement"
SPRING = {"span": "Half-term", "period": "Spring 1 2025/26"}
BIRCHWOOD = {"school": "Birchwood Academy", **SPRING}
ASHGROVE = {"school": "Ashgrove Academy", **SPRING}

# Birchwood (SNMAT) asks its staff for any training (SNMAT-05) and the incident procedure (SNMAT-06), and staff,
# volunteers and contractors to acknowledge. As at 6 March 2026; Spring 1 ends on 22 February.
#   b-head  trained in both, the procedure through 10 March: runs out soon on 22 February
#   b-old   any training lapsed on 31 January; never had the procedure
#   b-never started in 2020, nothing at all
#   b-new   started on 2 February: in grace to 4 March
#   b-vol   a volunteer, whom no training clause asks; acknowledged the older version only
#   b-gov   a governor, whom nobody asks
#   b-gone  left on 30 January
PEOPLE = read_table("""
    person_id | school_id | role        | started_on | left_on
    b-head    | birch     | headteacher | 2020-09-01 |
    b-old     | birch     | teacher     | 2020-09-01 |
    b-never   | birch     | teacher     | 2020-09-01 |
    b-new     | birch     | teacher     | 2026-02-02 |
    b-vol     | birch     | volunteer   | 2021-09-01 |
    b-gov     | birch     | governor    | 2021-09-01 |
    b-gone    | birch     | teacher     | 2020-09-01 | 2026-01-30
""")
FULLER = dict(TABLES) | {
    "people": [*TABLES["people"][:5], *PEOPLE],
    "training": read_table("""
        person_id | course | module             | completed_on | expires_on
        b-head    | Update | annual_update      | 2025-09-10   | 2026-09-10
        b-head    | Wrong  | incident_procedure | 2025-03-10   | 2026-03-10
        b-old     | Update | annual_update      | 2025-01-31   | 2026-01-31
        b-gone    | Update | annual_update      | 2025-09-10   | 2026-09-10
    """),
    "policy_versions": read_table("""
        school_id | policy | version | issued_on
        birch     | snmat  | 1       | 2025-09-01
        birch     | snmat  | 2       | 2026-01-12
    """),
    "acknowledgements": read_table("""
        person_id | policy | version | acknowledged_on
        b-head    | snmat  | 1       | 2025-09-05
        b-head    | snmat  | 2       | 2026-01-20
        b-old     | snmat  | 1       | 2025-09-08
        b-vol     | snmat  | 1       | 2025-09-09
    """),
    "audience_returns": read_table("""
        school_id | audience | measure      | version | as_of      | eligible | completed
        birch     | students | acknowledged | 1       | 2025-12-01 | 320      | 300
        birch     | students | acknowledged | 2       | 2026-02-10 | 320      | 240
        birch     | parents  | acknowledged | 2       | 2026-02-27 | 500      | 400
    """),
    "account_access": read_table("""
        account_id | person_id | access  | granted_on | revoked_on
        birch-x    | b-head    | manager | 2025-09-15 |
        birch-x    | b-old     | poster  | 2025-09-01 |
        birch-x    | b-new     | poster  | 2026-02-03 |
        birch-x    | b-vol     | monitor | 2026-02-03 |
        birch-x    | b-gone    | poster  | 2025-10-01 | 2026-01-30
    """),
}


@pytest.fixture(scope="module")
def fuller(tmp_path_factory):
    data = tmp_path_factory.mktemp("fuller")
    write_build(data, FULLER, AS_AT)
    return data


def values(app):
    return {metric.label: metric.value for metric in app.metric}


def words_of(app):
    blocks = [*app.markdown, *app.caption, *app.info, *app.header, *app.subheader]
    return " ".join(block.value for block in blocks).replace("\\", "")


def tables(app):
    return [table.value.map(lambda cell: str(cell).replace("\\", "")) for table in app.table]


def test_the_figures_count_people_in_post_by_state(open_page: OpenPage, fuller):
    app = open_page(PAGE, data=fuller, **BIRCHWOOD)
    # Training: b-head has both; b-old and b-never lack one or both; b-new is in grace. The volunteer is not asked.
    # Acknowledged: b-head has version 2. b-old's and b-vol's grace for it ended on 11 February; b-never has none.
    assert values(app) == {
        "Trained as asked": "1 of 3",
        "Acknowledged the version in force": "1 of 4",
        "Training runs out within 30 days": "1 person",
        "In grace, not due yet": "1 person",
        "Account runners cleared before access": "1 of 2",
        "Students and parents, by return": "240 of 320",
    }
    assert "On 22 February 2026, 1 of 3 people had the training" in words_of(app)


def test_a_count_of_parents_is_no_person_on_any_page(open_page: OpenPage, tmp_path):
    # Marshfields asks staff, students and parents; of the sample's people all but the volunteer and the governor.
    schools = [row | {"policy": "marshfields"} if row["school_id"] == "birch" else row for row in FULLER["schools"]]
    under = {
        name: [row | {"policy": "marshfields"} for row in FULLER[name]]
        for name in ("policy_versions", "acknowledgements")
    }
    write_build(tmp_path, FULLER | under | {"schools": schools}, AS_AT)
    app = open_page(PAGE, data=tmp_path, **BIRCHWOOD)
    assert values(app)["Acknowledged the version in force"] == "1 of 3"
    birch = At(("birch",), "half_term", SPRING["period"])
    judged = query("compare_schools__judged", birch, **asked_controls()).set_index("topic").loc["acknowledgement"]
    assert (judged["kept"], judged["kept"] + judged["missed"]) == (1, 3)


def test_any_day_can_be_chosen_and_a_link_keeps_it(open_page: OpenPage, fuller):
    app = open_page(PAGE, data=fuller, on="2026-03-05", **BIRCHWOOD)
    # b-new's grace ended on 4 March; b-head's procedure is still in force; the parents' return has come in.
    assert values(app)["Trained as asked"] == "1 of 4"
    assert values(app)["In grace, not due yet"] == "0 people"
    assert values(app)["Students and parents, by return"] == "640 of 820"
    assert app.query_params["on"] == "2026-03-05"
    earlier = open_page(PAGE, data=fuller, on="2026-01-15", **BIRCHWOOD)
    # Those who had kept up have until 11 February for version 2; b-never and b-gone, in post till then, never had any.
    assert values(earlier)["Acknowledged the version in force"] == "0 of 2"
    assert values(earlier)["Training runs out within 30 days"] == "1 person"


def test_a_group_that_no_clause_asks_is_shown_and_counted_apart(open_page: OpenPage, fuller):
    app = open_folds(open_page(PAGE, data=fuller, module="Any training", **BIRCHWOOD))
    by_group = next(table for table in tables(app) if "Group" in table and "Lapsed or never" in table)
    shown = by_group.set_index("Group")["Lapsed or never"].to_dict()
    assert shown == {"Staff": "2", "Volunteers (not asked)": "1", "Governors (not asked)": "1"}
    assert "Any training: 1 of 3 people who were due" in words_of(app)


def test_nobody_is_named(open_page: OpenPage, fuller):
    for name in ("trained", "acknowledged", "runners", "not_trained", "not_acknowledged", "in_grace"):
        app = open_folds(open_page(PAGE, data=fuller, open=name, **BIRCHWOOD))
        shown = " ".join(table.to_string() for table in tables(app)) + words_of(app)
        assert "b-head" not in shown
        assert "does not have" not in shown


def test_a_person_opened_shows_dates_and_state(open_page: OpenPage, fuller):
    app = open_page(PAGE, data=fuller, open="not_acknowledged", **BIRCHWOOD)
    opened = next(table for table in tables(app) if "Version acknowledged" in table)
    assert sorted(opened["State"]) == ["Never", "Older version only", "Older version only"]
    assert set(opened["Version in force"]) == {"2"}


def test_a_school_without_training_records_has_no_data(open_page: OpenPage):
    app = open_page(PAGE, **BIRCHWOOD)
    assert values(app)["Trained as asked"] == "No data"
    assert "No training is on record by that day" in words_of(app)


def test_a_policy_without_a_clause_has_no_target(open_page: OpenPage):
    app = open_page(PAGE, **ASHGROVE)
    # Barnes asks staff and governors to acknowledge and nobody to be trained: head and governor have, the DSL has not.
    assert values(app)["Trained as asked"] == "Not asked"
    assert values(app)["Acknowledged the version in force"] == "2 of 3"
    assert "no target adopted" in words_of(app)


class At:
    """The schools and period of one question, as a scope gives them."""

    def __init__(self, *selection: object) -> None:
        self.selection = Selection(*selection)


@pytest.mark.parametrize("data", ["sample", "fuller"])
@pytest.mark.parametrize("judged_on", [date(2026, 1, 4), date(2026, 2, 22), AS_AT])
def test_the_states_are_the_controls_own_cases_on_a_day_that_was_judged(request, monkeypatch, data, judged_on):
    monkeypatch.setenv("OVERSIGHT_DATA", str(request.getfixturevalue(data)))
    at = At(None, "year", "2025/26")
    grace = {"on": judged_on, "grace_days": 30}
    trained = query(f"{PAGE}__training", at, audience="staff", update_module="annual_update", **grace)
    acknowledged = query(f"{PAGE}__acknowledgements", at, **grace)
    shown = pd.concat([states.asked(trained), states.asked(acknowledged)])
    outcome = {"not_yet_due": "pending", **dict.fromkeys(states.DONE, "met")}
    counted = shown["state"].map(lambda state: outcome.get(state, "missed"))
    found = shown.groupby(["school_id", "clause_id", counted]).size().to_dict()
    assert found == cases_on(at, judged_on)


def cases_on(at, judged_on):
    """How many cases of people each school, clause and outcome has on a judged day, from result.cases."""
    from dashboard.warehouse import _reader, current_build

    rows = (
        _reader(str(current_build()))
        .cursor()
        .execute(
            """
        select school_id, clause_id, outcome, count(*) from result.cases
        where
            control in ('training_completion', 'acknowledgement_completion')
            and judged_on = ?
            and case_kind = 'person'
        group by all
        """,
            [judged_on],
        )
    )
    return {(school, clause, outcome): number for school, clause, outcome, number in rows.fetchall()}


def test_a_return_that_names_no_version_is_not_known_to_be_current(open_page: OpenPage, tmp_path):
    trained = read_table("""
        school_id | audience | measure | as_of      | eligible | completed
        birch     | students | trained | 2026-02-10 | 320      | 160
    """)
    write_build(tmp_path, FULLER | {"audience_returns": trained}, AS_AT)
    returns = next(rows for rows in tables(open_page(PAGE, data=tmp_path, **BIRCHWOOD)) if "What" in rows)
    (row,) = returns.to_dict("records")
    assert (row["What"], row["Done"], row["Share"], row["Version"]) == ("Trained", "160 of 320", "50%", "not known")


def test_four_states_have_four_styles_and_no_more():
    figure = state_bars(pd.DataFrame({"a": [3], "b": [0], "c": [1], "d": [0]}, index=["Staff"]), list("abcd"))
    assert [list(trace.x) for trace in figure.data] == [[3], [0], [1], [0]]
    assert len({style.colour for style in style_states(list("abcd")).values()}) == len(MEANINGS)
    with pytest.raises(ValueError, match="zip"):
        style_states(list("abc"))


def asked_to_acknowledge(version, waits, over, policy="snmat", issued="2026-01-12"):
    return pd.DataFrame(
        {
            "policy": policy,
            "policy_title": f"Social media policy, {policy.upper()}",
            "version": version,
            "issued_on": pd.Timestamp(issued),
            "wait_days": waits,
            "is_over": over,
        }
    )


def test_the_curve_of_a_version_counts_those_who_have_not_yet_as_waiting():
    newest = asked_to_acknowledge("2", [1] * 5 + [40] * 5, [True] * 5 + [False] * 5)
    before = asked_to_acknowledge("1", [2] * 9 + [200], [True] * 9 + [False], issued="2025-09-01")
    chosen = versions.choose_versions(pd.concat([before, newest]))
    curves = {name: versions.curve_of(people) for name, people in chosen.items()}
    assert list(curves) == ["Version 2, 12 Jan 2026", "Version 1, 1 Sep 2025"]
    assert versions.find_speed(curves) == "Version 2: 50% acknowledged within 30 days"
    assert versions.compare(curves) == "Within 30 days: Version 2 50%, Version 1 90%."
    assert versions.tabulate(curves)["Version 2, 12 Jan 2026"].tolist() == ["50%", "50%", "50%", "", ""]
    assert pd.isna(share_at(next(iter(curves.values())), 60))


def test_versions_of_several_policies_are_not_compared():
    rows = pd.concat(
        [
            asked_to_acknowledge("2", [1] * 10, [True] * 10),
            asked_to_acknowledge("1", [1] * 12, [True] * 12, issued="2025-01-01"),
            asked_to_acknowledge("7", [1] * 11, [True] * 11, policy="barnes"),
            asked_to_acknowledge("9", [1] * 9, [True] * 9, policy="few"),
        ]
    )
    curves = {name: versions.curve_of(people) for name, people in versions.choose_versions(rows).items()}
    assert list(curves) == ["BARNES 7, 12 Jan 2026", "SNMAT 2, 12 Jan 2026"]
    assert versions.compare(curves) == ""


def test_a_curve_is_drawn_in_steps_with_its_marks():
    curve = versions.curve_of(asked_to_acknowledge("2", [0, 10, 20, 30], [True] * 4))
    figure = done_by({"Version 2": curve}, x="days", y="acknowledged", marks=(30,), longest=120)
    assert list(figure.data[0].y) == pytest.approx([0, 25, 50, 75, 100])
    assert [shape.x0 for shape in figure.layout.shapes] == [30]
