"""Owns the enquiries in view and how they are listed; knows neither figures nor charts."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from dashboard import parts, wording
from dashboard.replies import waiting
from dashboard.replies.targets import CONTROL, Targets, find_targets
from dashboard.replies.waiting import ELAPSED, WORKING
from dashboard.scope import Scope
from dashboard.warehouse import query

SOURCE = "the activity of the accounts: messages received and replies sent"
RECEIVED = "enquiries received in the period"


@dataclass(frozen=True)
class View:
    """The enquiries received in a period and the targets that judge them.

    `enquiries`, `open_now` and `reported` are the rows of queries/response_times__*.sql.
    """

    scope: Scope
    enquiries: pd.DataFrame
    open_now: pd.DataFrame
    reported: pd.DataFrame
    targets: Targets

    @property
    def is_answered_only(self) -> bool:
        """Whether no account's unanswered enquiries are known."""
        return bool(len(self.enquiries)) and bool(self.enquiries["is_answered_only"].all())

    @cached_property
    def counted(self) -> pd.DataFrame:
        """Those that figures are made of: on accounts of which both sides are known, or all where there is no such."""
        return self.enquiries if self.is_answered_only else self.enquiries[~self.enquiries["is_answered_only"]]

    @property
    def reported_words(self) -> str:
        """How many of the schools handed in activity that covers any of the period."""
        return f"{wording.out_of(self.reported['has_reported'].sum(), len(self.reported))} schools reported"

    @property
    def still_open(self) -> pd.DataFrame:
        return self.counted[self.counted["is_open"]]


def find_view(scope: Scope) -> View:
    """The enquiries received in the period of a scope, and their targets."""
    found = {name: query(f"response_times__{name}", scope) for name in ("enquiries", "open", "reported")}
    return View(scope, found["enquiries"], found["open"], found["reported"], find_targets(scope))


def list_cases(view: View, *outcomes: str, only_open: bool = False) -> pd.DataFrame:
    """The cases behind a figure, without the accounts of which no share can be made."""
    one_sided = view.enquiries.loc[view.enquiries["is_answered_only"], "account_id"].unique()
    cases = parts.find_cases(view.scope, controls=[CONTROL], outcomes=outcomes, leave_out=list(one_sided))
    return cases[cases["Done"].isna()] if only_open else cases


def list_enquiries(enquiries: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Enquiries as people read them: School (where several), Account, Received, Acknowledged, Answered, both waits."""
    listed = pd.DataFrame(
        {
            "School": waiting.name_schools(enquiries),
            "Account": waiting.name_accounts(enquiries),
            "Received": enquiries["received_at"],
            "Acknowledged": enquiries["acknowledged_at"],
            "Answered": enquiries["replied_at"],
            "Wait (working time)": waiting.say_each(enquiries, WORKING),
            "Wait (elapsed)": waiting.say_each(enquiries, ELAPSED),
        }
    )
    return listed.drop(columns="School") if scope.is_one_school else listed
