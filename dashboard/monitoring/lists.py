"""Owns the rows that the page on monitoring lists, in words; knows neither figures nor charts."""

from collections.abc import Callable

import pandas as pd

from dashboard import wording
from dashboard.monitoring.view import View, say_state
from dashboard.scope import Scope

KINDS = {
    "account_check": "Check of the account",
    "public_sweep": "Sweep of the public internet",
    "professional_use": "Check of professional use",
    "pinned_notice": "Pinned notice",
}
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")


def list_gaps(gaps: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Every run of school days without a check, longest first."""
    listed = pd.DataFrame(
        {
            "School": gaps.school_name,
            "Account": gaps["name"],
            "School days": gaps.school_days,
            "Working hours": (gaps.working_minutes / 60).round(1),
            "First day": gaps.first_on,
            "Last day": gaps.last_on,
            "Reaches beyond the period": gaps.is_longer,
        }
    )
    return _without_school(listed, scope)


def list_accounts(view: View) -> pd.DataFrame:
    """Every account with its school days looked at, longest gap, people, and slots of the own cadence."""
    accounts = view.accounts
    longest = view.gaps.drop_duplicates("account_id").set_index("account_id").reindex(accounts.account_id)
    listed = pd.DataFrame(
        {
            "School": accounts.school_name,
            "Account": accounts["name"],
            "School days with a check": _count_days(accounts),
            "Longest gap, school days": _say_gaps(longest, accounts),
            "Working hours": _say_hours(longest),
            "When": _say_spans(longest),
            "People who checked": _count_people(accounts, accounts),
            "Own cadence": [_say_slots(slots) for slots in accounts.itertuples()],
        }
    )
    return _without_school(listed, view.scope)


def list_schools(view: View) -> pd.DataFrame:
    """Every school with the same, over its accounts; A to Z, whatever its figures."""
    schools, days = view.schools, ["checked_days", "missed_days", "unknown_days"]
    summed = view.accounts.groupby("school_id")[days].sum().reindex(schools.school_id, fill_value=0)
    longest = view.gaps.drop_duplicates("school_id").set_index("school_id").reindex(schools.school_id)
    return pd.DataFrame(
        {
            "School": schools.school_name,
            "Account days with a check": _count_days(summed),
            "Longest gap, school days": _say_gaps(longest, summed),
            "Working hours": _say_hours(longest),
            "When": _say_spans(longest),
            "Account": list(longest["name"].fillna("")),
            "People who checked": _count_people(schools, summed),
            "Own cadence": [_say_slots(school) for school in schools.itertuples()],
            "Weeks with a sweep": [say_weeks(school) for school in schools.itertuples()],
        }
    )


def list_people(view: View) -> pd.DataFrame:
    """On how many people each account rests: counts only, for no page names anybody."""
    accounts = view.accounts[view.accounts.check_count > 0]
    listed = pd.DataFrame(
        {
            "School": accounts.school_name,
            "Account": accounts["name"],
            "Checks": accounts.check_count,
            "People who checked": accounts.people,
            "Made by the busiest": [
                wording.share(most, whole)
                for most, whole in zip(accounts.most_by_one, accounts.check_count, strict=True)
            ],
        }
    )
    return _without_school(listed, view.scope)


def list_sweeps(view: View) -> pd.DataFrame:
    """The weeks of term in which each school swept the public internet, and what its policy asks."""
    schools = view.schools
    return pd.DataFrame(
        {
            "School": schools.school_name,
            "Sweeps": schools.sweep_count,
            "Weeks with a sweep": [say_weeks(school) for school in schools.itertuples()],
            "What its policy asks": schools.sweep_rule.fillna("No cadence adopted"),
        }
    )


def list_findings(findings: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """What checks and sweeps found, newest first, with its wait by both clocks."""
    listed = pd.DataFrame(
        {
            "School": findings.school_name,
            "Found": findings.checked_at,
            "What": findings.finding_category.fillna("not_said").map(wording.label),
            "By": findings.kind.map(KINDS),
            "Account": findings["name"],
            "Put right": findings.resolved_at,
            "Working time": _say_waits(findings, "working_minutes", wording.working_minutes),
            "Elapsed time": _say_waits(findings, "elapsed_minutes", wording.minutes),
        }
    )
    return _without_school(listed, scope)


def list_holidays(notices: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Every holiday with the accounts that carried a notice, and those that did not by name."""
    rows = []
    for (school, first, last), group in notices.groupby(["school_name", "holiday_from", "holiday_to"], sort=False):
        state = group.state.value_counts()
        judged = int(state.get("pinned", 0) + state.get("missing", 0))
        unknown = {"not_due": "not due yet", "no_data": "no data"}
        rest = [f"{state[name]} {words}" for name, words in unknown.items() if name in state]
        pinned = [f"{wording.out_of(state.get('pinned', 0), judged)} accounts"] if judged else []
        rows.append(
            {
                "School": school,
                "Holiday": wording.days(first, last),
                "With a notice": ", ".join(pinned + rest),
                "Without one": wording.listed(group.loc[group.state == "missing", "name"].tolist()),
            }
        )
    return _without_school(pd.DataFrame(rows, columns=["School", "Holiday", "With a notice", "Without one"]), scope)


def list_cells(cells: pd.DataFrame, thing: str, *, by_week: bool) -> pd.DataFrame:
    """The calendar as a table: a row a week, and where days are drawn a column a weekday."""
    said = cells.assign(state=[wording.capital(say_state(cell)) for cell in cells.itertuples()])
    if by_week:
        return pd.DataFrame({thing: said["row"], "Week of": said.slot_on, "Days": said.state})
    said["weekday"] = (said.slot_on - said.week_start).dt.days.map(dict(enumerate(WEEKDAYS)))
    wide = said.pivot(index=["row", "week_start"], columns="weekday", values="state").reindex(columns=WEEKDAYS)
    wide = wide.reindex(said[["row", "week_start"]].drop_duplicates().itertuples(index=False, name=None))
    return wide.fillna("").rename_axis(columns=None).reset_index(names=[thing, "Week of"])


def say_weeks(school: object) -> str:
    """The weeks of term with a sweep, out of those known: "7 of 8"."""
    known = school.swept_weeks + school.unswept_weeks
    return wording.out_of(school.swept_weeks, known) if known else "no data"


def _count_days(days: pd.DataFrame) -> list[str]:
    """Days looked at out of days known, with what no log covers: "34 of 37"."""
    said = []
    for day in days.itertuples():
        known = day.checked_days + day.missed_days
        unknown = f"{day.unknown_days:,} no data" if day.unknown_days else ""
        said.append(", ".join(filter(None, [wording.out_of(day.checked_days, known) if known else "", unknown])))
    return said


def _count_people(rows: pd.DataFrame, days: pd.DataFrame) -> list[str]:
    """Different people, where the log covers any day."""
    known = days.checked_days + days.missed_days > 0
    return [f"{people:,}" if is_known else "no data" for people, is_known in zip(rows.people, known, strict=True)]


def _say_gaps(longest: pd.DataFrame, days: pd.DataFrame) -> list[str]:
    """The school days of the longest gap; "none" only where days are known."""
    known = days.checked_days + days.missed_days > 0
    nothing = ["none" if is_known else "no data" for is_known in known]
    gaps = zip(longest.school_days, nothing, strict=True)
    return [f"{length:,.0f}" if pd.notna(length) else words for length, words in gaps]


def _say_hours(longest: pd.DataFrame) -> list[str]:
    hours = (longest.working_minutes / 60).round(1)
    return ["" if pd.isna(hour) else f"{hour:,g}" for hour in hours]


def say_hours(gap: object) -> str:
    """The school's opening hours within a gap: "32.5 working hours"."""
    return wording.count(round(gap.working_minutes / 60, 1), "working hour")


def _say_spans(longest: pd.DataFrame) -> list[str]:
    spans = zip(longest.first_on, longest.last_on, strict=True)
    return [wording.days(first, last) if pd.notna(first) else "" for first, last in spans]


def _say_slots(slots: object) -> str:
    """Slots of the own cadence kept: "36 of 40 kept", or why there are none."""
    judged = slots.met + slots.missed
    if judged:
        return f"{wording.out_of(slots.met, judged)} kept"
    return "not due yet" if slots.pending else "nothing to judge"


def _say_waits(findings: pd.DataFrame, column: str, say: Callable[[float], str]) -> list[str]:
    waits = zip(findings[column], findings.is_open, strict=True)
    return [say(wait) + (", open still" if is_open else "") for wait, is_open in waits]


def _without_school(listed: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    return listed.drop(columns="School") if scope.is_one_school else listed
