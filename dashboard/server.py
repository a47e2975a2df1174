"""Owns what stands between the network and the dashboard: who may reach it at all, and what every answer carries.

Knows no page, no school and no figure. Streamlit's own settings of the server stand in `.streamlit/config.toml`.
"""

import logging
import os
import re
import sys
from base64 import b64encode
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit import config

from dashboard import access
from dashboard.guard import Guard
from dashboard.sign_in_settings import check_sign_in, public_address
from pipelines.errors import BuildError, OversightError
from pipelines.settings import choose_settings
from pipelines.warehouse import newest_build

LOG = logging.getLogger("oversight.server")
REFUSED = 2
INLINE = re.compile(rb"<script>(.*?)</script>", re.DOTALL)
FAULT = (
    "Something went wrong, and this page could not be drawn. Try again; if it happens again, tell your data manager."
)


def prepare() -> None:
    """Check, before anything is served, that it may be; exits with a plain sentence where it may not."""
    try:
        if access.mode() == "local":
            _refuse_other_addresses(config.get_option("server.address"))
        else:
            check_sign_in(access.providers())
            _allow_public_host()
            # What is started with sign-in stays so, even if all its files are taken away while it serves.
            os.environ[access.VARIABLE] = "login"
    except OversightError as fault:
        sys.stderr.write(f"{fault}\n")
        sys.exit(REFUSED)


def _refuse_other_addresses(address: str | None) -> None:
    if is_this_computer(address or ""):
        return
    raise OversightError(
        "Without sign-in, Oversight is served to this computer only",
        where="server.address",
        found=address or "every address of this computer",
        accepted="127.0.0.1, ::1 or localhost",
        do="leave out --server.address, or set up sign-in: docs/guides/sign-in.md",
    )


def is_this_computer(host: str) -> bool:
    """Whether a name or address means this computer and nothing else."""
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def _allow_public_host() -> None:
    """The host in the redirect address is the one that people type; no other setting has to repeat it."""
    host = urlsplit(public_address(access.providers())).hostname
    allowed = config.get_option("server.allowedHosts")
    if host and host not in allowed:
        config.set_option("server.allowedHosts", [*allowed, host])


def middleware() -> list[Middleware]:
    """What every request passes before Streamlit sees it."""
    is_https = public_address(access.providers()).startswith("https://")
    return [Middleware(Guard, mode=access.mode(), policy=content_policy(), is_https=is_https)]


def content_policy() -> str:
    """What a page may load and run: nothing but Streamlit's own files.

    Streamlit writes its styles into the page (so `unsafe-inline` for styles alone), and its one inline script is let
    through by its own fingerprint, taken from the file that is installed. WebAssembly that those files bring may run,
    which lets no text become a script.
    """
    index = Path(st.__file__).parent / "static" / "index.html"
    known = [f"'sha256-{b64encode(sha256(found).digest()).decode()}'" for found in INLINE.findall(index.read_bytes())]
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", "'wasm-unsafe-eval'", *known]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "worker-src": "'self' blob:",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
        "object-src": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def routes() -> list[Route]:
    """The addresses beside the pages: `/health`, for whatever watches the server."""
    return [Route("/health", health, methods=["GET", "HEAD"])]


def health(_: Request) -> JSONResponse:
    """200 where there is a build to serve, 503 where there is none; it says no more than that."""
    try:
        newest_build(choose_settings())
    except BuildError:
        return JSONResponse({"status": "no build"}, status_code=503)
    return JSONResponse({"status": "ok"})


def tell_fault(fault: Exception) -> bool:
    """Say that something went wrong; where goes to the log, and what the fault says nowhere: it may hold a row."""
    frames, last = [], fault.__traceback__
    while last:
        frames.append(f"{Path(last.tb_frame.f_code.co_filename).name}:{last.tb_lineno}")
        last = last.tb_next
    LOG.error("a page could not be drawn: %s at %s", type(fault).__name__, " > ".join(frames[-4:]))
    st.error(FAULT)
    return True
