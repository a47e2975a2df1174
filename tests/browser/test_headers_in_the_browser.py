"""The strict policy of what a page may load, in a real browser: every page draws, and nothing comes from elsewhere."""

import urllib.error
import urllib.request
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Response, expect

from tests.dashboard.viewers import PAGE_NAMES, PERIOD
from tests.serving import wait_until_finished

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
TELL = """
window.refused = [];
document.addEventListener('securitypolicyviolation',
    (event) => window.refused.push(event.violatedDirective + ' ' + event.blockedURI));
"""
# Streamlit looks for its server under the address of a page first, finds nothing there, and asks at the root.
LOOKING = ("/_stcore/health", "/_stcore/host-config")


@dataclass
class Seen:
    """What a page did besides showing itself."""

    faults: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)


@pytest.fixture
def seen(page: Page, address: str) -> Seen:
    found = Seen()
    page.add_init_script(TELL)
    page.on("pageerror", lambda error: found.faults.append(str(error)))
    page.on("request", lambda asked: None if is_ours(asked.url, address) else found.elsewhere.append(asked.url))
    page.on("response", lambda got: found.faults.append(got.url) if is_fault(got) else None)
    return found


def is_fault(answer: Response) -> bool:
    return answer.status >= 400 and not answer.url.endswith(LOOKING)


def is_ours(url: str, address: str) -> bool:
    return url.startswith((f"{address}/", f"{address.replace('http', 'ws', 1)}/", "data:", "blob:"))


def open_whole(page: Page, address: str, name: str, **asked: str) -> None:
    """Open a page, of the sample's Ashgrove unless asked otherwise; wait until its foot and its charts are drawn."""
    given = {"school": "Ashgrove Academy", **PERIOD, **asked}
    query = "&".join(f"{key}={value}".replace(" ", "+") for key, value in given.items())
    page.goto(f"{address}/{'' if name == PAGE_NAMES[0] else name}?{query}")
    expect(page.get_by_text("How fresh is each data set?")).to_be_visible()
    wait_until_finished(page)
    for chart in page.get_by_test_id("stPlotlyChart").all():
        chart.scroll_into_view_if_needed()
        expect(chart.locator("svg.main-svg").first).to_be_visible()


def test_every_page_draws_under_the_policy_and_asks_nobody_else(page: Page, address: str, seen: Seen):
    charts = 0
    for name in PAGE_NAMES:
        open_whole(page, address, name)
        charts += page.get_by_test_id("stPlotlyChart").count()
        page.get_by_text("How fresh is each data set?").click()
        expect(page.get_by_text("Last covered day").last).to_be_visible()
        assert page.evaluate("window.refused") == [], name
        assert page.locator("[data-testid=stException]").count() == 0
    assert charts > 10
    assert seen == Seen()


def test_a_long_table_and_its_download_work_under_the_policy(page: Page, address: str, seen: Seen):
    open_whole(page, address, PAGE_NAMES[0], school="All schools of Northfield Trust", open="not_known")
    grid = page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    expect(grid.locator("canvas").first).to_be_visible()
    with page.expect_download() as saving:
        page.get_by_role("button", name="Download this table").first.click()
    assert saving.value.path().stat().st_size > 100
    assert page.evaluate("window.refused") == []
    assert seen == Seen()


def test_the_policy_is_in_force_in_this_browser(page: Page, address: str, seen: Seen):
    """What it must stop is stopped: else the two tests above would pass without any policy."""
    page.goto(address)
    wait_until_finished(page)
    page.evaluate("""() => {
        const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.head.append(script);
        const image = document.createElement('img');
        image.src = 'https://elsewhere.test/x.png';
        document.body.append(image);
        fetch('https://elsewhere.test/').catch(() => null);
    }""")
    page.wait_for_function("window.refused.length >= 3")
    refused = page.evaluate("window.refused")
    assert {words.split(" ")[0] for words in refused} >= {"script-src-elem", "img-src", "connect-src"}
    assert page.evaluate("window.ran") is None


def refused_by(url: str, **headers: str) -> urllib.error.HTTPError:
    """The refusal that a request meets."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(urllib.request.Request(url, headers=headers))
    return refused.value


def test_the_server_answers_under_its_own_name_alone(address: str):
    with refused_by(f"{address}/", Host="oversight.evil.test") as refused:
        assert refused.code == 400
        assert "default-src 'none'" in str(refused.headers["content-security-policy"])


def test_a_proxy_in_front_is_refused_and_told_of_sign_in(address: str):
    with refused_by(f"{address}/", **{"X-Forwarded-For": "203.0.113.9"}) as refused:
        assert refused.code == 403
        assert b"docs/guides/sign-in.md" in refused.read()


def test_health_answers_and_what_nobody_needs_does_not(address: str):
    with urllib.request.urlopen(f"{address}/health") as answer:
        assert answer.read() == b'{"status":"ok"}'
        assert answer.headers["cache-control"] == "no-store"
    for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json"):
        with refused_by(f"{address}{path}") as refused:
            assert refused.code == 404
