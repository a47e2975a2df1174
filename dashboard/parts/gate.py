"""Owns what a block asks before it shows anything: may the audience in view see it? Knows no number and no page.

An audience that sees everything is shown everything. For any other, a block shows what came through the gate (values of
`disclosure.Disclosed`) or counts nothing (promises, statuses, names of data sets), which its caller says by
`gated=True`; whatever says nothing of itself is left out, and the page's foot tells that something was.
"""

from collections.abc import Callable

import streamlit as st

from dashboard.scope import Scope, current
from dashboard.turns import turn

WITHHELD = "what this page did not show to its audience"


def page(show: Callable[[Scope], None], publish: Callable[[Scope], None]) -> None:
    """Draw a page: `show` where the audience sees everything, else `publish`, which shows what has passed the gate."""
    scope = current()
    with turn():
        (publish if scope.audience.is_limited else show)(scope)


def is_limited() -> bool:
    """Whether the audience in view sees less than everything."""
    return current().audience.is_limited


def may_show(gated: bool) -> bool:
    """Whether a block may be shown to the audience in view; where it may not, that is kept for the foot of the page."""
    if gated or not is_limited():
        return True
    st.session_state[WITHHELD] = st.session_state.get(WITHHELD, 0) + 1
    return False


def start_page() -> None:
    """Forget what the last page withheld; the frame says so before each page."""
    st.session_state[WITHHELD] = 0


def withheld() -> int:
    """How many blocks of this page were not shown."""
    return int(st.session_state.get(WITHHELD, 0))
