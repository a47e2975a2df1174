"""The page that the guide for new pages shows is a page: it runs through the router as it stands there."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import frame
from tests.dashboard.conftest import APP, PAGES
from tests.dashboard.folds import open_folds
from tests.dashboard.test_frame import words_of

GUIDE = PAGES[0].parent / "README.md"
ASH = {"school": "Ashgrove Academy", "span": "Half-term"}


@pytest.fixture
def open_example(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sample: Path):
    """Open the guide's example as the only page there is."""
    (example,) = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "01_waits_again.py").write_text(example, encoding="utf-8")
    monkeypatch.setattr(frame, "PAGES", tmp_path)

    def open_at(data: Path = sample, **address: str) -> AppTest:
        monkeypatch.setenv("OVERSIGHT_DATA", str(data))
        app = AppTest.from_file(str(APP), default_timeout=20)
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        assert not app.exception, [fault.message for fault in app.exception]
        return app

    return open_at


def test_the_example_counts_what_is_open_and_opens_it(open_example):
    app = open_example(**ASH, period="Spring 1 2025/26", open="open")
    assert app.title[0].value == "How long do people wait for a reply?"
    assert "2 of 12 enquiries that Ashgrove Academy received are open." in words_of(app)
    assert [metric.value for metric in app.metric] == ["2 of 12"]
    assert len(next(table.value for table in app.table if "Received" in table.value)) == 2


def test_the_example_s_chart_has_its_table(open_example):
    app = open_folds(open_example(**ASH, period="Spring 1 2025/26"), "enquiries by platform")
    rows = next(table.value for table in app.table if "Platform" in table.value)
    assert rows["Enquiries"].astype(int).sum() == 12


def test_the_example_says_when_nothing_came(open_example):
    app = open_example(**ASH, period="Autumn 1 2025/26")
    assert "It cannot be said how long people waited" in words_of(app)
