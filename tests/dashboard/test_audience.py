"""For whom a page is shown: the choice, its place in the address, and what a limited audience never gets."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import access, frame, sign_in
from dashboard.access import Viewer
from dashboard.audiences import audience, audiences_named
from dashboard.choices import SINCE
from pipelines.errors import PolicyError

SPRING = {"school": "Ashgrove Academy", "span": "Half-term", "period": "Spring 1 2025/26"}
LIMITED = ("circulated", "public")


def words_of(app: AppTest) -> str:
    blocks = [*app.markdown, *app.caption, *app.info, *app.warning, *app.error, *app.title, *app.subheader, *app.header]
    return " ".join(block.value for block in blocks).replace("\\", "")


def test_the_closed_meeting_is_looked_for_unless_the_address_says_otherwise(open_page):
    app = open_page("overview", **SPRING)
    assert app.query_params["audience"] == "Closed meeting"
    assert "For: Governors in the closed meeting" in words_of(app)
    assert "left out here" not in words_of(app)


@pytest.mark.parametrize("name", LIMITED)
def test_an_address_names_its_audience_by_its_name_in_the_file(open_page, name):
    app = open_page("overview", **SPRING, audience=name)
    assert app.query_params["audience"] == name.capitalize()
    assert app.selectbox(key="audience").value == name.capitalize()


@pytest.mark.parametrize("name", LIMITED)
def test_a_limited_page_says_for_whom_and_what_is_hidden_and_who_decided_it(open_page, name):
    said = words_of(open_page("overview", **SPRING, audience=name))
    assert f"For: {audience(name).title}" in said
    assert f"{audience(name).reason} Hidden, and written c, are counts of 1 to 4, and what would give them away" in said
    assert "0% and 100% of groups of fewer than 5; what one person alone made up" in said
    assert "Decided by: default of Oversight." in said


def test_an_audience_that_is_not_in_the_file_is_told(open_page):
    assert "there is no audience 'everybody'" in words_of(open_page("overview", **SPRING, audience="everybody"))


def test_choosing_an_audience_changes_the_page(open_page):
    app = open_page("overview", **SPRING)
    app.selectbox(key="audience").set_value("Public").run()
    assert not app.exception
    assert "For: Anybody" in words_of(app)


def test_another_page_keeps_the_audience(open_page):
    app = open_page("overview", **SPRING, audience="public")
    app.switch_page("app_pages/03_monitoring_coverage.py").run()
    assert app.query_params["audience"] == "Public"
    assert "For: Anybody" in words_of(app)


def test_a_limited_audience_looks_at_periods_by_name_alone(open_page):
    """Counts since two days that lie a day apart could be subtracted."""
    address = {"school": "Ashgrove Academy", "span": SINCE, "since": "2026-01-05", "audience": "public"}
    app = open_page("overview", **address)
    assert app.query_params["span"] == "Half-term"
    assert "there is no span of time 'Since a date'" in words_of(app)
    assert SINCE not in app.selectbox(key="span").options


def test_a_viewer_chooses_among_their_own_audiences_alone(open_page, monkeypatch):
    allowed = Viewer(role="local", schools=None, audiences=("public", "circulated"))
    for module in (access, sign_in):
        monkeypatch.setattr(module, "who", lambda: allowed)
    app = open_page("overview", **SPRING, audience="closed_meeting")
    assert app.selectbox(key="audience").options == ["Public", "Circulated"]
    assert app.query_params["audience"] == "Public"
    assert "there is no audience 'closed_meeting'" in words_of(app)
    assert "For: Anybody" in words_of(app)


def test_no_viewer_has_an_audience_that_the_file_does_not_know():
    with pytest.raises(PolicyError, match="there is no audience 'governers'"):
        audiences_named(["governers"])
    assert [each.name for each in audiences_named(None)] == ["closed_meeting", "circulated", "public"]


def test_only_who_sees_every_number_and_opens_every_case_is_not_limited():
    closed = audience("closed_meeting")
    assert not closed.is_limited
    assert closed.model_copy(update={"opens_cases": False}).is_limited
    assert closed.model_copy(update={"small_group": 5}).is_limited
    assert all(audience(name).is_limited for name in LIMITED)


def test_the_rules_of_an_audience_are_told_in_words_and_so_is_who_decided_them():
    rules = audience("public").model_copy(
        update={"hide_to": 9, "small_group": 0, "single_contributor": False, "decided_by": "the board"}
    )
    told = "Hidden, and written c, are counts of 1 to 9, and what would give them away. Decided by: the board."
    assert rules.rule_words == told
    assert audience("closed_meeting").rule_words == "Nothing is hidden."


UNDECLARED = '''"""Is anything shown?

