"""The rules that count cases, and the gap in looking, beside the same in slow, obvious Python on random trusts."""

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest

from dashboard.questions.cards import find_cards
from dashboard.questions.rules import SEVERITIES, known_rules
from tests.dashboard.sample_build import TABLES
from tests.questions.question_cases import QuestionCases, write_questions_build
from tests.trusts import make_clause, make_policy

SCHOOLS = ("east", "north", "west")
CLAUSES = {
    "C-1": ("response_within", {"working_days": 5}),
    "C-2": ("response_within", {"working_days": 10}),
    "C-3": ("monitoring_cadence", {"every": "school_day"}),
    "C-4": ("leaver_access_removed", {}),
    "C-5": ("breaches", {"category": "media_contact"}),
    "C-6": ("initial_assessment_within", {"working_days": 1}),
    "C-7": ("public_sweep_cadence", {}),
}
FIRST, LAST = date(2026, 1, 5), date(2026, 2, 22)
# The school days of the half-term looked at: weekdays up to 13 February.
DAYS = [day for number in range(40) if (day := FIRST + timedelta(days=number)).weekday() < 5]


def make_cases(chance):
    """Random cases, some of them outside the half-term and some judged by two clauses."""
    cases = []
    for number in range(260):
        clause = chance.choice(list(CLAUSES))
        outcome = chance.choice(["met", "met", "missed", "missed", "pending"])
        day = FIRST + timedelta(days=chance.randrange(-20, 60))
        school = chance.choice(SCHOOLS)
        same = {"school_id": school, "case_id": f"k{number}", "judged_on": day.isoformat(), "outcome": outcome}
        account = f"{school}-{chance.choice('xf')}" if clause in ("C-3", "C-4") else None
        done_on = chance.choice([None, "2026-03-01"])
        case = {**same, "clause_id": clause, "control": CLAUSES[clause][0], "account_id": account, "done_on": done_on}
        cases.append(case)
        if clause == "C-1" and chance.random() < 0.4:
            cases.append({**case, "clause_id": "C-2"})
    return cases


def count_plainly(rule, cases):
    """What a rule that counts cases finds: (school, subject) -> how many of how many."""
    things, judged = defaultdict(set), defaultdict(set)
    for case in cases:
        if case["control"] not in rule.controls or not FIRST <= date.fromisoformat(case["judged_on"]) <= LAST:
            continue
        subject = {"school": "", "account": case["account_id"], "clause": case["clause_id"]}[rule.when.per]
        if subject is None:
            continue
        if case["outcome"] != "pending":
            judged[case["school_id"], subject].add(case["case_id"])
        if case["outcome"] == rule.when.outcome and not (rule.when.still_open and case["done_on"]):
            things[case["school_id"], subject].add(case["case_id"])
    found = {}
    for place, ids in things.items():
        of_all = len(judged[place])
        if len(ids) >= rule.when.at_least and len(ids) / max(of_all, 1) * 100 >= rule.when.share_at_least:
            found[place] = len(ids), of_all
    return found


def make_trust(chance):
    accounts = [
        {"account_id": f"{school}-{kind}", "school_id": school, "platform": "x", "handle": f"@{school}{kind}"}
        | {"opened_on": "2025-09-02"}
        for school in SCHOOLS
        for kind in "xf"
    ]
    checks = []
    for account in accounts:
        likely = chance.choice([0.4, 0.7, 0.95])
        looked = [FIRST, *(day for day in DAYS if chance.random() < likely), date(2026, 2, 13)]
        same = {"school_id": account["school_id"], "account_id": account["account_id"], "kind": "account_check"}
        named = {"checked_by": "somebody", "outcome": "clear"}
        for day in sorted(set(looked)):
            check_id = f"{account['account_id']} {day}"
            checks.append({**same, **named, "check_id": check_id, "checked_at": f"{day} 09:00"})
    schools = [
        {"school_id": name, "school_name": f"{name.title()} School", "nation": "england", "policy": "case"}
        for name in SCHOOLS
    ]
    tables = {"schools": schools, "accounts": accounts, "monitoring": checks, "term_dates": list(TABLES["term_dates"])}
    policies = make_policy(
        *(make_clause(name, control, parameters=given) for name, (control, given) in CLAUSES.items())
    )
    return QuestionCases(tables, make_cases(chance), policies, [], [])


def longest_gaps_plainly(checks):
    """The longest run of school days of the half-term without a check, by account."""
    looked = defaultdict(set)
    for check in checks:
        looked[check["school_id"], check["account_id"]].add(date.fromisoformat(check["checked_at"][:10]))
    longest = {}
    for place, days in looked.items():
        run = most = 0
        for day in DAYS:
            run = 0 if day in days else run + 1
            most = max(most, run)
        longest[place] = most
    return longest


@pytest.mark.parametrize("seed", range(3))
def test_rules_count_what_a_plain_loop_counts(seed, tmp_path, scope_of):
    trust = make_trust(random.Random(seed))
    write_questions_build(tmp_path, trust)
    scope = scope_of(tmp_path, *SCHOOLS)
    counting = {name: replace_unless(rule) for name, rule in known_rules().items() if rule.when}
    cards = find_cards(scope, counting)
    expected = {
        (name, *place): numbers
        for name, rule in counting.items()
        for place, numbers in count_plainly(rule, trust.cases).items()
    }
    assert {tuple(card.key) for card in cards} == set(expected)
    for card in cards:
        if "{judged" in card.rule.figure:
            cases, judged = expected[tuple(card.key)]
            assert f"{cases} of {judged}" in card.figure
    order = [(SEVERITIES.index(card.rule.severity), card.rule.name, card.school_name) for card in cards]
    assert order == sorted(order)


def replace_unless(rule):
    """The rule on its own, whatever another says already."""
    return rule.model_copy(update={"unless": []})


@pytest.mark.parametrize("seed", range(3, 6))
def test_gaps_are_those_that_a_plain_loop_finds(seed, tmp_path, scope_of):
    trust = make_trust(random.Random(seed))
    write_questions_build(tmp_path, trust)
    rule = {"gap_over_five_days": known_rules()["gap_over_five_days"]}
    cards = {(card.key.school_id, card.key.subject): card for card in find_cards(scope_of(tmp_path, *SCHOOLS), rule)}
    longest = longest_gaps_plainly(trust.tables["monitoring"])
    assert set(cards) == {place for place, days in longest.items() if days > 5}
    for place, card in cards.items():
        assert f"on {longest[place]} school days running" in card.figure
