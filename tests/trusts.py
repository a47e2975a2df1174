"""Owns small trusts for tests: tables of text in, everything judged out. Knows no file and no page."""

from collections.abc import Mapping, Sequence
from datetime import date

from duckdb import DuckDBPyConnection

from pipelines.controls import find_parameter_faults, load_controls
from pipelines.judge import judge_clauses
from pipelines.policies import Clause, Policy, load_policies
from tests.staged_tables import Row, make_warehouse

CONTROLS = load_controls()
POLICIES = load_policies(CONTROLS)


def build_trust(
    tables: Mapping[str, Sequence[Row]], as_at: str | date, policies: Mapping[str, Policy] | None = None
) -> DuckDBPyConnection:
    """A database in memory with the warehouse, the marts and the results of small tables, as at the end of a day.

    `tables` are rows of contract columns as text, by table. Without `policies`, the project's own may be adopted.
    """
    connection = make_warehouse(tables, as_at)
    judge_clauses(connection, POLICIES if policies is None else policies, CONTROLS)
    return connection


def make_policy(*clauses: Clause, key: str = "case", **fields: object) -> dict[str, Policy]:
    """A policy made of clauses, by its key, as judge_clauses takes it."""
    named = {"key": key, "title": key, "school_wording": "policy", "source": key, "version": "1"}
    return {key: Policy.model_validate({**named, "clauses": list(clauses), **fields})}


def make_clause(clause_id: str, control: str, **fields: object) -> Clause:
    """A clause judged by `control`; `fields` are those of a policy file."""
    evidence = "measured"
    if control in CONTROLS:
        evidence = CONTROLS[control].evidence
        faults = find_parameter_faults(CONTROLS[control], fields.get("parameters", {}))
        assert not faults, f"{control}: {faults}"
    given = {"theme": "oversight", "requirement": clause_id, "evidence": evidence, **fields}
    if evidence == "breach":
        given.setdefault("breach_rule", clause_id)
    return Clause.model_validate({"id": clause_id, "control": control, **given})
