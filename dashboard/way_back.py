"""Owns where somebody lands who signs in: at the link that they followed; knows no page and no person.

Streamlit leads everybody to the first page. Between the door and the provider's answer the address is kept in a cookie
of the browser's, and it is read as an enemy's: only a page of our own can come out of it, whatever was put in.
"""

import re
from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser

LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
COOKIE = "oversight_way_back"
# Long enough to look for a telephone with the second factor on it.
SECONDS = 900
# One name after one stroke: two strokes, a backslash or a full stop could begin the name of another host.
PAGE = re.compile(r"/[a-z_]{0,60}")
LONGEST_QUERY = 2000


def own_address(given: str) -> str:
    """The address of a page of ours, as "/page?choices", that these words name; nothing where they name none.

    Host and scheme are dropped, the choices are written anew, and choices too long for a cookie are left out.
    """
    try:
        parts = urlsplit(given)
        choices = urlencode(parse_qsl(parts.query, keep_blank_values=True, errors="strict"))
    except ValueError:
        return ""
    if not PAGE.fullmatch(parts.path):
        return ""
    return f"{parts.path}?{choices}" if choices and len(choices) <= LONGEST_QUERY else parts.path


def _left_page(headers: Headers) -> str:
    """The page of ours from which somebody goes to sign in; nothing where they come from elsewhere."""
    try:
        came_from = urlsplit(headers.get("referer", ""))
    except ValueError:
        return ""
    return own_address(came_from.geturl()) if came_from.netloc == headers.get("host") else ""


def keep_way_back(path: str, asked: Headers, answer: MutableHeaders) -> None:
    """Keep, in the answer to who goes to sign in, where they come from, and lead who comes back from it there."""
    if path == LOGIN:
        answer.append("set-cookie", _cookie(_left_page(asked)))
    elif path == CALLBACK and answer.get("location") == "/":
        answer["location"] = own_address(unquote(cookie_parser(asked.get("cookie", "")).get(COOKIE, ""))) or "/"
        answer.append("set-cookie", _cookie(""))


def _cookie(address: str) -> str:
    """The cookie as a header, for the provider's answer alone; without an address, one that takes it away."""
    cookie: SimpleCookie = SimpleCookie({COOKIE: quote(address, safe="")})
    kept = {"path": CALLBACK, "max-age": SECONDS if address else 0, "samesite": "Lax", "httponly": True}
    cookie[COOKIE].update(kept)
    return cookie[COOKIE].OutputString()
