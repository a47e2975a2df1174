"""Owns a small OpenID provider for the tests of sign-in: it lets anybody in as whom they pick, and checks the rest.

It keeps to the code flow as providers do: the client's secret, the redirect address and the PKCE verifier must be
right, codes work once, id tokens are signed with RS256. Like Microsoft's it announces no PKCE: a client has to ask.
"""

import hashlib
import json
import secrets
import threading
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "oversight", "a secret of the tests"
AN_HOUR = 3600


@dataclass
class Provider:
    """A provider that runs. `people`: what it says of each, by the name they pick; `lasts`: seconds, by the same.

    `asked` is every authorisation request, `exchanged` how each exchange of a code ended, `signed_out` the sign-outs.
    """

    people: Mapping[str, Mapping[str, Any]]
    lasts: Mapping[str, int] = field(default_factory=dict)
    address: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    exchanged: list[str] = field(default_factory=list)
    signed_out: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, tuple[str, dict[str, str]]] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))

    def metadata(self) -> dict[str, Any]:
        """What a client reads to find everything else."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "jwks_uri": f"{self.address}/keys",
            "end_session_endpoint": f"{self.address}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def offer(self, request: dict[str, str]) -> str:
        """The page on which a visitor picks who they are."""
        self.asked.append(request)
        links = [f'<li><a href="/pick?{urlencode({**request, "as": name})}">{name}</a></li>' for name in self.people]
        return f"<!doctype html><title>Provider</title><h1>Who are you?</h1><ul>{''.join(links)}</ul>"

    def pick(self, request: dict[str, str]) -> str:
        """Where a visitor who has picked is sent: back to the client with a code."""
        code = secrets.token_urlsafe()
        self.codes[code] = (request["as"], request)
        return f"{request['redirect_uri']}?{urlencode({'code': code, 'state': request['state']})}"

    def exchange(self, given: dict[str, str], client: str) -> dict[str, Any] | None:
        """The tokens for a code, or None for one that is not right in every part."""
        name, request = self.codes.pop(given.get("code", ""), ("", {}))
        proof = hashlib.sha256(given.get("code_verifier", "").encode()).digest()
        faults = {
            "client": client != f"{CLIENT_ID}:{CLIENT_SECRET}",
            "code": not name,
            "redirect_uri": given.get("redirect_uri") != request.get("redirect_uri"),
            "PKCE": request.get("code_challenge_method") != "S256"
            or urlsafe_b64encode(proof).rstrip(b"=").decode() != request.get("code_challenge"),
        }
        self.exchanged.append(next((fault for fault, is_there in faults.items() if is_there), "right"))
        return None if any(faults.values()) else self._tokens(name, request)

    def _tokens(self, name: str, request: dict[str, str]) -> dict[str, Any]:
        began = int(time.time())
        said = {"iss": self.address, "aud": CLIENT_ID, "sub": f"subject of {name}", "iat": began}
        said |= {"exp": began + self.lasts.get(name, AN_HOUR), "nonce": request["nonce"], **self.people[name]}
        token = jwt.encode({"alg": "RS256", "kid": "one"}, said, self.key)
        return {"access_token": secrets.token_urlsafe(), "token_type": "Bearer", "expires_in": 60, "id_token": token}


class Answers(BaseHTTPRequestHandler):
    """One request; `provider` is set on a class of its own for each provider."""

    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path:
            case "/.well-known/openid-configuration":
                self._answer_json(self.provider.metadata())
            case "/keys":
                self._answer_json({"keys": [self.provider.key.as_dict(private=False)]})
            case "/authorize":
                self._answer(200, self.provider.offer(given), "text/html")
            case "/pick":
                self._send_on(self.provider.pick(given))
            case "/end":
                self.provider.signed_out.append(given)
                self._send_on(given["post_logout_redirect_uri"])
            case _:
                self._answer(404, "nothing here", "text/plain")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        given = {name: values[0] for name, values in parse_qs(body).items()}
        basic = self.headers.get("authorization", "").removeprefix("Basic ")
        client = unquote(b64decode(basic).decode().replace("+", " "))
        tokens = self.provider.exchange(given, client)
        self._answer_json(tokens or {"error": "invalid_grant"}, 200 if tokens else 400)

    def _answer_json(self, said: Mapping[str, Any], status: int = 200) -> None:
        self._answer(status, json.dumps(said), "application/json")

    def _answer(self, status: int, text: str, kind: str) -> None:
        self.send_response(status)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def _send_on(self, address: str) -> None:
        self.send_response(302)
        self.send_header("location", address)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing: the lists of the provider say what was asked."""


@contextmanager
def run_provider(people: Mapping[str, Mapping[str, Any]], lasts: Mapping[str, int] | None = None) -> Iterator[Provider]:
    """A provider on a free port of this machine, until the block ends."""
    provider = Provider(people, lasts or {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Answers,), {"provider": provider}))
    provider.address = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
