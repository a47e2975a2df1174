"""Owns the blocks that published pages share: a number over half-terms, schools side by side; knows no subject."""

from collections.abc import Callable, Mapping
from functools import partial

import pandas as pd

from dashboard import parts, wording
from dashboard.charts.bars import counted, over_time
from dashboard.charts.theme import STYLES
from dashboard.disclosure import HIDDEN, Disclosed
from dashboard.parts import Figure
from dashboard.publishing.look import Look, Number, add

ADDED_UP = "A school year is the sum of its half-terms."
NO_POINT = f"A half-term without a point is hidden ({HIDDEN}) or has no data."

answer: Callable[[str], None] = partial(parts.answer, gated=True)
section: Callable[..., None] = partial(parts.section, gated=True)
nothing: Callable[[str], None] = partial(parts.nothing, gated=True)
figure: Callable[..., Figure] = partial(Figure, gated=True)


def how_many(number: Number, thing: str) -> str:
    """A count in a sentence: "48 enquiries", or that the number is hidden."""
    hidden = f"{wording.plural(thing)}, whose number is hidden"
    return wording.count(number, thing) if isinstance(number, int) else hidden


def has_place(look: Look, subject: str) -> bool:
    """Whether the schools in view are published together; where not, the page says so."""
    if look.place is not None:
        return True
    answer(f"Nothing is published of {look.scope.school_words} together.")
    nothing(f"{subject} are published of each school and of each trust: choose one of them.")
    return False


def draw_half_terms(look: Look, table: str, columns: Mapping[str, str], *, title: str, name: str, y: str) -> None:
    """A line for each of the first four columns over half-terms, of what is shown, with the table of all."""
    rows = look.by_half_term(table, columns)
    drawn = rows.values.set_index("Half-term").astype(float).iloc[:, : len(STYLES)]
    parts.chart(
        title,
        over_time(drawn, y=y) if drawn.notna().to_numpy().any() else None,
        rows,
        name=name,
        alt=f"A line over half-terms for each of: {wording.listed([str(words).lower() for words in drawn])}.",
        note=NO_POINT,
        empty="Every number of these half-terms is hidden, or nothing was handed in.",
    )


def list_schools(look: Look, table: str, columns: Mapping[str, str], *, name: str, **place: str) -> None:
    """The schools in view side by side, A to Z, where there are several."""
    if look.scope.is_one_school:
        return
    section("School by school", "From A to Z; schools are not ranked.")
    rows = look.by_school(table, columns, **place)
    parts.table(rows, name=name, alt="The schools in view, side by side")
    if rows.values.empty:
        nothing("Nothing is published of single schools here: nothing was handed in, or the trust has too many.")


def draw_kinds(rows: Disclosed, *, head: str, name: str, x: str, note: str) -> None:
    """A bar for each kind that is shown, with the table of all."""
    drawn = _shown_counts(rows, head)
    parts.chart(
        _find_most(drawn) if len(drawn) else f"{head}: every number is hidden",
        counted(drawn, x=x) if len(drawn) else None,
        rows,
        name=name,
        alt=f"Bars: {x} by {head.lower()}, those that are shown, each with its number.",
        note=note,
        empty="Every number is hidden, or nothing was handed in.",
    )


def _shown_counts(rows: Disclosed, head: str) -> pd.Series:
    counts = rows.values.set_index(head).iloc[:, 0].dropna().astype(int)
    return counts[counts > 0]


def _find_most(counts: pd.Series) -> str:
    return f"Most of those shown: {str(counts.idxmax()).lower()}, {counts.max():,}"


def over_parts(look: Look, table: str, *columns: str) -> Number:
    """Several counts of the place and period in view added up."""
    return add(*(look.number(table, column) for column in columns))
