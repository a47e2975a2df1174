"""Owns the rows that the page on accounts lists, in words; knows neither figures nor charts."""

import pandas as pd

from dashboard import wording
from dashboard.register.view import QUESTIONS, View
from dashboard.scope import Scope

NOT_RECORDED = "not recorded"


def list_register(accounts: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Accounts with everything that the register says of them."""
    listed = pd.DataFrame(
        {
            "School": accounts.school_name,
            "Account": accounts["name"],
            "Opened": accounts.opened_on,
            "Approved": [_say_approval(account) for account in accounts.itertuples()],
            "Owner in post": _say_flags(accounts.is_owned),
            "Managers": _say_counts(accounts.managers),
            "Leavers with access": accounts.leavers,
            "Business case": [_say_case(account) for account in accounts.itertuples()],
            "Comments": accounts.comments.map(wording.label, na_action="ignore").fillna(NOT_RECORDED),
            "About links": [f"{count} of 4" if count else NOT_RECORDED for count in _say_links(accounts.link_count)],
            "Official e-mail": _say_flags(accounts.has_official_email),
            "Address notified before students": _say_flags(accounts.is_notified, unknown="no student access"),
        }
    )
    return _without_school(listed, scope)


def list_questions(accounts: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Accounts with the questions of their business case that are not answered."""
    listed = pd.DataFrame(
        {
            "School": accounts.school_name,
            "Account": accounts["name"],
            "Answered": [_say_case(account) for account in accounts.itertuples()],
            "Not answered": [
                wording.listed([words for name, words in QUESTIONS.items() if not answered[name]])
                for answered in accounts[[*QUESTIONS]].to_dict("records")
            ],
        }
    )
    return _without_school(listed, scope)


def list_people(accounts: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """How many manage each account and have access to it: counts only, for no page names anybody."""
    listed = pd.DataFrame(
        {
            "School": accounts.school_name,
            "Account": accounts["name"],
            "Owner in post": _say_flags(accounts.is_owned),
            "Managers of staff": _say_counts(accounts.managers),
            "Managers or monitors of staff": _say_counts(accounts.monitors),
            "People with any access": _say_counts(accounts.people_with_access),
            "Of whom have left": accounts.leavers,
        }
    )
    return _without_school(listed, scope)


def list_leavers(leavers: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Access that outlived a person's last day: of which group, to what, for how long."""
    listed = pd.DataFrame(
        {
            "School": leavers.school_name,
            "Account": leavers["name"],
            "Role group": leavers.role_group.map(wording.label),
            "Access": [wording.capital(wording.listed(kinds.split(";"))) for kinds in leavers.kinds],
            "Last day": leavers.left_on,
            "Access ended": [
                "open still" if is_open else wording.short_day(day)
                for day, is_open in zip(leavers.ended_on, leavers.is_open, strict=True)
            ],
            "Days after": leavers.days_after,
        }
    )
    return _without_school(listed, scope)


def list_unregistered(unregistered: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Accounts that spoke and that no register names."""
    listed = pd.DataFrame(
        {
            "School": unregistered.school_name,
            "Account": unregistered.account_id,
            "Posts, messages and comments": unregistered.item_count,
            "First seen": unregistered.first_on,
            "Last seen": unregistered.last_on,
        }
    )
    return _without_school(listed, scope)


def list_closed(view: View) -> pd.DataFrame:
    """Accounts that were closed, and how many people still had access to them."""
    closed = view.closed
    listed = pd.DataFrame(
        {
            "School": closed.school_name,
            "Account": closed["name"],
            "Opened": closed.opened_on,
            "Closed": closed.closed_on,
            "People with access still": _say_counts(closed.people_with_access),
        }
    )
    return _without_school(listed, view.scope)


def _say_approval(account: object) -> str:
    if pd.isna(account.approved_on):
        return NOT_RECORDED
    role = f" by {wording.label(account.approved_by_role).lower()}" if pd.notna(account.approved_by_role) else ""
    late = "" if account.approved_on <= account.opened_on else ", after it was opened"
    return f"{wording.short_day(account.approved_on)}{role}{late}"


def _say_case(account: object) -> str:
    return wording.out_of(account.answers, len(QUESTIONS)) if account.has_cases else NOT_RECORDED


def _say_flags(flags: pd.Series, unknown: str = NOT_RECORDED) -> list[str]:
    return [unknown if pd.isna(flag) else "Yes" if flag else "No" for flag in flags]


def _say_counts(counts: pd.Series) -> list[str]:
    return [NOT_RECORDED if pd.isna(count) else f"{count:,.0f}" for count in counts]


def _say_links(counts: pd.Series) -> list[str]:
    return ["" if pd.isna(count) else f"{count:.0f}" for count in counts]


def _without_school(listed: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    return listed.drop(columns="School") if scope.is_one_school else listed
