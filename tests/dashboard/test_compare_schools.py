"""The page that compares schools, by numbers counted by eye on small trusts of one school to a hundred."""

from math import comb

import pytest

from dashboard.comparison.over_time import SERIES
from tests.dashboard.compared_trust import AS_AT, SPRING, School, make_tables
from tests.dashboard.conftest import OpenPage
from tests.dashboard.folds import folds_of, open_folds
from tests.dashboard.sample_build import write_build

# Checks made: 57, 57, 57 and 30 of 60. The first three lie above what one in forty does by chance, Dale far below.
FOUR = {"Ash": School(missed=3), "Beech": School(missed=3), "Cedar": School(missed=3), "Dale": School(missed=30)}
ALL = {"school": "All schools of Northfield Trust", **SPRING}


@pytest.fixture(scope="module")
def trust_of(tmp_path_factory):
    """The data folder of a trust of these schools, built once for all tests of the module."""
    built = {}

    def build(schools):
        key = tuple(schools.items())
        if key not in built:
            built[key] = tmp_path_factory.mktemp("compared")
            write_build(built[key], make_tables(schools), AS_AT)
        return built[key]

    return build


def clean(text):
    return text.replace("\\", "")


def words_of(app):
    blocks = [*app.markdown, *app.caption, *app.info, *app.header, *app.subheader]
    return " ".join(clean(block.value) for block in blocks)


def answer_of(app):
    return clean(app.markdown[0].value)


def figures_of(app):
    return {clean(metric.label): clean(metric.value) for metric in app.metric}


def table_with(app, column):
    """The first table that has a column, its cells as words; it may be folded away."""
    topic = {"Made": "checks", "Per 100 pupils": "incidents"}.get(column)
    open_folds(app, *({f"schools on {topic}", f"own {topic}"} & set(folds_of(app))))
    tables = [table.value.rename(columns=clean) for table in app.table]
    found = next(table for table in tables if column in table)
    return found.map(lambda cell: clean(str(cell))).set_index("School")


def links_of(app):
    """Label and address of each link to a page."""
    return {link.proto.label: f"{link.proto.page}?{link.proto.query_string}" for link in app.get("page_link")}


def test_the_page_names_who_differs_and_on_what(open_page: OpenPage, trust_of):
    app = open_page("compare_schools", data=trust_of(FOUR), **ALL)
    assert answer_of(app).startswith("**Dale (checks made) differs from the others by more than chance.")
    assert "Checks made: Dale differs" in words_of(app)
    assert "Dale: lower than chance allows. Ask why." in words_of(app)


def test_the_trust_figure_is_pooled_and_says_how_many_reported(open_page: OpenPage, trust_of):
    uneven = {"Ash": School(accounts=1), "Beech": School(accounts=20, missed=60), "Cedar": School(covers_to=None)}
    app = open_page("compare_schools", data=trust_of(uneven), **ALL)
    # 6 of 6 and 60 of 120: 66 of 126 is 52.4 %, where the mean of the two schools' shares would be 75 %.
    assert figures_of(app)["Checks made"] == "66 of 126"
    assert "52.4%; 2 of 3 schools reported" in words_of(app)
    assert "75%" not in words_of(app)


def test_the_table_has_every_school_from_a_to_z_and_all_that_reported(open_page: OpenPage, trust_of):
    rows = table_with(open_page("compare_schools", data=trust_of(FOUR), **ALL), "Made")
    assert rows.index.tolist() == ["Ash", "Beech", "Cedar", "Dale", "All that reported"]
    assert rows.loc["Dale", ["Made", "Missed", "Out of", "Share (%)"]].tolist() == ["30", "30", "60", "50"]
    assert rows.loc["All that reported", ["Made", "Missed", "Out of"]].tolist() == ["201", "39", "240"]
    assert rows["Against chance"].tolist()[3] == "Lower than chance allows"


def exact_tail(count, out_of, share):
    """The binomial chance of `count` or fewer, term by term."""
    return sum(comb(out_of, each) * share**each * (1 - share) ** (out_of - each) for each in range(count + 1))


@pytest.mark.parametrize("missed", [0, 10, 13, 20])
def test_a_school_is_placed_by_the_exact_chance(open_page: OpenPage, trust_of, missed):
    schools = {"Ash": School(missed=4), "Beech": School(missed=5), "Cedar": School(missed=5)}
    schools["Dale"] = School(missed=missed)
    rows = table_with(open_page("compare_schools", data=trust_of(schools), **ALL), "Made")
    pooled = (240 - 14 - missed) / 240
    chance = exact_tail(60 - missed, 60, pooled)
    expected = (
        "Lower than chance allows"
        if chance < 0.001
        else "Low, as one in forty is by chance"
        if chance < 0.025
        else "Within what chance allows"
    )
    assert rows.loc["Dale", "Against chance"] == expected


