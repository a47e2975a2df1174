"""Owns recording a visit: when, by which role, and how things stood; and taking its record along on paper."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import parts
from dashboard.access import who
from dashboard.meetings.entries import Entry
from dashboard.meetings.visits import LONGEST_NOTES, Visit, find_faults, record_visit
from dashboard.on_record import note_visit
from dashboard.review.agenda import Item
from dashboard.review.recording import REFUSED, may_record, say, say_fault
from dashboard.review.visit_record import write_record
from dashboard.scope import Scope
from dashboard.warehouse import build_id, current_build
from pipelines.meetings.store import StoreError
from pipelines.settings import choose_settings, now, today

VISITORS = ("Safeguarding governor", "Chair of governors", "Link governor", "Trustee", "Director")


def draw_visit_form(agenda: Sequence[Item], clauses: pd.DataFrame, scope: Scope) -> None:
    """The form that records a visit: from then on the next review says what has changed since."""
    with st.form("visit", enter_to_submit=False):
        day, role = st.columns(2)
        day.date_input("Day of the visit", today(), max_value=today(), key="visited_on", format="DD/MM/YYYY")
        role.selectbox(
            "Visitor: a role, never a name",
            VISITORS,
            key="visitor",
            accept_new_options=True,
        )
        st.text_area(
            "Notes",
            key="visit_notes",
            max_chars=LONGEST_NOTES,
            help="What you looked at and with which post you spoke. No names of people.",
        )
        st.form_submit_button("Record the visit", on_click=_record, args=(agenda, clauses, scope))


def _record(agenda: Sequence[Item], clauses: pd.DataFrame, scope: Scope) -> None:
    if not may_record(scope):
        say(False, REFUSED)
        return
    visit = _read_form(agenda, clauses, scope)
    if faults := find_faults(visit):
        say(False, f"The visit is not recorded yet. {' '.join(faults)}")
        return
    try:
        record_visit(choose_settings(), visit, partial(note_visit, who()))
    except StoreError as fault:
        say_fault(fault)
    else:
        say(True, "The visit is recorded. Its record can be downloaded below.")


def _read_form(agenda: Sequence[Item], clauses: pd.DataFrame, scope: Scope) -> Visit:
    return Visit(
        school_id=scope.schools[0],
        visited_on=st.session_state["visited_on"] or today(),
        visitor=st.session_state["visitor"] or "",
        notes=st.session_state["visit_notes"],
        period_name=scope.period_name,
        build_id=build_id(current_build()),
        recorded_by=who().role,
        recorded_at=now(),
        statuses=dict(zip(clauses.clause_id, clauses.status, strict=True)),
        cards=frozenset(item.key for item in agenda if item.card),
    )


def offer_record(
    visit: Visit | None, agenda: Sequence[Item], history: Sequence[Entry], clauses: pd.DataFrame, scope: Scope
) -> None:
    """The button that saves the record as a page to print; without a visit, the questions to take along."""
    label = "Download the visit record to print (HTML)" if visit else "Download the questions to take along (HTML)"
    # Written now: it asks the build, and who presses is no run of a page any more and may see nothing.
    written = write_record(visit, agenda, history, clauses, scope).encode()
    parts.offer_file(
        label,
        lambda: written,
        file_name=parts.file_name("visit record", ".html"),
        mime="text/html",
        key="download of the visit record",
        counts={"questions": len(agenda)},
        icon=":material/print:",
    )
