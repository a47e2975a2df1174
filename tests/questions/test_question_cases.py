"""Every rule on small cases made by hand: where it raises a card and what it says, and where it is silent and why."""

from pathlib import Path

import pytest

from dashboard.questions.cards import find_cards
from dashboard.questions.rules import known_rules
from tests.questions.question_cases import read_question_cases, write_questions_build

FILES = sorted((Path(__file__).resolve().parents[1] / "cases" / "questions").glob("*.md"))
FAMILIES = {path.stem: read_question_cases(path) for path in FILES}
# They watch a control chart, which wants a year of enquiries: test_signals.py has their cases.
SIGNALS = {rule.id for rule in known_rules().values() if rule.signal}


@pytest.mark.parametrize("family", FAMILIES)
def test_cards_are_raised_as_the_cases_say(family, tmp_path, scope_of):
    given = FAMILIES[family]
    write_questions_build(tmp_path, given)
    schools = [str(row["school_id"]) for row in given.tables["schools"]]
    cards = [card for card in find_cards(scope_of(tmp_path, *schools)) if card.rule.id in given.rules]
    found = sorted((card.key.rule, card.key.school_id, card.key.subject, card.figure) for card in cards)
    expected = [(row["rule"], row["school_id"], row["subject"] or "", row["figure"]) for row in given.raised]
    assert found == sorted(expected)
    for card in cards:
        assert "{" not in card.question + card.figure
        assert "not known" not in card.figure


@pytest.mark.parametrize("family", FAMILIES)
def test_a_silence_is_about_a_school_that_has_something_to_be_silent_about(family):
    given = FAMILIES[family]
    raised = {(row["rule"], row["school_id"]) for row in given.raised}
    known = {row["school_id"] for row in given.tables["schools"]}
    for row in given.silent:
        assert (row["rule"], row["school_id"]) not in raised, row
        assert row["school_id"] in known and row["why"], row


@pytest.mark.parametrize("rule", [rule for rule in known_rules() if rule not in SIGNALS])
@pytest.mark.parametrize("kind", ["raised", "silent"])
def test_every_rule_has_a_case_of_both_kinds(rule, kind):
    told = {row["rule"] for given in FAMILIES.values() for row in getattr(given, kind)}
    assert rule in told, f"add a row for '{rule}' under '## expect: {kind}' of a file in tests/cases/questions"


@pytest.mark.parametrize("family", FAMILIES)
def test_cases_name_rules_that_exist(family):
    assert FAMILIES[family].rules <= set(known_rules())
