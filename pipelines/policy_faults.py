"""Owns saying what is wrong with a policy file: clause, control, parameter, nearest name; knows nothing of judging."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from pipelines.controls import Control, find_parameter_faults
from pipelines.errors import nearest
from pipelines.parameters import as_toml

Raw = Mapping[str, Any]

# What a field takes, by the kind of fault that was found with it; the names between braces are the fault's own.
TAKES = {
    "bool_type": "true or false, without quotes",
    "date_type": "a date such as 2026-09-01, without quotes",
    "dict_type": "a table: its lines under a heading, or { name = value }",
    "float_type": "a number, without quotes",
    "int_type": "a whole number, without quotes",
    "list_type": "a list",
    "model_type": "a table: its lines under a heading, or { name = value }",
    "string_type": "text in quotes",
    "greater_than": "more than [gt]",
    "less_than_equal": "at most [le]",
    "too_short": "at least one",
}


def list_clauses(raw: Raw) -> list[Raw]:
    """The clauses of a file as read, whatever else is wrong with it."""
    clauses = raw.get("clauses")
    return [clause for clause in clauses if isinstance(clause, dict)] if isinstance(clauses, list) else []


def name_clause(raw: Raw, position: int) -> str:
    """A clause as a message names it: by its id, else by its place in the file."""
    clauses = list_clauses(raw)
    given = clauses[position].get("id") if position < len(clauses) else None
    return f"clause {given}" if given else f"clause number {position + 1}"


def find_control_faults(raw: Raw, controls: Mapping[str, Control], awaited: Collection[str]) -> Iterator[str]:
    """Controls that do not exist, or give another kind of evidence, and parameters that one does not take or misses."""
    known = sorted({*controls, *awaited})
    for position, clause in enumerate(list_clauses(raw)):
        name, where = str(clause.get("control", "")), name_clause(raw, position)
        if name and name not in known:
            yield f"{where}: There is no control '{name}'.{nearest(name, known)} `policy new` lists all {len(known)}."
        if control := controls.get(name):
            yield from _find_other_evidence(where, clause, control)
            for target, parameters in list_targets(clause):
                for parameter, fault in find_parameter_faults(control, parameters):
                    yield f"{where}{target}, control {name}, parameter {parameter}: {fault}"


def _find_other_evidence(where: str, clause: Raw, control: Control) -> Iterator[str]:
    """Evidence that the control cannot give: it decides what a status says, and whether a return is needed."""
    # A school may attest what a control could measure from data that nobody exports.
    accepted = ("measured", "attested") if control.evidence == "measured" else (control.evidence,)
    given = clause.get("evidence")
    if given in get_args(Control.model_fields["evidence"].annotation) and given not in accepted:
        yield f"{where}, evidence: Control {control.name} gives no '{given}'. Accepted: {', '.join(accepted)}."


def list_targets(clause: Raw) -> list[tuple[str, Raw]]:
    """The parameters of a clause now and before each change of its target, with the words that tell which is meant."""
    earlier = clause.get("earlier", [])
    targets = [("", clause)]
    for number, target in enumerate(earlier if isinstance(earlier, list) else [], start=1):
        if isinstance(target, dict):
            targets.append(
                (f", until {target['until']}" if "until" in target else f", earlier target {number}", target)
            )
    given = [(name, target.get("parameters", {})) for name, target in targets]
    return [(name, parameters if isinstance(parameters, dict) else {}) for name, parameters in given]


def find_shape_faults(raw: Raw, error: ValidationError, models: Mapping[str, type[BaseModel]]) -> Iterator[str]:
    """Each fault of the file's own fields. `models` holds the definition of each table of the file ("" for the top)."""
    for fault in error.errors(include_url=False):
        loc = fault["loc"]
        tables = [str(part) for part, place in pairwise(loc) if isinstance(place, int)]
        field = str(loc[-1]) if isinstance(loc[-1], str) else ""
        where = name_clause(raw, int(loc[1])) if tables else "policy"
        model = models[tables[-1] if tables else ""]
        yield f"{where}{field and f', {field}'}: {say_shape_fault(fault, field, model.model_fields)}"


def say_shape_fault(fault: ErrorDetails, field: str, fields: Mapping[str, FieldInfo]) -> str:
    """One fault of a field, with what is accepted."""
    if fault["type"] == "extra_forbidden":
        return f"There is no such field.{nearest(field, fields)} Accepted: {', '.join(fields)}."
    if fault["type"] == "missing":
        return f"It is missing. {fields[field].description or ''}".rstrip()
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    if fault["type"] in TAKES:
        return _say_what_it_takes(fault, field, fields)
    return f"{fault['msg']}; found {fault['input']!r}."


def _say_what_it_takes(fault: ErrorDetails, field: str, fields: Mapping[str, FieldInfo]) -> str:
    takes = TAKES[fault["type"]]
    for name, value in fault.get("ctx", {}).items():
        takes = takes.replace(f"[{name}]", f"{value:g}" if isinstance(value, float) else str(value))
    meaning = fields[field].description if field in fields else None
    return f"{as_toml(fault['input'])} is not {takes}. {meaning or ''}".rstrip()


def find_repeats(files: Sequence[tuple[str, Raw]]) -> Iterator[str]:
    """Keys and clause ids that are used a second time, in the same file or another."""
    first_used: dict[tuple[str, str], str] = {}
    for file, raw in files:
        ids = [("clause id", clause.get("id")) for clause in list_clauses(raw)]
        for kind, name in [("key", raw.get("key")), *ids]:
            if name and (kind, str(name)) in first_used:
                used = first_used[kind, str(name)]
                yield f"{file}: The {kind} '{name}' is used already, in {used}. Each is used once."
            first_used.setdefault((kind, str(name)), file)
