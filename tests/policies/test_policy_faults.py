"""What is said of a value that a policy file cannot hold: in its own words, with what would be accepted."""

from datetime import date
from pathlib import Path

import pytest

from pipelines.controls import load_controls
from pipelines.errors import PolicyError
from pipelines.policies import EVIDENCE, Policy, load_policies
from pipelines.policy_faults import find_control_faults, find_repeats, list_clauses, list_targets, name_clause

FIXTURE_CONTROLS = load_controls(Path(__file__).parent / "controls")
ONE_PER_EVIDENCE = {
    f"{kind}_within": FIXTURE_CONTROLS["answered_within"].model_copy(
        update={"evidence": kind, "name": f"{kind}_within"}
    )
    for kind in EVIDENCE
}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("issued_on = 2026-09-01T10:00:00", "policy, issued_on: 2026-09-01 10:00:00 is not a date such as 2026-09-01"),
        ("issued_on = 2026", "policy, issued_on: 2026 is not a date such as 2026-09-01, without quotes."),
        ("issued_on = 10:00:00", "policy, issued_on: 10:00:00 is not a date such as"),
        ("review_months = 12.5", "policy, review_months: 12.5 is not a whole number, without quotes."),
        ("review_months = true", "policy, review_months: true is not a whole number, without quotes."),
        ("review_months = -1", "policy, review_months: -1 is not more than 0."),
        ("review = 12", "policy, review: 12 is not text in quotes."),
        ("review = [12]", "policy, review: [12] is not text in quotes."),
        ("title = true", "policy, title: true is not text in quotes. How pages name the policy."),
        (
            'past_pupils = ""',
            'policy, past_pupils: "" is not accepted. Accepted: barred, barred_under_18, not_expected.',
        ),
        ("every_school = 1", "policy, every_school: 1 is not true or false, without quotes."),
        ("expect = nan", "clause X-1, expect: nan is not at most 1. The share of cases"),
        ("expect = inf", "clause X-1, expect: inf is not at most 1. The share of cases"),
        ("expect = -0.5", "clause X-1, expect: -0.5 is not more than 0."),
        ("expect = [0.9]", "clause X-1, expect: [0.9] is not a number, without quotes."),
        ("in_force_from = 'autumn'", 'clause X-1, in_force_from: "autumn" is not a date such as 2026-09-01'),
        ("requirement = 1", "clause X-1, requirement: 1 is not text in quotes. The promise in one short sentence."),
        ("breach_rule = true", "clause X-1, breach_rule: true is not text in quotes."),
        (
            "earlier = 5",
            "clause X-1, earlier: 5 is not a list. Accepted: [{ until = 2026-08-31",
        ),
        ("earlier = [5]", "clause X-1: 5 is not a table: its lines under a heading, or { name = value }."),
        ("id = 7", "clause 7, id: 7 is not text in quotes. A name for the clause that stays with it for good"),
        ("notes = 'x'", "clause X-1, notes: There is no such field. Did you mean 'note'?"),
        ("control = ''", "clause X-1, control: It is blank."),
    ],
)
def test_a_value_that_a_field_cannot_take_is_told_in_words_of_a_policy_file(tmp_path: Path, line: str, said: str):
    field, top = line.split(" ")[0], {"title": '"A"', "school_wording": '"policy"', "source": '"A"', "version": '"1"'}
    clause = {"id": '"X-1"', "theme": '"conduct"', "requirement": '"A."', "evidence": '"measured"'}
    clause |= {"control": '"answered_within"', "parameters": "{ days = 5, hours = 1 }"}
    is_of_the_top = field in {*Policy.model_fields}
    given = {field: line.partition(" = ")[2]}
    top, clause = (top | given, clause) if is_of_the_top else (top, clause | given)
    lines = [f"{name} = {value}" for name, value in {"key": '"a"', **top}.items()]
    lines += ["[[clauses]]", *(f"{name} = {value}" for name, value in clause.items())]
    (tmp_path / "a.toml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(PolicyError) as error:
        load_policies(FIXTURE_CONTROLS, [tmp_path])
    (fault,) = error.value.what.split("\n  - ")[1:]
    assert fault.startswith(f"a.toml: {said}")


@pytest.mark.parametrize(
    ("control", "evidence", "is_accepted"),
    [
        ("measured_within", "measured", True),
        ("measured_within", "attested", True),
        ("measured_within", "breach", False),
        ("attested_within", "measured", False),
        ("attested_within", "attested", True),
        ("attested_within", "breach", False),
        ("breach_within", "measured", False),
        ("breach_within", "attested", False),
        ("breach_within", "breach", True),
    ],
)
def test_a_clause_has_no_evidence_that_its_control_cannot_give(control: str, evidence: str, is_accepted: bool):
    clause = {"id": "X-1", "control": control, "evidence": evidence, "parameters": {"days": 5, "hours": 1}}
    faults = list(find_control_faults({"clauses": [clause]}, ONE_PER_EVIDENCE, ()))
    assert bool(faults) is not is_accepted
    assert all(fault.startswith(f"clause X-1, evidence: Control {control} gives no '{evidence}'.") for fault in faults)


@pytest.mark.parametrize("clauses", [None, "none", 5, {"id": "X-1"}, [], [1, "two"]])
def test_what_is_no_list_of_clauses_has_none(clauses: object):
    assert list_clauses({"clauses": clauses}) == []


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ({"clauses": [{"id": "X-1"}]}, "clause X-1"),
        ({"clauses": [{"theme": "conduct"}]}, "clause number 1"),
        ({"clauses": [{"id": ""}]}, "clause number 1"),
        ({"clauses": []}, "clause number 1"),
        ({}, "clause number 1"),
    ],
)
def test_a_clause_without_an_id_is_named_by_its_place(raw: dict, name: str):
    assert name_clause(raw, 0) == name


def test_every_target_is_looked_at_and_named():
    earlier = [{"until": date(2025, 8, 31), "parameters": {"days": 5}}, {"parameters": {"days": 10}}, 7, {}]
    assert list_targets({"parameters": {"days": 2}, "earlier": earlier}) == [
        ("", {"days": 2}),
        (", until 2025-08-31", {"days": 5}),
        (", earlier target 2", {"days": 10}),
        (", earlier target 4", {}),
    ]


@pytest.mark.parametrize("earlier", [None, 5, "2025", {"until": date(2025, 8, 31)}])
def test_what_is_no_list_of_targets_holds_none(earlier: object):
    assert list_targets({"parameters": 5, "earlier": earlier}) == [("", {})]


def test_a_second_use_is_told_with_the_file_of_the_first():
    first = ("a.toml", {"key": "a", "clauses": [{"id": "X-1"}, {"id": "X-2"}]})
    second = ("b.toml", {"key": "b", "clauses": [{"id": "X-2"}, {"id": "X-2"}, {"id": "X-3"}, {}]})
    third = ("c.toml", {"key": "a"})
    assert list(find_repeats([first, second, third])) == [
        "b.toml: The clause id 'X-2' is used already, in a.toml. Each is used once.",
        "b.toml: The clause id 'X-2' is used already, in a.toml. Each is used once.",
        "c.toml: The key 'a' is used already, in a.toml. Each is used once.",
    ]


def test_files_that_could_not_be_read_repeat_nothing():
    assert list(find_repeats([("a.toml", {}), ("b.toml", {})])) == []
