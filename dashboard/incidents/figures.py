"""Owns the answer and the six figures that open the page on incidents; draws nothing."""

from functools import partial

import pandas as pd

from dashboard import parts, wording
from dashboard.incidents import handling
from dashboard.incidents.record import SOURCE, Record, list_incidents, list_with
from dashboard.parts import Figure

REPORTED = "incidents reported in the period"
OPENS = "Open the incidents"


def say_answer(record: Record, clauses: pd.DataFrame) -> str:
    """What happened and how far it was handled as promised; or that nothing happened, or that nothing is known."""
    school, schools = record.scope.school_words, record.schools
    if record.reporting.empty:
        return f"It cannot be said what happened: nothing was handed in by {school} that covers this period."
    if record.incidents.empty:
        return _say_none(record)
    n, assessed = len(record.incidents), int(record.incidents["is_assessed"].sum())
    closed = int(record.incidents["is_closed"].sum())
    pooled = (
        ""
        if record.scope.is_one_school
        else f" ({wording.out_of(len(record.reporting), len(schools))} schools reported)"
    )
    state = f"{_all_of(assessed, n)} assessed and {_all_of(closed, n)} closed" if n > 1 else _say_one(assessed, closed)
    return f"{school} recorded {wording.count(n, 'incident')}{pooled}: {state}. {_say_promises(clauses)}"


def _say_none(record: Record) -> str:
    school = record.scope.school_words
    if record.is_complete:
        return f"Nothing happened that was reported: {school} handed in a nil return for the whole period, a true zero."
    return f"No incident is known of, but returns do not cover the whole period for {school}."


def _say_one(assessed: int, closed: int) -> str:
    return f"it was {'assessed' if assessed else 'not assessed yet'} and {'closed' if closed else 'is still open'}"


def _all_of(part: int, whole: int) -> str:
    if part == whole:
        return "both" if whole == 2 else f"all {whole:,}"
    return f"{part:,}"


def _say_promises(clauses: pd.DataFrame) -> str:
    met, due = int(clauses["met"].sum()), int(clauses["met"].sum() + clauses["missed"].sum())
    if not due:
        return "No step that is promised was due."
    return f"{wording.out_of(met, due)} steps that are promised for handling them were taken as promised."


def make_figures(record: Record) -> list[Figure]:
    """Incidents, the two waits for assessment, closing, open now, legal clocks; of no incident no waits."""
    if record.incidents.empty:
        return [_count_figure(record), _open_figure(record), _legal_figure(record)]
    return [
        _count_figure(record),
        _assessment_figure(record, safeguarding=True),
        _assessment_figure(record, safeguarding=False),
        _closing_figure(record),
        _open_figure(record),
        _legal_figure(record),
    ]


def _count_figure(record: Record) -> Figure:
    incidents = record.incidents
    grave = int(incidents["severity"].isin(["high", "critical"]).sum())
    matters = int(incidents["is_safeguarding"].sum())
    zero = "a true zero, by return" if record.is_complete else "known of; returns do not cover it all"
    return Figure(
        name="incidents",
        label="Incidents",
        value=f"{len(incidents):,}",
        note=f"{grave:,} high or critical; {wording.count(matters, 'safeguarding matter')}" if len(incidents) else zero,
        term="incident",
        denominator=REPORTED,
        source=SOURCE,
        rows=lambda: list_incidents(incidents, record.scope),
        opens=OPENS,
    )


def _assessment_figure(record: Record, *, safeguarding: bool) -> Figure:
    words = handling.MATTERS[safeguarding].words.lower()
    rows = handling.matters(record.incidents, safeguarding=safeguarding)
    wait = handling.assessment_wait(record.incidents, safeguarding=safeguarding)
    longest = handling.say_longest(record.incidents, safeguarding=safeguarding)
    assessed = f"{wording.out_of(wait.n - wait.open_count, wait.n)} assessed"
    value = assessed if wait.median is None else handling.say_median(wait, safeguarding=safeguarding)
    about = assessed if wait.median else "too few for a typical wait"
    return Figure(
        name=f"assessment {'safeguarding' if safeguarding else 'other'}",
        label=f"Half assessed within: {words}" if wait.median else f"Assessed: {words}",
        value=value if wait.n else "None",
        note=f"longest {longest}; {about}" if wait.n else "none was reported",
        term="assessment_time" if not safeguarding else "safeguarding_matter",
        denominator=f"{REPORTED}, those not assessed yet counted as waiting",
        source=SOURCE,
        rows=partial(_list_waits, rows, record, safeguarding=safeguarding),
        opens=OPENS,
    )


def _list_waits(rows: pd.DataFrame, record: Record, *, safeguarding: bool) -> pd.DataFrame:
    ordered = rows.sort_values(handling.MATTERS[safeguarding].clock, ascending=False)
    waits = [handling.say_wait(row, safeguarding=safeguarding) for row in ordered.to_dict("records")]
    return list_with(ordered, record.scope, {"Waited for assessment": waits})


def _closing_figure(record: Record) -> Figure:
    known = handling.closing(record.incidents)
    shares = {days: handling.say_closed_within(record.incidents, days) for days in handling.CLOSING_DAYS}
    return Figure(
        name="closing",
        label="Closed within 20 school days",
        value=shares[20] if len(known) else "None",
        note=f"10 days: {shares[10]}; 30 days: {shares[30]}; {_open_words(known)}"
        if len(known)
        else "none was reported",
        term="closing_time",
        denominator=f"{REPORTED}, the open ones counted as waiting",
        source=SOURCE,
        rows=lambda: list_ages(known.sort_values("closure_school_days", ascending=False), record),
        opens=OPENS,
    )


def _open_words(incidents: pd.DataFrame) -> str:
    return f"{int((~incidents['is_closed'].astype(bool)).sum()):,} of {len(incidents):,} open"


def _open_figure(record: Record) -> Figure:
    still_open = record.still_open
    oldest = still_open["closure_school_days"].max()
    before = f"; {len(record.carried):,} from before this period" if len(record.carried) else ""
    return Figure(
        name="open_now",
        label="Open now",
        value=f"{len(still_open):,}",
        note=f"oldest open for {wording.count(oldest, 'school day')}{before}"
        if len(still_open)
        else "all known are closed",
        term="closing_time",
        denominator="incidents reported up to the end of the period",
        source=SOURCE,
        rows=lambda: list_ages(still_open, record),
        opens=OPENS,
    )


def list_ages(incidents: pd.DataFrame, record: Record) -> pd.DataFrame:
    """Incidents with how many school days they took, or have been open so far."""
    ages = {
        "School days": incidents["closure_school_days"],
        "Open": ["" if done else "Open" for done in incidents["is_closed"]],
    }
    return list_with(incidents, record.scope, ages)


def _legal_figure(record: Record) -> Figure:
    cases = handling.find_legal(record.scope)
    counts = cases["outcome"].value_counts()
    met, missed, pending = (int(counts.get(outcome, 0)) for outcome in ("met", "missed", "pending"))
    called = len(cases)
    return Figure(
        name="legal_clocks",
        label="Legal clocks kept",
        value=wording.out_of(met, met + missed) if met + missed else ("None due yet" if pending else "None called for"),
        note=f"LADO within 1 working day, ICO within 72 h; {pending:,} not due yet"
        if called
        else "no allegation against staff, no data breach",
        term="legal_clock",
        denominator="incidents that call for one, whichever policy is adopted",
        source=SOURCE,
        clauses=sorted(cases["clause_id"].unique()),
        rows=lambda: parts.find_cases(record.scope, controls=handling.LEGAL),
    )
