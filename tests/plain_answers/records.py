"""Promises whose record says less than a time: kept whenever it was done, or judged on another day than it began."""

from dataclasses import replace
from datetime import date, datetime

from tests.plain_answers.cases import Moment, promised
from tests.plain_answers.trust import PlainClause, PlainTrust, Row


def judged_when(
    trust: PlainTrust,
    clause: PlainClause,
    judged_on: date,
    case_id: str,
    began: datetime,
    done: Moment,
    **promise: object,
) -> Row | None:
    """The case of a promise that counts on the day it was reported, though its clock began earlier."""
    at_any_time = replace(clause, in_force_from=date.min, in_force_to=date.max)
    case = promised(trust, at_any_time, case_id, began, done, **promise)
    return {**case, "judged_on": judged_on} if case and clause.binds(judged_on) else None


def kept_or_open(
    trust: PlainTrust,
    clause: PlainClause,
    case_id: str,
    began: datetime,
    is_kept: bool,
    *,
    done: Moment = None,
    account_id: str | None = None,
) -> Row | None:
    """The case of a promise without a time: met once it is kept, else open for the clause's working days."""
    case = promised(trust, clause, case_id, began, done, account_id=account_id, working_days=clause["working_days"])
    if case and is_kept:
        case["outcome"] = "met"
        case["value"] = case["value"] if done else None
    return case


def is_named(incident: Row, categories: str | None) -> bool:
    """Whether the incident has a category of a list such as "harassment+defamation"; None names every one."""
    return categories is None or not set(incident["category"].split(";")).isdisjoint(categories.split("+"))


def is_among(value: str | None, names: str) -> bool:
    """Whether the value is one of a list such as "staff+governor"."""
    return value is not None and value in names.split("+")
