"""Owns the sentence and the six figures of the page on accounts; knows no layout."""

from collections.abc import Callable

import pandas as pd

from dashboard import wording
from dashboard.parts import Figure
from dashboard.register import lists
from dashboard.register.view import (
    APPROVED,
    EXPLAINED,
    MANAGED,
    NO,
    NO_LEAVER,
    NOT_RECORDED,
    OWNED,
    REGISTERED,
    YES,
    Demand,
    View,
)

SOURCE = "the register of accounts"
SOURCE_PEOPLE = "the register of accounts, who has access to each, and the register of people"
OPEN_ACCOUNTS = "the accounts of the register that were open on the day"


def say_answer(view: View) -> str:
    """How many open accounts are approved, owned and closed to leavers, and what is wrong with the others."""
    states = {demand: view.read(demand) for demand in (APPROVED, OWNED, NO_LEAVER)}
    sound = pd.concat([state != NO for state in states.values()], axis=1).all(axis=1)
    known = pd.concat([state != NOT_RECORDED for state in states.values()], axis=1).all(axis=1)
    faults = {
        "not approved before opening": (states[APPROVED] == NO).sum(),
        "without an owner in post": (states[OWNED] == NO).sum(),
        "open to leavers": (states[NO_LEAVER] == NO).sum(),
    }
    said = [f"{count} {words}" for words, count in faults.items() if count]
    if (not_known := int((sound & ~known).sum())) > 0:
        said.append(f"{not_known} not recorded in full")
    whole = wording.count(len(view.open), "open account").removeprefix(f"{len(view.open):,} ")
    verb = "is" if (sound & known).sum() == 1 else "are"
    answer = (
        f"{wording.out_of((sound & known).sum(), len(view.open))} {whole} {verb} approved, owned and closed to leavers"
    )
    answer += f"; {wording.listed(said)}." if said else "."
    return answer + _say_unregistered(view)


def _say_unregistered(view: View) -> str:
    if view.unregistered.empty:
        return ""
    number = len(view.unregistered)
    return f" {wording.count(number, 'account')} that spoke {'is' if number == 1 else 'are'} on no register."


def make_figures(view: View) -> list[Figure]:
    """Accounts, approvals, owners, managers, leavers' access, business cases."""

    def people() -> pd.DataFrame:
        return lists.list_people(view.open, view.scope)

    return [
        _count_accounts(view),
        _count(view, APPROVED, "approval", lambda: lists.list_register(view.open, view.scope), SOURCE),
        _count(view, OWNED, "owner_in_post", people, SOURCE_PEOPLE),
        _count(view, MANAGED, "managers", people, SOURCE_PEOPLE),
        _count_leavers(view),
        _count(view, EXPLAINED, "business_case", lambda: lists.list_questions(view.open, view.scope), SOURCE),
    ]


def say_asked(view: View, demand: Demand) -> str:
    """Which clause asks for it; for several schools, of how many the policy does."""
    clauses = view.clauses_on(demand)
    if clauses.empty:
        return "not asked for by the adopted policy" if view.scope.is_one_school else "not asked for by any policy"
    if view.scope.is_one_school:
        return f"asked for by {wording.listed(sorted(clauses.clause_id.unique()))}"
    schools = wording.out_of(clauses.school_id.nunique(), len(view.scope.schools))
    return f"asked for by the policies of {schools} schools"


def _say_rule(view: View, demand: Demand) -> str:
    """What the policy's own clause asks, which may be less than what is shown of every school."""
    clauses = view.clauses_on(demand)
    if not view.scope.is_one_school or clauses.empty:
        return wording.capital(say_asked(view, demand))
    return f"{clauses.clause_id.iloc[0]}: {clauses.rule.iloc[0]}"


def _count(view: View, demand: Demand, term: str, rows: Callable[[], pd.DataFrame], source: str) -> Figure:
    """How many open accounts are as a demand says, out of those of which it is recorded."""
    states = view.open.apply(demand.reads, axis=1) if demand is EXPLAINED else view.read(demand)
    known = states[states != NOT_RECORDED]
    unknown = len(states) - len(known)
    note = _say_rule(view, demand) if demand is EXPLAINED else wording.capital(say_asked(view, demand))
    note += f"; {unknown} not recorded" if unknown and len(known) else ""
    return Figure(
        name=demand.control,
        label=demand.words,
        value=wording.out_of((known == YES).sum(), len(known)) if len(known) else "Not recorded",
        note=note,
        term=term,
        denominator=OPEN_ACCOUNTS,
        clauses=sorted(view.clauses_on(demand).clause_id.unique()),
        source=source,
        rows=rows,
        opens="Open the accounts",
    )


def _count_accounts(view: View) -> Figure:
    strays = wording.how_many(len(view.unregistered), "account")
    return Figure(
        name="registered_accounts",
        label="Open accounts on the register",
        value=f"{len(view.open):,}",
        note=f"{len(view.closed):,} closed; {strays} seen on no register; {say_asked(view, REGISTERED)}",
        term="registered",
        denominator="the accounts of the register that were opened by the day, and those that spoke in the year before",
        clauses=sorted(view.clauses_on(REGISTERED).clause_id.unique()),
        source="the register of accounts and the accounts' activity",
        rows=lambda: lists.list_register(view.open, view.scope),
        opens="Open the register",
    )


def _count_leavers(view: View) -> Figure:
    still, known = view.leavers_open, view.open.people_with_access.notna()
    since = f"the longest since {wording.day(still.left_on.min())}" if len(still) else "no access outlived a last day"
    late = len(view.leavers) - len(still)
    return Figure(
        name="leaver_access_removed",
        label="Leavers with access",
        value=f"{len(still):,}" if known.any() or len(still) else "Not recorded",
        note=f"{wording.capital(since)}{f'; {late} more ended late' if late else ''}; {say_asked(view, NO_LEAVER)}",
        term="leaver_access",
        denominator="nothing; it counts a person and an account once, whatever the access",
        clauses=sorted(view.clauses_on(NO_LEAVER).clause_id.unique()),
        source=SOURCE_PEOPLE,
        rows=lambda: lists.list_leavers(view.leavers, view.scope),
        opens="Open the access",
    )
