"""Every page of the folder, on every kind of data and filter: an explicit state, and never a fault."""

import ast
import re

import pytest

from tests.dashboard.conftest import PAGES, ROOT
from tests.dashboard.folds import folds_of, open_folds

QUERIES = sorted((ROOT / "dashboard" / "queries").glob("*.sql"))
NAMES = [path.stem.partition("_")[2] for path in PAGES]
SPANS = [
    {"span": "Half-term", "period": "Autumn 1 2025/26"},
    {"span": "Half-term", "period": "Spring 2 2025/26"},
    {"span": "Term", "period": "Spring 2025/26"},
    {"span": "Year", "period": "2025/26"},
    {"span": "Since a date", "since": "2026-02-20"},
]
SCHOOLS = ["All schools", "All schools of Northfield Trust", "Ashgrove Academy", "Birchwood Academy", "Ysgol y Cwm"]


def says_something(app):
    """Whether the page has an answer, and draws no part that is empty."""
    return app.title[0].value.replace("\\", "").endswith("?") and len(app.markdown) > 0


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("school", SCHOOLS)
def test_every_filter_gives_an_explicit_state(open_page, name, school):
    for span in SPANS:
        assert says_something(open_page(name, school=school, **span)), span


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("data", ["bare", "single"])
def test_little_data_gives_an_explicit_state(open_page, request, name, data):
    for span in SPANS:
        assert says_something(open_page(name, data=request.getfixturevalue(data), **span)), span


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("school", ["All schools", "Ashgrove Academy"])
def test_every_fold_opens_and_only_then_is_made(open_page, name, school):
    app = open_page(name, school=school, span="Year", period="2025/26")
    folded = len(app.table) + len(app.dataframe)
    opened = open_folds(app)
    # How fresh each data set is stands folded under every page; the rows of each chart under the chart.
    assert "freshness" in folds_of(opened)
    assert len(opened.table) + len(opened.dataframe) == folded + len(folds_of(opened))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_asks_a_question_and_leads_in(path):
    title, _, lead = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n\n")
    assert title.endswith("?")
    assert lead


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_a_query_says_its_grain_and_starts_from_the_scope(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith("-- Grain: ")
    read = re.findall(r"\b(?:from|join)\s+([\w.]+)", text)
    assert {"scope", "scope_case", "scope_status", "chosen"} & set(read)
