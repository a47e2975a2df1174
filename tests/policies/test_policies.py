"""The five policies against the table of their clauses, and every fault of a file by an example of it."""

import json
import re
import tempfile
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.controls import load_controls
from pipelines.errors import PolicyError
from pipelines.policies import (
    EVIDENCE,
    PAST_PUPILS,
    THEMES,
    Clause,
    describe_parameters,
    load_policies,
    policy_folders,
)
from pipelines.settings import POLICIES, Settings

HERE = Path(__file__).parent
FIXTURE_CONTROLS = load_controls(HERE / "controls")
CONTROLS = load_controls()
ONE_PER_EVIDENCE = {
    f"{kind}_within": FIXTURE_CONTROLS["answered_within"].model_copy(
        update={"name": f"{kind}_within", "evidence": kind}
    )
    for kind in EVIDENCE
}


def read_table(path: Path) -> list[list[str]]:
    """The rows of a file's Markdown table, its head and rule left out."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


ALL = load_policies(CONTROLS)
TABLE = read_table(HERE / "the_120_clauses.md")
FIVE = {key: ALL[key] for _, key, *_ in TABLE}
FIVES_CLAUSES = [(policy, clause) for policy in FIVE.values() for clause in policy.clauses]
ALL_CLAUSES = [clause for policy in ALL.values() for clause in policy.clauses]
every_clause = pytest.mark.parametrize("clause", ALL_CLAUSES, ids=[clause.id for clause in ALL_CLAUSES])


def test_the_five_policies_hold_exactly_the_120_clauses():
    expected = [
        (name, key, evidence, control, tomllib.loads(f"p = {{ {parameters} }}")["p"])
        for name, key, evidence, control, parameters in TABLE
    ]
    found = [
        (clause.id, policy.key, clause.evidence, clause.control, clause.parameters) for policy, clause in FIVES_CLAUSES
    ]
    assert len(expected) == 120
    assert sorted(found, key=lambda row: row[0]) == sorted(expected, key=lambda row: row[0])


@every_clause
def test_requirement_is_one_short_sentence(clause: Clause):
    assert len(clause.requirement.split()) <= 25
    assert re.fullmatch(r"[A-Z][^.!?\n]*\.", clause.requirement)


@every_clause
def test_rule_in_plain_words_is_complete(clause: Clause):
    if clause.control not in CONTROLS:
        pytest.xfail("not judged yet")
    rule = describe_parameters(clause, CONTROLS)
    assert re.fullmatch(r"[A-Z0-9][^{}_+]*[^.\s]", rule)
    assert "None" not in rule
    assert "  " not in rule


@pytest.mark.parametrize(
    ("expect", "share"), [(1.0, ""), (0.9, "90%"), (0.925, "92.5%"), (0.29, "29%"), (0.995, "99.5%"), (0.01, "1%")]
)
def test_a_share_below_all_is_said_with_the_rule_and_never_rounded(expect: float, share: str):
    clause = FIVE["barnes"].clauses[0]
    whole = describe_parameters(clause, CONTROLS)
    told = describe_parameters(clause.model_copy(update={"expect": expect}), CONTROLS)
    assert told == (f"{whole}; in at least {share} of cases" if share else whole)


def test_what_counts_as_a_breach_stays_with_each_policy():
    past_pupils = {key: policy.past_pupils for key, policy in FIVE.items()}
    assert past_pupils == {
        "welsh-template": "barred",
        "barnes": "barred",
        "marshfields": "barred",
        "snmat": "barred_under_18",
        "llanidloes": "not_expected",
    }
    contact = {
        policy.key: clause.breach_rule
        for policy, clause in FIVES_CLAUSES
        if clause.parameters.get("category") == "contact_with_learner"
    }
    assert len(set(contact.values())) == 4
    assert "outright" in contact["welsh-template"]
    assert "outright" in contact["barnes"]
    assert "under 18" in contact["snmat"]
    assert "not expected" in contact["llanidloes"]


def test_only_barnes_lets_an_acknowledgement_count():
    lenient = [clause.id for _, clause in FIVES_CLAUSES if clause.parameters.get("acknowledgement")]
    assert lenient == ["BPS-05"]


def test_review_period_agrees_with_the_review_clause():
    stated = {
        policy.key: clause.parameters["review"]
        for policy, clause in FIVES_CLAUSES
        if clause.control == "policy_in_date"
    }
    months = {key: f"{FIVE[key].review_months}_months" for key in stated if stated[key] != "on_date"}
    assert months == {key: review for key, review in stated.items() if review != "on_date"}


@every_clause
def test_each_clause_has_the_evidence_that_its_control_gives(clause: Clause):
    assert clause.evidence == CONTROLS[clause.control].evidence


BAD_FILES = sorted((HERE / "bad").glob("*.toml"))


@pytest.mark.parametrize("path", BAD_FILES, ids=[path.stem for path in BAD_FILES])
def test_every_fault_of_a_file_is_said(path: Path, tmp_path: Path):
    (tmp_path / path.name).write_bytes(path.read_bytes())
    says = re.findall(r"^# says: (.+?)\r?$", path.read_bytes().decode("latin-1"), re.MULTILINE)
    with pytest.raises(PolicyError) as error:
        load_policies(FIXTURE_CONTROLS, [tmp_path])
    said = error.value.what.split("\n  - ")[1:]
    assert says
    assert [line[: len(expected)] for line, expected in zip(said, says, strict=True)] == says


def test_faults_of_several_files_are_said_together(tmp_path: Path):
    for path in (HERE / "bad" / "wrong-type.toml", HERE / "bad" / "unknown-theme.toml"):
        (tmp_path / path.name).write_bytes(path.read_bytes().replace(b'id = "X-1"', b'id = "%s"' % path.stem.encode()))
    with pytest.raises(PolicyError) as error:
        load_policies(FIXTURE_CONTROLS, [tmp_path])
    assert [line.split(":")[0] for line in error.value.what.split("\n  - ")[1:]] == [
        "unknown-theme.toml",
        "wrong-type.toml",
    ]


def test_an_awaited_control_may_be_named_and_its_parameters_wait(tmp_path: Path):
    path = HERE / "bad" / "unknown-control.toml"
    (tmp_path / path.name).write_bytes(path.read_bytes())
    policy = load_policies(FIXTURE_CONTROLS, [tmp_path], awaited={"answerd_within"})["unknown-control"]
    assert describe_parameters(policy.clauses[0], FIXTURE_CONTROLS) == ""


def test_a_school_s_own_policies_are_read_beside_the_project_s(tmp_path: Path):
    own = tmp_path / "policies"
    assert policy_folders(Settings(tmp_path, date(2026, 3, 2))) == [POLICIES]
    own.mkdir()
    assert policy_folders(Settings(tmp_path, date(2026, 3, 2))) == [POLICIES, own]
    assert policy_folders(Settings(POLICIES.parent, date(2026, 3, 2))) == [POLICIES]


def test_a_school_s_own_policy_may_not_redefine_a_key(tmp_path: Path):
    (tmp_path / "barnes.toml").write_bytes((POLICIES / "barnes.toml").read_bytes())
    with pytest.raises(PolicyError, match=r"The key 'barnes' is used already, in barnes\.toml"):
        load_policies(CONTROLS, [POLICIES, tmp_path])


def test_a_changed_target_has_one_spell_after_the_other():
    clause = Clause.model_validate(
        {
            "id": "X-1",
            "theme": "responding",
            "requirement": "Every enquiry is answered.",
            "evidence": "measured",
            "control": "answered_within",
            "parameters": {"days": 2},
            "in_force_from": date(2023, 9, 1),
            "earlier": [
                {"until": date(2025, 8, 31), "parameters": {"days": 5}},
                {"until": date(2024, 8, 31), "parameters": {"days": 10}},
            ],
        }
    )
    assert clause.spells() == [
        (date(2023, 9, 1), date(2024, 8, 31), {"days": 10}),
        (date(2024, 9, 1), date(2025, 8, 31), {"days": 5}),
        (date(2025, 9, 1), None, {"days": 2}),
    ]


def write_toml(raw: dict) -> str:
    """A policy as a file, written as plainly as a person would."""
    top = {name: value for name, value in raw.items() if name != "clauses"}
    tables = [f"\n[[clauses]]\n{write_pairs(clause)}" for clause in raw["clauses"]]
    return write_pairs(top) + "".join(tables)


def write_pairs(table: dict) -> str:
    return "".join(f"{name} = {write_value(value)}\n" for name, value in table.items() if value is not None)


def write_value(value: object) -> str:
    if isinstance(value, dict):
        return (
            "{" + ", ".join(f"{name} = {write_value(item)}" for name, item in value.items() if item is not None) + "}"
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(write_value, value)) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)


words = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1)
days = st.dates(date(2000, 1, 1), date(2040, 1, 1))
parameters = st.fixed_dictionaries(
    {"days": st.integers(0, 400), "hours": st.floats(0, 1e6)},
    optional={
        "acknowledgement": st.booleans(),
        "audience": st.lists(st.sampled_from(["staff", "governors", "parents"]), min_size=1).map("+".join),
        "every": st.sampled_from(["week", "school_day"]),
        "from_date": days,
    },
)
clauses = st.fixed_dictionaries(
    {
        "theme": st.sampled_from(sorted(THEMES)),
        "requirement": words,
        "control": st.just("answered_within"),
        "parameters": parameters,
    },
    optional={
        "expect": st.floats(0.01, 1.0),
        "note": words,
        "earlier": st.lists(
            st.fixed_dictionaries({"until": days, "parameters": parameters}),
            max_size=3,
            unique_by=lambda target: target["until"],
        ),
    },
)
policies = st.fixed_dictionaries(
    {"title": words, "school_wording": st.sampled_from(["policy", "statement"]), "source": words, "version": words},
    optional={
        "issued_on": days,
        "review": words,
        "review_months": st.integers(1, 60),
        "past_pupils": st.sampled_from(sorted(PAST_PUPILS)),
    },
)


@settings(deadline=None, max_examples=60)
@given(policies, st.lists(clauses, min_size=1, max_size=4), st.lists(st.sampled_from(sorted(EVIDENCE)), min_size=4))
def test_a_policy_comes_back_as_it_was_written(top: dict, clauses: list[dict], evidence: list[str]):
    raw = {"key": "a-policy", **top, "clauses": clauses}
    for number, (clause, kind) in enumerate(zip(clauses, evidence, strict=False)):
        clause |= {"id": f"X-{number}", "evidence": kind, "control": f"{kind}_within"}
        clause |= {"breach_rule": "Any."} if kind == "breach" else {}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a-policy.toml").write_text(write_toml(raw), encoding="utf-8")
        loaded = load_policies(ONE_PER_EVIDENCE, [Path(folder)])
    assert loaded["a-policy"].model_dump(exclude_unset=True) == raw
