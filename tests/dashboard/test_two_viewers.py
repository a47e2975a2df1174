"""People who look at once never get each other's rows, and no query reaches past its viewer's schools."""

import random
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from dashboard import warehouse
from dashboard.access import Viewer
from dashboard.warehouse import QUERIES, Selection, look_up, query
from tests.dashboard.three_schools import SCHOOLS
from tests.dashboard.viewers import schools_in

LOOKING: ContextVar[tuple[str, ...] | None] = ContextVar("looking")
NAMES = sorted(path.stem for path in QUERIES.glob("*.sql") if not path.stem.startswith("scope"))
SPANS = [
    Selection(None, "half_term", "Spring 1 2025/26"),
    Selection(None, "term", "Spring 2025/26"),
    Selection(None, "year", "2025/26"),
    Selection(SCHOOLS, "half_term", "Spring 1 2025/26"),
]
RULE = {"rule": "any", "controls": ["breaches"], "outcome": "missed", "still_open": False, "per": "account"}
# What pages give as parameters; any other is a filter, left empty.
GIVEN: dict[str, Any] = {
    "on": None,
    "grace_days": 14,
    "audience": "staff+governors",
    "update_module": "annual_update",
    "by_school": False,
    "by_week": False,
    "rules": [RULE],
    "control": "response_within",
}
COUNTS = "monitoring_coverage__people"


@pytest.fixture(autouse=True)
def looking(trust: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Queries on the three schools, by a viewer who may be another in each thread."""
    monkeypatch.setenv("OVERSIGHT_DATA", str(trust))
    monkeypatch.setattr(warehouse, "who", lambda: Viewer(role="governor", schools=LOOKING.get()))
    LOOKING.set(None)
    yield


def parameters_of(name: str) -> dict[str, Any]:
    text = re.sub(r"--[^\n]*", "", (QUERIES / f"{name}.sql").read_text(encoding="utf-8"))
    return {parameter: GIVEN.get(parameter, []) for parameter in set(re.findall(r"\$(\w+)", text))}


def ask(name: str, selection: Selection) -> pd.DataFrame:
    return query(name, SimpleNamespace(selection=selection), **parameters_of(name))


def holds_nothing(name: str, selection: Selection) -> bool:
    """Whether a query gives no row; one that counts gives a row of noughts."""
    rows = ask(name, selection)
    return bool((rows == 0).all(axis=None)) if name == COUNTS else rows.empty


def words_in(rows: pd.DataFrame) -> list[str]:
    return schools_in(rows.to_csv().encode())


@pytest.mark.parametrize("name", NAMES)
def test_a_query_gives_a_viewer_rows_of_their_schools_alone(name: str):
    for selection in SPANS:
        for school in SCHOOLS:
            LOOKING.set((school,))
            assert set(words_in(ask(name, selection))) <= {school}
        LOOKING.set(())
        assert holds_nothing(name, selection)


def test_most_queries_give_the_words_of_every_school_to_who_may_see_every_school():
    telling = [name for name in NAMES if words_in(ask(name, SPANS[0])) == list(SCHOOLS)]
    assert len(telling) > len(NAMES) / 2
    assert {"cases", "accounts__register", "incidents__incidents", "frame__schools"} <= set(telling)


def test_a_school_that_is_asked_for_and_not_allowed_gives_nothing():
    LOOKING.set(("wombats",))
    outside = Selection(("zephyrs",), "half_term", "Spring 1 2025/26")
    assert [name for name in NAMES if not holds_nothing(name, outside)] == []
    assert look_up("frame__schools").school_id.tolist() == ["wombats"]


def test_a_school_that_does_not_exist_allows_nothing():
    LOOKING.set(("'; drop table x; --", "%", "wombat"))
    assert look_up("frame__schools").empty
    assert [name for name in NAMES if not holds_nothing(name, SPANS[0])] == []


def test_ten_thousand_queries_of_eight_at_once_each_get_their_own_rows():
    viewers = [*((school,) for school in SCHOOLS), ("quibble", "zephyrs"), None]
    names = ["cases", "accounts__register", "incidents__incidents", "frame__schools"]
    expected = {}
    for viewer in viewers:
        LOOKING.set(viewer)
        for name in names:
            for place, selection in enumerate(SPANS):
                expected[viewer, name, place] = ask(name, selection)
    warehouse._rows.clear()
    chances = random.Random(20261121)
    jobs = [(chances.choice(viewers), chances.choice(names), chances.randrange(len(SPANS))) for _ in range(10_000)]
    # Of every twenty one goes past the cache, so that connections are shared as hard as rows are.
    fresh = {place for place in range(len(jobs)) if place % 20 == 0}

    def answer(place: int) -> bool:
        viewer, name, span = jobs[place]
        LOOKING.set(viewer)
        if place in fresh:
            return read_anew(name, viewer, SPANS[span]).equals(expected[jobs[place]])
        return ask(name, SPANS[span]).equals(expected[jobs[place]])

    with ThreadPoolExecutor(8) as threads:
        assert Counter(threads.map(answer, range(len(jobs)))) == {True: 10_000}


def read_anew(name: str, viewer: tuple[str, ...] | None, selection: Selection) -> pd.DataFrame:
    """What the cache would keep, read past it on the connection that all share."""
    with warehouse._reader(str(warehouse.current_build())).cursor() as cursor:
        warehouse._show_scope(cursor, viewer, selection)
        text = (QUERIES / f"{name}.sql").read_text(encoding="utf-8")
        return cursor.execute(text, parameters_of(name)).df()


def test_files_are_listed_for_who_may_see_all_that_is_in_them(trust: Path):
    LOOKING.set(None)
    everything = ask("data_quality__files", SPANS[0])
    assert {"incidents.csv", "schools.csv", "visits.csv"} <= set(everything.file)
    assert ask("data_quality__rejects", SPANS[0]).value.tolist() == ["yesterday"]
    LOOKING.set(SCHOOLS)
    assert ask("data_quality__files", SPANS[0]).equals(everything)
    LOOKING.set(SCHOOLS[:2])
    assert ask("data_quality__files", SPANS[0]).empty
    assert ask("data_quality__rejects", SPANS[0]).empty
