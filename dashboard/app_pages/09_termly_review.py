"""What do I ask this term?

The review of one school in five headings: what the data tells under each, and questions to ask, record and close.
"""

from collections import Counter

import pandas as pd

from dashboard import parts, wording
from dashboard.meetings.entries import Entry, find_history
from dashboard.meetings.visits import find_visits
from dashboard.parts import Figure
from dashboard.promises import find_clauses
from dashboard.questions.rules import HEADINGS, SEVERITIES
from dashboard.review.agenda import Item, find_agenda, find_settled
from dashboard.review.card_list import draw_card
from dashboard.review.findings import Finding, find_findings
from dashboard.review.recording import tell_outcome
from dashboard.review.since import draw_since
from dashboard.review.tables import list_agenda, list_schools, list_settled
from dashboard.review.visit_form import draw_visit_form, offer_record
from dashboard.scope import Scope, current
from pipelines.settings import choose_settings

SOURCE = "the results of the period, by written rules, and the record of meetings"


def say_answer(agenda: list[Item], scope: Scope) -> str:
    """How many questions there are, how grave, and how many wait from before."""
    if not agenda:
        return f"{scope.school_words}: the data of this period raises no question, and none is open from before."
    severities = Counter(item.severity for item in agenda)
    grave = [f"{severities[name]} {name}" for name in SEVERITIES if severities[name]]
    waiting = sum(item.is_open for item in agenda)
    whole = wording.capital(wording.how_many(len(agenda), "question"))
    open_words = f"{waiting} open from earlier meetings" if waiting else "none open from earlier meetings"
    return f"{scope.school_words}: {whole.lower()} to ask ({', '.join(grave)}), {open_words}."


def make_figures(agenda: list[Item], scope: Scope) -> list[Figure]:
    """The questions by how they stand."""
    kinds = {
        "new questions": ("New questions", [item for item in agenda if not item.is_open], "never asked, or back again"),
        "open questions": ("Open from earlier", [item for item in agenda if item.is_open], "asked, and not closed yet"),
        "overdue actions": ("Overdue actions", [item for item in agenda if item.is_overdue], "past their date"),
    }
    return [
        Figure(
            name=name,
            label=label,
            value=f"{len(items):,}",
            note=note,
            term="question_card",
            denominator="the questions of this review",
            source=SOURCE,
            rows=lambda items=items: list_agenda(items, scope),
            opens="Open the questions",
        )
        for name, (label, items, note) in kinds.items()
    ]


def draw_heading(heading: str, findings: list[Finding], agenda: list[Item], history: list[Entry], scope: Scope) -> None:
    """One of the five headings: what the promises tell, then the questions."""
    parts.section(HEADINGS[heading])
    told = [finding for finding in findings if finding.heading == heading]
    items = [item for item in agenda if item.heading == heading]
    for finding in told:
        parts.entry(parts.plain(finding.words), finding.name, lambda finding=finding: finding.rows, opens="Open")
    for item in items:
        draw_card(item, history, scope)
    if not told and not items:
        parts.nothing("The data of this period says nothing under this heading.")


def show_school(agenda: list[Item], clauses: pd.DataFrame, scope: Scope) -> None:
    """The review of one school."""
    settings = choose_settings()
    history, visits = find_history(settings, scope.schools), find_visits(settings, scope.schools)
    draw_since(visits, agenda, history, clauses)
    findings = find_findings(clauses, scope)
    for heading in HEADINGS:
        draw_heading(heading, findings, agenda, history, scope)
    parts.section("Closed for this period")
    settled = list_settled(find_settled(scope, settings))
    parts.table(settled, name="closed questions", alt="Questions closed", empty="No question was closed for it.")
    parts.section("Record this visit", "Keep how things stood, so that the next review can say what has changed.")
    draw_visit_form(agenda, clauses, scope)
    latest = next((visit for visit in visits if visit.period_name == scope.period_name), None)
    offer_record(latest, agenda, history, clauses, scope)


def show(scope: Scope) -> None:
    """The page."""
    tell_outcome()
    agenda, clauses = find_agenda(scope, choose_settings()), find_clauses(scope)
    parts.answer(say_answer(agenda, scope))
    parts.figures(make_figures(agenda, scope))
    if scope.is_one_school:
        show_school(agenda, clauses, scope)
        return
    parts.nothing("A review looks at one school: choose it in the sidebar to ask, record and close questions.")
    parts.section("The schools", "A to Z, whatever their questions.")
    parts.table(list_schools(agenda, scope), name="schools", alt="How many questions there are for each school")
    parts.section("The questions", "By severity, then by name and school.")
    parts.table(list_agenda(agenda, scope), name="questions", alt="Every question of every school", empty="None.")


show(current())
