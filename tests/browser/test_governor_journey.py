"""What a governor does in ten minutes, in a real browser: open, choose, follow, look behind a figure, take it along."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.frame import PAGES, read_page
from tests.browser.console import note_faults
from tests.serving import wait_until_finished

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)


def choose(page: Page, picker: str, words: str) -> None:
    """Choose an entry of a picker by its words, and wait for the page."""
    page.get_by_label(picker).first.click()
    page.get_by_role("option", name=words, exact=True).click()
    wait_until_finished(page)


def test_a_governor_opens_chooses_follows_and_takes_the_table_along(page: Page, address: str, tmp_path: Path):
    faults = note_faults(page)
    page.goto(address)
    wait_until_finished(page)
    expect(page.get_by_role("heading", name="Is the school keeping its promises?")).to_be_visible()

    choose(page, "School", "Ashgrove Academy")
    choose(page, "Period", "Spring 1 2025/26")
    expect(page).to_have_url(re.compile("school=Ashgrove"))
    expect(page).to_have_url(re.compile(r"period=Spring\+1"))
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("4 of 10")

    page.get_by_role("link", name="Policy clauses").click()
    expect(page.get_by_role("heading", name="Clause by clause, what is kept?")).to_be_visible()
    expect(page).to_have_url(re.compile("school=Ashgrove"))  # the choice goes along
    wait_until_finished(page)

    page.get_by_label("Open what is behind a clause").click()
    page.get_by_role("option", name="BPS-05").click()
    expect(page.get_by_text("Judged by:", exact=True)).to_be_visible()
    wait_until_finished(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download this table").first.click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    with saved.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert saved.name.startswith("bps-05-cases-ashgrove-academy")
    assert Counter(row["Outcome"] for row in rows) == {"As promised": 9, "Not as promised": 3}
    assert faults == []


@pytest.mark.parametrize("path", sorted(PAGES.glob("[0-9][0-9]_*.py")), ids=lambda path: path.stem)
def test_a_link_to_any_page_opens_it_at_its_scope_without_a_fault(page: Page, address: str, path: Path):
    faults = note_faults(page)
    file = read_page(path)
    place = "" if file.name == "overview" else file.name  # the first page is the address itself
    page.goto(f"{address}/{place}?school=Ashgrove+Academy&span=Half-term&period=Spring+1+2025%2F26")
    wait_until_finished(page)
    expect(page.get_by_role("heading", name=file.title, exact=True)).to_be_visible()
    expect(page.get_by_text("Ashgrove Academy | Spring 1 2025/26").first).to_be_visible()
    assert faults == []


def test_a_view_and_a_fold_are_drawn_when_they_are_opened(page: Page, address: str):
    faults = note_faults(page)
    page.goto(f"{address}/response_times?school=Ashgrove+Academy&span=Half-term&period=Spring+1+2025%2F26")
    wait_until_finished(page)
    elapsed = page.get_by_role("heading", name="Half answered within 24 h of elapsed time")
    expect(elapsed).to_have_count(0)
    page.get_by_role("tab", name="Elapsed time").click()
    expect(elapsed).to_be_visible()
    expect(page).to_have_url(re.compile(r"clock=Elapsed\+time"))
    wait_until_finished(page)
    tables = page.get_by_test_id("stTable")
    shown = tables.count()
    page.get_by_text("The same as words and a table").first.click()
    expect(tables).to_have_count(shown + 1)
    page.reload()
    wait_until_finished(page)
    expect(elapsed).to_be_visible()
    assert faults == []


def test_a_link_opens_the_same_view(page: Page, address: str):
    page.goto(f"{address}/?school=Ashgrove+Academy&span=Half-term&period=Spring+1+2025%2F26")
    wait_until_finished(page)
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("4 of 10")


def test_a_link_with_a_school_that_does_not_exist_says_so(page: Page, address: str):
    page.goto(f"{address}/?school=Nowhere")
    wait_until_finished(page)
    expect(page.get_by_text("Nowhere").first).to_be_visible()


def test_the_first_page_opens_under_its_name_with_the_choices_of_the_address(page: Page, address: str):
    faults = note_faults(page)
    page.goto(f"{address}/overview?school=Ashgrove+Academy&span=Half-term&period=Spring+1+2025%2F26")
    expect(page.get_by_role("heading", name="Is the school keeping its promises?")).to_be_visible()
    wait_until_finished(page)
    expect(page.get_by_text("Page not found")).to_have_count(0)
    expect(page.get_by_text("Ashgrove Academy | Spring 1 2025/26")).to_be_visible()
    expect(page).to_have_url(re.compile("school=Ashgrove"))
    expect(page.get_by_test_id("stSidebarNav").get_by_role("link", name="Overview")).to_have_count(1)
    page.get_by_role("link", name="Accounts").click()
    expect(page).to_have_url(re.compile("/accounts"))
    wait_until_finished(page)
    page.go_back()
    expect(page.get_by_role("heading", name="Is the school keeping its promises?")).to_be_visible()
    wait_until_finished(page)
    expect(page.get_by_text("Ashgrove Academy | Spring 1 2025/26")).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Overview").click()
    expect(page).to_have_url(re.compile(rf"{address}/\?"))
    wait_until_finished(page)
    expect(page.get_by_text("Ashgrove Academy | Spring 1 2025/26")).to_be_visible()
    assert faults == []
