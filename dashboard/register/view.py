"""Owns what is asked of an account and what the register says of it, read once; knows no sentence and no figure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from dashboard.account_names import name_accounts
from dashboard.promises import find_clauses
from dashboard.scope import Scope
from dashboard.warehouse import query

# The nine questions of a business case, by the columns of queries/accounts__register.sql.
QUESTIONS = {
    "aim": "Aim",
    "audience": "Audience",
    "promotion": "Promotion",
    "named_managers": "Who manages it",
    "monitoring_plan": "Monitoring",
    "visibility": "Open, private or closed",
    "channel_purpose": "Purpose of each channel",
    "accessed_from": "Where it is used from",
    "escalation": "Escalation",
}
ENOUGH, LINKS = 2, 4
YES, PART, NO, NOT_RECORDED, NOT_ASKED = "Yes", "In part", "No", "Not recorded", "No, and not asked for"


@dataclass(frozen=True)
class Demand:
    """One thing that a policy may ask of an account: its words, the control that judges it, and how far it is so.

    `reads` gives, for a row of the view's accounts, YES, PART, NO or NOT_RECORDED, whatever the policy asks.
    """

    words: str
    short: str
    control: str
    reads: Callable[[pd.Series], str]


@dataclass(frozen=True)
class View:
    """The register on `on`: accounts open and closed, leavers' access, accounts on no register, clauses in force.

    Frames as the queries accounts__* give them; accounts with each account's `name`, `answers` (of nine) and
    `leavers` (people who had left and still had access).
    """

    scope: Scope
    on: date
    accounts: pd.DataFrame
    leavers: pd.DataFrame
    unregistered: pd.DataFrame
    clauses: pd.DataFrame
    judged: Mapping[tuple[str, str], bool]

    @property
    def open(self) -> pd.DataFrame:
        return self.accounts[self.accounts.closed_on.isna()]

    @property
    def closed(self) -> pd.DataFrame:
        return self.accounts[self.accounts.closed_on.notna()]

    @property
    def leavers_open(self) -> pd.DataFrame:
        return self.leavers[self.leavers.is_open]

    def clauses_on(self, demand: Demand) -> pd.DataFrame:
        """The clauses in force, of the schools in view, that ask for this."""
        return self.clauses[self.clauses.control == demand.control]

    def read(self, demand: Demand) -> pd.Series:
        """How far each open account is as a demand says: as its policy's clause judged it, else by the register."""
        states = []
        for _, account in self.open.iterrows():
            state, is_kept = demand.reads(account), self.judged.get((account.account_id, demand.control))
            states.append(state if is_kept is None else YES if is_kept else PART if state == PART else NO)
        return pd.Series(states, index=self.open.index, dtype=object)


def find_view(scope: Scope) -> View:
    """The register as it was at the end of the period, or as at the build where that lies ahead."""
    accounts, leavers = query("accounts__register", scope), query("accounts__leavers", scope)
    still = leavers[leavers.is_open].groupby("account_id").size()
    return View(
        scope=scope,
        on=min(scope.ends_on, scope.as_at_on),
        accounts=accounts.assign(
            name=name_accounts(accounts),
            answers=accounts[[*QUESTIONS]].sum(axis=1),
            leavers=accounts.account_id.map(still).fillna(0).astype(int),
        ),
        leavers=leavers.assign(name=name_accounts(leavers)),
        unregistered=query("accounts__unregistered", scope),
        clauses=find_clauses(scope),
        judged={(row.account_id, row.control): row.is_kept for row in query("accounts__judged", scope).itertuples()},
    )


def _read_flag(column: str) -> Callable[[pd.Series], str]:
    return lambda account: NOT_RECORDED if pd.isna(account[column]) else YES if account[column] else NO


def _read_enough(column: str) -> Callable[[pd.Series], str]:
    return lambda account: NOT_RECORDED if pd.isna(account[column]) else YES if account[column] >= ENOUGH else NO


def _read_leavers(account: pd.Series) -> str:
    if account.leavers:
        return NO
    return NOT_RECORDED if pd.isna(account.people_with_access) else YES


def _read_case(account: pd.Series) -> str:
    if not account.has_cases:
        return NOT_RECORDED
    return YES if account.answers == len(QUESTIONS) else PART if account.answers else NO


def _read_links(account: pd.Series) -> str:
    if pd.isna(account.link_count):
        return NOT_RECORDED
    return YES if account.link_count == LINKS else PART if account.link_count else NO


APPROVED = Demand("Approved before opening", "Approved", "approved_before_opening", _read_flag("is_approved"))
OWNED = Demand("Owner in post", "Owner", "responsible_owner", _read_flag("is_owned"))
MANAGED = Demand("Two managers of staff", "Two managers", "minimum_managers", _read_enough("managers"))
MONITORED = Demand("Two who manage or monitor", "Two monitors", "minimum_monitors", _read_enough("monitors"))
NO_LEAVER = Demand("No leaver has access", "No leavers", "leaver_access_removed", _read_leavers)
EXPLAINED = Demand("All nine questions answered", "Business case", "business_case_complete", _read_case)
ONE_WAY = Demand("One-way", "One-way", "one_way_accounts", _read_flag("is_one_way"))
LINKED = Demand("About page links to all four policies", "About links", "about_page_links", _read_links)
OFFICIAL = Demand("Official e-mail", "E-mail", "official_email_linked", _read_flag("has_official_email"))
REGISTERED = Demand("On the register", "Register", "registered_accounts", lambda _: YES)
DEMANDS = (APPROVED, OWNED, MANAGED, MONITORED, NO_LEAVER, EXPLAINED, ONE_WAY, LINKED, OFFICIAL)


def read_demands(view: View) -> pd.DataFrame:
    """How far each open account is as each demand says (index: as view.open, columns: DEMANDS' short words).

    What is not so, and what the school's policy does not ask for, is NOT_ASKED rather than a failing.
    """
    read = {}
    for demand in DEMANDS:
        states, is_asked = view.read(demand), view.open.school_id.isin(view.clauses_on(demand).school_id)
        read[demand.short] = states.mask(states.isin([NO, PART]) & ~is_asked, NOT_ASKED)
    return pd.DataFrame(read)


def gather_schools(read: pd.DataFrame, schools: pd.Series) -> pd.DataFrame:
    """The same for schools: what is so of all their open accounts, of some, or of none."""
    return read.groupby(schools.to_numpy()).agg(_gather)


def _gather(states: pd.Series) -> str:
    if (states == states.iloc[0]).all():
        return str(states.iloc[0])
    if states.isin([NOT_RECORDED, NOT_ASKED]).any() and not states.isin([NO, PART]).any():
        return NOT_ASKED if (states == NOT_ASKED).any() else NOT_RECORDED
    return PART
