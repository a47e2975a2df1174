"""Owns what a policy promises, clause by clause, and reading its file; knows neither the data nor how it is judged."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from pipelines import words
from pipelines.controls import Control
from pipelines.errors import PolicyError, nearest
from pipelines.parameters import Value
from pipelines.policy_faults import Raw, find_control_faults, find_repeats, find_shape_faults
from pipelines.settings import POLICIES, Settings

THEMES: Mapping[str, str] = {
    "accounts": "Accounts and access",
    "monitoring": "Monitoring",
    "responding": "Responding and moderating",
    "incidents": "Incidents and referrals",
    "conduct": "Conduct",
    "images": "Pictures and consent",
    "training": "Training and acknowledgement",
    "education": "Teaching learners and parents",
    "oversight": "Oversight and review",
}
EVIDENCE: Mapping[str, str] = {
    "measured": "judged from the school's data",
    "attested": "answered by the school, who says where the evidence is kept",
    "breach": "counted from the incidents on record",
}
WORDINGS = ("policy", "statement")
EARLIER = "Accepted: [{ until = 2026-08-31, parameters = { ... } }], an entry per target that stood before."
SHARE = "The share of cases that must be met: 0.9 for nine of ten, 1.0 for all."
PAST_PUPILS: Mapping[str, str] = {
    "barred": "Contact with past pupils is barred outright, whatever their age.",
    "barred_under_18": "Contact with past pupils is barred while they are under 18.",
    "not_expected": "Contact with pupils is not expected, rather than barred.",
}


def one_of(names: Collection[str]) -> AfterValidator:
    """A check that a text is one of the names, whose message gives the nearest and all of them."""

    def check(value: str) -> str:
        if value not in names:
            raise ValueError(f'"{value}" is not accepted.{nearest(value, names)} Accepted: {", ".join(names)}.')
        return value

    return AfterValidator(check)


def is_name(value: str) -> str:
    """The value, if it can name a policy or a clause in an address and in a file."""
    if not re.fullmatch("[A-Za-z0-9]+([-_][A-Za-z0-9]+)*", value):
        raise ValueError(f'"{value}" is no name. Accepted: letters and digits, joined by - or _.')
    return value


def is_written(value: str) -> str:
    """The value, if it is more than blanks."""
    if not value.strip():
        raise ValueError("It is blank.")
    return value


Words = Annotated[str, AfterValidator(is_written)]
Name = Annotated[str, AfterValidator(is_name)]


def is_one_value(value: object) -> object:
    """The value, if it is no list, table or time: a parameter is one value, and several names are joined by '+'."""
    if not isinstance(value, bool | int | float | str) and type(value) is not date:
        raise ValueError(
            "It is not one value. Accepted: text, a number, true or false, a date; names are joined by '+'."
        )
    return value


Parameters = dict[str, Annotated[Value, BeforeValidator(is_one_value)]]


class Definition(BaseModel):
    """What every part of a policy file keeps to: nothing unknown, nothing converted, nothing changed later."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class EarlierTarget(Definition):
    """What a clause promised, up to and including the day `until`, before its target was changed."""

    until: Annotated[date, Field(description="The last day on which that target stood.")]
    parameters: Parameters = {}


class Spell(NamedTuple):
    """The parameters of a clause and the days (both inclusive, None for open) on which they were the promise."""

    in_force_from: date | None
    in_force_to: date | None
    parameters: Mapping[str, Value]


class Clause(Definition):
    """One promise of a policy, the control that judges it and that control's parameters.

    `expect` is the share of cases that must be met (1.0: all). `breach_rule` says what a breach clause counts.
    """

    id: Annotated[Name, Field(description="A name for the clause that stays with it for good, such as GRN-01.")]
    theme: Annotated[str, one_of(THEMES), Field(description=f"Accepted: {', '.join(THEMES)}.")]
    requirement: Annotated[Words, Field(description="The promise in one short sentence.")]
    evidence: Annotated[str, one_of(EVIDENCE), Field(description=f"Accepted: {', '.join(EVIDENCE)}.")]
    control: Annotated[Words, Field(description="The control that judges the clause; `policy new` lists all.")]
    parameters: Parameters = {}
    expect: Annotated[float, Field(gt=0, le=1, description=SHARE)] = 1.0
    in_force_from: date | None = None
    in_force_to: date | None = None
    earlier: Annotated[list[EarlierTarget], Field(description=EARLIER)] = []
    breach_rule: str = ""
    note: str = ""

    @model_validator(mode="after")
    def says_what_a_breach_is(self) -> Self:
        if bool(self.breach_rule) != (self.evidence == "breach"):
            raise ValueError("A clause whose evidence is 'breach' says in breach_rule what counts, and no other does.")
        return self

    @model_validator(mode="after")
    def is_in_force_in_order(self) -> Self:
        days = [day for spell in self.spells() for day in (spell.in_force_from, spell.in_force_to) if day]
        if days != sorted(days):
            raise ValueError("in_force_from, each earlier target's until, and in_force_to must follow one another.")
        return self

    def spells(self) -> list[Spell]:
        """The clause's targets, oldest first; what began on a day is judged by the target in force on it."""
        spells, starts = [], self.in_force_from
        for target in sorted(self.earlier, key=lambda earlier: earlier.until):
            spells.append(Spell(starts, target.until, target.parameters))
            starts = target.until + timedelta(days=1)
        return [*spells, Spell(starts, self.in_force_to, self.parameters)]


