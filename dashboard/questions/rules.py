"""Owns the rules of the question cards, as `data/reference/questions.toml` states them; knows no build."""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from dashboard.questions.signals import MEASURES
from dashboard.questions.templates import fields_of
from pipelines.controls import CONTROLS
from pipelines.errors import PolicyError, nearest
from pipelines.policies import Name, Words, one_of
from pipelines.settings import REFERENCE

RULES = REFERENCE / "questions.toml"
PAGES = Path(__file__).resolve().parents[1] / "app_pages"
PAGE_NAMES = sorted(path.stem.partition("_")[2] for path in PAGES.glob("[0-9][0-9]_*.py"))
HEADINGS: Mapping[str, str] = {
    "well": "What is going well?",
    "learn": "What can we learn?",
    "concern": "What are the concerns?",
    "might": "What might become a concern?",
    "change": "What must change?",
}
SEVERITIES = ("critical", "high", "medium", "low")
RELATIONS = ("scope", "scope_case", "scope_status")
OF_ALL = ("school", "period")
OF_CASES = ("cases", "judged", "share", "first_on", "latest_on")
OF_SUBJECT = {"school": (), "account": ("account",), "clause": ("clause", "promise")}

Control = Annotated[str, one_of(sorted(path.stem for path in CONTROLS.glob("*.sql")))]


class Definition(BaseModel):
    """What every part of the file keeps to: nothing unknown, nothing converted, nothing changed later."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class When(Definition):
    """Cases of the rule's controls that count in the period: so many with this outcome, of a school, account or clause.

    `still_open`: only what is not done yet. `share_at_least` is in per cent of the cases whose time had come.
    """

    outcome: Literal["missed", "pending"] = "missed"
    still_open: bool = False
    per: Annotated[str, one_of(OF_SUBJECT)] = "school"
    at_least: Annotated[int, Field(ge=1)] = 1
    share_at_least: Annotated[float, Field(ge=0, le=100)] = 0.0

    @property
    def gives(self) -> tuple[str, ...]:
        """The figures that a template may name."""
        return (*OF_ALL, *OF_CASES, *OF_SUBJECT[self.per])


class Signal(Definition):
    """The latest point of a control chart says a real change, for the worse or for the better."""

    measure: Annotated[str, one_of(MEASURES)]
    change: Annotated[str, one_of(("worse", "better"))]

    @property
    def gives(self) -> tuple[str, ...]:
        """The figures that a template may name."""
        return (*OF_ALL, "signal", "latest", "usual")


def starts_from_the_scope(select: str) -> str:
    """The select, if it is one and reads a relation that holds nothing but the schools in view."""
    words = re.findall(r"\w+", select)
    if not words or words[0].casefold() not in ("select", "with") or ";" in select:
        raise ValueError("It is no select. Accepted: one select, which may begin with 'with', and no ';'.")
    if not {*words} & {*RELATIONS}:
        raise ValueError(
            f"It does not start from the schools in view. Accepted: one that reads {', '.join(RELATIONS)}."
        )
    return select


class Question(Definition):
    """One rule: when it raises a card, and what the card says. The file explains each field."""

    id: Name
    name: Words
    heading: Annotated[str, one_of(HEADINGS)]
    severity: Annotated[str, one_of(SEVERITIES)]
    controls: list[Control] = []
    when: When | None = None
    signal: Signal | None = None
    select: Annotated[str, AfterValidator(starts_from_the_scope)] | None = None
    unless: list[str] = []
    question: Words
    figure: Words
    good_answer: Words
    page: Annotated[str, one_of(PAGE_NAMES)]

    @model_validator(mode="after")
    def has_one_condition(self) -> Self:
        if len(given := [name for name in ("when", "signal", "select") if getattr(self, name)]) != 1:
            raise ValueError(
                f"Exactly one of when, signal and select is needed; found {' and '.join(given) or 'none'}."
            )
        if self.when and not self.controls:
            raise ValueError("A rule with 'when' counts the cases of its controls; it names none.")
        return self

    @model_validator(mode="after")
    def names_figures_that_it_has(self) -> Self:
        if condition := self.when or self.signal:
            check_fields(self, condition.gives)
        return self


def check_fields(rule: Question, given: Collection[str]) -> None:
    """Raises ValueError for a template that names a figure which the rule's condition does not give."""
    for name in ("question", "figure"):
        for field in fields_of(getattr(rule, name)):
            if field not in given:
                accepted = ", ".join(sorted(given))
                raise ValueError(f"'{name}' names the figure '{field}'.{nearest(field, given)} Accepted: {accepted}.")


def page_file(name: str) -> Path:
    """The file of a page by its name."""
    return next(PAGES.glob(f"[0-9][0-9]_{name}.py"))


@cache
def known_rules() -> dict[str, Question]:
    """The project's rules by id, read once: the file changes only with the program."""
    return load_rules()


def load_rules(path: Path = RULES) -> dict[str, Question]:
    """Every rule by id, in the order of the file. Raises PolicyError with every fault: rule, field, accepted."""
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("questions", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise PolicyError("This is no list of questions", where=path.name, found=str(fault)) from None
    if faults := list(_find_faults(tables)):
        listed = "".join(f"\n  - {fault}" for fault in faults)
        do = "mend the lines named; the head of the file says what each takes"
        raise PolicyError(f"{len(faults)} to mend{listed}", where=path.name, do=do)
    return {table["id"]: Question.model_validate(table) for table in tables}


def _find_faults(tables: list[dict[str, Any]]) -> Iterator[str]:
    ids = [str(table.get("id", "")) for table in tables]
    for position, table in enumerate(tables):
        named = f"rule {ids[position]}" if ids[position] else f"rule number {position + 1}"
        if ids[position] in ids[:position]:
            yield f"{named}, id: It is used already. Each is used once."
        for other in table.get("unless", []):
            if other not in ids:
                yield f"{named}, unless: There is no rule '{other}'.{nearest(str(other), ids)}"
        try:
            Question.model_validate(table)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                yield f"{named}{_say_fault(fault)}"


def _say_fault(fault: ErrorDetails) -> str:
    """One fault of a field, with what is accepted."""
    loc = fault["loc"]
    field = "".join(f", {part}" for part in loc if isinstance(part, str))
    model = {"when": When, "signal": Signal}.get(str(loc[0]), Question) if len(loc) > 1 else Question
    if fault["type"] == "extra_forbidden":
        return f"{field}: There is no such field.{nearest(str(loc[-1]), model.model_fields)} Accepted: " + (
            f"{', '.join(model.model_fields)}."
        )
    if fault["type"] == "missing":
        return f"{field}: It is missing."
    if fault["type"] == "value_error":
        return f"{field}: {fault['ctx']['error']}"
    return f"{field}: {fault['msg']}; found {fault['input']!r}."
