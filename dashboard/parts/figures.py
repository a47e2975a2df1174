"""Owns the row of figures that opens a page, and what lies behind each; knows no page's numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from dashboard.parts.blocks import definition, plain
from dashboard.parts.gate import is_limited, may_show
from dashboard.parts.opening import open_button, opened
from dashboard.parts.tables import table

MOST = 6


@dataclass(frozen=True)
class Figure:
    """One figure as a reader meets it.

    `name` is unique on the page; `value` is in words ("46 of 48", "2 h 5 min"); `note` says what is around it.
    `term` is the entry of definitions.toml that defines it; `denominator` what it is out of; `clauses` the ids it is
    judged by; `source` the data it comes from. `rows` gives, when opened, the rows that made it, in words; `opens`
    is what its button says. `gated` says that value and note came through the gate or count nothing (parts/gate.py):
    a limited audience sees no other figure, and never the rows behind one.
    """

    name: str
    label: str
    value: str
    note: str
    term: str
    denominator: str
    source: str
    clauses: Sequence[str] = ()
    rows: Callable[[], pd.DataFrame] | None = None
    opens: str = "Open the cases"
    gated: bool = False


def figures(shown: Sequence[Figure]) -> None:
    """Up to six figures, and under them the rows behind the one that is opened.

    Raises ValueError for more than six: a page that needs more has not chosen.
    """
    if len(shown) > MOST:
        raise ValueError(f"A page shows at most {MOST} figures, this one has {len(shown)}.")
    shown = [figure for figure in shown if may_show(figure.gated)]
    a_row = 2 if len(shown) in (2, 4) else 3
    # A row at a time, so that the figures keep their order where the columns stack on a narrow screen.
    for first in range(0, len(shown), a_row):
        for column, figure in zip(st.columns(a_row), shown[first : first + a_row], strict=False):
            with column, st.container(border=True, height="stretch", gap="xsmall"):
                _draw(figure)
    _draw_opened(shown)


def _draw(figure: Figure) -> None:
    st.metric(plain(figure.label), plain(figure.value))
    st.caption(plain(figure.note))
    with st.container(horizontal=True):
        if figure.rows and not is_limited():
            open_button(figure.opens, figure.name)
        with st.popover("Meaning", type="tertiary", icon=":material/info:"):
            st.markdown(explain(figure))


def explain(figure: Figure) -> str:
    """Definition, denominator, clause and source of a figure, as Markdown."""
    clauses = ", ".join(figure.clauses) or "none; it is shown whichever policy is adopted"
    parts = {
        "What it is": definition(figure.term),
        "Out of": figure.denominator,
        "Clause": clauses,
        "Source": figure.source,
    }
    return "\n\n".join(f"**{head}.** {plain(text)}" for head, text in parts.items())


def _draw_opened(shown: Sequence[Figure]) -> None:
    for figure in shown:
        if figure.rows and figure.name == opened() and not is_limited():
            with st.container(border=True):
                st.subheader(f"Behind the figure: {plain(figure.label)}", anchor=False)
                alt = f"The rows behind the figure {figure.label}"
                table(figure.rows(), name=f"{figure.name} cases", alt=alt, empty="No case lies behind this figure.")
