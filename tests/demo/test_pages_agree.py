"""What two pages say of the same thing is the same number: on the demonstration, over half-terms, a term and a year."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from pipelines.build import build
from pipelines.progress import Steps
from pipelines.settings import ROOT, Settings
from tests.demo.conftest import AS_AT

Figures = dict[str, str]
# What Compare schools calls it, the page that owns it, and what it is called there.
SAME = [
    ("Enquiries answered within target", "02_response_times", "Within target"),
    ("Checks made", "03_monitoring_coverage", "Checks the policy asks for"),
    ("Training complete", "05_training_and_acknowledgement", "Trained as asked"),
    ("Policy acknowledged", "05_training_and_acknowledgement", "Acknowledged the version in force"),
]
SPANS = [
    ("Half-term", "Autumn 1 2025/26"),
    ("Half-term", "Spring 1 2025/26"),
    ("Term", "Autumn 2025/26"),
    ("Year", "2024/25"),
]


@pytest.fixture(scope="module")
def data(inbox: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    build(Settings(data=folder, as_at=AS_AT, exports=inbox), Steps(quiet=True))
    yield folder
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def figures_of(data: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Figures]:
    """The figures of a page by their labels, for the choices of an address."""
    monkeypatch.setenv("OVERSIGHT_DATA", str(data))

    def open_and_read(page: str, span: str, period: str, school: str = "All schools") -> Figures:
        app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=60)
        for parameter, value in {"school": school, "span": span, "period": period}.items():
            app.query_params[parameter] = value
        app.run()
        if not page.startswith("01"):
            app.switch_page(f"app_pages/{page}.py").run()
        assert not app.exception
        return {metric.label: metric.value.replace("\\", "") for metric in app.metric}

    return open_and_read


@pytest.mark.parametrize(("span", "period"), SPANS)
def test_compare_schools_pools_what_each_page_says_of_all(figures_of, span: str, period: str):
    pooled = figures_of("08_compare_schools", span, period)
    for label, page, there in SAME:
        assert pooled[label] == figures_of(page, span, period)[there], label


@pytest.mark.parametrize(("span", "period"), SPANS)
def test_the_overview_counts_the_promises_that_policy_clauses_lists(figures_of, span: str, period: str):
    listed = [first_number(value) for value in figures_of("07_policy_clauses", span, period).values()]
    assert first_number(figures_of("01_overview", span, period)["Promises kept"]) == sum(listed) > 0


def test_incidents_of_half_terms_and_terms_add_up(figures_of):
    def incidents(span: str, period: str) -> int:
        return first_number(figures_of("04_incidents", span, period)["Incidents"])

    terms = ("Autumn", "Spring", "Summer")
    by_term = {term: incidents("Term", f"{term} 2024/25") for term in terms}
    assert sum(by_term.values()) == incidents("Year", "2024/25") > 0
    for term in terms:
        assert sum(incidents("Half-term", f"{term} {part} 2024/25") for part in (1, 2)) == by_term[term]


def first_number(figure: str) -> int:
    return int(re.match(r"[\d,]+", figure)[0].replace(",", ""))
