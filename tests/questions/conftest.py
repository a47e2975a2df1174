"""What tests of the questions lean on: rows of one build are forgotten before the next, and scopes made by name."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
import streamlit as st

from dashboard.audiences import audience
from dashboard.scope import Scope

FindScope = Callable[..., Scope]


@pytest.fixture(autouse=True)
def _forget_caches() -> Iterator[None]:
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def scope_of(monkeypatch: pytest.MonkeyPatch) -> FindScope:
    """The scope of some schools of a data folder in the half-term Spring 1 2025/26, or of another kind and name."""

    def find(data: Path, *schools: str, kind: str = "half_term", name: str = "Spring 1 2025/26") -> Scope:
        monkeypatch.setenv("OVERSIGHT_DATA", str(data))
        days = date(2026, 1, 5), date(2026, 2, 22)
        as_at = date(2026, 3, 6), datetime(2026, 3, 7)
        return Scope(schools, "the schools", kind, name, *days, True, *as_at, audience=audience("closed_meeting"))

    return find
