"""Owns the sentence and the six figures of the page on monitoring; knows no layout."""

import pandas as pd

from dashboard import parts, wording
from dashboard.compare.waits import typical_wait
from dashboard.monitoring import lists
from dashboard.monitoring.view import View
from dashboard.parts import Figure

SOURCE = "the monitoring log, the register of accounts and the school's calendar"


def say_answer(view: View) -> str:
    """On how many school days nobody looked, and the longest gap."""
    known = view.known
    looked, missed = int(known.checked_days.sum()), int(known.missed_days.sum())
    if view.scope.is_one_school:
        return _answer_for_one(known, missed) + _say_longest(view)
    schools = known.school_id.nunique()
    reported = f"{wording.out_of(schools, len(view.schools))} schools handed in a log"
    return f"Nobody looked on {wording.out_of(missed, looked + missed)} account days ({reported}){_say_longest(view)}"


def _answer_for_one(known: pd.DataFrame, missed: int) -> str:
    account = known.loc[known.missed_days.idxmax()]
    days = account.checked_days + account.missed_days
    if not missed:
        return f"Somebody looked at {wording.how_many(len(known), 'account')} on every school day"
    of_all = f", the most of its {len(known)} accounts" if len(known) > 1 else ""
    return f"Nobody checked {account['name']} on {wording.out_of(account.missed_days, days)} school days{of_all}"


def _say_longest(view: View) -> str:
    if view.gaps.empty:
        return "."
    gap = view.gaps.iloc[0]
    length = wording.count(gap.school_days, "school day")
    if (view.gaps.school_days == gap.school_days).sum() > 1:
        return f"; no gap is longer than {length}."
    where = "" if view.scope.is_one_school else f" at {gap.school_name}"
    return f"; the longest gap is {length}{where}, {wording.days(gap.first_on, gap.last_on)}, {gap['name']}."


def make_figures(view: View) -> list[Figure]:
    """Own cadence, school days looked at, longest gap, people, sweeps, findings."""
    return [_cadence(view), _days(view), _longest(view), _people(view), _sweeps(view), _findings(view)]


def _cadence(view: View) -> Figure:
    adopted = view.schools.dropna(subset="cadence_clause")
    met, missed, pending = (int(adopted[name].sum()) for name in ("met", "missed", "pending"))
    if adopted.empty:
        value, note = "None", "No cadence adopted: the policy names no interval of checks"
    else:
        value = wording.out_of(met, met + missed) if met + missed else "No data"
        note = _say_rule(adopted.cadence_rule) + _say_schools(view, adopted, met + missed + pending > 0)
        note += f"; {pending:,} not due yet" if pending else ""
    return Figure(
        name="own_cadence",
        label="Checks the policy asks for",
        value=value,
        note=note,
        term="coverage",
        denominator="the slots that were due: a day or week, as the policy says, of each account",
        clauses=_clauses(adopted.cadence_clause),
        source=SOURCE,
        rows=(lambda: parts.find_cases(view.scope, controls=["monitoring_cadence"], outcomes=["missed", "pending"]))
        if len(adopted)
        else None,
        opens="Open those not made",
    )


def _days(view: View) -> Figure:
    looked, missed = int(view.known.checked_days.sum()), int(view.known.missed_days.sum())
    whose = wording.count(len(view.known), "account")
    return Figure(
        name="days_looked",
        label="School days with a check",
        value=wording.out_of(looked, looked + missed) if looked + missed else "No data",
        note=f"{wording.share(looked, looked + missed)}, {whose} together, whatever the policy asks",
        term="looked_at",
        denominator="every account and school day that the log covers and that is over",
        source=SOURCE,
        rows=lambda: lists.list_accounts(view),
        opens="Open the accounts",
    )


