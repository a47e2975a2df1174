"""Owns what is refused before a page sees it, and the headers of every answer; knows no page and no person's rights."""

import json
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from dashboard.access import is_current
from dashboard.way_back import keep_way_back

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
# Streamlit's own addresses that nobody here needs: counts of sessions, and a way in for programs.
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/_stcore/script-health-check")
# Files that pages have made, and files that are handed in: Streamlit gives them to whoever knows their address.
OF_A_SESSION = ("/media/", "/_stcore/upload_file/")
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # An address holds the name of a school: it is told to nobody else.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-robots-tag": "noindex, nofollow",
}
A_YEAR = "max-age=31536000"
LOCAL_ONLY = (
    "Oversight is set up for one person on this computer. To serve others, set up sign-in: docs/guides/sign-in.md"
)


class Guard:
    """Wraps the application: `mode` is access.mode(), `policy` the Content-Security-Policy of every answer."""

    def __init__(self, app: ASGIApp, *, mode: str, policy: str, is_https: bool) -> None:
        self.app, self.mode, self.is_https = app, mode, is_https
        self.headers = HEADERS | {"content-security-policy": policy}
        if is_https:
            self.headers["strict-transport-security"] = A_YEAR

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or socket; refused ones never reach Streamlit."""
        if scope["type"] not in ("http", "websocket"):
            return await self.app(scope, receive, send)
        refused = self.refuse(scope)
        if refused and scope["type"] == "websocket":
            return await send({"type": "websocket.close", "code": 1008, "reason": ""})
        app = PlainTextResponse(refused[1], status_code=refused[0]) if refused else self.app
        return await app(scope, receive, self._with_headers(scope, send))

    def refuse(self, scope: Scope) -> tuple[int, str] | None:
        """The status and the words of a refusal, or None."""
        headers, path = Headers(scope=scope), scope["path"]
        if not is_host_allowed(headers.get("host")):
            return 400, "This name is not one that Oversight is served under (server.allowedHosts)."
        if self.mode == "local" and (any(name in headers for name in FORWARDED) or not _is_near(scope)):
            return 403, LOCAL_ONLY
        if path.startswith(CLOSED):
            return 404, "There is nothing here."
        if self.mode == "login" and path.startswith(OF_A_SESSION) and not is_current(read_sign_in(headers)):
            return 403, "Please sign in."
        return None

    def _with_headers(self, scope: Scope, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                if not scope["path"].startswith("/static/"):
                    headers["cache-control"] = "no-store"
                keep_way_back(scope["path"], Headers(scope=scope), headers)
                self._secure_cookies(message)
            await send(message)

        return send_with_headers

    def _secure_cookies(self, message: Message) -> None:
        """Streamlit leaves the cookie of who is signed in open to plain http; behind TLS it is not."""
        if self.is_https:
            message["headers"] = [
                (name, value + b"; Secure" if name == b"set-cookie" and b"secure" not in value.lower() else value)
                for name, value in message["headers"]
            ]


def _is_near(scope: Scope) -> bool:
    client = scope.get("client")
    try:
        return client is None or ip_address(client[0]).is_loopback
    except ValueError:
        return False


def read_sign_in(headers: Headers) -> Mapping[str, Any]:
    """What the cookie says of who is signed in; empty where there is none, or one that was not signed here."""
    cookies = cookie_parser(headers.get("cookie", ""))

    def read_one(name: str) -> bytes | None:
        signed = cookies.get(name)
        return decode_signed_value(get_cookie_secret(), name, signed.encode("latin-1")) if signed else None

    found = get_cookie_with_chunks(read_one, USER_COOKIE_NAME)
    claims = json.loads(found) if found else {}
    return claims if claims.get("is_logged_in") is True else {}
