"""Every view that a limited audience can put together of a build, recorded as its pages draw it; knows no rule."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any, NamedTuple

import pandas as pd
import pytest

from dashboard import parts
from dashboard.audiences import audience
from dashboard.choices import SPANS, Address, Choices
from dashboard.disclosure import Disclosed
from dashboard.published_pages import comparison, coverage, incidents, readiness, replies
from dashboard.published_pages import shared_blocks as blocks
from dashboard.scope import Scope
from dashboard.warehouse import current_build, query_whole

PAGES = {
    "replies": replies,
    "coverage": coverage,
    "incidents": incidents,
    "readiness": readiness,
    "comparison": comparison,
}
LIMITED = ("circulated", "public")
NAMED = re.compile(r"(Autumn|Spring|Summer) [12] \d{4}/\d{2}|\d{4}/\d{2}", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\w.,])\d[\d,]*(?![\w%.]|,\d)")


class View(NamedTuple):
    """What somebody looks at: a page (by its subject) for an audience, a school or schools, and a period."""

    page: str
    audience: str
    scope: Scope


@dataclass
class Seen:
    """All that a view shows: sentences, figures, tables that were disclosed, and the numbers that charts draw."""

    words: list[str] = field(default_factory=list)
    figures: list[Any] = field(default_factory=list)
    tables: list[Disclosed] = field(default_factory=list)
    drawn: list[tuple[set[float], Disclosed]] = field(default_factory=list)

    def numbers_said(self) -> list[int]:
        """Every whole number of the sentences and figures, without the names of periods; waits are told by no count."""
        counted = [
            text
            for figure in self.figures
            if figure.name not in ("median", "p90")
            for text in (figure.value, figure.note)
        ]
        texts = [NAMED.sub("", text) for text in [*self.words, *counted]]
        return [int(found.replace(",", "")) for text in texts for found in NUMBER.findall(text)]


def every_view() -> Iterator[View]:
    """Audience x school x period x page, as the pickers offer them."""
    build = str(current_build())
    audiences = tuple(audience(name) for name in LIMITED)
    choices = Choices(query_whole(build, "frame__schools"), query_whole(build, "frame__periods"), audiences)
    schools = choices.school_options
    for name, school, (words, kind) in product(LIMITED, schools, SPANS.items()):
        if words in choices.span_options(name.capitalize()):
            for period in choices.period_options(schools[school], kind).index:
                scope = choices.scope(Address(school, words, period, audience=name.capitalize()))
                yield from (View(page, name, scope) for page in PAGES)


def see(view: View, monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Draw a view and record what it shows, in place of the screen."""
    seen = Seen()

    def record_table(rows: Any, **words: Any) -> None:
        assert isinstance(rows, Disclosed), "only what the gate disclosed is published"
        seen.tables.append(rows)
        seen.words.append(words["name"])

    def record_chart(title: str, figure: Any, rows: Any, **words: Any) -> None:
        record_table(rows, **words)
        seen.words.append(title)
        numbers = [value for trace in (figure.data if figure else ()) for axis in (trace.x, trace.y) for value in axis]
        seen.drawn.append(({float(value) for value in numbers if _is_number(value)}, rows))

    with monkeypatch.context() as patched:
        patched.setattr(parts, "table", record_table)
        patched.setattr(parts, "chart", record_chart)
        patched.setattr(parts, "figures", seen.figures.extend)
        patched.setattr(blocks, "answer", seen.words.append)
        patched.setattr(blocks, "nothing", seen.words.append)
        patched.setattr(blocks, "section", lambda title, words="": seen.words.append(title))
        PAGES[view.page].publish(view.scope)
    return seen


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and pd.notna(value)


def check(view: View, seen: Seen) -> None:
    """What must hold of each view by itself: no small number, in no sentence, figure, table or drawing."""
    assert not [number for number in seen.numbers_said() if 1 <= number <= 4], (view, seen.words, seen.figures)
    assert all(figure.gated and figure.rows is None for figure in seen.figures), view
    for table in seen.tables:
        counts = table.values.select_dtypes("number").to_numpy(dtype=float, na_value=float("nan"))
        assert not ((counts >= 1) & (counts <= 4)).any(), (view, table.shown)
        assert (table.shown.to_numpy()[table.hidden.to_numpy()] == "c").all(), view
    for drawn, table in seen.drawn:
        counts = table.values.select_dtypes("number").to_numpy(dtype=float, na_value=float("nan")).ravel()
        assert drawn <= set(counts), (view, drawn)
