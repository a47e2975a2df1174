"""The inbox that the tests of the intake load from."""

from datetime import date
from pathlib import Path

import pytest
from small_inbox import Inbox

from pipelines.settings import Settings


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inbox:
    monkeypatch.setenv("OVERSIGHT_KEY", "a key for tests, kept by nobody")
    settings = Settings(data=tmp_path / "data", as_at=date(2026, 10, 23))
    settings.inbox.mkdir(parents=True)
    return Inbox(settings)
