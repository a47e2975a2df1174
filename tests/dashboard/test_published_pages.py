"""What a limited audience gets of each page through the real router: its words, tables, drawings and downloads."""

import json
import re

import pandas as pd
import pytest

from dashboard.disclosure import HIDDEN
from dashboard.parts import tables
from tests.dashboard.conftest import PAGES
from tests.dashboard.folds import open_folds
from tests.publishing.views import NAMED, NUMBER

NAMES = [path.stem.partition("_")[2] for path in PAGES]
COUNTING = ["response_times", "monitoring_coverage", "incidents", "training_and_acknowledgement", "compare_schools"]
# What counts clauses, schools, files, data sets or holes between hand-ins counts nobody.
OF_NOBODY = {"Promises", "Schools", "Holes", "Kept", "Partly kept", "Not kept", "Not known", "Nothing to judge"}
LIMITED = ("circulated", "public")
SCHOOLS = ["All schools", "All schools of Northfield Trust", "Ashgrove Academy", "Birchwood Academy"]
PERIODS = [
    {"span": "Half-term", "period": "Spring 1 2025/26"},
    {"span": "Term", "period": "Spring 2025/26"},
    {"span": "Year", "period": "2025/26"},
]
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DATE = re.compile(rf"\d{{1,2}} ({MONTHS}) \d{{4}}")


def is_small(value: object) -> bool:
    try:
        return 1 <= float(str(value).replace(",", "")) <= 4
    except ValueError:
        return False


def small_cells(rows: pd.DataFrame) -> list[tuple[str, object]]:
    """Cells that hold a number of 1 to 4, alone or before "of", in columns that count somebody or something done."""
    counting = [name for name in rows if str(name).replace("\\", "") not in OF_NOBODY]
    return [
        (str(name), value)
        for name in counting
        for value in rows[name].astype(str).str.replace("\\", "")
        if is_small(value) or re.match(r"[1-4] of \d", value)
    ]


def small_numbers(text: str) -> list[str]:
    """Numbers of 1 to 4 in a sentence, but for names of periods and days."""
    plain = DATE.sub("", NAMED.sub("", text.replace("\\", "")))
    return [number for number in NUMBER.findall(plain) if is_small(number)]


def drawn_numbers(app) -> list[float]:
    """Every number that the charts of a page carry, hovers and texts among them."""
    found = []
    for chart in app.get("plotly_chart"):
        for trace in json.loads(chart.proto.spec)["data"]:
            values = [trace.get(axis) for axis in ("x", "y", "text", "customdata")]
            found += [value for axis in values if isinstance(axis, list) for value in axis]
    return found


@pytest.fixture
def downloads(monkeypatch):
    """The rows that every download button of a page would save."""
    saved: list[pd.DataFrame] = []
    drawn = tables.download
    monkeypatch.setattr(tables, "download", lambda rows, name: (saved.append(rows), drawn(rows, name)))
    return saved


@pytest.mark.parametrize("audience", LIMITED)
@pytest.mark.parametrize("school", SCHOOLS)
@pytest.mark.parametrize("name", COUNTING)
def test_no_small_number_is_in_the_page_or_its_downloads(open_page, downloads, name, school, audience):
    for period in PERIODS:
        app = open_folds(open_page(name, school=school, audience=audience, **period))
        assert app.query_params["audience"] == audience.capitalize()
        # The first sentence below the title is the answer; the rule of the audience stands above it.
        said = [block.value for block in (app.markdown[0], *app.subheader)]
        assert not [text for text in said if small_numbers(text)], period
        assert not [metric.value for metric in app.metric if is_small(metric.value) or small_numbers(metric.value)]
        assert not [found for table in (*app.table, *app.dataframe) for found in small_cells(table.value)], period
        assert not [found for rows in downloads for found in small_cells(rows)], period
        assert not [value for value in drawn_numbers(app) if is_small(value)], period


@pytest.mark.parametrize("audience", LIMITED)
@pytest.mark.parametrize("name", NAMES)
def test_no_page_opens_a_case_lists_an_account_or_says_how_often_a_clause_was_kept(open_page, name, audience):
    app = open_page(name, school="Ashgrove Academy", **PERIODS[0], audience=audience, open="within_target")
    assert not [button.label for button in app.button if "Open" in button.label]
    columns = {str(column) for table in (*app.table, *app.dataframe) for column in table.value}
    forbidden = {"Proof", "Account", "Incident", "Received", "Started", "File", "Row", "Count or answer"}
    assert not {column.replace("\\", "") for column in columns} & forbidden
    shown = " ".join(block.value for block in app.info)
    assert "which only the closed meeting sees" in shown


@pytest.mark.parametrize("name", COUNTING[:4])
def test_the_closed_meeting_is_shown_what_is_hidden_from_others(open_page, name):
    """Else a test of what is hidden might pass on an empty page."""
    app = open_page(name, school="Ashgrove Academy", **PERIODS[0])
    numbers = [*(metric.value for metric in app.metric), *(block.value for block in app.markdown)]
    cells = [found for table in app.table for found in small_cells(table.value)]
    assert cells or [text for text in numbers if small_numbers(text)]


def test_hidden_figures_are_written_c_and_counted_under_their_table(open_page):
    app = open_page("incidents", school="Ashgrove Academy", **PERIODS[0], audience="public")
    assert app.metric[0].value == HIDDEN
    assert "recorded incidents, whose number is hidden" in app.markdown[0].value
    opened = open_folds(app)
    notes = [block.value for block in opened.caption]
    assert any("hidden, so that nobody can be recognised in a small number" in note for note in notes)


def test_schools_of_several_trusts_are_published_side_by_side_and_not_together(open_page):
    app = open_page("incidents", school="All schools", **PERIODS[0], audience="public")
    assert "Nothing is published of All schools together" in app.markdown[0].value
    assert "choose one of them" in " ".join(block.value for block in app.info)
    assert [header.value for header in app.header] == ["School by school"]


@pytest.mark.parametrize("name", ["termly_review"])
def test_a_page_for_governors_alone_is_not_run_for_others(open_page, name):
    app = open_page(name, school="Ashgrove Academy", **PERIODS[0], audience="public")
    assert "This page is for the closed meeting only" in " ".join(block.value for block in app.info)
    assert not app.table
    assert not app.metric


def test_statuses_of_clauses_are_the_same_for_everybody(open_page):
    def statuses(audience: str) -> list[tuple[str, str]]:
        app = open_page("policy_clauses", school="Ashgrove Academy", **PERIODS[0], audience=audience)
        listed = [table.value for table in app.table if "Status" in table.value]
        return [(row["Clause"], row["Status"]) for rows in listed for row in rows.to_dict("records")]

    assert statuses("public") == statuses("closed_meeting")
    assert statuses("public")


def test_the_months_that_data_covers_are_told_and_not_its_days(open_page):
    app = open_page("data_quality", school="Ashgrove Academy", **PERIODS[0], audience="public")
    coverage = next(table.value for table in app.table if "Covers to" in table.value)
    assert all(re.fullmatch(rf"({MONTHS}) \d{{4}}", month) for month in coverage["Covers to"])
    assert "Last covered day" not in coverage
