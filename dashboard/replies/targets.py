"""Owns the adopted targets for replies and what became of the enquiries they judge; knows neither waits nor layout."""

from dataclasses import dataclass

import pandas as pd

from dashboard import wording
from dashboard.promises import find_clauses
from dashboard.scope import Scope
from dashboard.warehouse import query

CONTROL = "response_within"
PREAMBLE = "Every enquiry is answered "
EACH_OWN = "within the time that each school's own policy sets"


@dataclass(frozen=True)
class Targets:
    """The clauses on replies in force in the period, as queries/clauses.sql, and the enquiries they judge by account.

    `judged` has school_id, account_id, clause_id, met, missed, overdue (of the missed, open still), pending; accounts
    of which only answered messages are known stand in neither.
    """

    clauses: pd.DataFrame
    judged: pd.DataFrame

    @property
    def is_adopted(self) -> bool:
        return not self.clauses.empty

    @property
    def ids(self) -> list[str]:
        return sorted(self.clauses["clause_id"].unique())

    @property
    def school_count(self) -> int:
        return int(self.clauses["school_id"].nunique())

    @property
    def met(self) -> int:
        return int(self.judged["met"].sum())

    @property
    def due(self) -> int:
        """Enquiries whose time has come: kept or not."""
        return int(self.judged[["met", "missed"]].to_numpy().sum())

    @property
    def overdue(self) -> int:
        return int(self.judged["overdue"].sum())

    @property
    def pending(self) -> int:
        return int(self.judged["pending"].sum())

    @property
    def within(self) -> str:
        """The target in words: "within 5 working days"; several differ, so each school's own is meant."""
        rules = {self._promise(rule)[0] for rule in self.clauses["rule"]}
        return rules.pop() if len(rules) == 1 else EACH_OWN

    @property
    def lets_acknowledgement_count(self) -> bool:
        return any(self._promise(rule)[1] for rule in self.clauses["rule"])

    @property
    def expected_pct(self) -> float | None:
        """The share that the policy expects, in per cent, where there is one target only."""
        return 100 * float(self.clauses["expect"].iloc[0]) if len(self.clauses) == 1 else None

    @staticmethod
    def _promise(rule: str) -> tuple[str, str]:
        """A rule as its time and what it allows: ("within 5 working days", "an acknowledgement counts")."""
        time, _, allowance = rule.removeprefix(PREAMBLE).partition("; ")
        return time, allowance


def say_share(met: float, due: float) -> str:
    """A share with its counts: "46 of 48 (95.8%)"; of nothing, that none is due."""
    return f"{wording.out_of(met, due)} ({wording.share(met, due)})" if due else "none due yet"


def find_targets(scope: Scope) -> Targets:
    """The targets of the schools in view and what became of the enquiries received in the period."""
    clauses = find_clauses(scope)
    return Targets(clauses[clauses["control"] == CONTROL], query("response_times__judged", scope))
