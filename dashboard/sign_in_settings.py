"""Owns what the [auth] section of Streamlit's secrets must say before anybody is let in; knows no person.

Streamlit checks that its lines are there. Here it is checked that they are safe.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from dashboard.access_list import AccessError

GUIDE = "docs/guides/sign-in.md"
PKCE = 'client_kwargs = { code_challenge_method = "S256" }'
SHORTEST_SECRET = 32
CALLBACK = "/oauth2callback"
# Microsoft's addresses for accounts of any organisation, or of none.
ANYBODY = ("/common/", "/organizations/", "/consumers/")
NEEDED = ("client_id", "client_secret", "server_metadata_url")


def public_address(auth: Mapping[str, Any]) -> str:
    """The address that people open the dashboard at, as the redirect address names it; nothing without one."""
    parts = urlsplit(str(auth.get("redirect_uri", "")))
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def check_sign_in(auth: Mapping[str, Any]) -> None:
    """Raise AccessError for the first thing in [auth] that is missing or unsafe."""
    if not auth:
        raise _wrong("sign-in is asked for, and no provider is set up", do="write .streamlit/secrets.toml")
    redirect = urlsplit(str(auth.get("redirect_uri", "")))
    is_local = redirect.hostname in ("localhost", "127.0.0.1", "::1")
    if redirect.scheme != "https" and not (redirect.scheme == "http" and is_local):
        accepted = f"https://<your address>{CALLBACK}, or http://localhost:<port>{CALLBACK} to try it out"
        raise _wrong("redirect_uri would send sign-ins over a line that can be read", accepted=accepted)
    if not redirect.path.endswith(CALLBACK):
        raise _wrong("redirect_uri does not lead back here", accepted=f"an address that ends in {CALLBACK}")
    if len(str(auth.get("cookie_secret", ""))) < SHORTEST_SECRET:
        do = 'python -c "import secrets; print(secrets.token_hex())" makes one'
        raise _wrong(f"cookie_secret is shorter than {SHORTEST_SECRET} characters", do=do)
    for place, provider in _providers(auth):
        _check_provider(place, provider)


def _providers(auth: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each provider with the place it stands at; the section itself where it names none."""
    named = [(f"auth.{name}", section) for name, section in auth.items() if _is_section(name, section)]
    yield from named or [("auth", auth)]


def _is_section(name: str, section: Any) -> bool:
    return isinstance(section, Mapping) and name != "client_kwargs"


def _check_provider(place: str, provider: Mapping[str, Any]) -> None:
    missing = [name for name in NEEDED if not provider.get(name)]
    if missing:
        raise _wrong(f"[{place}] lacks {', '.join(missing)}")
    metadata = str(provider["server_metadata_url"])
    if any(part in metadata for part in ANYBODY):
        found = "an address for accounts of any organisation"
        raise _wrong(f"[{place}] would let any Microsoft account sign in", found=found, do="name your own tenant")
    if urlsplit(metadata).scheme != "https" and urlsplit(metadata).hostname not in ("localhost", "127.0.0.1"):
        raise _wrong(f"[{place}] server_metadata_url is no https address")
    kwargs = provider.get("client_kwargs")
    if not isinstance(kwargs, Mapping) or kwargs.get("code_challenge_method") != "S256":
        raise _wrong(f"[{place}] does not ask for PKCE", do=f"add the line: {PKCE}")


def _wrong(what: str, *, found: str = "", accepted: str = "", do: str = "") -> AccessError:
    return AccessError(what, where="secrets.toml", found=found, accepted=accepted, do=do or f"see {GUIDE}")
