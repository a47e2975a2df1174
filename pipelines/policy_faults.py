"""Owns saying what is wrong with a policy file: clause, control, parameter, nearest name; knows nothing of judging."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from pipelines.controls import Control, find_parameter_faults
from pipelines.errors import nearest

Raw = Mapping[str, Any]


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
    """Controls that do not exist, and parameters that their control does not take or that it misses."""
    known = sorted({*controls, *awaited})
    for position, clause in enumerate(list_clauses(raw)):
        name, where = str(clause.get("control", "")), name_clause(raw, position)
        if name and name not in known:
            yield f"{where}: There is no control '{name}'.{nearest(name, known)} `policy new` lists all {len(known)}."
        for parameters in list_parameters(clause) if name in controls else ():
            for parameter, fault in find_parameter_faults(controls[name], parameters):
                yield f"{where}, control {name}, parameter {parameter}: {fault}"


def list_parameters(clause: Raw) -> list[Raw]:
    """The parameters of a clause now and before each change of its target."""
    earlier = clause.get("earlier", [])
    targets = [clause, *(earlier if isinstance(earlier, list) else [])]
    given = [target.get("parameters", {}) for target in targets if isinstance(target, dict)]
    return [parameters for parameters in given if isinstance(parameters, dict)]


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
    return f"{fault['msg']}; found {fault['input']!r}."


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
