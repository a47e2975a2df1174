"""What is refused before a page sees it, and what every answer carries."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit import config
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from dashboard.access import end_sign_in
from dashboard.guard import CLOSED, FORWARDED, Guard
from tests.dashboard.viewers import claims

POLICY = "default-src 'none'"


async def _answer(scope: Scope, receive: Receive, send: Send) -> None:
    """The application behind the guard: it lets everything through and sets a cookie."""
    if scope["type"] == "lifespan":
        return await send({"type": "lifespan.startup.complete"})
    if scope["type"] == "websocket":
        return await send({"type": "websocket.accept"})
    headers = [(b"set-cookie", b"_streamlit_user=x; HttpOnly"), (b"set-cookie", b"other=y; Secure")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    return await send({"type": "http.response.body", "body": b"through"})


def ask(
    path: str = "/",
    *,
    mode: str = "local",
    kind: str = "http",
    is_https: bool = False,
    client: tuple[str, int] | None = ("127.0.0.1", 5),
    **headers: str,
) -> list[Message]:
    """What a request to the guarded application is answered."""
    said = {"host": "localhost:8501"} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [(name.encode(), value.encode("latin-1")) for name, value in said.items() if value]
    scope = {"type": kind, "path": path, "headers": lines, "client": client, "method": "GET", "query_string": b""}
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    asyncio.run(Guard(_answer, mode=mode, policy=POLICY, is_https=is_https)(scope, receive, send))
    return sent


def status_of(sent: list[Message]) -> int:
    return int(sent[0]["status"])


def headers_of(sent: list[Message]) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in sent[0]["headers"]}


@pytest.mark.parametrize("host", ["localhost", "localhost:8501", "127.0.0.1:8501", "LOCALHOST."])
def test_our_own_names_pass(host: str):
    assert ask(host=host)[1]["body"] == b"through"


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("mode", ["local", "login"])
@pytest.mark.parametrize("host", ["", "evil.test", "localhost.evil.test", "localhost@evil.test", "192.168.0.7:8501"])
def test_any_other_name_is_refused(host: str, mode: str, kind: str):
    sent = ask(host=host, mode=mode, kind=kind)
    assert len(sent) == 1 or b"through" not in sent[1]["body"]
    assert (sent[0]["type"], sent[0].get("code")) == ("websocket.close", 1008) if kind == "websocket" else True
    assert kind == "websocket" or status_of(sent) == 400


@pytest.mark.parametrize("name", FORWARDED)
def test_a_proxy_in_front_is_refused_without_sign_in_and_passes_with_it(name: str):
    forwarded = {name.replace("-", "_"): "203.0.113.9"}
    refused = ask(**forwarded)
    assert status_of(refused) == 403
    assert b"docs/guides/sign-in.md" in refused[1]["body"]
    assert ask(kind="websocket", **forwarded)[0]["type"] == "websocket.close"
    assert status_of(ask(mode="login", **forwarded)) == 200
    assert ask(mode="login", kind="websocket", **forwarded)[0]["type"] == "websocket.accept"


@pytest.mark.parametrize(
    ("address", "passes"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("192.168.0.7", False),
        ("2001:db8::1", False),
        ("x", False),
    ],
)
def test_without_sign_in_only_this_computer_is_served(address: str, passes: bool):
    assert (status_of(ask(client=(address, 5))) == 200) == passes
    assert status_of(ask(client=(address, 5), mode="login")) == 200


@pytest.mark.parametrize("path", [*CLOSED, "/_stcore/agent/mcp", "/_stcore/agent/openapi.json"])
@pytest.mark.parametrize("mode", ["local", "login"])
def test_streamlits_own_doors_for_programs_are_closed(path: str, mode: str):
    assert status_of(ask(path, mode=mode)) == 404


def cookie(said: Mapping[str, Any]) -> str:
    """The cookie of somebody who signed in, as Streamlit signs it."""
    signed = create_signed_value(get_cookie_secret(), "_streamlit_user", json.dumps(dict(said)))
    return f"other=1; _streamlit_user={signed.decode()}"


@pytest.mark.parametrize("path", ["/media/0123.csv", "/_stcore/upload_file/a/b"])
def test_a_file_of_a_session_is_for_whoever_is_signed_in(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OVERSIGHT_DATA", str(tmp_path))
    signed_in = claims("governor@example.org", nonce=path)
    assert status_of(ask(path, mode="local")) == 200
    assert status_of(ask(path, mode="login")) == 403
    assert status_of(ask(path, mode="login", cookie=cookie(signed_in))) == 200
    assert status_of(ask(path, mode="login", cookie=cookie({**signed_in, "exp": 1}))) == 403
    assert status_of(ask(path, mode="login", cookie=cookie({**signed_in, "is_logged_in": False}))) == 403
    forged = cookie(signed_in)[:-4] + "0000"
    assert status_of(ask(path, mode="login", cookie=forged)) == 403
    end_sign_in(signed_in)
    assert status_of(ask(path, mode="login", cookie=cookie(signed_in))) == 403


@pytest.mark.parametrize("path", ["/", "/incidents", "/health", "/media/x", "/_stcore/health", "/static/js/x.js"])
def test_every_answer_carries_the_headers(path: str):
    headers = headers_of(ask(path))
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert ("cache-control" in headers) == (not path.startswith("/static/"))


def test_a_refusal_carries_them_as_well():
    headers = headers_of(ask(host="evil.test"))
    assert headers["content-security-policy"] == POLICY
    assert headers["cache-control"] == "no-store"


def test_behind_tls_cookies_and_the_browser_keep_to_it():
    def cookies(*, is_https: bool) -> list[bytes]:
        return [value for name, value in ask(is_https=is_https)[0]["headers"] if name == b"set-cookie"]

    assert cookies(is_https=False) == [b"_streamlit_user=x; HttpOnly", b"other=y; Secure"]
    assert cookies(is_https=True) == [b"_streamlit_user=x; HttpOnly; Secure", b"other=y; Secure"]
    assert "strict-transport-security" not in headers_of(ask())
    assert headers_of(ask(is_https=True))["strict-transport-security"] == "max-age=31536000"


def test_what_is_no_request_passes_untouched():
    assert ask(kind="lifespan", host="") == [{"type": "lifespan.startup.complete"}]


def test_streamlit_is_set_up_as_the_guard_supposes():
    expected = {
        "server.address": "127.0.0.1",
        "server.allowedHosts": ["localhost", "127.0.0.1"],
        "server.enableXsrfProtection": True,
        "server.enableCORS": True,
        "server.maxUploadSize": 200,
        "server.enableStaticServing": False,
        "server.enableAgentApi": False,
        "server.trustedUserHeaders": {},
        "client.showErrorDetails": "none",
        "client.disableDataExport": True,
        "browser.gatherUsageStats": False,
    }
    found = {name: config.get_option(name) for name in expected}
    assert {name: value or {} if name.endswith("Headers") else value for name, value in found.items()} == expected
