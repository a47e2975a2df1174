"""Owns opening what lies behind a figure, mirrored in the address as `open=`; knows no figure and no case."""

import streamlit as st

OPEN = "open"


def opened() -> str:
    """The name of what is opened on this page, or nothing."""
    return st.query_params.get(OPEN, "")


def open_button(label: str, name: str) -> None:
    """A button that opens what lies behind `name`, or closes it again."""
    is_open = opened() == name
    st.button(
        "Close" if is_open else label,
        key=f"open {name}",
        type="tertiary",
        icon=":material/close:" if is_open else ":material/list:",
        on_click=_close if is_open else _open,
        args=() if is_open else (name,),
    )


def _open(name: str) -> None:
    st.query_params[OPEN] = name


def _close() -> None:
    st.query_params.pop(OPEN, None)
