"""What every test may lean on: the folders of outside material, and no silent skips where CI runs."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

# No example has a time limit: on a busy machine any may be slow, and no timing is a fault.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


def _folder_named_by(variable: str) -> Path:
    """The folder that an environment variable names; without it the test is skipped (and so fails in CI)."""
    folder = Path(os.environ.get(variable, "")).expanduser()
    if not os.environ.get(variable) or not folder.is_dir():
        pytest.skip(f"{variable} names no folder")
    return folder


@pytest.fixture(scope="session")
def real_exports() -> Path:
    """Real exports that are not part of this project."""
    return _folder_named_by("OVERSIGHT_REAL_EXPORTS")


@pytest.fixture(scope="session")
def oracles() -> Path:
    """Published expected values that are not part of this project."""
    return _folder_named_by("OVERSIGHT_ORACLES")


@pytest.fixture
def own_main(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that spawn: a new process runs the main module again, which a page run in a test leaves behind as its
    script."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: a test that drives a browser or another process waits for it half of its time."""
    return (os.cpu_count() or 1) + 1


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo) -> Iterator[None]:
    """In CI a skipped test is a failed one: what was not tried is not known to work."""
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
