"""The file of questions: what it may say, and what is said where it says something else."""

import tomllib

import pandas as pd
import pytest

from dashboard.questions.cards import find_cards
from dashboard.questions.rules import HEADINGS, RULES, SEVERITIES, known_rules, load_rules
from dashboard.questions.templates import fill_in
from pipelines.errors import PolicyError
from tests.dashboard.sample_build import write_build

RULE = {
    "id": "gap",
    "name": "Gap",
    "heading": "concern",
    "severity": "high",
    "controls": ["monitoring_cadence"],
    "when": {"outcome": "missed", "per": "account", "at_least": 2},
    "question": "Who looks at {account}?",
    "figure": "{cases:check} missed of {judged}.",
    "good_answer": "A deputy.",
    "page": "monitoring_coverage",
}
SELECT = {name: value for name, value in RULE.items() if name not in ("when", "controls")} | {
    "select": "select school_id, 2 as days from scope",
    "question": "Why {days}?",
    "figure": "{days:day}",
}


def write(path, *rules):
    """The rules as the file writes them."""
    lines = []
    for rule in rules:
        lines.append("[[questions]]")
        for name, value in rule.items():
            lines.append(f"{name} = {as_toml(value)}")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def as_toml(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {as_toml(inner)}" for name, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    return (
        str(value).lower()
        if isinstance(value, bool)
        else repr(value)
        if isinstance(value, int | float)
        else f'"{value}"'
    )


def fault_of(path, *rules):
    with pytest.raises(PolicyError) as told:
        load_rules(write(path, *rules))
    return str(told.value)


def test_a_rule_that_says_everything_is_read(tmp_path):
    [rule] = load_rules(write(tmp_path / "q.toml", RULE)).values()
    assert rule.when.at_least == 2
    assert (rule.when.still_open, rule.when.share_at_least, rule.unless) == (False, 0, [])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"heading": "concerns"}, "heading: \"concerns\" is not accepted. Did you mean 'concern'? Accepted: well"),
        ({"severity": "hihg"}, "rule gap, severity: \"hihg\" is not accepted. Did you mean 'high'?"),
        ({"controls": ["monitoring_cadense"]}, 'controls: "monitoring_cadense" is not accepted. Did you mean'),
        ({"page": "monitoring"}, 'rule gap, page: "monitoring" is not accepted.'),
        ({"id": "gap over"}, 'rule gap over, id: "gap over" is no name.'),
        ({"name": " "}, "rule gap, name: It is blank."),
        ({"colour": "red"}, "rule gap, colour: There is no such field. Accepted: id, name, heading"),
        ({"serverity": "high"}, "rule gap, serverity: There is no such field. Did you mean 'severity'?"),
        ({"when": {"per": "acount"}}, "when, per: \"acount\" is not accepted. Did you mean 'account'?"),
        ({"when": {"per": "account", "atleast": 2}}, "when, atleast: There is no such field. Did you mean 'at_least'?"),
        (
            {"when": {"per": "account", "at_least": 0}},
            "when, at_least: Input should be greater than or equal to 1; found 0.",
        ),
        (
            {"when": {"per": "account", "outcome": "met"}},
            "when, outcome: Input should be 'missed' or 'pending'; found 'met'.",
        ),
        ({"question": "Who looks at {acount}?"}, "'question' names the figure 'acount'. Did you mean 'account'?"),
        ({"figure": "{clause}"}, "'figure' names the figure 'clause'."),
        ({"when": {"per": "school"}}, "'question' names the figure 'account'."),
        ({"controls": []}, "A rule with 'when' counts the cases of its controls; it names none."),
        (
            {"signal": {"measure": "replies_within_target", "change": "worse"}},
            "Exactly one of when, signal and select is needed; found when and signal.",
        ),
        ({"unless": ["gapp"]}, "rule gap, unless: There is no rule 'gapp'. Did you mean 'gap'?"),
        ({"question": 7}, "rule gap, question: Input should be a valid string; found 7."),
    ],
)
def test_a_fault_names_rule_field_and_what_is_accepted(tmp_path, changes, said):
    assert said in fault_of(tmp_path / "questions.toml", RULE | changes)


@pytest.mark.parametrize("name", [name for name in RULE if name not in ("when", "controls")])
def test_a_missing_field_is_named(tmp_path, name):
    rest = {field: value for field, value in RULE.items() if field != name}
    named = "rule number 1" if name == "id" else "rule gap"
    assert f"{named}, {name}: It is missing." in fault_of(tmp_path / "questions.toml", rest)


def test_a_rule_without_a_condition_is_refused(tmp_path):
    rest = {field: value for field, value in RULE.items() if field != "when"}
    assert "Exactly one of when, signal and select is needed; found none." in fault_of(tmp_path / "q.toml", rest)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"signal": {"measure": "slowest_tenth", "change": "worse"}},
            'signal, measure: "slowest_tenth" is not accepted. Did you mean',
        ),
        ({"signal": {"measure": "replies_within_target", "change": "up"}}, 'signal, change: "up" is not accepted.'),
        ({"signal": {"measure": "replies_within_target", "change": "worse"}}, "names the figure 'account'"),
    ],
)
def test_a_signal_is_checked_as_well(tmp_path, changes, said):
    rest = {field: value for field, value in RULE.items() if field != "when"}
    assert said in fault_of(tmp_path / "questions.toml", rest | changes)


