"""Every control's golden cases: whole tables, one file per control, one school per kind of case."""

from pathlib import Path

import pytest

from pipelines.controls import load_controls
from pipelines.engines.duckdb import fetch_arrow
from pipelines.proof import sentence_of_proof
from tests.controls.markdown import KINDS, as_written, read_golden_cases
from tests.trusts import CONTROLS, build_trust

FOLDER = Path(__file__).parent.parent / "cases" / "controls"
FILES = sorted(FOLDER.glob("*.md"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_cases_are_those_expected(path: Path):
    golden = read_golden_cases(path)
    expected = golden.expected["cases"]
    columns = list(expected[0])
    connection = build_trust(golden.given, golden.as_at, golden.policies)
    found = fetch_arrow(connection, f"select * from result.cases order by {', '.join(columns)}").to_pylist()
    written = [{column: as_written(case[column]) for column in columns} for case in found]
    assert sorted(written, key=str) == sorted(expected, key=str)
    assert {case["control"] for case in found} == {path.stem}
    for case in found:
        assert "{" not in sentence_of_proof(CONTROLS[path.stem], case)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_kind_of_case_is_shown_or_explained(path: Path):
    golden = read_golden_cases(path)
    judged = {row["school_id"] for row in golden.expected["cases"]}
    assert "empty" not in judged
    for kind in set(KINDS) - {"empty"} - judged:
        assert f"`{kind}`: " in golden.text, f"{path.name} shows no case of {kind} and does not say why"


def test_every_control_has_golden_cases_and_every_file_a_control():
    assert {path.stem for path in FILES} == set(load_controls())
