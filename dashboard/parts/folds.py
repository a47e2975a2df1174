"""Owns what is drawn only while it is open: a fold under its label, one of several views; knows no content."""

from collections.abc import Callable

import streamlit as st


@st.fragment
def fold(label: str, name: str, draw: Callable[[], None]) -> None:
    """Something folded away under a label; `draw` runs only while it is open. `name` is unique on the page.

    Opening it runs this piece of the page alone, so a page pays for nothing that nobody has asked to see.
    """
    box = st.expander(label, key=f"fold of {name}", on_change="rerun")
    if box.open:
        with box:
            draw()
