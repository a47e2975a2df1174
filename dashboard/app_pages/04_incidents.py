"""What happened, and was it handled as promised?

An incident is a record of something that may breach the policy, counted by the day of its report. Nobody is named here.
"""

from functools import partial

import pandas as pd
import streamlit as st

from dashboard import parts, wording
from dashboard.charts.bars import FEW, counted, over_time
from dashboard.charts.events import Event, letter_events, mark_events, tell_events
from dashboard.charts.survival import done_by
from dashboard.events import name_events
from dashboard.incidents import breaches, handling, kinds, trend
from dashboard.incidents.figures import list_ages, make_figures, say_answer
from dashboard.incidents.record import Record, find_record, list_incidents, list_with, say_reach
from dashboard.promises import describe, entry_name, find_clauses, open_cases
from dashboard.published_pages.incidents import publish
from dashboard.scope import Scope
from dashboard.warehouse import query

ANY = "Any"
LONGEST_DRAWN = 60


def find_promises(scope: Scope) -> pd.DataFrame:
    """The clauses on how incidents are handled, whoever made them: judged from the incident record, and no breach."""
    clauses = find_clauses(scope)
    asked = clauses[(clauses["dataset"] == "incidents") & (clauses["evidence"] != "breach")]
    return asked.sort_values("missed", ascending=False, kind="stable")


def draw_kinds(record: Record) -> None:
    """What happened: by risk area, category, severity, whose conduct, and who was affected."""
    parts.section("What happened?", kinds.say_overlap(record.incidents))
    incidents, n = record.incidents, len(record.incidents)
    left, right = st.columns(2)
    areas, severities = kinds.count_risk_areas(incidents), kinds.count_severities(incidents)
    with left:
        _draw_counts(areas, kinds.find_most(areas, n), "risk areas", keep_order=True)
    with right:
        _draw_counts(severities, kinds.find_grave(severities, n), "severities", keep_order=True)
    categories = kinds.count_categories(incidents)
    _draw_counts(categories, kinds.find_most(categories, n), "categories")
    people = {"sources": kinds.count_sources(incidents), "affected": kinds.count_affected(incidents)}
    for column, (name, counts) in zip(st.columns(2), people.items(), strict=True):
        with column:
            _draw_counts(counts, kinds.find_most_of(counts, n), name)


def _draw_counts(counts: pd.Series, title: str, name: str, *, keep_order: bool = False) -> None:
    thing = str(counts.index.name)
    is_told = title.startswith(thing)
    parts.chart(
        title,
        counted(counts, x="incidents", keep_order=keep_order),
        counts.reset_index(),
        name=f"incidents by {name}",
        alt=f"Bars: incidents by {thing.lower()}, each with its number.",
        note="" if is_told else f"By {thing.lower()}.",
    )


def draw_trend(scope: Scope) -> None:
    """Half-term by half-term, and whether it is more than chance."""
    half_terms = trend.trim(query("incidents__half_terms", scope))
    parts.section(
        "Is it more than usual?", "By half-term; one that is not finished is hollow and left out of the rules."
    )
    if half_terms.empty:
        parts.nothing("No half-term up to the end of this period has an incident record or a return.")
        return
    events = query("events", scope)
    marks = name_events(events, is_one_school=scope.is_one_school)
    _draw_half_terms(half_terms, marks, scope)
    rebases = events.loc[events["rebase"] & events["is_of_all"], "happened_on"]
    moments = query("incidents__moments", scope)
    chosen = trend.choose_chart(half_terms, moments, rebases, is_one_school=scope.is_one_school)
    parts.control_chart(chosen.chart, chosen.measure, name="incidents control chart", events=marks, note=chosen.note)


def _draw_half_terms(half_terms: pd.DataFrame, events: list[Event], scope: Scope) -> None:
    rows = trend.tabulate(half_terms)
    lines = rows.set_index("Half-term")[[trend.ALL, trend.SAFEGUARDING]]
    starts = [start.date() for start in half_terms["starts_on"]]
    lettered = letter_events(events, starts[0], min(scope.ends_on, scope.as_at_on))
    unfinished = half_terms.loc[~half_terms["is_finished"], "period_name"].tolist()
    figure = over_time(lines, y="incidents", unfinished=unfinished)
    figure.update_yaxes(**({"dtick": 1} if rows[trend.ALL].max() <= FEW else {}))
    told = tell_events(lettered)
    parts.chart(
        trend.find_trend(half_terms),
        mark_events(figure, lettered, dict(zip(starts, rows["Half-term"], strict=True))),
        rows,
        name="incidents by half-term",
        alt=f"Two lines over half-terms: all incidents, and those that are safeguarding matters. {told}",
        note=f"A half-term without a return and without an incident is no data, and has no point. {told}",
    )