class Policy(Definition):
    """One adopted policy as its file states it; `review_months` is how often it, and each attestation, is renewed.

    A policy for `every_school` holds duties that no school adopts or declines: each of its clauses applies to all.
    """

    key: Annotated[Name, Field(description="The name of the file, without .toml.")]
    title: Annotated[Words, Field(description="How pages name the policy.")]
    school_wording: Annotated[str, one_of(WORDINGS), Field(description="Accepted: policy, statement.")]
    source: Annotated[Words, Field(description="The title of the document itself.")]
    version: Annotated[Words, Field(description="The version of the document, in quotes.")]
    issued_on: date | None = None
    review: str = ""
    review_months: Annotated[int, Field(gt=0)] | None = None
    past_pupils: Annotated[str, one_of(PAST_PUPILS)] | None = None
    every_school: bool = False
    clauses: Annotated[list[Clause], Field(min_length=1, description="[[clauses]] before each promise.")]


def describe_parameters(clause: Clause, controls: Mapping[str, Control]) -> str:
    """The clause's rule in plain words, or nothing while its control is not written."""
    return describe_target(clause, clause.parameters, controls)


def describe_target(clause: Clause, parameters: Mapping[str, Value], controls: Mapping[str, Control]) -> str:
    """The rule in plain words with the parameters of one of its targets, and the share of cases that must keep it."""
    if clause.control not in controls:
        return ""
    share = f"; in at least {100 * clause.expect:g}% of cases" if clause.expect < 1 else ""
    return controls[clause.control].describe_rule(parameters) + share


def policy_folders(settings: Settings) -> list[Path]:
    """Where policies lie: the project's own, and the school's in its data folder."""
    own = settings.data / "policies"
    return [POLICIES, own] if own.is_dir() and not own.samefile(POLICIES) else [POLICIES]


def load_policies(
    controls: Mapping[str, Control], folders: Sequence[Path] = (POLICIES,), awaited: Collection[str] = ()
) -> dict[str, Policy]:
    """Every policy of the folders by key, checked against the controls.

    `awaited` are controls that clauses may name before they are written; their parameters are not checked.
    Raises PolicyError with every fault of every file.
    """
    read = [read_policy(path, controls, awaited) for folder in folders for path in sorted(folder.glob("*.toml"))]
    faults = [
        *(fault for _, _, found in read for fault in found),
        *find_repeats([(file, raw) for file, raw, _ in read]),
    ]
    if faults:
        listed = "".join(f"\n  - {fault}" for fault in faults)
        do = "Mend the lines named. data/policies/README.md says what each line takes."
        raise PolicyError(f"Policies: {words.count(len(faults), 'fault')} to mend{listed}", do=do)
    policies = [Policy.model_validate(raw) for _, raw, _ in read]
    return {policy.key: policy for policy in policies}


def read_policy(path: Path, controls: Mapping[str, Control], awaited: Collection[str]) -> tuple[str, Raw, list[str]]:
    """One file as (its name, what it holds, every fault of it); nothing is held where it is not TOML."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return path.name, {}, [f"{path.name}: It cannot be read as TOML: {error}."]
    return path.name, raw, [f"{path.name}: {fault}" for fault in find_faults(path.stem, raw, controls, awaited)]


def find_faults(stem: str, raw: Raw, controls: Mapping[str, Control], awaited: Collection[str]) -> Iterator[str]:
    """Everything wrong with one file: its fields, then its controls and their parameters."""
    if raw.get("key", stem) != stem:
        yield f"policy, key: It is '{raw['key']}' in a file named {stem}.toml; the two are the same."
    try:
        Policy.model_validate(raw)
    except ValidationError as error:
        yield from find_shape_faults(raw, error, {"": Policy, "clauses": Clause, "earlier": EarlierTarget})
    yield from find_control_faults(raw, controls, awaited)
