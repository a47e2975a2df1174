"""Every control against its slow twin, on random trusts: whole cases, none more, none fewer."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from typing import Any

import pytest

from pipelines.adopted import adopt_clauses
from pipelines.engines.duckdb import fetch_arrow
from tests.plain_answers.trust import PlainClause, PlainTrust, Row
from tests.random_trusts import JUDGED_AS_AT, RandomTrust
from tests.trusts import CONTROLS, build_trust

TRUSTS, BATCHES = 200, 20
COMPARED = (
    "school_id",
    "clause_id",
    "case_id",
    "account_id",
    "judged_on",
    "began_at",
    "due_at",
    "done_at",
    "outcome",
    "value",
)


@pytest.mark.parametrize("batch", range(BATCHES))
def test_cases_are_those_of_the_plain_answers(batch: int):
    as_at = date.fromisoformat(JUDGED_AS_AT[batch % len(JUDGED_AS_AT)])
    trusts = [RandomTrust(seed, as_at) for seed in range(batch, TRUSTS, BATCHES)]
    tables: dict[str, list[dict[str, Any]]] = {}
    for trust in trusts:
        for table, rows in trust.tables().items():
            tables.setdefault(table, []).extend(rows)
    policies = {key: policy for trust in trusts for key, policy in trust.policies.items()}
    connection = build_trust(tables, as_at, policies)
    found = fetch_arrow(connection, f"select control, {', '.join(COMPARED)} from result.cases").to_pylist()
    trust = PlainTrust(connection)
    clauses = list(plain_clauses(trust, policies))
    for name in CONTROLS:
        expected = {as_compared(case) for clause in clauses if clause[0] == name for case in answers(trust, *clause)}
        given = Counter(as_compared(case) for case in found if case["control"] == name)
        assert not [case for case, count in given.items() if count > 1], f"{name} gives a case twice"
        assert sorted(given.keys() - expected, key=str) == [], f"{name} finds what its plain answer does not"
        assert sorted(expected - given.keys(), key=str) == [], f"{name} does not find what its plain answer does"


def plain_clauses(trust: PlainTrust, policies: dict[str, Any]) -> Iterator[tuple[str, PlainClause]]:
    """Each clause with its control's name."""
    schools = [school["school_id"] for school in trust.rows("warehouse.schools")]
    for bound in adopt_clauses(policies, schools, trust.rows("result.adoptions")):
        if bound.clause.control in CONTROLS:
            control = CONTROLS[bound.clause.control]
            yield (
                control.name,
                PlainClause(
                    bound.school_id,
                    bound.clause.id,
                    bound.policy.key,
                    bound.policy.review_months,
                    bound.in_force_from,
                    bound.in_force_to,
                    control.with_defaults(bound.parameters),
                ),
            )


def answers(trust: PlainTrust, control: str, clause: PlainClause) -> Iterator[Row]:
    twin = import_module(f"tests.plain_answers.{control}")
    return (case for case in twin.answer(trust, clause) if case)


def as_compared(case: Row) -> tuple[Any, ...]:
    value = case["value"]
    return tuple(
        round(float(value), 4) if column == "value" and value is not None else case[column] for column in COMPARED
    )