@pytest.mark.parametrize(
    ("select", "said"),
    [
        ("delete from scope", "It is no select."),
        ("", "It is no select."),
        ("select school_id from scope; select 1", "It is no select."),
        ("select 1 as days from scope); drop table result.cases; --", "It is no select."),
        ("select school_id from warehouse.schools", "It does not start from the schools in view."),
    ],
)
def test_a_select_reads_what_is_in_view(tmp_path, select, said):
    assert said in fault_of(tmp_path / "questions.toml", SELECT | {"select": select})


def test_every_fault_of_the_file_is_told_at_once(tmp_path):
    told = fault_of(tmp_path / "questions.toml", RULE | {"page": "x"}, RULE | {"heading": "y"})
    assert told.startswith("questions.toml: 3 to mend")
    assert "rule gap, id: It is used already. Each is used once." in told
    assert "what to do: mend the lines named" in told


@pytest.mark.parametrize("text", ["[[questions]\n", b"\xff\xfe"])
def test_a_file_that_is_no_toml_is_said_plainly(tmp_path, text):
    path = tmp_path / "questions.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(PolicyError, match="This is no list of questions"):
        load_rules(path)


def test_the_project_s_rules_cover_every_heading_but_the_first_and_every_severity():
    rules = known_rules().values()
    assert {rule.heading for rule in rules} == set(HEADINGS) - {"well"}
    assert {rule.severity for rule in rules} == set(SEVERITIES)


@pytest.mark.parametrize("rule", known_rules().values(), ids=known_rules())
def test_a_card_is_a_question_with_a_figure_and_reads_as_sentences(rule):
    assert "?" in rule.question or "{promise}" in rule.question
    assert rule.figure.endswith(".") and rule.good_answer.endswith(".")
    assert rule.name[0].isupper() and not rule.name.endswith(".")
    assert len(rule.name) <= 60


def test_the_head_of_the_file_explains_every_field():
    text = RULES.read_text(encoding="utf-8")
    head = text[: text.index("[[questions]]")]
    fields = {field for table in tomllib.loads(text)["questions"] for field in table}
    assert [field for field in fields if field not in head] == []


def test_the_project_s_selects_run_on_a_build_that_has_little(tmp_path, scope_of):
    write_build(
        tmp_path, {"schools": [{"school_id": "ash", "school_name": "Ash", "nation": "england", "policy": "barnes"}]}
    )
    cards = find_cards(scope_of(tmp_path, "ash"))
    assert {card.key.school_id for card in cards} <= {"ash"}


@pytest.mark.parametrize(
    ("select", "said"),
    [
        ("select school_id, 2 as dayz from scope", "names the figure 'days'. Did you mean 'dayz'?"),
        ("select school_id, days from scope", "days"),
        ("select 1 as days from scope", "school_id"),
    ],
)
def test_a_select_that_does_not_run_names_its_rule(tmp_path, scope_of, select, said):
    write_build(tmp_path)
    rules = load_rules(write(tmp_path / "questions.toml", SELECT | {"select": select}))
    with pytest.raises(PolicyError) as told:
        find_cards(scope_of(tmp_path, "ash"), rules)
    assert "questions.toml, rule gap, select: The question cannot be raised" in str(told.value)
    assert said in str(told.value)
    assert "mend the rule's select or template" in str(told.value)


def test_a_select_cannot_tell_of_a_school_out_of_view(tmp_path, scope_of):
    write_build(tmp_path)
    everybody = "select schools.school_id, 3 as days from warehouse.schools as schools cross join scope"
    rules = load_rules(write(tmp_path / "questions.toml", SELECT | {"select": everybody}))
    assert {card.key.school_id for card in find_cards(scope_of(tmp_path, "ash"), rules)} == {"ash"}


def test_a_select_can_read_no_file(tmp_path, scope_of):
    write_build(tmp_path)
    reads = "select school_id, (select count(*) from read_csv('/etc/passwd')) as days from scope"
    rules = load_rules(write(tmp_path / "questions.toml", SELECT | {"select": reads}))
    with pytest.raises(PolicyError, match="disabled"):
        find_cards(scope_of(tmp_path, "ash"), rules)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{n}", "1,234"),
        ("{n:check}", "1,234 checks"),
        ("{one:enquiry}", "1 enquiry"),
        ("{half}", "2.5"),
        ("{half:hour}", "2.5 hours"),
        ("{on}", "3 March 2026"),
        ("{none}", "Not known"),
        ("{words} again", "Some {n} words again"),
        ("{words:thing}", "Some {n} words"),
    ],
)
def test_figures_are_filled_in_as_people_read_them(template, said):

    figures = {
        "n": 1234,
        "one": 1,
        "half": 2.5,
        "on": pd.Timestamp("2026-03-03"),
        "none": pd.NaT,
        "words": "some {n} words",
    }
    assert fill_in(template, figures) == said
