"""Owns everything that the page on monitoring looks at, read once; knows no sentence and no figure."""

from dataclasses import dataclass

import pandas as pd

from dashboard.account_names import name_accounts
from dashboard.scope import Scope
from dashboard.warehouse import query

# Beyond this many weeks of school days, a bar stands for a week.
MOST_WEEKS_BY_DAY = 14


@dataclass(frozen=True)
class View:
    """Frames as the queries monitoring_coverage__* give them, with each account's `name`; `people` made a check."""

    scope: Scope
    accounts: pd.DataFrame
    gaps: pd.DataFrame
    schools: pd.DataFrame
    findings: pd.DataFrame
    notices: pd.DataFrame
    people: int

    @property
    def known(self) -> pd.DataFrame:
        """The accounts of which any school day can be said to have been looked at or not."""
        return self.accounts[self.accounts.checked_days + self.accounts.missed_days > 0]

    @property
    def silent(self) -> list[str]:
        """The schools that handed in no monitoring log for the period."""
        return self.schools.loc[~self.schools.has_reported, "school_name"].tolist()


def find_view(scope: Scope) -> View:
    """What the log tells of the period in view."""

    def named(what: str) -> pd.DataFrame:
        rows = query(f"monitoring_coverage__{what}", scope)
        return rows.assign(name=name_accounts(rows))

    return View(
        scope=scope,
        accounts=named("accounts"),
        gaps=named("gaps"),
        schools=query("monitoring_coverage__schools", scope),
        findings=named("findings"),
        notices=named("notices"),
        people=int(query("monitoring_coverage__people", scope).people.iloc[0]),
    )


def is_by_week(scope: Scope) -> bool:
    """Whether the calendar of this period is drawn week by week, for days would be too narrow to tell apart."""
    return (min(scope.ends_on, scope.as_at_on) - scope.starts_on).days > 7 * MOST_WEEKS_BY_DAY


def find_cells(scope: Scope) -> pd.DataFrame:
    """The calendar's cells, as charts.calendar_grid takes them, with `gap_in_holidays`."""
    cells = query("monitoring_coverage__grid", scope, by_school=not scope.is_one_school, by_week=is_by_week(scope))
    rows = name_accounts(cells) if scope.is_one_school else cells.school_name
    return cells.assign(row=rows, words=[_say_cell(cell, scope) for cell in cells.itertuples()])


def _say_cell(cell: object, scope: Scope) -> str:
    """One cell in words: when, and what is known of it."""
    on = cell.slot_on
    when = f"Week of {on.day} {on:%b %Y}" if is_by_week(scope) else f"{on:%a} {on.day} {on:%b %Y}"
    return f"{when}: {say_state(cell)}"


def say_state(cell: object) -> str:
    """What is known of a cell: one account's day in a word or two, else how many of those due."""
    due = cell.checked + cell.gap + cell.no_data
    if not due:
        return "closed, notice pinned" if cell.notice else "closed" if cell.closed else "not over yet"
    if cell.no_data:
        return "no data" if cell.no_data == due else f"{cell.checked} of {due} checked, {cell.no_data} no data"
    if due == 1:
        return "checked" if cell.checked else "not checked"
    return f"{cell.checked} of {due} checked"
