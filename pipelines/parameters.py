"""Owns what a clause may tell its control: a parameter's type, accepted values and words; knows no policy, no table."""

from collections.abc import Mapping
from datetime import date
from string import Formatter
from typing import Literal

from pydantic import BaseModel, ConfigDict, model_validator

from pipelines import words
from pipelines.errors import nearest

Value = bool | int | float | date | str
Kind = Literal["text", "integer", "number", "boolean", "date", "list"]

TYPE_WORDS: Mapping[Kind, str] = {
    "text": "text in quotes",
    "integer": "a whole number, 0 or more",
    "number": "a number, 0 or more",
    "boolean": "true or false",
    "date": "a date such as 2026-09-01",
    "list": "names in quotes, joined by '+'",
}


class Parameter(BaseModel):
    """One parameter as a control's header declares it: what may be written, and how it reads in a rule.

    `allowed_from` names the column of the contract (table.column) whose allowed values these are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    type: Kind
    meaning: str
    required: bool = False
    default: Value | None = None
    allowed: list[Value] = []
    allowed_from: str = ""
    unit: str = ""
    says: str | dict[str, str] = ""

    @model_validator(mode="after")
    def default_is_accepted(self) -> "Parameter":
        if self.required and self.default is not None:
            raise ValueError("a required parameter has no default")
        if self.default is not None and (fault := self.find_fault(self.default)):
            raise ValueError(f"the default {self.default!r} is not accepted: {fault}")
        return self

    @property
    def accepted(self) -> str:
        """What may be written, in words."""
        listed = ", ".join(map(as_toml, self.allowed))
        one_of = f"the values of {self.allowed_from} in the contract" if self.allowed_from else listed
        if self.type == "list":
            return f"names joined by '+', each one of {one_of}" if one_of else TYPE_WORDS["list"]
        return f"one of {one_of}" if one_of else TYPE_WORDS[self.type]

    def find_fault(self, value: object) -> str:
        """What is wrong with a value written for this parameter, or nothing."""
        if not has_type(value, self.type):
            return f"{as_toml(value)} is not {TYPE_WORDS[self.type]}."
        items = str(value).split("+") if self.type == "list" else [value]
        known = [str(name) for name in self.allowed]
        for item in items:
            if self.allowed and item not in self.allowed:
                return f"{as_toml(item)} is not accepted.{nearest(str(item), known)}"
            if item == "":
                return "It is blank."
        return ""

    def in_words(self, value: Value | None, unit: str = "") -> str:
        """The value as it reads inside a rule: "5 working days", "staff and governors"; nothing where there is none."""
        if value is None:
            return ""
        if isinstance(self.says, str):
            return (self.says or "{value}").replace("{value}", plain_words(value, unit))
        if self.type == "list":
            return list_in_words([self.says.get(item, plain_words(item)) for item in str(value).split("+")])
        words_for_it = self.says.get(as_key(value), self.says.get("else", "{value}"))
        return words_for_it.replace("{value}", plain_words(value, unit))


def has_type(value: object, kind: Kind) -> bool:
    """Whether a TOML value is of the parameter type; true and false are no numbers, and counts are never negative."""
    if isinstance(value, bool) or kind == "boolean":
        return isinstance(value, bool) and kind == "boolean"
    if isinstance(value, int | float):
        return value >= 0 and (kind == "number" or (kind == "integer" and isinstance(value, int)))
    if type(value) is date:
        return kind == "date"
    return isinstance(value, str) and kind in ("text", "list")


def as_key(value: object) -> str:
    """A value as `says` spells it: true and false as TOML does."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def as_toml(value: object) -> str:
    """A value as a person writes it in a policy file."""
    return f'"{value}"' if isinstance(value, str) else as_key(value)


def plain_words(value: Value, unit: str = "") -> str:
    """A value as a sentence says it: a date in full, a count with its unit, a name without underscores."""
    if isinstance(value, date):
        return words.day(value)
    if unit and isinstance(value, int | float):
        return words.count(value, unit.removesuffix("s"))
    return list_in_words(as_key(value).replace("_", " ").split("+"))


def list_in_words(items: list[str]) -> str:
    """Items as a sentence lists them: "staff, governors and parents"."""
    return " and ".join(filter(None, [", ".join(items[:-1]), items[-1]]))


def fields_of(template: str) -> list[str]:
    """The names between braces in a template."""
    return [name for _, name, _, _ in Formatter().parse(template) if name is not None]


def compose_rule(rule: str, parameters: Mapping[str, Parameter], values: Mapping[str, Value | None]) -> str:
    """The rule as a sentence, each {parameter} in words. A unit may be another parameter: "{count}"."""

    def fill(template: str) -> str:
        return template.format_map({name: say(name) for name in fields_of(template)})

    def say(name: str) -> str:
        return parameters[name].in_words(values.get(name), fill(parameters[name].unit))

    sentence = fill(rule)
    return sentence[:1].upper() + sentence[1:]
