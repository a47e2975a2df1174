"""Owns what is drawn only while it is open: a fold under its label, one of several views; knows no content."""

from collections.abc import Callable, Mapping

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


@st.fragment
def views(name: str, shown: Mapping[str, Callable[[], None]]) -> None:
    """Several views of one thing as tabs (label -> what draws it), of which only the open one is drawn.

    The first is open at first; another one stands in the address as `name`. A single view stands without a tab.
    """
    if len(shown) == 1:
        next(iter(shown.values()))()
        return
    tabs = st.tabs(list(shown), key=name, on_change="rerun", bind="query-params")
    for tab, draw in zip(tabs, shown.values(), strict=True):
        if tab.open:
            with tab:
                draw()
