"""Owns how rows leave for the eye and for a file: shown in words, downloaded as CSV that no spreadsheet will run."""

import csv
import io
from datetime import date, datetime
from typing import Any

import pandas as pd
import streamlit as st

from dashboard import wording
from dashboard.disclosure import Disclosed
from dashboard.parts.blocks import nothing, plain
from dashboard.parts.gate import may_show
from dashboard.parts.saving import offer_file
from dashboard.scope import current
from pipelines.settings import LOCAL_ZONE
from pipelines.words import unformula

# Up to here a table stands whole, wraps its words and prints; longer ones scroll in a grid.
LONGEST_STANDING = 25
LONG_TEXT = 60
DAY, TIME = (st.column_config.DatetimeColumn(format=f"D MMM YYYY{clock}") for clock in ("", ", HH:mm"))
WIDE = st.column_config.TextColumn(width="large")


def table(
    rows: pd.DataFrame | Disclosed,
    *,
    name: str,
    alt: str,
    empty: str = "There is nothing to list.",
    gated: bool = False,
) -> None:
    """Rows whose columns are already in words, and their download.

    `name` is unique on the page and names the file; `alt` says in a phrase what the table holds; `empty` is said
    where there is no row. Rows that the gate disclosed say for themselves what is hidden; other rows are shown to a
    limited audience only where they are `gated` (see parts/gate.py).
    """
    if isinstance(rows, Disclosed):
        table(rows.shown, name=name, alt=alt, empty=empty, gated=True)
        if rows.note:
            st.caption(plain(rows.note))
        return
    if not may_show(gated):
        return
    if rows.empty:
        nothing(empty, gated=gated)
        return
    shown = rows.map(as_words)
    if len(rows) <= LONGEST_STANDING:
        st.table(shown.map(plain).rename(columns=plain), hide_index=True, border="horizontal", alt=alt)
    else:
        st.dataframe(
            _on_local_clock(rows),
            hide_index=True,
            placeholder="",
            alt=alt,
            key=f"grid of {name}",
            column_config=_describe_columns(rows),
        )
    download(rows, name)


def _on_local_clock(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows for the grid, which sorts by value: times stay times, on the school's clock; a column of numbers and words
    becomes words, as the grid has one kind a column."""
    mixed = {name: rows[name].map(as_words) for name in rows if len(set(rows[name].dropna().map(type))) > 1}
    times = [name for name in rows if _holds_times(rows[name])]
    local = {name: rows[name].dt.tz_localize("UTC").dt.tz_convert(LOCAL_ZONE).dt.tz_localize(None) for name in times}
    return rows.assign(**local, **mixed)


def _describe_columns(rows: pd.DataFrame) -> dict[str, Any]:
    """How the grid writes each column: British days and times, the long ones wide."""
    days = {name: DAY for name in rows if pd.api.types.is_datetime64_any_dtype(rows[name])}
    times = {name: TIME for name in rows if _holds_times(rows[name])}
    longest = {name: rows[name].map(str).str.len().max() for name in rows if rows[name].map(type).eq(str).all()}
    return {name: WIDE for name, length in longest.items() if length > LONG_TEXT} | days | times


def _holds_times(column: pd.Series) -> bool:
    return pd.api.types.is_datetime64_any_dtype(column) and not column.dropna().eq(column.dropna().dt.normalize()).all()


def download(rows: pd.DataFrame, name: str) -> None:
    """The button that saves rows as CSV; the file is only made, and put on record, when it is pressed."""
    offer_file(
        f"Download this table ({wording.count(len(rows), 'row')}, CSV)",
        lambda: as_csv(rows),
        file_name=file_name(name),
        mime="text/csv",
        key=f"download of {name}",
        counts={"rows": len(rows)},
        type="tertiary",
        icon=":material/download:",
    )


def as_csv(rows: pd.DataFrame) -> bytes:
    """Rows as CSV in UTF-8 with a mark that spreadsheets know it by; days and times in ISO, no cell a formula."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(map(neutralise, rows.columns))
    writer.writerows([neutralise(value) for value in row] for row in rows.itertuples(index=False))
    return buffer.getvalue().encode("utf-8-sig")


def neutralise(value: Any) -> Any:
    """A cell that a spreadsheet shows rather than runs; numbers stay numbers, nothing stays blank."""
    if isinstance(value, str):
        return unformula(value)
    if not isinstance(value, list) and pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp) and value == value.normalize():
        return value.date().isoformat()
    return value.isoformat(sep=" ", timespec="minutes") if isinstance(value, datetime) else value


def as_words(value: Any) -> str:
    """A cell as people read it: British days, thousands marked, blank for nothing."""
    if isinstance(value, str):
        return value
    if pd.isna(value):
        return ""
    if isinstance(value, datetime) and value != pd.Timestamp(value).normalize():
        return wording.short_moment(value)
    if isinstance(value, date):
        return wording.short_day(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def file_name(name: str, suffix: str = ".csv") -> str:
    """A file name that says what, of whom, when and as of which day."""
    scope = current()
    said = f"{name} {scope.school_words} {scope.period_name} as at {scope.as_at_on.isoformat()}"
    return "-".join("".join(c if c.isalnum() else " " for c in said.lower()).split()) + suffix
