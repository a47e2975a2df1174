"""The guide for an unknown export, walked through as written: its commands do what it prints."""

import re
import shlex
import shutil
from pathlib import Path

import pytest

from pipelines.settings import ROOT
from tests.pipelines.conftest import Said, run  # noqa: F401 - a fixture

GUIDES = ROOT / "docs" / "guides"
GUIDE = (GUIDES / "own-formats.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|text)\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
LOG = "concerns-autumn-2026.csv"
SECRETS = ("Amy", "Rory", "Clara", "Bill", "group chat at break", "wrong parents", "Unkind")


def commands() -> list[list[str]]:
    """The words of each command of the guide, with the lines it should print."""
    return [shlex.split(line)[3:] for kind, text in BLOCKS if kind == "sh" for line in text.splitlines()]


def expected_after(number: int) -> list[str]:
    """Every line that the guide prints between its command of that number and the next."""
    lines, at = [], -1
    for kind, text in BLOCKS:
        if kind == "sh":
            at += len(text.splitlines())
        elif at == number:
            lines += text.splitlines()
    return lines


def squeeze(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines()]


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_the_first_proposal_is_as_printed(run, here):  # noqa: F811
    said = run(*commands()[0])
    assert said.code == 8
    printed = expected_after(0)
    assert (
        len(printed) == 12
        and [line for line in map(" ".join, map(str.split, printed)) if line not in squeeze(said.out)] == []
    )


def test_the_walk_ends_with_the_rows_that_it_says(run, here, tmp_path: Path):  # noqa: F811
    mapped = run(*commands()[1])
    assert mapped.code == 0 and (tmp_path / "data" / "formats" / "concern_log.sql").exists()
    assert [line for line in expected_after(1) if line not in mapped.out] == []
    inbox = tmp_path / "data" / "exports"
    (inbox / "900101").mkdir(parents=True)
    shutil.copy(GUIDES / LOG, inbox / "900101" / LOG)
    (inbox / "schools.csv").write_text("school_id,school_name,nation,policy\n900101,Ash,england,barnes\n")
    checked: Said = run(*commands()[2])
    assert checked.code == 0 and "concern_log" in checked.out
    assert "2 files recognised, 0 not. 4 rows kept, 0 set aside." in checked.out
    assert run(*commands()[3]).code == 0
    assert [path.name for path in inbox.rglob("*.csv")] == []


def test_nobody_is_named_in_what_is_printed(run, here):  # noqa: F811
    for words in commands()[:2]:
        said = run(*words)
        assert not [secret for secret in SECRETS if secret in said.out + said.err]


def test_every_option_that_the_guide_names_exists(run):  # noqa: F811
    told = run("map", "--help").out
    named = set(re.findall(r"`?(--[a-z][a-z-]*)", GUIDE)) - {"--remove-loaded"}
    assert {"--to", "--dates", "--set", "--fix", "--word", "--leave-out", "--keep", "--yes"} <= named
    assert [option for option in sorted(named) if option not in told] == []


def test_help_has_an_example_and_the_exit_codes_are_documented(run):  # noqa: F811
    assert 'python -m pipelines map "Concerns 2026.xlsx" --to incidents --dates' in " ".join(
        squeeze(run("map", "--help").out)
    )
    told = " ".join(squeeze(run("--help").out))
    assert "8 `check` found something to mend, or `map` wrote nothing" in told


def test_what_check_says_of_an_unknown_file_leads_to_map(run, tmp_path: Path):  # noqa: F811
    inbox = tmp_path / "data" / "exports"
    inbox.mkdir(parents=True)
    shutil.copy(GUIDES / LOG, inbox / LOG)
    said = run("check")
    assert said.code == 8 and "python -m pipelines map" in said.out
