"""Owns how a chart stands on a page: its finding as title, its table, its download, its words for who cannot see it."""

from collections.abc import Callable
from functools import partial

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from dashboard.disclosure import Disclosed
from dashboard.parts.blocks import nothing, plain
from dashboard.parts.folds import fold
from dashboard.parts.gate import may_show
from dashboard.parts.tables import table

# What a chart shows as rows, or what finds them when somebody asks.
Found = pd.DataFrame | Disclosed | Callable[[], pd.DataFrame]
PLOTLY = {"displayModeBar": False, "scrollZoom": False, "responsive": True, "doubleClick": False}


def chart(
    title: str,
    figure: go.Figure | None,
    rows: Found,
    *,
    name: str,
    alt: str,
    note: str = "",
    empty: str = "There is nothing to draw for this choice.",
    badges: str = "",
    gated: bool = False,
) -> None:
    """A figure under the finding it shows (ten words or fewer), with its rows as a table and a download.

    `name` is unique on the page and names the file; `alt` tells what the chart shows to who cannot see it; `note`
    says beneath it how to read it or what it leaves out; where there are no rows, `empty` is said in place of all;
    `badges` is HTML of our own (see charts/icons.py) under the title.
    The table is made when it is opened: that halves what the browser has to draw. Where its rows cost something to
    find, `rows` is a function that finds them then.
    What the gate disclosed, or is `gated` (see parts/gate.py), is shown to limited audiences too: the figure, its
    title and its note are then made of what is shown alone.
    """
    is_disclosed = isinstance(rows, Disclosed)
    if not may_show(gated or is_disclosed):
        return
    with st.container(border=True):
        st.subheader(plain(title), anchor=False)
        if figure is None or _is_empty(rows):
            nothing(empty, gated=True)
            return
        if badges:
            st.html(badges)
        st.plotly_chart(figure, config=PLOTLY, key=f"chart of {name}", alt=alt)
        if note:
            st.caption(plain(note))
        fold("The same as words and a table", name, partial(_tell, title, rows, name=name, alt=alt, gated=gated))


def _is_empty(rows: Found) -> bool:
    """Whether there are no rows; whoever finds them later has drawn a figure of them."""
    return not callable(rows) and (rows.values if isinstance(rows, Disclosed) else rows).empty


def _tell(title: str, rows: Found, *, name: str, alt: str, gated: bool) -> None:
    st.markdown(plain(alt))
    found = rows() if callable(rows) else rows
    table(found, name=name, alt=f"The rows behind the chart: {title}", gated=gated)