def test_schools_alike_are_said_to_be_so(open_page: OpenPage, trust_of):
    schools = {name: School(missed=missed) for name, missed in (("Ash", 4), ("Beech", 5), ("Cedar", 6))}
    app = open_page("compare_schools", data=trust_of(schools), **ALL)
    assert "Checks made: no school differs by more than chance" in words_of(app)
    assert "None of 3 schools differs by more than chance." in words_of(app)


def test_schools_of_another_cadence_are_refused_with_the_reason_and_the_rest_compared(open_page: OpenPage, trust_of):
    schools = {**FOUR, "Elm": School(policy="barnes")}
    app = open_page("compare_schools", data=trust_of(schools), **ALL)
    said = words_of(app)
    assert "The schools check at different intervals: Each account is checked every school day (Elm);" in said
    assert "Compared are the schools whose policy says: Each account is checked every week of term" in said
    assert "Another promise: Elm." in said
    rows = table_with(app, "Made")
    assert rows.loc["Elm", "Against chance"] == "Another promise"
    assert rows.loc["Dale", "Against chance"] == "Lower than chance allows"


def test_of_several_groups_the_reader_chooses_one(open_page: OpenPage, trust_of):
    pairs = {"Ash": School(), "Beech": School(missed=9), "Cedar": School(), "Elm": School(policy="barnes")}
    pairs |= {"Fir": School(policy="barnes")}
    app = open_page("compare_schools", data=trust_of(pairs), **ALL)
    box = next(box for box in app.selectbox if box.key == "promise_checks")
    weekly, daily = (
        "Each account is checked every week of term by the person nominated",
        "Each account is checked every school day",
    )
    assert [clean(option) for option in box.options] == [weekly, daily]
    assert table_with(app, "Made").loc["Ash", "Against chance"] != "Another promise"
    app = open_page("compare_schools", data=trust_of(pairs), promise_checks=daily, **ALL)
    rows = table_with(app, "Made")
    assert rows.loc["Ash", "Against chance"] == "Another promise"
    assert rows.loc["Elm", "Against chance"] != "Another promise"


def test_a_log_that_covers_much_less_is_not_compared(open_page: OpenPage, trust_of):
    schools = {"Ash": School(), "Beech": School(), "Cedar": School(covers_to="2026-01-11")}
    app = open_page("compare_schools", data=trust_of(schools), **ALL)
    said = words_of(app)
    assert "Some schools handed in much less of the period than others (100% at most): Cedar." in said
    rows = table_with(app, "Made")
    assert rows["Against chance"].tolist()[:3] == ["Not compared"] * 3
    assert rows.loc["Cedar", "Period covered (%)"] == "17"


def test_a_school_that_handed_in_nothing_is_no_data_and_no_zero(open_page: OpenPage, trust_of):
    schools = {**FOUR, "Elm": School(covers_to=None)}
    app = open_page("compare_schools", data=trust_of(schools), **ALL)
    assert "No data: Elm." in words_of(app)
    rows = table_with(app, "Made")
    assert rows.loc["Elm", ["Made", "Missed", "Share (%)"]].tolist() == ["", "", ""]
    assert figures_of(app)["Checks made"] == "201 of 240"


def test_rates_are_per_hundred_pupils_of_the_schools_whose_returns_cover_the_period(open_page: OpenPage, trust_of):
    schools = {
        "Ash": School(pupils=200, incidents=2),
        "Beech": School(pupils=300, incidents=1),
        "Cedar": School(pupils=500, incidents=4, covers_to=None),
        "Dale": School(pupils=None, incidents=3),
    }
    app = open_page("compare_schools", data=trust_of(schools), **ALL)
    # Three incidents of 500 pupils; Cedar's returns cover nothing, Dale's size is not known.
    assert figures_of(app)["Incidents per 100 pupils"] == "0.60"
    assert "3 incidents, 500 pupils; 2 of 4 schools reported" in words_of(app)
    rows = table_with(app, "Per 100 pupils")
    assert rows.loc["Ash", ["Incidents", "Pupils", "Per 100 pupils"]].tolist() == ["2", "200", "1"]


def test_far_too_many_incidents_for_its_pupils_stand_out(open_page: OpenPage, trust_of):
    schools = {name: School(pupils=300, incidents=2) for name in ("Ash", "Beech", "Cedar")}
    schools["Dale"] = School(pupils=300, incidents=20)
    app = open_page("compare_schools", data=trust_of(schools), **ALL)
    assert "Incidents per 100 pupils: Dale differs" in words_of(app)
    assert "Dale: higher than chance allows. Ask why." in words_of(app)


def test_nobody_is_ranked(open_page: OpenPage, trust_of):
    app = open_page("compare_schools", data=trust_of(FOUR), **ALL)
    for table in app.table[:-1]:
        if "School" in table.value:
            names = [name for name in table.value["School"] if name != "All that reported"]
            assert names == sorted(names)


