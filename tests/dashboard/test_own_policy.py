"""A policy of a school's own making, from `policy new` to the page; and schools that have adopted none."""

import re
from datetime import date

import pytest

from pipelines.calendar import attach_calendar
from pipelines.controls import load_controls
from pipelines.explain import explain
from pipelines.judge import judge_clauses
from pipelines.models import run_models
from pipelines.policies import THEMES, load_policies, policy_folders
from pipelines.policy_template import write_policy_template
from pipelines.progress import Steps
from pipelines.settings import ROOT, Settings
from pipelines.warehouse import draft_build, newest_build, open_reader, seal
from tests.dashboard.sample_build import answer, ask
from tests.dashboard.sample_files import attach_files
from tests.dashboard.test_policy_clauses import find_row, tables_of
from tests.staged_tables import stage_tables

OAKHILL = (ROOT / "docs" / "guides" / "oakhill.toml").read_text(encoding="utf-8")
AS_AT = date(2026, 11, 20)
TABLES = {
    "schools": [
        {"school_id": "900201", "school_name": "Oakhill Primary School", "nation": "england", "policy": "oakhill"},
        {"school_id": "900202", "school_name": "Elm School", "nation": "england", "policy": "elms-own"},
    ],
    "accounts": [{"account_id": "page", "school_id": "900201", "platform": "facebook", "opened_on": "2025-09-01"}],
    # One answered on the fourth school day when five were promised, and one when three were.
    "activity": [
        *(ask("old", "page", "2026-06-08 10:00"), answer("old", "page", "2026-06-12 10:00")),
        *(ask("new", "page", "2026-09-07 10:00"), answer("new", "page", "2026-09-11 10:00")),
    ],
}


@pytest.fixture(scope="module")
def oakhill(tmp_path_factory):
    """A data folder whose policy began as the guide says, and a build judged by it."""
    data = tmp_path_factory.mktemp("oakhill")
    settings, controls = Settings(data=data, as_at=AS_AT), load_controls()
    path = write_policy_template("oakhill", data / "policies", controls)
    assert all(f"# {name}: " in path.read_text(encoding="utf-8") for name in controls)
    path.write_text(OAKHILL, encoding="utf-8")
    with draft_build(settings) as draft:
        stage_tables(draft.connection, TABLES)
        attach_calendar(draft.connection, settings)
        run_models(draft.connection, Steps(quiet=True))
        judge_clauses(draft.connection, load_policies(controls, policy_folders(settings)), controls)
        attach_files(draft.connection, TABLES, AS_AT)
        seal(draft)
    return data


@pytest.fixture
def open_clauses(open_page, oakhill):
    return lambda **address: open_page("policy_clauses", data=oakhill, **address)


def test_the_page_lists_every_clause_of_the_school_s_own_policy(open_clauses):
    listed = [
        clause
        for table in tables_of(open_clauses(school="Oakhill Primary School"))
        if "Judged by" in table
        for clause in table["Clause"]
    ]
    assert sorted(clause for clause in listed if clause.startswith("OAK")) == sorted(
        f"OAK-{n:02}" for n in range(1, 10)
    )


@pytest.mark.parametrize(
    ("period", "rule", "status"),
    [
        ("Summer 2 2025/26", "within 5 school days; an acknowledgement counts; in at least 90% of cases", "Kept"),
        ("Autumn 1 2026/27", "within 3 school days; an acknowledgement counts; in at least 90% of cases", "Not kept"),
    ],
)
def test_each_half_term_shows_the_rule_that_was_in_force(open_clauses, period, rule, status):
    row = find_row(open_clauses(school="Oakhill Primary School", period=period), "OAK-05")
    assert row["Judged by"] == f"Every enquiry is answered {rule}"
    assert row["Status"] == status


def test_explain_prints_the_same_rule_as_the_page(oakhill):
    with open_reader(newest_build(Settings(data=oakhill, as_at=AS_AT))) as connection:
        told = explain(connection, "OAK-05", "900201", "Summer 2 2025/26")
    assert told.rule.endswith("within 5 school days; an acknowledgement counts; in at least 90% of cases")


def pair_of(app):
    return next(table for table in tables_of(app) if "Asked" in table).set_index("Asked")


def test_the_school_s_own_policy_stands_beside_another(open_clauses):
    app = open_clauses(school="Oakhill Primary School")
    assert app.selectbox(key="policy").value == "oakhill"
    app.selectbox(key="other_policy").set_value("barnes").run()
    pair = pair_of(app)
    own, other = pair.columns[1:]
    answered = pair.loc["Was each enquiry answered in time?"]
    assert "3 school days; an acknowledgement counts; in at least 90% of cases" in answered[own]
    assert "5 working days" in answered[other]
    # What each counts as a breach: past pupils only under 18 here, and whatever their age there.
    assert pair.loc["What of contact with past pupils?"].to_list()[1:] == [
        "Contact with past pupils is barred while they are under 18.",
        "Contact with past pupils is barred outright, whatever their age.",
    ]
    assert any("What counts: " in cell for cell in pair[own])
    themes = list(THEMES.values())
    assert [themes.index(theme) for theme in pair["Theme"]] == sorted(themes.index(theme) for theme in pair["Theme"])
    assert not any(re.search(r"\.;|\.\.", cell) for cell in [*pair[own], *pair[other]])


def test_a_school_whose_policy_nobody_wrote_down_has_only_the_duties_of_every_school(open_clauses):
    app = open_clauses(school="Elm School")
    assert find_row(app, "LEGAL-LADO")["Status"]
    assert any("names no policy for it" in element.value for element in [*app.info, *app.markdown])
    assert not any(
        clause.startswith("OAK") for table in tables_of(app) if "Clause" in table for clause in table["Clause"]
    )
    assert len(pair_of(app)) > 1


def test_a_policy_file_spoilt_after_the_load_leaves_the_page_standing(open_clauses, oakhill):
    path = oakhill / "policies" / "oakhill.toml"
    path.write_text(OAKHILL.replace('theme = "accounts"', 'theme = "account"'), encoding="utf-8")
    try:
        app = open_clauses(school="Oakhill Primary School")
        assert any("The next load will name it" in element.value for element in [*app.info, *app.markdown])
        assert find_row(app, "OAK-02")["Judged by"]
    finally:
        path.write_text(OAKHILL, encoding="utf-8")
