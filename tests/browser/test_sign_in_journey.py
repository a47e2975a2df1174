"""Signing in as people do it: a real browser, a real server, a provider that checks what it is sent."""

import re
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.at_the_door import BRIEF, House, knock, open_page, put_list, sign_in
from tests.dashboard.three_schools import SCHOOLS
from tests.dashboard.viewers import ASK, PAGE_NAMES, schools_in
from tests.serving import wait_until_finished

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("path", ["", "incidents", "data_quality?school=Wombats+Academy&open=files_loaded"])
def test_before_signing_in_there_is_a_title_a_sentence_and_a_button(sit, house: House, path: str):
    seat = sit()
    knock(seat.page, f"{house.address}/{path}")
    assert seat.page.locator("[data-testid=stMain]").inner_text().split("\n\n") == [
        "Oversight",
        "Please sign in to go on.",
        "Sign in",
    ]
    expect(seat.page.get_by_test_id("stSidebar")).not_to_be_visible()
    expect(seat.page.get_by_text("Page not found")).to_have_count(0)
    assert seat.frames
    assert schools_in(b"".join(seat.frames)) == []
    assert not any(page.encode() in b"".join(seat.frames) for page in PAGE_NAMES if page not in path)


def test_a_governor_signs_in_with_pkce_and_is_sent_their_school_alone(sit, house: House, tmp_path: Path):
    seat = sit()
    sign_in(seat.page, house, "governor")
    expect(seat.page.get_by_role("heading", name="Is the school keeping its promises?")).to_be_visible()
    asked = house.provider.asked[-1]
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert len(asked["code_challenge"]) == 43
    assert asked["state"]
    assert asked["nonce"]
    assert house.provider.exchanged[-1] == "right"
    expect(seat.page.get_by_text("governor@example.org, governor")).to_be_visible()

    for path in (*PAGE_NAMES, "accounts?school=wombats&audience=Closed+meeting", "load_exports", "compare_schools"):
        open_page(seat.page, house, path.replace("overview", ""))
    assert schools_in(seat.received) == ["wombats"]

    seat.frames.clear()
    open_page(seat.page, house, "incidents?school=Nowhere+Academy&span=Year")
    expect(seat.page.get_by_text("there is no school 'Nowhere Academy'")).to_be_visible()
    wait_until_finished(seat.page)
    told_of_none = seat.page.locator("[data-testid=stMain]").inner_text().replace("Nowhere", "*")
    open_page(seat.page, house, "incidents?school=Zephyrs+Academy&span=Year")
    expect(seat.page.get_by_text("there is no school 'Zephyrs Academy'")).to_be_visible()
    wait_until_finished(seat.page)
    assert seat.page.locator("[data-testid=stMain]").inner_text().replace("Zephyrs", "*") == told_of_none


def test_a_saved_table_holds_their_school_and_its_address_serves_nobody_else(sit, house: House):
    seat = sit()
    sign_in(seat.page, house, "governor")
    expect(seat.page.get_by_test_id("stSidebar")).to_be_visible()
    open_page(seat.page, house, "accounts")
    with seat.page.expect_download() as saving:
        seat.page.get_by_role("button", name=re.compile("Download this table")).first.click()
    saved = saving.value.path().read_bytes()
    assert schools_in(saved) == ["wombats"]
    address = saving.value.url
    assert "/media/" in address
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address)
    with refused.value as answer:
        assert answer.code == 403
    assert seat.context.request.get(address).body() == saved


def test_the_questions_of_a_review_are_saved_by_who_is_signed_in(sit, house: House):
    seat = sit()
    sign_in(seat.page, house, "governor")
    expect(seat.page.get_by_test_id("stSidebar")).to_be_visible()
    open_page(seat.page, house, "termly_review?span=Half-term&period=Spring+1+2025%2F26")
    with seat.page.expect_download() as saving:
        seat.page.get_by_role("button", name="Download the questions to take along").click()
    saved = saving.value.path().read_text(encoding="utf-8")
    assert "Termly review of Wombats Academy" in saved
    assert schools_in(saved.encode()) == ["wombats"]


