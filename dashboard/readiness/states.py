"""Owns the states of people in post on a day, for training and for acknowledgement; knows neither figures nor layout.

The states themselves are worked out by the queries; nobody is named here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from dashboard import wording
from dashboard.parts.case_lists import known_controls
from dashboard.scope import Scope
from dashboard.warehouse import query

# Words of each state, and for each kind the four that its chart has, in the order: done, nearly, not done, not due yet.
TRAINING: Mapping[str, str] = {
    "current": "Current",
    "due_soon": "Runs out within 30 days",
    "lapsed": "Lapsed or never",
    "never": "Lapsed or never",
    "not_yet_due": "Not due yet",
}
ACKNOWLEDGED: Mapping[str, str] = {
    "current": "Version in force",
    "superseded": "Older version only",
    "never": "Never",
    "not_yet_due": "Not due yet",
}
DONE = ("current", "due_soon")
WORST_FIRST = ("never", "lapsed", "superseded", "not_yet_due", "due_soon", "current")
STATE_WORDS: Mapping[str, str] = {
    "current": "Current",
    "due_soon": "Current, runs out within 30 days",
    "lapsed": "Lapsed",
    "superseded": "Older version only",
    "never": "Never",
    "not_yet_due": "Not due yet (in grace)",
}
GROUPS = ("staff", "governors", "volunteers", "contractors", "students", "parents")
ALL_ASKED, ANY_MODULE = "all", "any"
WHOSE = ["school_id", "person_id"]


@dataclass(frozen=True)
class Count:
    """How many of those who are due have done it, and how many are not due yet."""

    done: int
    due: int
    in_grace: int


@dataclass(frozen=True)
class People:
    """The people in post on a day; both frames as the queries of the same name, a row a person and thing asked."""

    scope: Scope
    on: date
    training: pd.DataFrame
    acknowledgements: pd.DataFrame


def find_people(scope: Scope, on: date | None) -> People:
    """The people of a scope on a day; None is the end of its period, or as-at where that comes first."""
    parameters = query_parameters()
    training, acknowledged = (query(name, scope, on=on, **given) for name, given in parameters.items())
    return People(scope, on or min(scope.ends_on, scope.as_at_on), training, acknowledged)


def query_parameters() -> dict[str, dict[str, Any]]:
    """The two queries of people's states, for training and for acknowledgement, with what each asks but the day."""
    grace = _default("training_completion", "grace_days")
    return {
        "training_and_acknowledgement__training": {
            "grace_days": grace,
            "audience": _default("training_completion", "audience"),
            "update_module": _default("training_currency", "module"),
        },
        "training_and_acknowledgement__acknowledgements": {"grace_days": grace},
    }


def _default(control: str, parameter: str) -> Any:
    return known_controls()[control].parameters[parameter].default


def asked(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of people whom a clause asks."""
    return rows[rows["is_asked"].astype(bool)]


def asked_first(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of people whom a clause asks; of all, where no clause asks anybody."""
    found = asked(rows)
    return found if len(found) else rows


def modules_known(training: pd.DataFrame) -> dict[str, str]:
    """What training can be looked at, code -> words: all that is asked, where anything is; any; then each module."""
    named = [module for module in sorted(training["module"].unique()) if module != ANY_MODULE]
    first = {ALL_ASKED: "All that the policy asks"} if len(asked(training)) else {}
    return {**first, ANY_MODULE: "Any training", **{module: name_module(module) for module in named}}


def name_module(module: str) -> str:
    """A module in words."""
    return "Any training" if module == ANY_MODULE else wording.label(module)


def states_of_module(training: pd.DataFrame, module: str) -> pd.DataFrame:
    """A row a person: their state for a module, or the worst over all that they are asked; see `one_per_person`."""
    if module == ALL_ASKED:
        return worst_per_person(asked(training))
    return one_per_person(training[training["module"] == module])


def one_per_person(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a person: by the clause that asks them, the one with the shortest grace where several do; else by none."""
    return rows.sort_values(["is_asked", "grace_days", "clause_id"], ascending=[False, True, True]).drop_duplicates(
        WHOSE
    )


def worst_per_person(rows: pd.DataFrame) -> pd.DataFrame:
    """A row a person: the worst of their states."""
    rank = rows["state"].map(WORST_FIRST.index)
    return rows.assign(rank=rank).sort_values(["rank", "clause_id"]).drop_duplicates(WHOSE).drop(columns="rank")


def count(rows: pd.DataFrame) -> Count:
    """Done out of due, of rows with a state; those in grace stay outside."""
    in_grace = int((rows["state"] == "not_yet_due").sum())
    return Count(int(rows["state"].isin(DONE).sum()), len(rows) - in_grace, in_grace)


def count_by_group(rows: pd.DataFrame, words: Mapping[str, str]) -> pd.DataFrame:
    """People by group in words (rows; those whom no clause asks apart) and state of the chart (columns)."""
    order = {group: place for place, group in enumerate(GROUPS)}
    ordered = rows.assign(place=rows["role_group"].map(order)).sort_values(
        ["is_asked", "place"], ascending=[False, True]
    )
    names = ordered["role_group"].map(wording.label)
    names = names.where(ordered["is_asked"].astype(bool), names + " (not asked)")
    counts = pd.crosstab(names, ordered["state"].map(words))
    return counts.reindex(index=names.unique(), columns=list(dict.fromkeys(words.values())), fill_value=0).rename_axis(
        "Group"
    )


def count_by_clause(rows: pd.DataFrame, words: Mapping[str, str], names: pd.Series) -> pd.DataFrame:
    """The same by `names`, one for each row of `rows`, of people whom a clause asks."""
    counts = pd.crosstab(names, rows["state"].map(words))
    return counts.reindex(columns=list(dict.fromkeys(words.values())), fill_value=0).rename_axis("Clause")


def with_share(counts: pd.DataFrame, not_due: str) -> pd.DataFrame:
    """The counts as a table, with done out of due and as a percentage; the first states of the chart are done."""
    due = counts.drop(columns=not_due).sum(axis=1)
    is_done = [name for name in counts if name in (TRAINING["current"], TRAINING["due_soon"], ACKNOWLEDGED["current"])]
    done = counts[is_done].sum(axis=1)
    shares = [wording.share(part, whole) if whole else "none due" for part, whole in zip(done, due, strict=True)]
    return counts.reset_index().assign(**{"Done of those due": shares})
