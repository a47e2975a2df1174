"""Owns what stands around every page: the menu, the pickers, the title, the "as at" stamp; knows no figure.

A page is one file `app_pages/NN_name.py`: NN orders the menu, the name is its label and address, the docstring's first
paragraph is its title and the rest its lead.
"""

import ast
from functools import lru_cache, partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import streamlit as st
from streamlit.navigation.page import Page

from dashboard import parts, wording
from dashboard.access import Viewer
from dashboard.audiences import audiences_named
from dashboard.choices import Choices
from dashboard.parts.gate import start_page, withheld
from dashboard.parts.opening import start_offers, tell_unknown
from dashboard.pickers import pick_scope, tell_notes
from dashboard.scope import Scope, keep, nothing_loaded
from dashboard.sign_in import NOT_LET_IN, admit, draw_end
from dashboard.warehouse import build_id, current_build, has_build, look_up, pin_build, query
from pipelines.errors import OversightError

NEEDS_NO_BUILD = "NEEDS_NO_BUILD = True"
PAGES = Path(__file__).resolve().parent / "app_pages"
ABOUT = "Oversight: is the school keeping the promises of its social media policy, and how do we know?"


# Streamlit draws the letters of charts in a grey that falls below 4.5:1 on the light ground; a link in a caption, which
# an e-mail address becomes, is thinned with it. Columns stack on a telephone only: beside the menu of a small screen
# they would cut the figures off, so they go to the next line before that.
READABLE = """<style>
    .js-plotly-plot :is(.xtick, .ytick, .textpoint, .heatmap-label, .annotation) text,
    .js-plotly-plot :is(.xtitle, .ytitle) {fill: currentColor !important}
    [data-testid=stCaptionContainer] a {color: inherit !important}
    [data-testid=stMetric] :is([data-testid=stMetricLabel], [data-testid=stMetricValue]) *
    {white-space: normal !important; overflow: visible !important}
    @media (min-width: 641px) {[data-testid=stColumn] {min-width: 11rem}}
</style>"""


class PageFile(NamedTuple):
    """One page as its file says it."""

    path: Path
    name: str
    title: str
    lead: str
    publishes: bool
    needs_no_build: bool


@lru_cache(maxsize=100)
def read_page(path: Path) -> PageFile:
    """What a page's file says: its name, its docstring, a function `publish` (or one imported), NEEDS_NO_BUILD.

    A page without a docstring has no title, which a test refuses.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    title, lead = (" ".join(text.split()) for text in (ast.get_docstring(tree) or "").partition("\n\n")[::2])
    needs_no_build = any(isinstance(part, ast.Assign) and ast.unparse(part) == NEEDS_NO_BUILD for part in tree.body)
    return PageFile(path, path.stem.partition("_")[2], title, lead, _publishes(tree), needs_no_build)


def _publishes(page: ast.Module) -> bool:
    named = {part.name for part in page.body if isinstance(part, ast.FunctionDef)}
    imported = {
        each.asname or each.name for part in page.body if isinstance(part, ast.ImportFrom) for each in part.names
    }
    return "publish" in named | imported


def find_pages(viewer: Viewer) -> list[PageFile]:
    """The pages that this viewer may open, in the menu's order."""
    pages = [read_page(path) for path in sorted(PAGES.glob("[0-9][0-9]_*.py"))]
    return [page for page in pages if viewer.may_open(page.name)]


def draw() -> None:
    """Draw the page that the address names, with its frame; or the door, for who is not let in."""
    viewer = admit()
    files = {page.name: page for page in find_pages(viewer)}
    pages = [
        st.Page(file.path, title=wording.label(name), url_path=name if place else "", default=not place, help=file.lead)
        for place, (name, file) in enumerate(files.items())
    ]
    page = _navigate(pages, next(iter(files.values())))
    st.set_page_config(page_title=f"{page.title} - Oversight", layout="wide", menu_items={"About": ABOUT})
    chosen = next(file for file in files.values() if wording.label(file.name) == page.title)
    try:
        if chosen.needs_no_build and not has_build():
            return _draw_before_the_first_load(chosen, page, viewer)
        pin_build()
        scope = pick_scope(_find_choices(viewer), page)
        draw_end(viewer)
        _draw_head(chosen, scope)
        start_offers()
        start_page()
        _run(page, chosen, scope)
        tell_unknown()
        _draw_foot(chosen, scope)
    except NOT_LET_IN:
        # The sign-in ran out, or the list changed, while the page was drawn: back to the door.
        st.rerun()
    except OversightError as error:
        draw_end(viewer)
        st.title(chosen.title)
        st.error(_tell(error, viewer))


