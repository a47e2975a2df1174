"""What tests of the screen lean on: sealed sample builds, and pages run through the real router."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.dashboard.sample_build import AS_AT, TABLES, write_build
from tests.dashboard.three_schools import tell_tale_tables
from tests.dashboard.viewers import PEOPLE, Seat, claims, sit_down, write_list

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "dashboard" / "app.py"
PAGES = sorted((ROOT / "dashboard" / "app_pages").glob("[0-9][0-9]_*.py"))

OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the sample trust."""
    data = tmp_path_factory.mktemp("sample")
    write_build(data)
    return data


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of one school that handed in its name and nothing else."""
    data = tmp_path_factory.mktemp("bare")
    write_build(data, {"schools": TABLES["schools"][:1]}, AS_AT)
    return data


@pytest.fixture(scope="session")
def single(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a school with one row of everything."""
    data = tmp_path_factory.mktemp("single")
    write_build(data, {name: rows[:1] for name, rows in TABLES.items()}, AS_AT)
    return data


@pytest.fixture(autouse=True)
def _forget_caches() -> Iterator[None]:
    """Cached rows outlive an AppTest, and would be another test's."""
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch, sample: Path) -> OpenPage:
    """Open a page by name through the router: open_page("overview", school=..., span=..., period=..., data=...)."""

    def open_by_name(name: str, data: Path = sample, **address: str) -> AppTest:
        monkeypatch.setenv("OVERSIGHT_DATA", str(data))
        app = AppTest.from_file(str(APP), default_timeout=20)
        for parameter, value in address.items():
            app.query_params[parameter] = value
        app.run()
        path = next(path for path in PAGES if path.stem.partition("_")[2] == name)
        if path != PAGES[0]:
            app.switch_page(f"app_pages/{path.name}").run()
        assert not app.exception, [fault.message for fault in app.exception]
        return app

    return open_by_name


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of three schools whose words give them away, with a list that lets PEOPLE in."""
    data = tmp_path_factory.mktemp("three")
    write_build(data, tell_tale_tables(), AS_AT)
    write_list(data, ("director@all.test", "director", "all"), *PEOPLE, ("two@test", "governor", "quibble wombats"))
    return data


@pytest.fixture
def sit(trust: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Seat]]:
    """Somebody by e-mail at the dashboard of the three schools."""
    open_seats = []

    def sit_as(email: str, data: Path = trust, **others: Any) -> Seat:
        seat = sit_down(data, claims(email, **others), monkeypatch)
        open_seats.append(seat)
        return seat.__enter__()

    yield sit_as
    for seat in reversed(open_seats):
        seat.__exit__(None, None, None)
