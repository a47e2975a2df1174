"""One demonstration build for every test of what is published, and the released tables of each subject."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from dashboard.audiences import audience
from dashboard.publishing.release import SUBJECTS, find_reach, release, rules_of, widest
from dashboard.warehouse import current_build
from tests.publishing.pool import Pool


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the demonstration trust, as at a Thursday in spring."""
    data = tmp_path_factory.mktemp("published demo")
    command = [sys.executable, "-m", "pipelines", "demo", "--no-serve", "--as-at", "2026-03-12", "--data", str(data)]
    subprocess.run(command, check=True, capture_output=True, cwd=Path(__file__).resolve().parents[2])
    return data


@pytest.fixture(scope="module")
def served(demo: Path) -> Iterator[str]:
    """The build of the demonstration, served as the only one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("OVERSIGHT_DATA", str(demo))
        yield str(current_build())
        st.cache_data.clear()
        st.cache_resource.clear()


@pytest.fixture(scope="module", params=list(SUBJECTS))
def pool(request: pytest.FixtureRequest, served: str) -> Pool:
    """All that is shown of a subject to the public, over every school and period."""
    public = audience("public")
    tables = widest(served, request.param)
    return Pool(tables, release(served, request.param, public, rules_of(public)), find_reach(served))