def _longest(view: View) -> Figure:
    value, note = ("None", "No school day without a check") if len(view.known) else ("No data", "No log covers it")
    if len(view.gaps):
        gap = view.gaps.iloc[0]
        value = wording.count(gap.school_days, "school day")
        others = int((view.gaps.school_days == gap.school_days).sum()) - 1
        note = f"{lists.say_hours(gap)}; {gap['name']}, {wording.days(gap.first_on, gap.last_on)}"
        note += f", and {others:,} more as long" if others else ""
    return Figure(
        name="longest_gap",
        label="Longest gap",
        value=value,
        note=note,
        term="gap",
        denominator="every run of school days without a check of an account",
        source=SOURCE,
        rows=lambda: lists.list_gaps(view.gaps, view.scope),
        opens="Open the gaps",
    )


def _people(view: View) -> Figure:
    checked = view.accounts[view.accounts.check_count > 0]
    alone = int((checked.people == 1).sum())
    rests = f"{wording.out_of(alone, len(checked))} accounts {'rests' if alone == 1 else 'rest'} on one person"
    return Figure(
        name="who_covers",
        label="People who checked",
        value=f"{view.people:,}" if len(view.known) else "No data",
        note=rests if alone else "No account rests on one person",
        term="monitors",
        denominator="the accounts with a check in the period",
        source="the monitoring log, which knows people by pseudonym only",
        rows=lambda: lists.list_people(view),
        opens="Open the accounts",
    )


def _sweeps(view: View) -> Figure:
    adopted = view.schools.dropna(subset="sweep_clause")
    seen = adopted if len(adopted) else view.schools
    met, missed, pending = (int(seen[f"sweeps_{name}"].sum()) for name in ("met", "missed", "pending"))
    note = _say_rule(adopted.sweep_rule) + _say_schools(view, adopted, met + missed + pending > 0)
    if adopted.empty:
        met, missed, pending = int(seen.swept_weeks.sum()), int(seen.unswept_weeks.sum()), 0
        note = "Weeks of term with one; no cadence adopted"
    return Figure(
        name="public_sweeps",
        label="Public sweeps",
        value=wording.out_of(met, met + missed) if met + missed else "No data",
        note=note + (f"; {pending:,} not due yet" if pending else ""),
        term="sweep",
        denominator="the sweeps that were due" if len(adopted) else "the weeks of term that the log covers",
        clauses=_clauses(adopted.sweep_clause),
        source="the monitoring log and the school's calendar",
        rows=lambda: lists.list_sweeps(view),
        opens="Open the sweeps",
    )


def _findings(view: View) -> Figure:
    findings = view.findings
    waits = typical_wait(findings.working_minutes, ~findings.is_open)
    said = f"{waits.open_count or 'none'} open still"
    if waits.median is None:
        said += "; no typical wait is given below ten"
    elif waits.median.is_reached:
        said += f"; half put right within {wording.working_minutes(waits.median.value)}"
    has_log = len(view.known) > 0 or len(findings) > 0
    return Figure(
        name="findings",
        label="Findings put right",
        value=wording.out_of(waits.n - waits.open_count, waits.n)
        if waits.n
        else ("None found" if has_log else "No data"),
        note=wording.capital(said) if waits.n else "By any check or sweep",
        term="finding",
        denominator="what checks and sweeps of the period found",
        clauses=_clauses(view.schools.finding_clause.dropna()),
        source="the monitoring log",
        rows=lambda: lists.list_findings(findings, view.scope),
        opens="Open the findings",
    )


def _say_rule(rules: pd.Series) -> str:
    """The rule, where all go by one."""
    return str(rules.iloc[0]) if rules.nunique() == 1 else "Each school by its own policy"


def _say_schools(view: View, adopted: pd.DataFrame, has_cases: bool) -> str:
    if view.scope.is_one_school:
        return "" if has_cases else "; nothing handed in that can judge it"
    reported = int(adopted.has_reported.sum())
    return f"; {wording.out_of(reported, len(view.schools))} schools have one and handed in a log"


def _clauses(ids: pd.Series) -> list[str]:
    return sorted({clause for joined in ids for clause in str(joined).split(", ")})
