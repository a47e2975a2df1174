"""A link to a page, a school and a period, as it comes by e-mail: followed by somebody who has yet to sign in."""

import urllib.error
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.at_the_door import House, knock, open_page, sign_in
from tests.browser.console import note_faults
from tests.dashboard.viewers import schools_in
from tests.serving import free_port, serve, wait_until_finished

pytestmark = pytest.mark.browser
LINK = "accounts?school=Wombats+Academy&span=Half-term&period=Spring+1+2025%2F26&audience=Circulated+papers"
TITLE = "Which accounts does the school have"


def follow(page: Page, house: House, link: str, name: str) -> None:
    """Open a link, sign in at the door it leads to, and wait for what is shown then."""
    knock(page, f"{house.address}/{link}")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    expect(page.get_by_text("How fresh is each data set?")).to_be_visible()
    wait_until_finished(page)


def choices_in(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_a_governor_who_follows_a_link_sees_what_it_names_after_signing_in(sit, house: House):
    seat = sit()
    faults = note_faults(seat.page)
    follow(seat.page, house, LINK, "governor")
    assert urlsplit(seat.page.url).path == "/accounts"
    assert choices_in(seat.page)["period"] == ["Spring 1 2025/26"]
    expect(seat.page.get_by_text("Wombats Academy | Spring 1 2025/26")).to_be_visible()
    assert schools_in(seat.received) == ["wombats"]
    # The provider of the tests has no icon for its page.
    assert [fault for fault in faults if house.provider.address not in fault] == []
    # It led back once: who signs out and in again begins at the beginning.
    assert "oversight_way_back" not in {cookie["name"] for cookie in seat.context.cookies()}


def test_who_is_signed_in_can_read_their_own_address(sit, house: House):
    seat = sit()
    follow(seat.page, house, LINK, "governor")
    address = seat.page.get_by_role("link", name="governor@example.org")
    colours = "own => [own, own.parentElement].map(part => getComputedStyle(part).color)"
    link, caption = address.evaluate(colours)
    assert link == caption


def test_a_link_to_a_school_that_is_not_theirs_tells_nothing_after_it_either(sit, house: House):
    seat = sit()
    follow(seat.page, house, LINK.replace("Wombats", "Zephyrs"), "governor")
    expect(seat.page.get_by_text("there is no school 'Zephyrs Academy'")).to_be_visible()
    seat.frames.clear()
    open_page(seat.page, house, "incidents")
    assert schools_in(seat.received) == ["wombats"]


def test_who_signs_in_again_where_the_sign_in_ended_stays_on_the_page(sit, house: House):
    seat = sit()
    follow(seat.page, house, LINK, "governor")
    seat.page.get_by_role("button", name="Sign out").click()
    expect(seat.page.get_by_role("button", name="Sign in")).to_be_visible()
    assert urlsplit(seat.page.url).path == "/"
    follow(seat.page, house, "incidents?school=Wombats+Academy", "chair")
    assert urlsplit(seat.page.url).path == "/incidents"


@pytest.mark.parametrize(
    "value", ["//evil.example/accounts", "https://evil.example", "/\\\\evil.example", "%2F%2Fevil.example"]
)
def test_a_cookie_that_somebody_put_into_the_browser_leads_to_no_other_site(sit, house: House, value: str):
    seat = sit()
    went: list[str] = []
    seat.page.on("request", lambda request: went.append(urlsplit(request.url).hostname or ""))
    knock(seat.page, house.address)
    seat.page.get_by_role("button", name="Sign in").click()
    expect(seat.page.get_by_role("heading", name="Who are you?")).to_be_visible()
    cookie = {"name": "oversight_way_back", "value": value, "domain": "localhost", "path": "/oauth2callback"}
    seat.context.add_cookies([cookie])
    seat.page.get_by_role("link", name="governor", exact=True).click()
    expect(seat.page.get_by_test_id("stSidebar")).to_be_visible()
    assert f"{urlsplit(seat.page.url).scheme}://{urlsplit(seat.page.url).netloc}" == house.address
    assert set(went) <= {"localhost", "127.0.0.1"}


def test_a_sign_out_holds_on_a_server_that_was_started_after_it(sit, house: House):
    seat = sit()
    sign_in(seat.page, house, "governor")
    expect(seat.page.get_by_test_id("stSidebar")).to_be_visible()
    kept = next(cookie for cookie in seat.context.cookies() if cookie["name"] == "_streamlit_user")
    assert answer_to(house.address, kept["value"]) == 404
    seat.page.get_by_role("button", name="Sign out").click()
    expect(seat.page.get_by_role("button", name="Sign in")).to_be_visible()
    with serve(house.data, free_port(), house.data / "secrets.toml") as another:
        assert [answer_to(address, kept["value"]) for address in (house.address, another)] == [403, 403]


def answer_to(address: str, cookie: str) -> int:
    """The status of a request for a file of nobody's: 404 for who is signed in, 403 for who is not."""
    asked = urllib.request.Request(f"{address}/media/none.csv", headers={"Cookie": f"_streamlit_user={cookie}"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(asked)
    with refused.value as answer:
        return answer.code
