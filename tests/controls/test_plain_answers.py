"""Every control, and the status of every clause, against slow twins on random trusts: none more, none fewer."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from typing import Any

import pytest

from pipelines.adopted import adopt_clauses
from pipelines.policies import Policy
from tests.plain_answers.status import status_of
from tests.plain_answers.trust import PlainClause, PlainTrust, Row
from tests.random_trusts import JUDGED_AS_AT, RandomTrust
from tests.trusts import CONTROLS, build_trust

TRUSTS, BATCHES = 200, 20
OF_A_CASE = (
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

Judged = tuple[PlainTrust, dict[str, Policy]]


@pytest.fixture(scope="module", params=range(BATCHES))
def judged(request: pytest.FixtureRequest) -> Iterator[Judged]:
    """Several random trusts in one warehouse, so that they may mix if they can, with their policies."""
    as_at = date.fromisoformat(JUDGED_AS_AT[request.param % len(JUDGED_AS_AT)])
    trusts = [RandomTrust(seed, as_at) for seed in range(request.param, TRUSTS, BATCHES)]
    tables: dict[str, list[dict[str, Any]]] = {}
    for trust in trusts:
        for table, rows in trust.tables().items():
            tables.setdefault(table, []).extend(rows)
    policies = {key: policy for trust in trusts for key, policy in trust.policies.items()}
    with build_trust(tables, as_at, policies) as connection:
        yield PlainTrust(connection), policies


def test_cases_are_those_of_the_plain_answers(judged: Judged):
    trust, policies = judged
    clauses = list(plain_clauses(trust, policies))
    found = trust.rows("result.cases")
    for name in CONTROLS:
        expected = {
            as_compared(case) for control, clause in clauses if control == name for case in answers(trust, name, clause)
        }
        given = Counter(as_compared(case) for case in found if case["control"] == name)
        assert not [case for case, count in given.items() if count > 1], f"{name} gives a case twice"
        assert sorted(given.keys() - expected, key=str) == [], f"{name} finds what its plain answer does not"
        assert sorted(expected - given.keys(), key=str) == [], f"{name} does not find what its plain answer does"


def test_statuses_are_those_of_the_plain_answer(judged: Judged):
    trust, _ = judged
    clauses: dict[tuple[str, str], list[Row]] = {}
    for row in trust.rows("result.clauses"):
        clauses.setdefault((row["school_id"], row["clause_id"]), []).append(row)
    expected = [
        status
        for (school_id, _), rows in clauses.items()
        if rows[0]["is_judged"]
        for period in trust.rows("warehouse.periods", school_id)
        if (status := status_of(trust, rows, period))
    ]
    assert sorted(map(as_rounded, trust.rows("result.clause_status"))) == sorted(map(as_rounded, expected))


def plain_clauses(trust: PlainTrust, policies: dict[str, Policy]) -> Iterator[tuple[str, PlainClause]]:
    """Each clause that binds a school, with its control's name."""
    schools = [school["school_id"] for school in trust.rows("warehouse.schools")]
    for bound in adopt_clauses(policies, schools, trust.rows("result.adoptions")):
        if control := CONTROLS.get(bound.clause.control):
            days = (bound.in_force_from, bound.in_force_to)
            policy, parameters = bound.policy, control.with_defaults(bound.parameters)
            named = (bound.school_id, bound.clause.id, policy.key, policy.review_months)
            yield control.name, PlainClause(*named, *days, parameters)


def answers(trust: PlainTrust, control: str, clause: PlainClause) -> Iterator[Row]:
    twin = import_module(f"tests.plain_answers.{control}")
    return (case for case in twin.answer(trust, clause) if case)


def as_compared(case: Row) -> tuple[Any, ...]:
    return tuple(rounded(case[column]) for column in OF_A_CASE)


def as_rounded(row: Row) -> str:
    return str([(column, rounded(row[column])) for column in sorted(row)])


def rounded(value: Any) -> Any:
    return round(float(value), 4) if isinstance(value, int | float) else value
