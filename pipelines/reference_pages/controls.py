"""Owns docs/controls.md: what each control asks, counts and needs, in its header's words; runs no control."""

from collections.abc import Iterator, Mapping

from pipelines.controls import Control
from pipelines.parameters import as_toml
from pipelines.policies import EVIDENCE, Clause, Policy, describe_parameters
from pipelines.reference_pages.markdown import as_code, join_blocks, note_source, write_table

ZERO = {
    "met": "the clause is met",
    "not_applicable": "not applicable: there was nothing to judge",
    "no_data": "no data: without a case nothing can be said",
}
LEAD = """A control judges one kind of promise. It gives one row per thing judged, a case: met, missed or pending. A
clause of a policy names a control and gives its parameters; `{names}` in a rule stand for them."""


def compose_controls(controls: Mapping[str, Control], policies: Mapping[str, Policy]) -> str:
    """The whole page: a list of the controls and their questions, then each in turn."""
    listed = [(f"[{name}](#{name})", control.question) for name, control in controls.items()]
    return join_blocks(
        [
            "# Controls",
            LEAD,
            note_source("the headers of `pipelines/journey/4_controls/` and the policies of `data/policies/`"),
            write_table(("control", "question"), listed),
            *(block for control in controls.values() for block in _describe(control, policies)),
        ]
    )


def _describe(control: Control, policies: Mapping[str, Policy]) -> Iterator[str]:
    yield f"## {control.name}"
    yield f"**{control.question}**"
    yield f"Rule: `{control.rule}`"
    yield write_table(("", ""), _list_facts(control))
    yield from _describe_parameters(control)
    yield write_table(("a case that is", "reads"), _list_sentences(control))
    yield _list_clauses(control, policies)


def _list_sentences(control: Control) -> Iterator[tuple[str, str]]:
    yield from control.sentences.items()
    for kind, sentences in control.sentences_of.items():
        yield from ((f"{outcome} ({kind})", said) for outcome, said in sentences.items())


def _list_facts(control: Control) -> Iterator[tuple[str, str]]:
    yield "One case is", control.grain
    if control.judged_on:
        yield "Falls in a period by", control.judged_on
    if control.state:
        yield "Judges", "how things stand on a date; of several dates in a period only the latest counts"
    yield "Evidence", EVIDENCE[control.evidence]
    yield "Data set", as_code(control.dataset)
    yield "Open cases", control.open
    yield "No data: what would settle it", control.no_data
    yield "A covered period without cases", ZERO[control.zero]
    if control.unit:
        yield "Measured in", control.unit


def _describe_parameters(control: Control) -> Iterator[str]:
    if not control.parameters:
        yield "It takes no parameters."
        return
    rows = [
        (as_code(name), parameter.meaning, parameter.accepted, _say_default(control, name))
        for name, parameter in control.parameters.items()
    ]
    yield write_table(("parameter", "meaning", "accepted", "where left out"), rows)


def _say_default(control: Control, name: str) -> str:
    parameter = control.parameters[name]
    if parameter.required:
        return "must be given"
    for group in control.one_of:
        if name in group:
            return f"exactly one of {as_code(*group)} must be given"
    return as_code(as_toml(parameter.default)) if parameter.default is not None else "nothing"


def _list_clauses(control: Control, policies: Mapping[str, Policy]) -> str:
    rows = [
        (clause.id, policy.title, _say_rule(control, clause))
        for policy in policies.values()
        for clause in policy.clauses
        if clause.control == control.name
    ]
    return write_table(("clause", "policy", "its rule"), rows) if rows else "No clause uses it yet."


def _say_rule(control: Control, clause: Clause) -> str:
    return ". ".join(filter(None, [describe_parameters(clause, {control.name: control}), clause.breach_rule]))
