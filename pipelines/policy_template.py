"""Owns the file that a new policy begins from: every control with its parameters, commented out; judges nothing."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pipelines.controls import Control
from pipelines.errors import PolicyError
from pipelines.parameters import Parameter, Value, as_toml
from pipelines.policies import EVIDENCE, PAST_PUPILS, THEMES, is_name
from pipelines.settings import POLICIES

EXAMPLES: Mapping[str, str] = {
    "text": '""',
    "integer": "1",
    "number": "1.0",
    "boolean": "true",
    "date": "2026-09-01",
    "list": '""',
}

HEAD = """\
# A social media policy, clause by clause. Fill in the first lines. Then, for each promise that the document makes,
# take the '#' from the lines of the control that judges it; a line with '##' may be left out. A control may be used
# for several clauses (copy its lines) or for none (leave or delete them).

key = "{name}"
title = ""                 # how pages name it
school_wording = "policy"  # policy or statement: what the document calls itself
source = ""                # the title of the document itself
version = "1"              # the version of the document that these clauses were read from
##issued_on = 2026-09-01
##review = "Reviewed every year by the governing board."
##review_months = 12       # after how many months the policy, and each attestation, is renewed
##past_pupils = "barred"   # what the document says of contact with past pupils, one of:
{past_pupils}

# The theme of a clause is one of:
{themes}
# Its evidence is one of:
{evidence}
# It may also have:
#     expect = 0.9                the share of cases that must be met; without it, all of them
#     note = "..."                what the document leaves open, and how it is measured here
#     in_force_from = 2026-09-01  the first day of the promise; in_force_to the last
#     earlier = [{{ until = 2026-08-31, parameters = {{ ... }} }}]  what was promised before the target changed"""


def write_policy_template(name: str, folder: Path, controls: Mapping[str, Control]) -> Path:
    """Write `<folder>/<name>.toml` and return its path.

    Raises PolicyError for what cannot be a name, and for the name of a policy there or of the project's own: a load
    reads both. Capitals make no other name, since to some file systems they are none.
    """
    try:
        path = folder / f"{is_name(name)}.toml"
    except ValueError as error:
        raise PolicyError("The policy needs another name", found=str(error), do="For example: greenfield") from None
    used = {each.stem.casefold(): each for each in (*POLICIES.glob("*.toml"), *folder.glob("*.toml"))}
    if taken := used.get(name.casefold()):
        do = "Edit it, or choose another name." if taken.parent == folder else "Choose another name."
        raise PolicyError("There is a policy of that name already", where=str(taken), do=do)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(compose_template(name, controls.values())) + "\n", encoding="utf-8")
    return path


def compose_template(name: str, controls: Iterable[Control]) -> Iterator[str]:
    """The lines of the template. '#' stands before a line to take into use, '##' before one that may be left out."""
    choices = {"past_pupils": PAST_PUPILS, "themes": THEMES, "evidence": EVIDENCE}
    yield HEAD.format(name=name, **{key: "\n".join(describe_choices(names)) for key, names in choices.items()})
    for number, control in enumerate(controls, start=1):
        yield from compose_clause(f"{name.upper()}-{number:02}", control)


def describe_choices(choices: Mapping[str, str]) -> Iterator[str]:
    """One line of comment per choice, its name and what it means."""
    width = max(map(len, choices))
    yield from (f"#     {name:<{width}}  {meaning}" for name, meaning in choices.items())


def compose_clause(clause: str, control: Control) -> Iterator[str]:
    """The lines of one clause that uses the control, all commented out."""
    yield ""
    yield f"# {control.name}: {control.question} One case is {control.grain}."
    yield "#[[clauses]]"
    yield f'#id = "{clause}"'
    yield '#theme = ""'
    yield '#requirement = ""         # the promise, in one short sentence of your own'
    yield f'#evidence = "{control.evidence}"'
    if control.evidence == "breach":
        yield '#breach_rule = ""         # what counts as a breach under this document'
    yield f'#control = "{control.name}"'
    if control.parameters:
        yield "#[clauses.parameters]"
    first_of_group = {group[0] for group in control.one_of}
    for name, parameter in control.parameters.items():
        mark = "#" if parameter.required or name in first_of_group else "##"
        yield f"{mark}{name} = {give_example(parameter)}  # {parameter.accepted}: {parameter.meaning}"


def give_example(parameter: Parameter) -> str:
    """A value to begin from: what holds if nothing is said, else the first that is allowed."""
    values: list[Value | None] = [parameter.default, *parameter.allowed]
    return next((as_toml(value) for value in values if value is not None), EXAMPLES[parameter.type])
