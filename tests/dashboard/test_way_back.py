"""Where somebody lands who signs in: at the link they followed, and never on another's site, whatever a cookie says."""

import re
from urllib.parse import parse_qsl, quote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from starlette.datastructures import Headers, MutableHeaders

from dashboard.way_back import CALLBACK, COOKIE, LOGIN, LONGEST_QUERY, keep_way_back, own_address

HOST = "oversight.example.org"
LINK = "/incidents?school=St+Mary%27s+%26+All+Saints&span=Half-term&period=Spring+1+2025%2F26"
# Whatever has led browsers to another site from what looked like a path.
HOSTILE = [
    "//evil.example",
    "///evil.example/accounts",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "/accounts/../../evil",
    "/.evil.example",
    "/%2f%2fevil.example",
    "/%5cevil.example",
    "/accounts\r\nSet-Cookie: x=y",
    "/accounts;@evil.example",
    "@evil.example",
    ".evil.example",
    "http://[::1",
    "/\u2215evil.example",
    "\u3002evil.example",
    "/media/0123.csv",
    "/oauth2callback",
    "/_stcore/health",
    "/auth/logout",
]


def ask(path: str, answer: dict[str, str] | None = None, **asked: str) -> MutableHeaders:
    """The headers of the answer to a request with these headers."""
    answered = MutableHeaders(headers=answer or {})
    keep_way_back(path, Headers(headers={"host": HOST} | asked), answered)
    return answered


def leave(referer: str) -> str:
    """What the browser keeps of the cookie when somebody goes to sign in from an address."""
    (cookie,) = ask(LOGIN, referer=referer).getlist("set-cookie")
    return cookie


def come_back(cookie: str) -> str:
    """Where the provider's answer leads who has this cookie."""
    return ask(CALLBACK, {"location": "/"}, cookie=cookie.partition(";")[0])["location"]


@pytest.mark.parametrize("link", ["/", LINK, "/accounts", "/?school=Ashgrove+Academy", "/policy_clauses?open=a+b"])
def test_who_signs_in_from_a_link_comes_back_to_it(link: str):
    assert come_back(leave(f"https://{HOST}{link}")) == link


def test_the_choices_of_a_link_mean_the_same_when_they_come_back():
    back = come_back(leave(f"https://{HOST}/incidents?school=St%20Mary's&q=%E2%82%AC&empty=&school=two"))
    assert parse_qsl(urlsplit(back).query, keep_blank_values=True) == [
        ("school", "St Mary's"),
        ("q", "\u20ac"),
        ("empty", ""),
        ("school", "two"),
    ]


@pytest.mark.parametrize(
    "referer", ["", "https://evil.example/accounts", "https://oversight.example.org.evil.example/"]
)
def test_who_comes_from_elsewhere_lands_on_the_first_page(referer: str):
    cookie = leave(referer)
    assert "Max-Age=0" in cookie
    assert come_back(cookie) == "/"


def test_a_name_that_only_begins_like_ours_or_carries_a_user_is_not_ours():
    for netloc in (f"{HOST}:444", f"x@{HOST}", f"{HOST}@evil.example", f"www.{HOST}"):
        assert come_back(leave(f"https://{netloc}/accounts")) == "/"


@pytest.mark.parametrize("value", HOSTILE)
def test_a_cookie_that_somebody_else_put_there_leads_nowhere_else(value: str):
    # As it stands where a header can hold it, and written as a cookie is once and twice over.
    bare = [value] if value.isascii() and ";" not in value else []
    for cookie in (*bare, quote(value, safe=""), quote(quote(value, safe=""), safe="")):
        assert come_back(f"{COOKIE}={cookie}") == "/", cookie


@pytest.mark.parametrize("host", ["evil.example", f"{HOST}.evil.example", "evil.example:443"])
def test_of_an_address_elsewhere_only_the_page_of_the_same_name_here_is_left(host: str):
    assert own_address(f"https://{host}/accounts?school=x") == "/accounts?school=x"
    assert own_address(f"//{host}/accounts") == "/accounts"
    assert own_address(f"//{host}") == "" or own_address(f"//{host}") == "/"


WORDS = st.one_of(st.text(max_size=60), st.builds(str.__add__, st.sampled_from(HOSTILE), st.text(max_size=9)))


@given(WORDS)
@example("//evil.example/accounts?x=//evil.example")
@example("/accounts?x=\r\nLocation: //evil.example")
def test_whatever_is_put_in_only_a_page_of_our_own_comes_out(given_words: str):
    found = own_address(given_words)
    assert found == "" or re.fullmatch(r"/[a-z_]*(\?[\x21-\x7e]+)?", found)
    parts = urlsplit(f"https://{HOST}{found}")
    assert (parts.scheme, parts.netloc) == ("https", HOST)
    assert own_address(found) == found


def test_choices_too_long_for_a_cookie_are_left_out_and_the_page_stays():
    long = "x" * LONGEST_QUERY
    assert own_address(f"/accounts?a={long}") == "/accounts"
    assert own_address(f"/accounts?a={long[2:]}") == f"/accounts?a={long[2:]}"


def test_the_cookie_is_for_the_providers_answer_alone_and_not_for_scripts():
    cookie = leave(f"https://{HOST}{LINK}")
    for part in (f"Path={CALLBACK}", "HttpOnly", "SameSite=Lax", "Max-Age=900"):
        assert part in cookie
    assert re.fullmatch(r"oversight_way_back=[A-Za-z0-9%_.~-]+", cookie.partition(";")[0])


def test_it_is_taken_away_when_it_was_used():
    answered = ask(CALLBACK, {"location": "/"}, cookie=f"{COOKIE}={quote('/accounts', safe='')}")
    assert answered["location"] == "/accounts"
    (cookie,) = answered.getlist("set-cookie")
    assert "Max-Age=0" in cookie and f"Path={CALLBACK}" in cookie


@pytest.mark.parametrize("location", ["https://login.example/authorize?state=1", "/oauth2callback", ""])
def test_only_the_way_to_the_first_page_is_changed(location: str):
    answered = ask(CALLBACK, {"location": location} if location else {}, cookie=f"{COOKIE}=%2Faccounts")
    assert answered.get("location", "") == location
    assert answered.getlist("set-cookie") == []


@pytest.mark.parametrize("path", ["/", "/accounts", "/auth/logout", "/auth/login/x", "/media/1.csv"])
def test_no_other_answer_is_touched(path: str):
    answered = ask(path, {"location": "/"}, cookie=f"{COOKIE}=%2Faccounts", referer=f"https://{HOST}/accounts")
    assert dict(answered) == {"location": "/"}
