"""The rules of the house that a machine can hold: who may import whom, how long things grow, what they are called."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted([*ROOT.glob("pipelines/**/*.py"), *ROOT.glob("dashboard/**/*.py")])
# `identities` is for the Action list alone, which the test below holds.
PIPELINES_OPEN_TO_THE_DASHBOARD = {
    "audit",
    "durable",
    "identities",
    "meetings",
    "warehouse",
    "settings",
    "errors",
    "policies",
    "controls",
    "words",
    "proof",
}
TESTS = sorted((ROOT / "tests").glob("**/*.py"))
NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "manager", "process", "handle", "misc", "common"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 40


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports_of(path: Path) -> Iterator[str]:
    """Every module that a file imports, as dotted names; `from a import b` gives `a.b`."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [path for path in SOURCES if path.is_relative_to(ROOT / "pipelines")], ids=named)
def test_pipelines_know_nothing_of_the_screen(path: Path):
    roots = {name.split(".")[0] for name in imports_of(path)}
    assert not roots & {"dashboard", "streamlit", "plotly"}


@pytest.mark.parametrize("path", [path for path in SOURCES if path.is_relative_to(ROOT / "dashboard")], ids=named)
def test_the_dashboard_reads_a_sealed_build_only(path: Path):
    used = {name.split(".")[1] for name in imports_of(path) if name.startswith("pipelines.")}
    assert used <= PIPELINES_OPEN_TO_THE_DASHBOARD


def test_only_the_action_list_opens_the_vault():
    opening = [
        named(path) for path in SOURCES if any(name.startswith("pipelines.identities.") for name in imports_of(path))
    ]
    assert [path for path in opening if path.startswith("dashboard")] == ["dashboard/actions/names.py"]
    using = [path for path in SOURCES if any(name.startswith("dashboard.actions.names.") for name in imports_of(path))]
    assert [named(path) for path in using] == ["dashboard/app_pages/13_action_list.py"]


# What Streamlit can hand a file over with; `st.pdf` and media players have a button of their own.
WAYS_TO_SAVE = {"download_button", "pdf", "audio", "video", "image", "data_editor", "html_download", "iframe"}
THE_ONE_WAY = "dashboard/parts/saving.py"


def ways_to_save(source: str) -> list[str]:
    """The calls, and the names taken from Streamlit, by which a file could leave a page."""
    nodes = list(ast.walk(ast.parse(source)))
    calls = [node.func.attr for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    taken = [alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names]
    return [name for name in calls + taken if name in WAYS_TO_SAVE]


def test_no_file_leaves_a_page_but_by_the_button_that_puts_it_on_record():
    found = {named(path): ways_to_save(path.read_text(encoding="utf-8")) for path in SOURCES}
    assert {path: ways for path, ways in found.items() if ways} == {THE_ONE_WAY: ["download_button"]}
    saving = (ROOT / THE_ONE_WAY).read_text(encoding="utf-8")
    assert saving.index("note_download(viewer") < saving.index("return make()") < saving.index("st.download_button(")
    assert "disableDataExport = true" in (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")


def test_another_download_button_would_be_found():
    assert ways_to_save("import streamlit as st\nst.sidebar.download_button('Save', 'x')") == ["download_button"]
    assert ways_to_save("from streamlit import download_button as save\nsave('Save', 'x')") == ["download_button"]
    assert ways_to_save("import streamlit as st\nst.button('Save')\nst.table([])") == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_files_and_functions_stay_short(path: Path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE
    functions = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)]
    assert [f.name for f in functions if f.end_lineno - f.lineno + 1 > LONGEST_FUNCTION] == []


def test_files_of_tests_stay_short_and_have_a_name_each():
    # Two modules of one name in folders that are no packages cannot both be collected.
    names = [path.name for path in TESTS if path.name.startswith("test_")]
    assert sorted(set(names)) == sorted(names)
    assert [named(path) for path in TESTS if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE] == []


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_every_module_says_what_it_owns(path: Path):
    assert ast.get_docstring(tree_of(path))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_names_say_something(path: Path):
    assert path.stem not in NAMES_THAT_SAY_NOTHING
    functions = {node.name for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef)}
    assert not functions & NAMES_THAT_SAY_NOTHING


def test_no_dashboard_module_shadows_a_standard_one():
    # `streamlit run` puts dashboard/ itself on the path, where such a name would be imported instead.
    assert not {path.stem for path in (ROOT / "dashboard").iterdir()} & (sys.stdlib_module_names - {"__main__"})


def test_no_committed_file_names_a_machine_or_a_package_host():
    forbidden = re.compile(r"/work/|/root/|/tmp/bash|files\.pythonhosted|pypi\.org|--index-url|extra-index")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    read = [
        ROOT / name for name in listed.stdout.splitlines() if not name.startswith(("data/samples/", "tests/test_h"))
    ]
    found = [named(path) for path in read if path.is_file() and forbidden.search(path.read_text(errors="replace"))]
    assert found == []