def test_each_school_opens_in_the_same_period(open_page: OpenPage, trust_of):
    links = links_of(open_page("compare_schools", data=trust_of(FOUR), **ALL))
    assert {"Ash", "Beech", "Cedar", "Dale", "Open Dale"} <= set(links)
    assert "school=s003" in links["Open Dale"]
    assert "monitoring_coverage" in links["Open Dale"]
    for part in ("span=Half-term", "period=Spring+1+2025%2F26", "school=s000"):
        assert part in links["Ash"]


def test_a_school_alone_has_nothing_to_be_compared_with(open_page: OpenPage, trust_of):
    app = open_page("compare_schools", data=trust_of(FOUR), school="Ash", **SPRING)
    assert answer_of(app) == "**Nothing to compare: Ash stands alone in this view.**"
    assert not app.metric


def test_a_trust_of_one_school_has_nothing_to_compare(open_page: OpenPage, trust_of):
    app = open_page("compare_schools", data=trust_of({"Ash": School()}), **SPRING)
    assert "Nothing to compare" in answer_of(app)


def test_two_schools_are_compared(open_page: OpenPage, trust_of):
    app = open_page("compare_schools", data=trust_of({"Ash": School(), "Beech": School(missed=40)}), **ALL)
    assert "Ash" in answer_of(app)
    assert "Beech" in answer_of(app)
    assert figures_of(app)["Checks made"] == "80 of 120"


def test_schools_that_handed_in_nothing_cannot_be_compared(open_page: OpenPage, trust_of):
    silent = {name: School(covers_to=None, accounts=0) for name in ("Ash", "Beech", "Cedar")}
    app = open_page("compare_schools", data=trust_of(silent), **ALL)
    assert answer_of(app).startswith("**It cannot be said:")
    assert set(figures_of(app).values()) == {"No data"}


def test_twelve_schools_are_all_drawn_and_linked(open_page: OpenPage, trust_of):
    twelve = {f"School {number:02d}": School(missed=number % 4) for number in range(12)}
    app = open_page("compare_schools", data=trust_of(twelve), **ALL)
    assert len(table_with(app, "Made")) == 13
    assert {f"School {number:02d}" for number in range(12)} <= set(links_of(app))


def test_a_hundred_schools_are_opened_by_choice(open_page: OpenPage, trust_of):
    hundred = {f"School {number:03d}": School(accounts=2, missed=number % 3) for number in range(100)}
    app = open_page("compare_schools", data=trust_of(hundred), **ALL)
    # Missed: 33 schools one, 33 two.
    assert figures_of(app)["Checks made"] == f"{1200 - 99:,} of 1,200"
    assert "100 of 100 schools reported" in words_of(app)
    assert "School 000" not in links_of(app)
    # What each chart says is folded away, and holds every school.
    name = f"{next(iter(SERIES))} in words"
    assert not app.dataframe
    open_folds(app, name)
    (grid,) = app.dataframe
    assert grid.value["School"].tolist() == sorted(hundred)
    assert set(grid.value["Change"]) == {"Not judged"}
    box = next(box for box in app.selectbox if box.label == "School to open")
    box.select("s042").run()
    assert "Open School 042" in links_of(app)


@pytest.mark.parametrize("series", list(SERIES))
def test_every_measure_over_time_gives_an_explicit_state(open_page: OpenPage, trust_of, series):
    app = open_page("compare_schools", data=trust_of(FOUR), over_time=series, **ALL)
    rows = table_with(app, "What it says")
    assert rows.index.tolist() == ["Ash", "Beech", "Cedar", "Dale"]
    assert rows["What it says"].ne("").all()
    assert "changed by more than chance at 0 of 4 schools. 0 show no sign of change, 4 cannot be judged." in words_of(
        app
    )


def test_weeks_too_few_for_a_chart_are_told(open_page: OpenPage, trust_of):
    rows = table_with(
        open_page("compare_schools", data=trust_of(FOUR), over_time="Checks made, week by week", **ALL), "What it says"
    )
    assert rows.loc["Ash", "What it says"] == "6 weeks in which any was due: a chart needs 7."
    assert rows.loc["Ash", "Change"] == "Not judged"


def test_two_schools_of_one_name_are_told_apart(open_page: OpenPage, tmp_path):
    tables = make_tables(FOUR)
    tables["schools"] = [
        row | {"school_name": "Ash"} if row["school_id"] == "s001" else row for row in tables["schools"]
    ]
    write_build(tmp_path, tables, AS_AT)
    app = open_page("compare_schools", data=tmp_path, **ALL)
    assert table_with(app, "Made").index.tolist() == ["Ash (s000)", "Ash (s001)", "Cedar", "Dale", "All that reported"]
    assert table_with(app, "What it says").index.tolist() == ["Ash (s000)", "Ash (s001)", "Cedar", "Dale"]