def _navigate(pages: list[Page], first: PageFile) -> Page:
    """The page that the address names. The first stands at the root, and under its own name, which people type, too."""
    # The same page twice, and no redirect: Streamlit lets none happen once the pickers are bound to the address.
    by_name = st.Page(first.path, title=pages[0].title, url_path=first.name, visibility="hidden")
    return st.navigation([*pages, by_name])


def _draw_before_the_first_load(file: PageFile, page: Page, viewer: Viewer) -> None:
    """A page that can be used before there is anything to look at."""
    keep(nothing_loaded(audiences_named(viewer.audiences)[0]))
    draw_end(viewer)
    st.title(parts.plain(file.title), anchor=False)
    start_page()
    page.run()


def _tell(error: OversightError, viewer: Viewer) -> str:
    """What is wrong; where it lies on the server's disk is only for those who look after the data."""
    if viewer.role in ("local", "data_manager"):
        return str(error).replace("\n", "\n\n")
    return parts.plain(f"{error.what}. Tell your data manager.")


def _find_choices(viewer: Viewer) -> Choices:
    return _kept_choices(str(current_build()), viewer.schools, viewer.audiences, viewer)


@st.cache_resource(show_spinner=False, max_entries=200)
def _kept_choices(
    build: str, schools: tuple[str, ...] | None, audiences: tuple[str, ...] | None, _viewer: Viewer
) -> Choices:
    """What a viewer may choose from: the same for all who may see the same of the same build."""
    return Choices(
        schools=look_up("frame__schools", _viewer),
        periods=look_up("frame__periods", _viewer),
        audiences=audiences_named(audiences),
    )


def _run(page: Page, file: PageFile, scope: Scope) -> None:
    """Run a page, if it has anything for the audience: one that publishes nothing is for the closed meeting alone."""
    if scope.audience.is_limited and not file.publishes:
        parts.nothing("This page is for the closed meeting only: nothing of it is published.", gated=True)
        return
    page.run()


def _draw_head(file: PageFile, scope: Scope) -> None:
    keep(scope)
    st.html(READABLE)
    stamp = f"As at {wording.day(scope.as_at_on)}"
    whom = f"For: {scope.audience.title}"
    st.caption(parts.plain(" | ".join((scope.school_words, scope.period_words, stamp, whom))))
    st.title(parts.plain(file.title), anchor=False)
    if scope.audience.is_limited:
        st.info(parts.plain(f"{scope.audience.title}. {scope.audience.reason} {scope.audience.rule_words}"))
    tell_notes()


def _draw_foot(file: PageFile, scope: Scope) -> None:
    """The page's lead, the stamp of the build, and how fresh each data set is."""
    if withheld():
        parts.nothing("Parts of this page are for the closed meeting only, and are left out here.", gated=True)
    st.divider()
    stamp = f"Judged as at {wording.deadline(scope.as_at_at)}, build {build_id(current_build())}."
    st.caption(parts.plain(f"{file.lead} {stamp}"))
    parts.fold("How fresh is each data set?", "freshness", partial(_list_freshness, scope))


def _list_freshness(scope: Scope) -> None:
    rows = _freshness_in_words(query("frame__freshness", scope), scope)
    parts.table(rows, name="freshness", alt="The days that each data set covers", gated=True)


def _freshness_in_words(freshness: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Every data set that a school can hand in, with the days it covers; what was never handed in says so."""
    found = freshness.set_index("dataset").reindex(list(wording.DATASETS))
    # The last day of a data set may be the day of its last row: a limited audience is told the month.
    as_days = found.covers_from, found.covers_to
    covers_from, covers_to = (days.map(wording.month) for days in as_days) if parts.is_limited() else as_days
    behind = (pd.Timestamp(scope.as_at_on) - found.covers_to).dt.days
    said = [wording.days_ago(int(days)) if pd.notna(days) else "nothing handed in" for days in behind]
    rows = pd.DataFrame(
        {
            "Data set": [wording.dataset(name) for name in found.index],
            "Covers from": covers_from,
            "Covers to": covers_to,
            "Last covered day": said,
            "Schools": [f"{count:.0f} of {len(scope.schools)}" for count in found.school_count.fillna(0)],
        }
    )
    return (rows.drop(columns="Last covered day") if parts.is_limited() else rows).reset_index(drop=True)
