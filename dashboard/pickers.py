"""Owns the pickers of school, period and audience and their mirror in the address; knows no figure.

The address always names the whole scope, so that a link opens the same view when the defaults have moved on.
"""

from datetime import date

import pandas as pd
import streamlit as st
from streamlit.navigation.page import Page

from dashboard import parts, wording
from dashboard.choices import SINCE, SPANS, Address, Choices
from dashboard.scope import Scope

NOTES = "what the address asked for in vain"
DRAWN = "pickers drawn so far"


def pick_scope(choices: Choices, page: Page) -> Scope:
    """Draw the pickers in the sidebar and return what they say; an address that is not whole is mended first."""
    mended = _mend_address(choices, page)
    with st.sidebar:
        picked = _pick(choices, mended)
    st.session_state[DRAWN] |= set(_as_parameters(mended))
    # A picker just cleared says None, and one whose options changed may lag a run behind: complete settles both.
    return choices.scope(choices.complete(picked)[0])


def tell_notes() -> None:
    """Say, once, what the address asked for that does not exist."""
    for note in st.session_state.pop(NOTES, []):
        st.warning(f"The address was not understood: {note}. The nearest that exists is shown.")


def _mend_address(choices: Choices, page: Page) -> Address:
    """The whole address nearest to the one in the browser, put there if it differs."""
    asked = Address.read(st.query_params)
    whole, faults = choices.complete(asked)
    missing = {name: value for name, value in _as_parameters(whole).items() if value != getattr(asked, name)}
    if missing:
        st.session_state[NOTES] = faults
        if DRAWN not in st.session_state:
            # A picker drawn first reads the address as it came, so the visitor is sent to the mended one.
            st.session_state[DRAWN] = frozenset()
            st.switch_page(page, query_params={**st.query_params.to_dict(), **missing})
        for name, value in missing.items():
            _put(name, value)
    st.session_state.setdefault(DRAWN, frozenset())
    return whole


def _put(name: str, value: str) -> None:
    """Set a picker, and the address with it: by the picker once it was drawn, else by hand."""
    if name not in st.session_state[DRAWN]:
        st.query_params[name] = value
    st.session_state[name] = date.fromisoformat(value) if name == "since" else value


def _as_parameters(address: Address) -> dict[str, str]:
    return {name: value for name, value in address._asdict().items() if value}


def _pick(choices: Choices, whole: Address) -> Address:
    """The pickers, each bound to the address; none has a preset, which the address would leave out."""
    schools, spans = choices.school_options, choices.span_options(str(whole.audience))
    school = st.selectbox("School", list(schools), index=None, key="school", bind="query-params", placeholder="Choose")
    span = st.selectbox("Look at a", list(spans), index=None, key="span", bind="query-params", placeholder="Choose")
    kind = spans[span or str(whole.span)]
    since = _pick_since(choices) if kind == SPANS[SINCE] else None
    of_schools = schools[school or str(whole.school)]
    period = None if kind == SPANS[SINCE] else _pick_period(choices.period_options(of_schools, kind)) or whole.period
    return Address(school, span, period, since, _pick_audience(choices, str(whole.audience)))


def _pick_since(choices: Choices) -> str | None:
    today = choices.as_at_on
    since = st.date_input("Since", None, max_value=today, key="since", bind="query-params", format="DD/MM/YYYY")
    return since.isoformat() if since else None


def _pick_period(periods: pd.DataFrame) -> str | None:
    names = list(periods.index)
    period = st.selectbox("Period", names, index=None, key="period", bind="query-params", placeholder="Choose")
    if period in periods.index and not periods.is_finished[period]:
        st.caption(f"Not finished: it ends on {wording.day(periods.ends_on[period].date())}.")
    return period


def _pick_audience(choices: Choices, whole: str) -> str:
    """For whom the page is shown; below the picker, who that is."""
    options = choices.audience_options()
    words = st.selectbox(
        "Shown for", list(options), index=None, key="audience", bind="query-params", placeholder="Choose"
    )
    st.caption(parts.plain(options[words or whole].title))
    return words or whole