A page that says nothing of what its numbers are.
"""

import pandas as pd

from dashboard import parts
from dashboard.parts import Figure
from dashboard.scope import Scope, current

ROWS = pd.DataFrame({"Pupil": ["a pupil of year nine"], "Incidents": [3]})


def show(scope: Scope) -> None:
    parts.answer("Three pupils were concerned.")
    parts.section("Three pupils", "one of year nine")
    parts.nothing("It was 3 times.")
    parts.figures([Figure("f", "Pupils", "3 of 4", "of year nine", "gap", "all", "x", rows=lambda: ROWS)])
    parts.entry("3 incidents of one pupil", "three", lambda: ROWS)
    parts.table(ROWS, name="pupils", alt="A pupil")
    parts.chart("3 incidents", None, ROWS, name="incidents", alt="Incidents")
    parts.control_chart(parts_refusal(), MEASURE, name="control")


def parts_refusal():
    from dashboard.compare.refusal import Refusal
    return Refusal("3 incidents are too few")


MEASURE = parts.Measure("incidents", "incidents", "week", "weeks")
'''
ENDINGS = {
    "without a function for others": "\n\nshow(current())\n",
    "with one that shows everything": "\n\ndef publish(scope: Scope) -> None:\n    show(scope)\n\n\n"
    "parts.page(show, publish)\n",
}


@pytest.fixture
def undeclared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample: Path):
    """A page of its own, opened through the frame: undeclared(ending, audience, **address)."""

    def open_it(ending: str, name: str, **address: str) -> AppTest:
        (tmp_path / "01_undeclared.py").write_text(UNDECLARED + ending)
        monkeypatch.setattr(frame, "PAGES", tmp_path)
        monkeypatch.setenv("OVERSIGHT_DATA", str(sample))
        st.cache_data.clear()
        app = AppTest.from_string("from dashboard import frame\nframe.draw()", default_timeout=20)
        for parameter, value in (SPRING | address | {"audience": name}).items():
            app.query_params[parameter] = value
        app.run()
        assert not app.exception, [fault.message for fault in app.exception]
        return app

    return open_it


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
def test_the_closed_meeting_sees_a_page_that_declares_nothing(undeclared, ending):
    app = undeclared(ending, "closed_meeting", open="three")
    assert "Three pupils were concerned." in words_of(app)
    assert app.metric[0].value == "3 of 4"
    assert "a pupil of year nine" in app.table[0].value.to_csv()


@pytest.mark.parametrize("name", LIMITED)
@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS)
@pytest.mark.parametrize("opened", ["", "three", "f"])
def test_a_limited_audience_sees_nothing_that_is_not_declared(undeclared, ending, name, opened):
    app = undeclared(ending, name, open=opened)
    said = words_of(app)
    assert not any(secret in said for secret in ("Three", "3 ", "year nine", "pupil"))
    assert not app.metric
    assert not [table for table in app.table if "Pupil" in table.value]
    assert not [button for button in app.button if "Open" in button.label]
    assert ("left out here" in said) == ("publish" in ending)
    assert ("closed meeting only: nothing of it is published" in said) == ("publish" not in ending)
    assert ("which only the closed meeting sees" in said) == bool(opened)
