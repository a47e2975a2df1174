"""`python -m dashboard access`: what the list grants, or the first thing that is wrong with it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard import __main__ as verbs
from dashboard.access_list import FILE, load_access_list
from pipelines.settings import ROOT
from tests.dashboard.viewers import write_list

EXAMPLE = ROOT / "data" / "access.example.toml"


def run(data: Path) -> tuple[int, str]:
    done = CliRunner().invoke(verbs.app, ["access", "--data", str(data)])
    return done.exit_code, done.output


def test_each_line_is_said_in_words(trust: Path):
    code, said = run(trust)
    assert code == 0
    lines = said.splitlines()
    assert "director@all.test: director of the trust, every school" in lines
    assert "clerk@zephyrs.test: clerk, zephyrs" in lines
    assert "two@test: governor, quibble, wombats" in lines
    assert lines[-1].endswith("known by their email; whoever is not listed is told to ask Ms Example, data manager.")


def test_a_fault_is_told_without_a_traceback(
    trust: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "warehouse").symlink_to(trust / "warehouse")
    write_list(tmp_path, ("a@b.test", "governor", "zephyr"))
    monkeypatch.setattr("sys.argv", ["dashboard", "access", "--data", str(tmp_path)])
    with pytest.raises(SystemExit) as ended:
        verbs.main()
    assert ended.value.code == 9
    told = capsys.readouterr().err
    assert "people 1: there is no school 'zephyr'. Did you mean 'zephyrs'?" in told
    assert "Traceback" not in told


def test_before_the_first_load_roles_are_checked_and_schools_are_not(tmp_path: Path):
    write_list(tmp_path, ("a@b.test", "governor", "zephyr"))
    code, said = run(tmp_path)
    assert code == 0
    assert said.startswith("There is no build yet, so the ids of schools are not checked.")
    assert "a@b.test: governor, zephyr" in said


def test_the_example_that_is_shipped_is_right_and_shows_groups(tmp_path: Path):
    (tmp_path / FILE).write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    code, said = run(tmp_path)
    assert code == 0
    assert "link.governor@northfield.example: safeguarding governor, 900101" in said
    assert "group 3f0c1b1e-0000-4000-8000-000000000001: data manager, every school" in said
    assert load_access_list(EXAMPLE, ("900101", "900102")).identity.claim == "email"
