"""Owns what a control's header says; knows neither which policies use it nor how its select is run."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from pipelines.contract import load_contract
from pipelines.errors import ModelError, nearest
from pipelines.parameters import Parameter, Value, compose_rule, fields_of
from pipelines.settings import JOURNEY

CONTROLS = JOURNEY / "4_controls"
HEADER = re.compile(r"\A\s*/\*---\r?\n(?P<header>.*?)\n---\*/\s*(?P<select>.*)\Z", re.DOTALL)


Outcome = Literal["met", "missed", "pending"]


class Control(BaseModel):
    """One control: the question it answers, one row per what, its parameters and words, and its select.

    `open` says what open cases count as; `no_data` what would settle a clause without data; `zero` what a covered
    period without cases is; `rule` is the promise with {parameters}; `evidence` is what it judges by; `one_of` holds
    groups of parameters of which a clause gives exactly one; `state` marks a control that judges how things stand on
    a date; `sentences_of` tells cases of another kind than `case_kind`, by their kind.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    name: str
    question: str
    rule: str
    evidence: Literal["measured", "attested", "breach"] = "measured"
    grain: str
    case_kind: str
    judged_on: str = ""
    dataset: str
    open: str
    no_data: str
    zero: Literal["met", "not_applicable", "no_data"]
    unit: str
    state: bool = False
    parameters: dict[str, Parameter] = {}
    one_of: list[list[str]] = []
    sentences: dict[Outcome, str]
    sentences_of: dict[str, dict[Outcome, str]] = {}
    sql: str

    @model_validator(mode="after")
    def names_declared_parameters(self) -> "Control":
        templates = [self.rule, *(parameter.unit for parameter in self.parameters.values())]
        named = [name for template in templates for name in fields_of(template)]
        for name in [*named, *(name for group in self.one_of for name in group)]:
            if name not in self.parameters:
                raise ValueError(f"the header names a parameter '{name}' that it does not declare")
        return self

    def with_defaults(self, given: Mapping[str, Value]) -> dict[str, Value | None]:
        """Every parameter of the control with the clause's value, else its default, else None."""
        return {name: given.get(name, parameter.default) for name, parameter in self.parameters.items()}

    def describe_rule(self, given: Mapping[str, Value]) -> str:
        """The rule in plain words: "Answered within 5 working days, an acknowledgement counts"."""
        return compose_rule(self.rule, self.parameters, self.with_defaults(given))


def load_controls(folder: Path = CONTROLS) -> dict[str, Control]:
    """Every control of the folder by name. Raises ModelError for a file whose header cannot be used."""
    return {path.stem: read_control(path) for path in sorted(folder.glob("*.sql"))}


def read_control(path: Path) -> Control:
    """One control file. Raises ModelError naming the file and each wrong field."""
    found = HEADER.match(path.read_text(encoding="utf-8"))
    if found is None:
        raise ModelError("The control has no header", where=path.name, accepted="/*--- TOML ---*/ and then one select")
    try:
        header = fill_allowed(tomllib.loads(found["header"]))
        return Control.model_validate({**header, "name": path.stem, "sql": found["select"]})
    except tomllib.TOMLDecodeError as error:
        raise ModelError("The control's header is not valid TOML", where=path.name, found=str(error)) from None
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc'])) or 'header'}: {fault['msg']}" for fault in error.errors()]
        raise ModelError("The control's header cannot be used", where=path.name, found="; ".join(faults)) from None


def fill_allowed(header: dict[str, Any]) -> dict[str, Any]:
    """The header with the values that a parameter takes from a column of the contract (`allowed_from`)."""
    for parameter in header.get("parameters", {}).values():
        if source := parameter.get("allowed_from"):
            table, _, column = source.partition(".")
            try:
                parameter["allowed"] = list(load_contract()[table].columns[column].allowed)
            except KeyError:
                raise ModelError("A parameter's values are not in the contract", found=source) from None
    return header


def find_parameter_faults(control: Control, given: Mapping[str, object]) -> list[tuple[str, str]]:
    """What is wrong with a clause's parameters, as (parameter, what is wrong and what is accepted)."""
    faults = [(name, describe_unknown(name, control)) for name in given if name not in control.parameters]
    for name, parameter in control.parameters.items():
        if name in given and (fault := parameter.find_fault(given[name])):
            faults.append((name, f"{fault} Accepted: {parameter.accepted}."))
        elif name not in given and parameter.required:
            faults.append((name, f"It is missing: {parameter.meaning}. Accepted: {parameter.accepted}."))
    for group in control.one_of:
        if (count := sum(name in given for name in group)) != 1:
            faults.append((" or ".join(group), f"Exactly one of them is needed, {count} are given."))
    return faults


def describe_unknown(name: str, control: Control) -> str:
    """That the control has no parameter of that name, and which it has."""
    known = ", ".join(control.parameters) or "none"
    return f"There is no such parameter.{nearest(name, control.parameters)} The control has: {known}."