def draw_promises(clauses: pd.DataFrame, scope: Scope) -> None:
    """Each clause on handling with its cases; over several schools, the cases of all together."""
    parts.section("Was it handled as promised?", "What the adopted policy and the law ask, clause by clause.")
    if scope.is_one_school:
        for clause in clauses.to_dict("records"):
            parts.entry(describe(clause, scope), entry_name(clause), partial(open_cases, clause, scope))
        return
    rows = [
        {
            "Clause": clause_id,
            "Promise": group["requirement"].iloc[0],
            "Schools": len(group),
            "Kept": _say_kept(int(group["met"].sum()), int(group["missed"].sum())),
            "Not due yet": group["pending"].sum(),
            "Schools without data": group["status"].eq("no_data").sum(),
        }
        for clause_id, group in clauses.groupby("clause_id")
    ]
    parts.table(
        pd.DataFrame(rows), name="promises on handling", alt="Clauses on handling incidents, all schools together"
    )
    parts.entry(
        parts.plain("The cases of these clauses that were not kept"),
        "handling_missed",
        lambda: parts.find_cases(scope, clauses=sorted(clauses["clause_id"].unique()), outcomes=["missed"]),
    )


def _say_kept(met: int, missed: int) -> str:
    return wording.out_of(met, met + missed) if met + missed else "nothing due"


def draw_waits(record: Record) -> None:
    """How long until an incident was assessed, and until it was closed."""
    parts.section("How long did it take?", parts.definition("assessment_time"))
    parts.table(handling.tabulate_assessment(record.incidents), name="time to assessment", alt="Waits for assessment")
    if not handling.has_enough(record.incidents):
        few = wording.count(len(handling.closing(record.incidents)), "incident")
        parts.nothing(f"A curve of the time to close is drawn from ten incidents on; this period has {few}.")
        return
    curve = handling.closing_curve(record.incidents)
    shares = {days: handling.say_closed_within(record.incidents, days) for days in handling.CLOSING_DAYS}
    rows = pd.DataFrame({"Within school days": list(shares), "Closed": list(shares.values())})
    parts.chart(
        f"{shares[20]} closed within 20 school days",
        done_by(
            {"Closed": curve},
            x="school days since the report",
            y="closed",
            marks=handling.CLOSING_DAYS,
            longest=LONGEST_DRAWN,
        ),
        rows,
        name="time to close",
        alt="A rising line: the share of incidents that were closed within each number of school days.",
        note="The share that was closed by each day, with the open ones counted as waiting (Kaplan-Meier).",
    )


def list_steps(record: Record) -> None:
    """Referrals, evidence saved before removal and support offered, each with its incidents."""
    parts.section("What was done?", "From the incident record itself, whichever policy is adopted.")
    incidents = record.incidents
    parts.entry(
        _describe_referrals(incidents), "referrals", partial(_list_referrals, record), opens="Open the incidents"
    )
    for name, title, found, order in (
        ("evidence", "Evidence before removal", handling.evidence_of(incidents), handling.EVIDENCE),
        ("support", "Support where a person was abused", handling.support_of(incidents), handling.SUPPORT),
    ):
        _list_step(record, name, title, found, order)


def _describe_referrals(incidents: pd.DataFrame) -> str:
    agencies = handling.count_agencies(incidents)
    said = wording.listed([f"{agency} {number}" for agency, number in agencies.items()]) or "none"
    illegal = incidents[incidents["is_illegal"].astype(bool)]
    left = int((illegal["agencies"].map(len) == 0).sum())
    head = parts.plain(f"Referrals: {said}")
    return f"**{head}**  \nConsidered illegal: {len(illegal):,}, of them not referred: {left:,}"


