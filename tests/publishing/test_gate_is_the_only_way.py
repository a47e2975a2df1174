"""Which modules may read ungated what every school holds, and which may not read at all."""

from pathlib import Path

import pytest

from tests.test_house import ROOT, imports_of

DASHBOARD = ROOT / "dashboard"
MODULES = sorted(DASHBOARD.rglob("*.py"))
PUBLISHED_PAGES = sorted((DASHBOARD / "published_pages").glob("*.py"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_only_the_release_reads_every_school_whoever_looks(path: Path):
    reads = "dashboard.warehouse.query_whole" in imports_of(path)
    assert reads == (named(path) == "dashboard/publishing/release.py")


@pytest.mark.parametrize("path", PUBLISHED_PAGES, ids=named)
def test_a_published_page_reads_no_query_and_no_rows(path: Path):
    ungated = {
        "dashboard.warehouse",
        "dashboard.promises",
        "dashboard.publishing.release",
        "dashboard.parts.find_cases",
    }
    assert not [name for name in imports_of(path) if any(name.startswith(module) for module in ungated)]


@pytest.mark.parametrize("path", PUBLISHED_PAGES, ids=named)
def test_a_published_page_declares_nothing_as_gated_but_by_the_shared_blocks(path: Path):
    """So that what says it has passed the gate stands in one short file."""
    said = "gated=True" in path.read_text(encoding="utf-8")
    assert said == (path.stem == "shared_blocks")
