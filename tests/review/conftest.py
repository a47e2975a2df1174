"""What tests of the review lean on: the sample trust in a folder of its own, the page through the router, its forms."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import APP
from tests.dashboard.sample_build import write_build

ASH = {"school": "Ashgrove Academy", "span": "Half-term", "period": "Spring 1 2025/26"}
OpenReview = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _forget_caches() -> Iterator[None]:
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a build of the sample trust, to be copied."""
    folder = tmp_path_factory.mktemp("built")
    write_build(folder)
    return folder


@pytest.fixture
def data(tmp_path: Path, built: Path) -> Path:
    """The same as a folder of its own, to record in."""
    return shutil.copytree(built, tmp_path / "data")


@pytest.fixture
def open_review(monkeypatch: pytest.MonkeyPatch, data: Path) -> OpenReview:
    """Open the review through the router, in a session of its own: open_review(school=..., open=...)."""

    def open_with(**address: str) -> AppTest:
        monkeypatch.setenv("OVERSIGHT_DATA", str(data))
        app = AppTest.from_file(str(APP), default_timeout=30)
        for parameter, value in (ASH | address).items():
            app.query_params[parameter] = value
        app.run()
        app.switch_page("app_pages/09_termly_review.py").run()
        assert not app.exception, [fault.message for fault in app.exception]
        return app

    return open_with


def words_of(app: AppTest) -> str:
    """Everything that the page says in its main part, unescaped."""
    blocks = [*app.main.markdown, *app.main.caption, *app.main.info, *app.main.error, *app.main.success]
    return "\n".join(block.value for block in blocks).replace("\\", "")


def record_card(
    app: AppTest, name: str, status: str, answer: str = "", owner: str | None = None, due_on: date | None = None
) -> AppTest:
    """Fill in the form of an opened card and press Record."""
    app.radio(key=f"status of {name}").set_value(status)
    app.text_area(key=f"answer of {name}").set_value(answer)
    if owner:
        app.selectbox(key=f"owner of {name}").set_value(owner)
    if due_on:
        app.date_input(key=f"due of {name}").set_value(due_on)
    next(button for button in app.button if button.label == "Record").click()
    app.run()
    assert not app.exception, [fault.message for fault in app.exception]
    return app
