"""Owns opening what lies behind a figure, mirrored in the address as `open=`; knows no figure and no case."""

from collections.abc import Callable

import pandas as pd
import streamlit as st

from dashboard.parts.blocks import nothing
from dashboard.parts.gate import is_limited, may_show
from dashboard.parts.tables import table

OPEN = "open"
OFFERED = "names that this page can open"


def opened() -> str:
    """The name of what is opened on this page, or nothing."""
    return st.query_params.get(OPEN, "")


def start_offers() -> None:
    """Forget what the last page could open; the frame says so before each page."""
    st.session_state[OFFERED] = set()


def tell_unknown() -> None:
    """Say so where the address opens what this page does not have; the frame asks after each page."""
    if opened() and is_limited():
        nothing("The address opens the cases behind a figure, which only the closed meeting sees.", gated=True)
    elif opened() and opened() not in st.session_state[OFFERED]:
        nothing(f"The address opens '{opened()}', which this page does not have for this choice.")


def open_button(label: str, name: str) -> None:
    """A button that opens what lies behind `name`, or closes it again; none for a limited audience."""
    if is_limited():
        return
    st.session_state[OFFERED].add(name)
    is_open = opened() == name
    st.button(
        "Close" if is_open else label,
        key=f"open {name}",
        type="tertiary",
        icon=":material/close:" if is_open else ":material/list:",
        on_click=close_opened if is_open else _open,
        args=() if is_open else (name,),
    )


def entry(text: str, name: str, rows: Callable[[], pd.DataFrame], *, opens: str = "Open the cases") -> None:
    """One line of a list (`text` is Markdown) with a button that opens its rows beneath it; made only when open.

    A limited audience, which opens no case, does not see it.
    """
    if not may_show(gated=False):
        return
    with st.container(border=True, gap="xsmall"):
        words, button = st.columns([3, 1], vertical_alignment="center")
        words.markdown(text)
        with button:
            open_button(opens, name)
        if opened() == name:
            table(rows(), name=f"{name} cases", alt=f"The rows behind {name}", empty="No case lies behind this.")


def _open(name: str) -> None:
    st.query_params[OPEN] = name


def close_opened() -> None:
    """Close what is opened on this page."""
    st.query_params.pop(OPEN, None)
