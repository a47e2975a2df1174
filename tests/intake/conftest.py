"""The inbox that the tests of the intake load from."""

from pathlib import Path

import pytest
from small_inbox import Inbox, make_inbox


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inbox:
    monkeypatch.setenv("OVERSIGHT_KEY", "a key for tests, kept by nobody")
    return make_inbox(tmp_path)