def test_when_the_sign_in_runs_out_the_page_clears_itself_and_asks_again(sit, house: House):
    seat = sit()
    sign_in(seat.page, house, "brief")
    expect(seat.page.get_by_text("Wombats Academy").first).to_be_visible()
    expect(seat.page.get_by_text("Your sign-in has ended.")).to_be_visible(timeout=(BRIEF + 15) * 1000)
    expect(seat.page.get_by_text("Wombats")).to_have_count(0)
    seat.frames.clear()
    seat.page.reload()
    expect(seat.page.get_by_text("Your sign-in has ended.")).to_be_visible()
    assert schools_in(b"".join(seat.frames)) == []
    # The cookie is there still, for Streamlit's thirty days.
    assert any(cookie["name"] == "_streamlit_user" for cookie in seat.context.cookies())
    seat.page.get_by_role("button", name="Sign in").click()
    expect(seat.page.get_by_role("heading", name="Who are you?")).to_be_visible()


@pytest.mark.parametrize("name", ["stranger", "impostor"])
def test_whoever_is_not_on_the_list_is_told_whom_to_ask_and_may_leave(sit, house: House, name: str):
    seat = sit()
    sign_in(seat.page, house, name)
    expect(seat.page.get_by_text(f"not on the list of who may see Oversight. Please ask {ASK}.")).to_be_visible()
    expect(seat.page.get_by_test_id("stSidebar")).not_to_be_visible()
    assert schools_in(seat.received) == []
    seat.page.get_by_role("button", name="Sign out").click()
    expect(seat.page.get_by_role("button", name="Sign in")).to_be_visible()


def test_signing_out_ends_the_sign_in_here_at_the_provider_and_for_every_copy_of_the_cookie(sit, house: House):
    seat, copy = sit(), sit()
    sign_in(seat.page, house, "governor")
    expect(seat.page.get_by_test_id("stSidebar")).to_be_visible()
    cookies = {cookie["name"]: cookie for cookie in seat.context.cookies()}
    kept = cookies["_streamlit_user"]
    assert (kept["httpOnly"], kept["sameSite"]) == (True, "Lax")
    copy.context.add_cookies([kept])
    open_page(copy.page, house, "accounts")
    expect(copy.page.get_by_text("Wombats Academy").first).to_be_visible()

    before = len(house.provider.signed_out)
    seat.page.get_by_role("button", name="Sign out").click()
    expect(seat.page.get_by_role("button", name="Sign in")).to_be_visible()
    assert house.provider.signed_out[before]["id_token_hint"]
    assert "_streamlit_user" not in {cookie["name"] for cookie in seat.context.cookies()}

    copy.frames.clear()
    copy.page.goto(f"{house.address}/accounts")
    expect(copy.page.get_by_text("Your sign-in has ended.")).to_be_visible()
    assert schools_in(b"".join(copy.frames)) == []


def test_a_cookie_that_was_not_signed_here_is_none(sit, house: House):
    seat, forger = sit(), sit()
    sign_in(seat.page, house, "governor")
    expect(seat.page.get_by_test_id("stSidebar")).to_be_visible()
    kept = next(cookie for cookie in seat.context.cookies() if cookie["name"] == "_streamlit_user")
    middle = len(kept["value"]) // 2
    swapped = "A" if kept["value"][middle] != "A" else "B"
    forger.context.add_cookies([{**kept, "value": kept["value"][:middle] + swapped + kept["value"][middle + 1 :]}])
    knock(forger.page, f"{house.address}/accounts")
    assert schools_in(b"".join(forger.frames)) == []


def test_two_people_at_once_each_see_their_own(sit, house: House):
    governor, chair = sit(), sit()
    sign_in(governor.page, house, "governor")
    sign_in(chair.page, house, "chair")
    for path in ("accounts", "incidents", "policy_clauses"):
        for seat in (chair, governor):
            expect(seat.page.get_by_test_id("stSidebar")).to_be_visible()
            open_page(seat.page, house, path)
    assert schools_in(governor.received) == ["wombats"]
    assert schools_in(chair.received) == list(SCHOOLS)
    expect(chair.page.get_by_text("chair@example.org, director of the trust")).to_be_visible()
    assert b"chair@example.org" not in governor.received


def test_a_list_that_breaks_shuts_everybody_out_until_it_is_mended(sit, house: House):
    seat = sit()
    sign_in(seat.page, house, "chair")
    expect(seat.page.get_by_test_id("stSidebar")).to_be_visible()
    (house.data / "access.toml").write_text('ask = "x"\n[[people]]\nrole = "king"\n', encoding="utf-8")
    try:
        seat.page.get_by_role("link", name="Incidents").click()
        expect(seat.page.get_by_text("Nobody can see anything for now")).to_be_visible()
        expect(seat.page.get_by_test_id("stSidebar")).not_to_be_visible()
        assert "king" not in seat.page.content()
    finally:
        put_list(house.data)
    seat.page.reload()
    expect(seat.page.get_by_test_id("stSidebar")).to_be_visible()
