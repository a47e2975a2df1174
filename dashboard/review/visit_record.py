"""Owns the record of a visit as a plain page to print: no script, nothing fetched, every word of data escaped."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape

import pandas as pd

from dashboard import wording
from dashboard.meetings.entries import Entry
from dashboard.meetings.visits import Visit
from dashboard.questions.rules import HEADINGS
from dashboard.review.agenda import NO_LONGER, STATES, Item
from dashboard.review.findings import find_findings, summarise
from dashboard.scope import Scope
from dashboard.warehouse import build_id, current_build

STYLE = """
body { font: 11pt/1.45 Arial, Helvetica, sans-serif; color: #000; background: #fff; max-width: 46em; margin: 2em auto;
  padding: 0 1em }
h1 { font-size: 18pt } h2 { font-size: 13pt; margin-top: 2em; border-bottom: 1pt solid #000 } h3 { font-size: 11pt }
table { border-collapse: collapse; width: 100% } th { text-align: left; width: 11em } th, td {
  padding: .25em .5em .25em 0; vertical-align: top; border-bottom: .5pt solid #999; overflow-wrap: anywhere }
.lines { border-bottom: .5pt solid #999; height: 2.2em }
article { break-inside: avoid; margin-bottom: 1.5em } h2 { break-after: avoid } p.note { font-size: 9pt }
@page { size: A4; margin: 18mm }
@media print { body { margin: 0; max-width: none; padding: 0 } }
"""
BLANK = '<div class="lines"></div>'


def write_record(
    visit: Visit | None, agenda: Sequence[Item], history: Sequence[Entry], clauses: pd.DataFrame, scope: Scope
) -> str:
    """The page as HTML; `clauses` as promises.find_clauses gives them. Without a visit it has lines to write on."""
    title = f"Termly review of {scope.school_words}"
    headings = _headings(agenda, clauses, scope)
    body = "\n".join([_head(title, visit, clauses, scope), *headings, *_closed(history, scope), _foot(scope)])
    return (
        f'<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n<title>{escape(title)}</title>\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f'<meta name="viewport" content="width=device-width">\n<style>{STYLE}</style>\n</head>\n'
        f"<body>\n{body}\n</body>\n</html>\n"
    )


def _head(title: str, visit: Visit | None, clauses: pd.DataFrame, scope: Scope) -> str:
    rows = {
        "School": scope.school_words,
        "Period looked at": scope.period_words,
        "Judged as at": wording.day(scope.as_at_on),
        "Day of the visit": wording.day(visit.visited_on) if visit else "",
        "Visitor (role)": visit.visitor if visit else "",
        "Promises": f"{summarise(clauses)}, of {wording.count(len(clauses), 'promise')} in force.",
        "Notes": visit.notes if visit else "",
    }
    return f"<h1>{escape(title)}</h1>\n{_table(rows)}"


def _headings(agenda: Sequence[Item], clauses: pd.DataFrame, scope: Scope) -> Iterator[str]:
    """The five headings in their order, each with what the promises tell and its questions."""
    findings = find_findings(clauses, scope)
    promises = dict(zip(clauses.clause_id, clauses.requirement, strict=True))
    for heading, title in HEADINGS.items():
        told = [f"<p>{escape(finding.words)}</p>" for finding in findings if finding.heading == heading]
        items = [_question(item, promises) for item in agenda if item.heading == heading]
        yield "\n".join([f"<h2>{escape(title)}</h2>", *(told + items or ["<p>No question.</p>"])])


def _question(item: Item, promises: Mapping[str, str]) -> str:
    entry = item.entry if item.is_open else None
    named = [f"{clause}: {promises[clause]}" if clause in promises else clause for clause in item.clauses]
    rows = {
        "What the data shows": item.figure if item.card else f"{item.figure} {NO_LONGER}",
        "Promise": "\n".join(named) or item.clause_words,
        "A good answer contains": item.rule.good_answer if item.rule else "",
        "State": item.state,
        "Answer": entry.answer if entry else "",
        "Owner (post)": entry.owner if entry else "",
        "To be done by": wording.day(entry.due_on) if entry and entry.due_on else "",
    }
    return f"<article><h3>{escape(item.question)}</h3>\n{_table(rows)}</article>"


def _closed(history: Sequence[Entry], scope: Scope) -> Iterator[str]:
    """The questions closed for the period."""
    closed = [entry for entry in history if not entry.is_open and entry.looked_to >= scope.starts_on]
    if closed:
        yield "<h2>Closed for this period</h2>"
    for entry in closed:
        rows = {"What the data showed": entry.figure, "State": STATES[entry.status], "Answer": entry.answer}
        yield f"<article><h3>{escape(entry.question)}</h3>\n{_table(rows)}</article>"


def _foot(scope: Scope) -> str:
    stamp = f"Build {build_id(current_build())}, judged as at {wording.deadline(scope.as_at_at)}."
    signed = _table({"Signed (visitor)": "", "Signed (school)": ""})
    return f'{signed}\n<p class="note">{escape(stamp)} For the closed meeting: not to be circulated or published.</p>'


def _table(rows: dict[str, str]) -> str:
    """Rows of a heading and its words; where there are none yet, a line to write on."""
    cells = [f"<tr><th scope=row>{escape(head)}</th><td>{_words(words)}</td></tr>" for head, words in rows.items()]
    return f"<table>{''.join(cells)}</table>"


def _words(words: str) -> str:
    return escape(words).replace("\n", "<br>") if words else BLANK
