"""A safeguarding governor's visit in a real browser: ask, record by keyboard, come back, close, print."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.dashboard.sample_build import write_build
from tests.serving import serve, wait_until_finished

pytestmark = pytest.mark.browser
expect.set_options(timeout=20_000)

VIEW = "school=Ashgrove+Academy&span=Half-term&period=Spring+1+2025%2F26"
QUESTION = "Who is answering the people who still wait for a reply?"
ANSWER = "The office reads them every morning; none was about a child's safety."


@pytest.fixture(scope="module")
def review(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the review of one school, on a data folder that nothing else records in."""
    data = tmp_path_factory.mktemp("reviewed")
    write_build(data)
    with serve(data) as served:
        yield f"{served}/termly_review?{VIEW}"


def open_card(page: Page, address: str) -> None:
    page.goto(address)
    wait_until_finished(page)
    page.goto(f"{address}&open=enquiries_overdue+ash")
    wait_until_finished(page)
    expect(page.get_by_text("A good answer contains:")).to_be_visible()


def record_by_keyboard(page: Page, presses: str, answer: str) -> None:
    """Fill in the form and send it without a mouse."""
    page.get_by_role("radio", name="Asked").focus()
    page.keyboard.press("Space")
    for key in presses.split():
        page.keyboard.press(key)
    page.get_by_label("Answer", exact=True).fill(answer)
    page.get_by_label("Answer", exact=True).press("Control+Enter")
    page.get_by_role("button", name="Record", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Recorded as")).to_be_visible()
    wait_until_finished(page)


def test_a_question_is_recorded_comes_back_and_is_closed(page: Page, review: str, tmp_path: Path):
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(review)
    wait_until_finished(page)
    expect(page.get_by_role("heading", name="What do I ask this term?")).to_be_visible()
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("8")

    page.get_by_role("button", name="Ask and record").nth(3).click()
    wait_until_finished(page)
    expect(page).to_have_url(re.compile("open=enquiries_overdue"))
    record_by_keyboard(page, "ArrowRight", ANSWER)
    expect(page.get_by_text("Recorded as answered")).to_be_visible()

    page.reload()
    wait_until_finished(page)
    expect(page.get_by_text("Answered, still open")).to_be_visible()
    expect(page.get_by_test_id("stMetricValue").nth(1)).to_have_text("1")

    open_card(page, review)
    expect(page.get_by_label("Answer", exact=True)).to_have_value(ANSWER)
    record_by_keyboard(page, "ArrowRight ArrowRight", "Both have been answered.")
    page.goto(review)
    wait_until_finished(page)
    expect(page.get_by_test_id("stMetricValue").first).to_have_text("7")
    expect(page.get_by_text("Answered, still open")).to_have_count(0)
    expect(page.get_by_role("cell", name="Both have been answered.")).to_be_visible()

    page.get_by_role("button", name="Record the visit").click()
    expect(page.get_by_text("The visit is recorded.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the visit record to print").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.name == "visit-record-ashgrove-academy-spring-1-2025-26-as-at-2026-03-06.html"
    record = page.context.new_page()
    record.goto(saved.as_uri())
    expect(record.get_by_role("heading", name="Termly review of Ashgrove Academy")).to_be_visible()
    expect(record.get_by_text("Both have been answered.")).to_be_visible()
    assert faults == []


def test_a_name_in_place_of_a_post_is_refused_with_the_words_kept(page: Page, review: str):
    page.goto(f"{review}&open=leaver_has_access+ash+ash-f")
    wait_until_finished(page)
    page.get_by_label("Owner of the action").click()
    page.keyboard.type("Mrs Price")
    page.keyboard.press("Enter")
    page.get_by_label("Answer", exact=True).fill("It ends today.")
    page.get_by_role("button", name="Record", exact=True).click()
    wait_until_finished(page)
    expect(page.get_by_text("no name and no e-mail address is kept")).to_be_visible()
    expect(page.get_by_label("Answer", exact=True)).to_have_value("It ends today.")


def test_the_overview_leads_to_the_review_of_the_same_school(page: Page, review: str):
    page.goto(review.replace("/termly_review", "/"))
    wait_until_finished(page)
    page.get_by_role("link", name=re.compile("Ask and record in the Termly review")).click()
    expect(page.get_by_role("heading", name="What do I ask this term?")).to_be_visible()
    expect(page).to_have_url(re.compile("school=Ashgrove"))
