"""Owns the door: what is shown to who is not let in, and the way out; knows no page and no figure.

Before somebody is let in it shows a title, a sentence and a button, and neither asks the build nor names a school.
"""

import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit.navigation.page import Page

from dashboard import access
from dashboard.access import NotAdmittedError, SignInNeededError, Viewer, end_sign_in, seconds_left, signed_in, who
from dashboard.access_list import AccessError
from dashboard.on_record import note_arrival, note_leaving
from dashboard.parts.blocks import plain
from dashboard.roles import known_roles

NOT_LET_IN = (SignInNeededError, NotAdmittedError, AccessError)
LOG = logging.getLogger("oversight.access")
SETTINGS_OF_ALL = {"redirect_uri", "cookie_secret", "expose_tokens"}
NAMES = {"microsoft": "Microsoft", "google": "Google"}
LOCKED = "Nobody can see anything for now: the list of who may see what is missing or wrong. Tell your data manager."


def admit() -> Viewer:
    """Who is looking; anybody who is not let in is told what to do, and the run ends there."""
    try:
        viewer = who()
        if viewer.role != "local":
            note_arrival("login", viewer.actor, signed_in())
        return viewer
    except SignInNeededError as reason:
        _ask_to_sign_in(str(reason))
    except NotAdmittedError as reason:
        note_arrival("refused", access.current_list().name_of(signed_in()), signed_in())
        _turn_away(f"{reason.what}. Please {reason.do}.")
    except AccessError as fault:
        # The fault names lines of the list, which are not for whoever stands at the door.
        LOG.error("nobody is let in: %s", str(fault).replace("\n", "; "))
        _turn_away(LOCKED)
    return st.stop()


def _ask_to_sign_in(reason: str) -> None:
    _draw_door()
    has_ended = st.user.get("is_logged_in") is True
    st.markdown("Your sign-in has ended. Please sign in again." if has_ended else "Please sign in to go on.")
    LOG.debug("%s", reason)
    for name in _providers_to_choose():
        words = f"Sign in with {NAMES.get(name, name)}" if name else "Sign in"
        if st.button(words, key=f"sign in {name}", type="primary"):
            st.login(name or None)


def _turn_away(words: str) -> None:
    _draw_door()
    st.warning(plain(words))
    if st.user.get("is_logged_in") is True:
        _draw_way_out()


def _draw_door() -> None:
    # A menu that was drawn before stays on the screen until another takes its place; this one is hidden.
    st.navigation([_page(name) for name in dict.fromkeys(("", _page_in_the_address()))], position="hidden")
    st.set_page_config(page_title="Oversight", layout="centered")
    st.title("Oversight", anchor=False)


def _page(name: str) -> Page:
    return st.Page(lambda: None, title="Oversight", url_path=name, default=not name)


def _page_in_the_address() -> str:
    """The page that the address names, whether there is one or not: at the door every address looks alike."""
    path = urlsplit(st.context.url or "").path.strip("/")
    return path if path.isidentifier() else ""


def _providers_to_choose() -> list[str]:
    """The names of the providers in the secrets; one empty name where there is one provider without a name."""
    return [name for name in access.providers() if name not in SETTINGS_OF_ALL and _is_provider(name)] or [""]


def _is_provider(name: str) -> bool:
    section = access.providers()[name]
    return hasattr(section, "keys") and "client_id" in section


def draw_end(viewer: Viewer) -> None:
    """Who is signed in, the way out, and a clock that clears the screen when the sign-in runs out; none when local."""
    if viewer.role == "local":
        return
    with st.sidebar:
        st.caption(plain(f"{viewer.actor}, {known_roles()[viewer.role].title.lower()}"))
        _draw_way_out()

    @st.fragment(run_every=seconds_left(signed_in()) + 1)
    def watch_the_clock() -> None:
        try:
            who()
        except NOT_LET_IN:
            st.rerun()

    watch_the_clock()


def _draw_way_out() -> None:
    st.button("Sign out", key="sign out", on_click=_sign_out)


def _name_of(claims: Mapping[str, Any]) -> str:
    try:
        return access.current_list().name_of(claims)
    except AccessError:
        return ""


def _sign_out() -> None:
    claims = st.user.to_dict()
    end_sign_in(claims)
    try:
        note_leaving(_name_of(claims))
    except OSError as fault:
        # Coming has to be on record; nobody is kept in because their going cannot be.
        LOG.error("a sign-out is not on record: %s", fault.strerror)
    st.logout()
