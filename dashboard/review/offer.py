"""Owns the way from other pages to the Termly review; knows no card."""

import streamlit as st

from dashboard import parts, wording
from dashboard.access import who
from dashboard.questions.rules import page_file
from dashboard.review.agenda import find_agenda
from dashboard.review.recording import PAGE
from dashboard.scope import Scope
from pipelines.meetings.store import StoreError
from pipelines.settings import choose_settings


def offer_review(scope: Scope) -> None:
    """A link to the review, for one school with the number of questions that wait there; only in the closed meeting."""
    if parts.is_limited() or not who().may_open(PAGE):
        return
    label = f"Ask and record in the {wording.label(PAGE)}{_say_waiting(scope)}"
    st.page_link(page_file(PAGE), label=label, icon=":material/arrow_forward:")


def _say_waiting(scope: Scope) -> str:
    """How many questions wait; nothing for several schools, and where the record of meetings cannot be read."""
    if not scope.is_one_school:
        return ""
    try:
        return f": {wording.how_many(len(find_agenda(scope, choose_settings())), 'question')}"
    except StoreError:
        return ""
