"""On which days did nobody look?

A check is a look at one account by somebody of the school. Each school's checks are counted against its own policy's
cadence, and every school's alike by school days without one.
"""

import pandas as pd

from dashboard import parts, wording
from dashboard.account_names import fold, shorten_accounts
from dashboard.charts.bars import stacked
from dashboard.charts.calendar_grid import calendar_grid
from dashboard.charts.events import letter_events, tell_events
from dashboard.charts.theme import MEANING
from dashboard.events import find_events
from dashboard.monitoring import lists
from dashboard.monitoring.figures import make_figures, say_answer
from dashboard.monitoring.view import View, find_cells, find_view, is_by_week
from dashboard.published_pages.coverage import publish
from dashboard.scope import Scope

STATES = {"Put right": MEANING["kept"], "Open still": MEANING["not kept"]}
# Up to here an axis of counts would else be marked with halves.
FEW = 10
SLOTS = {"Kept": ("met", "kept"), "Missed": ("missed", "not kept"), "Not due yet": ("pending", "not known")}


def tell_missing(view: View) -> None:
    """The schools that handed in no log for the period, where others did."""
    if view.silent and not view.scope.is_one_school:
        parts.nothing(f"No monitoring log covers this period at {wording.listed(view.silent)}: no data, not zero.")


def draw_calendar(view: View) -> None:
    """The days or weeks of each account, or of each school where several are in view."""
    scope, by_week = view.scope, is_by_week(view.scope)
    cells = find_cells(scope)
    thing, slot = ("account" if scope.is_one_school else "school"), ("week" if by_week else "weekday")
    lettered = letter_events(find_events(scope), scope.starts_on, min(scope.ends_on, scope.as_at_on))
    notes = [f"A bar a {slot}: a high one was due, a low one closed. An account day is one account on one school day."]
    if by_week or not scope.is_one_school:
        notes.append("Where only some were checked, the bar is divided by their share.")
    if cells.gap_in_holidays.sum():
        notes.append("A policy that asks for a check on every weekday makes days in holidays due: they are drawn too.")
    parts.chart(
        title_calendar(view),
        calendar_grid(cells, by_week=by_week, lettered=lettered) if len(cells) else None,
        lists.list_cells(cells, wording.capital(thing), by_week=by_week) if len(cells) else cells,
        name="calendar of checks",
        alt=f"A calendar: one row for each {thing}, one bar for each {slot}, filled as far as it was checked, hatched "
        f"where it was not. {tell_events(lettered)}",
        note=" ".join([*notes, tell_events(lettered)]),
        empty="No registered account was open in this period.",
    )


def title_calendar(view: View) -> str:
    """The finding of the calendar in ten words or fewer."""
    missed = int(view.known.missed_days.sum())
    if view.known.empty:
        return "No day is known: no log was handed in"
    if not missed:
        return "Every account was checked on every school day"
    known = int(view.known.checked_days.sum()) + missed
    return f"Nobody looked on {wording.out_of(missed, known)} account days"


def list_rows(view: View) -> None:
    """Each account of one school, each school of several: days, longest gap, people, own cadence."""
    if view.scope.is_one_school:
        parts.section("Account by account")
        parts.table(lists.list_accounts(view), name="coverage by account", alt="Coverage of every account")
        return
    parts.section("School by school", "The longest gap compares schools of different cadence.")
    parts.table(lists.list_schools(view), name="coverage by school", alt="Coverage of every school")


def draw_cadence(view: View) -> None:
    """Slots of the school's own cadence, kept and missed, by account or by school."""
    adopted = view.schools.dropna(subset="cadence_clause")
    rules = adopted.cadence_rule.unique()
    parts.section("Against the school's own cadence", f"{rules[0]}." if len(rules) == 1 else "")
    if adopted.empty:
        parts.nothing("No cadence adopted: the policy names no interval of checks, so none is counted as missed.")
        return
    slots = view.accounts[view.accounts.school_id.isin(adopted.school_id)]
    names = shorten_accounts(slots) if view.scope.is_one_school else slots.school_name
    counts = slots.groupby(names)[[column for column, _ in SLOTS.values()]].sum()
    counts = counts[counts.sum(axis=1) > 0].set_axis([*SLOTS], axis=1)
    if counts.empty:
        parts.nothing("Nothing was handed in for this period that can judge the school's own cadence.")
        return
    missed = int(counts["Missed"].sum())
    finding = f"{wording.how_many(missed, 'check')} that the policy asked for {'was' if missed == 1 else 'were'} missed"
    without = view.schools.loc[view.schools.cadence_clause.isna(), "school_name"].tolist()
    parts.chart(
        wording.capital(finding),
        stacked(
            counts.rename(index=fold), {name: MEANING[means] for name, (_, means) in SLOTS.items()}, x="checks due"
        ),
        counts.rename_axis("Account" if view.scope.is_one_school else "School").reset_index(),
        name="own cadence",
        alt="Bars of the checks that were due at the school's own cadence, divided into kept, missed and not due yet.",
        note=f"No cadence adopted: {wording.listed(without)}." if without else "",
    )


def draw_findings(view: View) -> None:
    """What checks and sweeps found, by category, put right or open."""
    parts.section("What was found", parts.definition("finding"))
    findings = view.findings
    if findings.empty:
        known = "Nothing was found" if len(view.known) else "No log covers this period, so nothing is known"
        parts.nothing(f"{known}.")
        return
    categories = findings.finding_category.fillna("not_said").map(wording.label)
    state = findings.is_open.map({True: "Open still", False: "Put right"})
    counts = pd.crosstab(categories, state).reindex(columns=["Put right", "Open still"], fill_value=0)
    counts = counts.loc[counts.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    parts.chart(
        f"Found most often: {counts.index[0].lower()}",
        stacked(counts, STATES, x="findings").update_xaxes(dtick=1 if len(findings) <= FEW else None),
        counts.rename_axis(index="What", columns=None).reset_index(),
        name="findings by category",
        alt="Bars of what was found, one a category, divided into put right and open still.",
    )


def list_holidays(view: View) -> None:
    """Whether each account carried a notice in each holiday, whichever policy is adopted."""
    clauses = sorted(set(view.schools.notice_clause.dropna()))
    asked = f"Asked for by {wording.listed(clauses)}." if clauses else "Not asked for by the adopted policy."
    if clauses and view.schools.notice_clause.isna().any():
        asked = f"Asked for by {wording.listed(clauses)}, and not by the policies of the other schools."
    parts.section("Notices in the holidays", f"{parts.definition('pinned_notice')} {asked}")
    parts.table(
        lists.list_holidays(view.notices, view.scope),
        name="notices in the holidays",
        alt="The holidays, and the accounts that carried a notice",
        empty="No holiday follows a school day of this period.",
    )


def show(scope: Scope) -> None:
    """The page."""
    view = find_view(scope)
    if view.accounts.empty:
        parts.answer(f"It cannot be said: {scope.school_words} had no registered account open in this period.")
        parts.nothing("Hand in the register of accounts and the monitoring log.")
        return
    if view.known.empty:
        parts.answer(f"It cannot be said: no monitoring log of {scope.school_words} covers this period.")
        parts.nothing(
            "Hand in the monitoring log for the period, or a return that says it covers the days without a check."
        )
    else:
        parts.answer(say_answer(view))
        tell_missing(view)
        parts.figures(make_figures(view))
    draw_calendar(view)
    list_rows(view)
    draw_cadence(view)
    draw_findings(view)
    list_holidays(view)


parts.page(show, publish)
