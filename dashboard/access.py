"""Owns who is looking: their role, the schools, audiences and pages they may see; knows no figure and no query.

Two modes. `local`: one person on this computer, who may see everything in their own build. `login`: people sign in with
an OpenID provider, and `access.toml` in the data folder says what each may see. Any sign of login (that file, an
[auth] section in Streamlit's secrets, OVERSIGHT_ACCESS=login) makes it login: losing one of them locks.
"""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from dashboard.access_list import FILE, AccessError, AccessList, load_access_list
from dashboard.roles import known_roles
from dashboard.signed_out import is_ended, keep_ended
from pipelines.errors import BuildError, OversightError
from pipelines.settings import choose_settings, now
from pipelines.warehouse import newest_build, read_schools

VARIABLE = "OVERSIGHT_ACCESS"
MODES = ("local", "login")


class SignInNeededError(OversightError):
    """Nobody is signed in, or the sign-in has run out."""


class NotAdmittedError(OversightError):
    """Somebody is signed in whom the list does not name."""


@dataclass(frozen=True)
class Viewer:
    """Who is looking. `schools` are the ids they may see; None means every school of the build.

    `pages` are the names of those they may open, None every page. `audiences` are those they may look as, by their
    names in data/reference/disclosure.toml, the one they begin with first; None means every one, in its order. `actor`
    is for the log and their own eyes only.
    """

    role: str
    schools: tuple[str, ...] | None
    pages: frozenset[str] | None = None
    audiences: tuple[str, ...] | None = None
    actor: str = "local"

    def may_open(self, page_name: str) -> bool:
        """Whether a page (its file name without number and suffix) is offered, and reachable, at all."""
        return bool(page_name) and (self.pages is None or page_name in self.pages)


LOCAL = Viewer(role="local", schools=None)


def who() -> Viewer:
    """Who is looking, asked anew on every run and for every query.

    Raises SignInNeededError, NotAdmittedError or AccessError; whoever calls it shows nothing then.
    """
    return LOCAL if mode() == "local" else _admit(signed_in())


def mode() -> Literal["local", "login"]:
    """How people are let in. Raises AccessError for a value of OVERSIGHT_ACCESS that is neither."""
    asked = os.environ.get(VARIABLE, "")
    if asked not in ("", *MODES):
        raise AccessError(f"{VARIABLE} is wrong", found=f"'{asked}'", accepted=", ".join(MODES))
    is_login = asked == "login" or access_file().exists() or bool(providers())
    return "login" if is_login else "local"


def access_file() -> Path:
    """Where the list of who may see what stands."""
    return choose_settings().data / FILE


def providers() -> dict[str, Any]:
    """The [auth] section of Streamlit's secrets; empty where there is none. Raises AccessError for broken secrets."""
    if not st.secrets.load_if_toml_exists():
        unread = [file for file in st.config.get_option("secrets.files") if Path(file).exists()]
        if unread:
            raise AccessError("Streamlit's secrets cannot be read", where=Path(unread[0]).name, accepted="TOML")
        return {}
    found = st.secrets.get("auth", {})
    return dict(found) if isinstance(found, Mapping) else {}


def signed_in() -> dict[str, Any]:
    """What the provider says of who is signed in. Raises SignInNeededError for nobody, and when that has ended."""
    claims = dict(st.user.to_dict())
    if claims.get("is_logged_in") is not True:
        raise SignInNeededError("Nobody is signed in")
    if not is_current(claims):
        raise SignInNeededError("The sign-in has run out")
    return claims


def is_current(claims: Mapping[str, Any]) -> bool:
    """Whether a sign-in still counts: not past the end that the provider set, and not signed out of.

    Streamlit keeps its cookie for 30 days and looks at neither. A sign-in without an end is none.
    """
    return seconds_left(claims) > 0 and not is_ended(choose_settings(), mark_of(claims))


def seconds_left(claims: Mapping[str, Any]) -> float:
    """The seconds until a sign-in runs out; nought where it says no end."""
    end = claims.get("exp")
    is_moment = isinstance(end, int | float) and not isinstance(end, bool)
    return max(0.0, end - now().timestamp()) if is_moment else 0.0


def end_sign_in(claims: Mapping[str, Any]) -> None:
    """Let this sign-in count no more, in any window, for any copy of its cookie, on any server of this data folder."""
    keep_ended(choose_settings(), mark_of(claims), now().timestamp() + seconds_left(claims))


def mark_of(claims: Mapping[str, Any]) -> str:
    """What tells one sign-in from all others, without saying whose it is."""
    named = [str(claims.get(name)) for name in ("iss", "sub", "iat", "exp", "nonce", "at_hash")]
    return hashlib.sha256("\n".join(named).encode()).hexdigest()


def _admit(claims: Mapping[str, Any]) -> Viewer:
    people = current_list()
    grant = people.grant_for(claims)
    if grant is None:
        raise NotAdmittedError(
            "You are signed in, and not on the list of who may see Oversight", do=f"ask {people.ask}"
        )
    role = known_roles()[grant.role]
    return Viewer(
        role=grant.role,
        schools=None if grant.schools == "all" else tuple(sorted(grant.schools)),
        pages=role.pages,
        audiences=role.audiences,
        actor=people.name_of(claims),
    )


def current_list() -> AccessList:
    """The list as it stands, checked against the schools of the build that serves. Raises AccessError."""
    try:
        build = newest_build(choose_settings())
    except BuildError:
        return load_access_list(access_file(), None)
    return load_access_list(access_file(), _schools_of(build))


@lru_cache(maxsize=2)
def _schools_of(build: Path) -> tuple[str, ...]:
    return read_schools(build)
