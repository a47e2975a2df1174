"""Owns reading the newest sealed build: a cursor lent to each query, rows cached by build and scope; knows no page.

Every query file starts from a relation that holds the schools in view and nothing outside them:
`scope`: one row per school with its period: school_id, school_name, period_kind, period_name, period_start, period_end,
    looked_at_on, is_finished, as_at_on, as_at_at;
`scope_case`: the cases that count in that period, as result.cases;
`scope_status`: one row per school and clause in that period, as result.clause_status;
`viewer`: one row per school that the viewer may see, in view or not: school_id, sees_every_school (the same in each).
"""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import duckdb
import pandas as pd
import pyarrow as pa
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.access import Viewer, who
from dashboard.cursors import Cursors
from pipelines.errors import BuildError
from pipelines.settings import JOURNEY, choose_settings
from pipelines.warehouse import newest_build, open_newest, open_reader, telling_damage

PINNED = "build of this run"
QUERIES = Path(__file__).resolve().parent / "queries"
CHOSEN = pa.schema(
    [("school_id", pa.string()), ("period_kind", pa.string()), ("period_name", pa.string()), ("since_on", pa.date32())]
)


class Selection(NamedTuple):
    """What a query may see: schools (None: all that the viewer may see), and a period by name or since a day."""

    schools: tuple[str, ...] | None
    period_kind: str = ""
    period_name: str = ""
    since_on: date | None = None


class HasSelection(Protocol):
    """Anything that says what is looked at; `scope.Scope` does."""

    @property
    def selection(self) -> Selection: ...


def pin_build() -> None:
    """Keep this run of a page to the build that is the newest now: a load that ends meanwhile mixes into no page."""
    st.session_state[PINNED], _ = open_newest(choose_settings(), lambda path: _reader(str(path)))


def current_build() -> Path:
    """The build of this run, and the newest one outside a page. Raises BuildError where nothing was loaded yet."""
    is_page = get_script_run_ctx(suppress_warning=True) is not None
    return st.session_state[PINNED] if is_page and PINNED in st.session_state else newest_build(choose_settings())


def has_build() -> bool:
    """Whether anything was loaded yet."""
    try:
        return newest_build(choose_settings()).exists()
    except BuildError:
        return False


def build_id(build: Path) -> str:
    """The id of a build: the stamp in its file name."""
    return build.stem.removeprefix("oversight_")


def query(name: str, scope: HasSelection, **parameters: Any) -> pd.DataFrame:
    """The rows of `queries/<name>.sql` for this scope, cut down to the schools that the viewer may see.

    The file's own $parameters are named here, all of them and no other; lists for filters, empty for no filter.
    """
    return ask(_text_of(QUERIES / f"{name}.sql"), scope, **parameters)


def ask(select: str, scope: HasSelection, **parameters: Any) -> pd.DataFrame:
    """The same for a select that is kept elsewhere. Raises duckdb.Error for one that does not run."""
    return _rows(str(current_build()), select, who().schools, scope.selection, tuple(sorted(parameters.items())))


def look_up(name: str, viewer: Viewer | None = None) -> pd.DataFrame:
    """The rows of a query over every school that the viewer may see, at no period: what there is to choose from.

    `viewer` is who looks, where that was asked already.
    """
    select = _text_of(QUERIES / f"{name}.sql")
    return _rows(str(current_build()), select, (viewer or who()).schools, Selection(schools=None), ())


def query_whole(build: str, name: str, half_term: str = "", **parameters: Any) -> pd.DataFrame:
    """The rows of a query over every school of a build, whoever looks, in a half-term or at no period; not cached.

    For `publishing` alone: what is hidden of one school depends on all, and nothing of this is shown ungated.
    """
    selection = Selection(None, "half_term", half_term) if half_term else Selection(None)
    return _read(build, _text_of(QUERIES / f"{name}.sql"), None, selection, tuple(sorted(parameters.items())))


@st.cache_data(show_spinner=False, max_entries=2000)
def _rows(
    build: str,
    select: str,
    allowed: tuple[str, ...] | None,
    selection: Selection,
    parameters: tuple[tuple[str, Any], ...],
) -> pd.DataFrame:
    return _read(build, select, allowed, selection, parameters)


def _read(
    build: str,
    select: str,
    allowed: tuple[str, ...] | None,
    selection: Selection,
    parameters: tuple[tuple[str, Any], ...],
) -> pd.DataFrame:
    show = partial(_show_scope, allowed=allowed, selection=selection)
    with telling_damage(Path(build)), _cursors(build).lend((allowed, selection), show) as cursor:
        return cursor.execute(select, dict(parameters)).df()


@st.cache_resource(show_spinner=False, max_entries=2)
def _reader(build: str) -> duckdb.DuckDBPyConnection:
    # Sessions share this connection, so it never executes: each query is lent a cursor.
    return open_reader(Path(build))


@st.cache_resource(show_spinner=False, max_entries=2)
def _cursors(build: str) -> Cursors:
    return Cursors(_reader(build))


def _show_scope(cursor: duckdb.DuckDBPyConnection, allowed: tuple[str, ...] | None, selection: Selection) -> None:
    """Give the cursor, and no other, its relation `scope`."""
    known = [row[0] for row in cursor.execute("select school_id from warehouse.schools order by school_id").fetchall()]
    seen = [
        school
        for school in known
        if (allowed is None or school in allowed) and (selection.schools is None or school in selection.schools)
    ]
    period = {"period_kind": selection.period_kind, "period_name": selection.period_name}
    rows = [{"school_id": school, **period, "since_on": selection.since_on} for school in seen]
    cursor.register("chosen", pa.Table.from_pylist(rows, schema=CHOSEN))
    _show_viewer(cursor, [school for school in known if allowed is None or school in allowed], len(known))
    for relation, select in _relations(selection.since_on).items():
        # A row a school is kept as rows, which every query over it is planned the quicker for; cases are not copied.
        kind = "table" if relation in ("scope", "period") else "view"
        cursor.execute(f"create temp {kind} {relation} as {select}")


def _show_viewer(cursor: duckdb.DuckDBPyConnection, schools: list[str], of: int) -> None:
    """Give the cursor `viewer`: one row a school that the viewer may see, in view or not."""
    ids = pa.array(schools, pa.string())
    sees_every = pa.array([len(schools) == of] * len(schools), pa.bool_())
    cursor.register("viewer", pa.table([ids, sees_every], names=["school_id", "sees_every_school"]))


def _relations(since_on: date | None) -> dict[str, str]:
    """The relations that hold a scope, each a select over those before it."""
    scope = {
        "scope": _text_of(QUERIES / "scope.sql"),
        "period": "select * from scope where period_start is not null",
        "judged_case": "select * from result.cases",
        # The judge's own select, so that a case counts here exactly where it counts in result.clause_status.
        "scope_case": _text_of(JOURNEY / "5_results" / "counted_cases.sql"),
    }
    if since_on is None:
        return scope | {"scope_status": _text_of(QUERIES / "scope_status.sql")}
    between = f"result.status_between(date '{since_on.isoformat()}', date '9999-12-31')"
    return scope | {"scope_status": f"select * from {between} semi join scope using (school_id)"}


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")
