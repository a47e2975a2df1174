"""A server has read in what its pages need before anybody asks for one."""

import ast
import subprocess
import sys

import pytest

from dashboard.frame import PAGES
from dashboard.warming import PROGRAMS
from pipelines.settings import ROOT

READ_IN = "import sys; from dashboard.warming import read_in; read_in(); print(*sorted(sys.modules))"


@pytest.fixture(scope="module")
def read() -> set[str]:
    """The modules that a process has after it read in everything."""
    done = subprocess.run([sys.executable, "-c", READ_IN], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("page", sorted(PAGES.glob("[0-9][0-9]_*.py")), ids=lambda path: path.stem)
def test_nothing_is_left_for_a_page_to_read_in(read: set[str], page):
    tree = ast.parse(page.read_text(encoding="utf-8"))
    named = {part.module for part in ast.walk(tree) if isinstance(part, ast.ImportFrom)}
    named |= {alias.name for part in ast.walk(tree) if isinstance(part, ast.Import) for alias in part.names}
    assert named and named <= read


def test_the_slow_libraries_are_among_it_and_no_program_is_started(read: set[str]):
    assert {"plotly.graph_objects", "scipy.stats", "statsmodels.duration.survfunc", "pandas", "duckdb"} <= read
    assert not read & set(PROGRAMS)
