"""Owns whether somebody may record, and what is said once they did; knows no form."""

import streamlit as st

from dashboard import parts
from dashboard.access import who
from dashboard.scope import Scope
from pipelines.errors import OversightError
from pipelines.meetings.store import StoreError

PAGE = "termly_review"
SAID = "what became of the last recording"
REFUSED = "Not recorded: you are not signed in any more, or may not record for this school. Sign in, and record again."


def may_record(scope: Scope) -> bool:
    """Whether who is looking may record for these schools, asked at the moment of recording: a form may be old."""
    try:
        viewer = who()
    except OversightError:
        return False
    sees_schools = viewer.schools is None or set(scope.schools) <= set(viewer.schools)
    is_in_the_meeting = viewer.audiences is None or scope.audience.name in viewer.audiences
    return viewer.may_open(PAGE) and sees_schools and is_in_the_meeting and not scope.audience.is_limited


def say(is_kept: bool, words: str) -> None:
    """Keep what became of a recording, to be told once on the next drawing of the page."""
    st.session_state[SAID] = is_kept, words


def say_fault(fault: StoreError) -> None:
    """The same for a record that cannot be written; where it lies is only for those who look after the data."""
    told = " ".join(str(fault).split()) if who().role == "local" else f"{fault.what}. Tell your data manager."
    say(False, f"Not recorded. {told} What you wrote is still in the form.")


def tell_outcome() -> None:
    """Say, once, what became of the last recording; what could not be kept is still in its form."""
    # A place of its own, so that nothing below moves, and no form is drawn anew, when something is said.
    place = st.container()
    if said := st.session_state.pop(SAID, None):
        is_kept, words = said
        (place.success if is_kept else place.error)(parts.plain(words))
