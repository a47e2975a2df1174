"""Owns which clause bound which school on which days; knows no control's rule and nothing of what the school did."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipelines.controls import Control
from pipelines.engines.rows import Kinds, Rows
from pipelines.parameters import Kind, Value
from pipelines.policies import Clause, Policy, Spell, describe_target

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9999, 12, 31)

SQL_TYPES: Mapping[Kind, str] = {
    "text": "varchar",
    "list": "varchar",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
}
CLAUSE_COLUMNS: Kinds = {
    "school_id": "varchar",
    "clause_id": "varchar",
    "policy": "varchar",
    "review_months": "bigint",
    "in_force_from": "date",
    "in_force_to": "date",
}
PUBLISHED_COLUMNS: Kinds = {
    "school_id": "varchar",
    "clause_id": "varchar",
    "policy": "varchar",
    "policy_title": "varchar",
    "policy_source": "varchar",
    "school_wording": "varchar",
    "past_pupils": "varchar",
    "theme": "varchar",
    "requirement": "varchar",
    "breach_rule": "varchar",
    "note": "varchar",
    "evidence": "varchar",
    "control": "varchar",
    "parameters": "varchar",
    "rule": "varchar",
    "expect": "double",
    "is_judged": "boolean",
    "in_force_from": "date",
    "in_force_to": "date",
}


@dataclass(frozen=True)
class AdoptedClause:
    """A clause that bound a school from one day to another, both inclusive, with the parameters it then had."""

    school_id: str
    policy: Policy
    clause: Clause
    parameters: Mapping[str, Value]
    in_force_from: date
    in_force_to: date


def adopt_clauses(
    policies: Mapping[str, Policy], schools: Iterable[str], adoptions: Iterable[Mapping[str, Any]]
) -> list[AdoptedClause]:
    """Every clause of every school, once per target that it had while its policy stood.

    `adoptions` are rows of result.adoptions. A school whose policy nobody wrote down has no clauses: no target adopted.
    """
    everyone = [policy for policy in policies.values() if policy.every_school]
    bound = [
        (row["school_id"], policies[row["policy"]], row["adopted_from"], row["adopted_to"])
        for row in adoptions
        if row["policy"] in policies and not policies[row["policy"]].every_school
    ]
    bound += [(school_id, policy, FIRST_DAY, LAST_DAY) for school_id in schools for policy in everyone]
    adopted = [
        AdoptedClause(school_id, policy, clause, spell.parameters, *_overlap(spell, adopted_from, adopted_to))
        for school_id, policy, adopted_from, adopted_to in bound
        for clause in policy.clauses
        for spell in clause.spells()
    ]
    return [clause for clause in adopted if clause.in_force_from <= clause.in_force_to]


def _overlap(spell: Spell, adopted_from: date, adopted_to: date) -> tuple[date, date]:
    starts, ends = spell.in_force_from or FIRST_DAY, spell.in_force_to or LAST_DAY
    return max(starts, adopted_from), min(ends, adopted_to)


def tabulate_for_control(control: Control, adopted: Iterable[AdoptedClause]) -> Rows:
    """The relation `clause` that a control selects from: a row per clause that names it, a column per parameter."""
    types = {name: SQL_TYPES[parameter.type] for name, parameter in control.parameters.items()}
    rows = [
        {
            "school_id": bound.school_id,
            "clause_id": bound.clause.id,
            "policy": bound.policy.key,
            "review_months": bound.policy.review_months,
            "in_force_from": bound.in_force_from,
            "in_force_to": bound.in_force_to,
            **control.with_defaults(bound.parameters),
        }
        for bound in adopted
        if bound.clause.control == control.name
    ]
    return Rows({**CLAUSE_COLUMNS, **types}, rows)


def tabulate_for_readers(controls: Mapping[str, Control], adopted: Iterable[AdoptedClause]) -> Rows:
    """The rows of result.clauses: what each school promised, in words, and whether a control judges it yet."""
    rows = [
        {
            "school_id": bound.school_id,
            "clause_id": bound.clause.id,
            "policy": bound.policy.key,
            "policy_title": bound.policy.title,
            "policy_source": bound.policy.source,
            "school_wording": bound.policy.school_wording,
            "past_pupils": bound.policy.past_pupils,
            "theme": bound.clause.theme,
            "requirement": bound.clause.requirement,
            "breach_rule": bound.clause.breach_rule or None,
            "note": bound.clause.note or None,
            "evidence": bound.clause.evidence,
            "control": bound.clause.control,
            "parameters": json.dumps(bound.parameters, default=str, sort_keys=True),
            "rule": describe_target(bound.clause, bound.parameters, controls),
            "expect": bound.clause.expect,
            "is_judged": bound.clause.control in controls,
            "in_force_from": bound.in_force_from,
            "in_force_to": bound.in_force_to,
        }
        for bound in adopted
    ]
    return Rows(PUBLISHED_COLUMNS, rows)