def _list_referrals(record: Record) -> pd.DataFrame:
    incidents = record.incidents
    concerned = incidents[(incidents["agencies"].map(len) > 0) | incidents["is_illegal"].astype(bool)]
    names = [", ".join(map(wording.label, row)) or "not referred" for row in concerned["agencies"]]
    return list_with(concerned, record.scope, {"Referred to": names})


def _list_step(record: Record, name: str, title: str, found: pd.Series, order: tuple[str, ...]) -> None:
    counts = found.value_counts()
    said = "; ".join(f"{kind.lower()} {counts[kind]:,}" for kind in order if kind in counts)
    done = wording.out_of(counts.get(order[0], 0), len(found)) if len(found) else "no incident called for it"
    text = f"**{parts.plain(f'{title}: {done}')}**  \n{parts.plain(wording.capital(said))}"
    concerned = record.incidents.loc[found.index]
    parts.entry(text, name, lambda: list_with(concerned, record.scope, {title: found}), opens="Open the incidents")


def list_breaches(record: Record) -> None:
    """Each policy's own rule of what a breach is, with its count and the incidents judged by it."""
    parts.section("What counts as a breach?", parts.definition("breach"))
    clauses = query("incidents__breaches", record.scope)
    if clauses.empty:
        parts.nothing("No policy in view names anything that is counted as a breach.")
        return
    for clause_id, group in clauses[clauses["breach_count"] > 0].groupby("clause_id"):
        parts.entry(
            breaches.describe(group),
            f"breaches of {clause_id}",
            partial(breaches.list_records, str(clause_id), group, record),
            opens="Open the incidents",
        )
    parts.table(
        breaches.tabulate(clauses), name="rules of breaches", alt="Every rule of what a breach is, with its count"
    )


def list_open(record: Record) -> None:
    """What is open now, oldest first."""
    parts.section("What is open still?", "Reported up to the end of the period and not closed, oldest first.")
    parts.table(
        list_ages(record.still_open, record).drop(columns=["Closed", "Open"]),
        name="open incidents",
        alt="Open incidents, oldest first, with their age in school days",
        empty="No incident that is known is open.",
    )


def list_schools(record: Record) -> None:
    """Each school with what it recorded, A to Z; one that handed in nothing has no number."""
    schools = record.schools
    is_known = schools["school_id"].isin(record.reporting["school_id"])
    returned = [
        "the whole period" if done else "part of it" if known else "no data"
        for done, known in zip(schools["is_returned"], is_known, strict=True)
    ]
    rows = pd.DataFrame(
        {
            "School": schools["school_name"],
            "Incidents": schools["incident_count"].where(is_known),
            "Open now": schools["open_count"].where(is_known),
            "Returns cover": returned,
        }
    )
    parts.section("School by school", "From A to Z. Many reports may mean that people report well: ask, do not rank.")
    parts.table(
        rows, name="incidents by school", alt="Incidents of each school, and whether its returns cover the period"
    )


def list_all(record: Record) -> None:
    """Every incident of the period, by any of its kinds."""
    parts.section("Every incident of the period", "Choose a kind, or see them all.")
    incidents = record.incidents
    shown = pd.Series(True, index=incidents.index)
    for column, (key, (label, words)) in zip(st.columns(3), kinds.words_by_kind(incidents).items(), strict=True):
        options = words.explode().value_counts().index
        picked = column.selectbox(label, [ANY, *options], key=key, bind="query-params")
        if picked in options:
            shown &= words.map(lambda found, picked=picked: picked in found)
    parts.table(
        list_incidents(incidents[shown], record.scope),
        name="incidents of the period",
        alt="Incidents of the period",
        empty="No incident of this period is of all the kinds chosen.",
    )


def show(scope: Scope) -> None:
    """The page."""
    record, clauses = find_record(scope), find_promises(scope)
    parts.answer(say_answer(record, clauses))
    for sentence in say_reach(record):
        parts.nothing(sentence)
    if not record.reporting.empty or len(record.carried):
        parts.figures(make_figures(record))
    if len(record.incidents):
        draw_kinds(record)
    draw_trend(scope)
    if len(clauses):
        draw_promises(clauses, scope)
    if len(record.incidents):
        draw_waits(record)
        list_steps(record)
    list_breaches(record)
    list_open(record)
    if not scope.is_one_school:
        list_schools(record)
    if len(record.incidents):
        list_all(record)


parts.page(show, publish)
