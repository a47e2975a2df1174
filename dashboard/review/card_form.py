"""Owns recording a card: its form, and what is said when it is faulty or somebody else was first."""

from functools import partial
from typing import Any

import streamlit as st

from dashboard import parts, wording
from dashboard.access import who
from dashboard.meetings.entries import ConflictError, Entry, Status, find_faults, record
from dashboard.on_record import note_card
from dashboard.review.agenda import STATES, Item
from dashboard.review.recording import REFUSED, may_record, say, say_fault
from dashboard.scope import Scope
from dashboard.warehouse import build_id, current_build
from pipelines.meetings.store import StoreError
from pipelines.settings import choose_settings, now

RECORD: dict[Status, str] = {"asked": "Asked", "answered": "Answered", "closed": "Closed: I am satisfied"}
POSTS = (
    "Headteacher",
    "Deputy headteacher",
    "Designated safeguarding lead",
    "Business manager",
    "Communications lead",
    "IT manager",
    "Chair of governors",
    "Safeguarding governor",
)


def name_of(item: Item) -> str:
    """The name under which a card is opened in the address."""
    return " ".join(filter(None, item.key))


def draw_form(item: Item, scope: Scope) -> None:
    """The form that records a card. Its fields begin with what was recorded last."""
    name, entry = name_of(item), item.entry if item.is_open else None
    with st.form(f"form of {name}", enter_to_submit=False):
        options = list(RECORD)
        start = options.index(entry.status) if entry else 0
        said = RECORD.__getitem__
        st.radio("Record this question as", options, start, said, key=f"status of {name}", horizontal=True)
        st.text_area(
            "Answer",
            entry.answer if entry else "",
            key=f"answer of {name}",
            help="What was said, by which post, and what you saw for yourself. No names of people.",
        )
        post, due = st.columns(2)
        known = list(dict.fromkeys([*POSTS, *([entry.owner] if entry and entry.owner else [])]))
        post.selectbox(
            "Owner of the action: a role or a post, never a name",
            known,
            known.index(entry.owner) if entry and entry.owner else None,
            key=f"owner of {name}",
            placeholder="Choose a post, or write one",
            accept_new_options=True,
        )
        due_on = entry.due_on if entry else None
        due.date_input("To be done by", due_on, key=f"due of {name}", format="DD/MM/YYYY")
        version = item.entry.version if item.entry else 0
        # The version drawn goes along: the one in the file when the button is pressed may be somebody else's.
        st.form_submit_button("Record", on_click=_record, args=(item, version, scope))


def _record(item: Item, version: int, scope: Scope) -> None:
    """Keep what the form says, as the next version after the one that its reader saw."""
    if not may_record(scope):
        say(False, REFUSED)
        return
    entry = _read_form(item, version, scope)
    if faults := find_faults(entry):
        say(False, f"Not recorded yet. {' '.join(faults)}")
        return
    try:
        record(choose_settings(), entry, partial(note_card, who(), entry.status))
    except ConflictError as conflict:
        say(False, _tell_first(conflict.first))
    except StoreError as fault:
        say_fault(fault)
    else:
        parts.close_opened()
        say(True, f"Recorded as {entry.status}: {entry.question}")


def _read_form(item: Item, version: int, scope: Scope) -> Entry:
    def field(what: str) -> Any:
        return st.session_state[f"{what} of {name_of(item)}"]

    return Entry(
        key=item.key,
        version=version + 1,
        question=item.question,
        figure=item.figure,
        clauses=item.clauses,
        status=field("status"),
        answer=field("answer") or "",
        owner=field("owner") or "",
        due_on=field("due"),
        looked_from=scope.starts_on,
        looked_to=min(scope.ends_on, scope.as_at_on),
        build_id=build_id(current_build()),
        recorded_by=who().role,
        recorded_at=now(),
    )


def _tell_first(first: Entry) -> str:
    """What somebody else wrote in the meantime, and what to do."""
    return (
        f"Not recorded: somebody else recorded this question while you wrote. {tell_entry(first)} What you wrote is "
        "still in the form: press Record again to add it after theirs, or close the card to leave theirs."
    )


def tell_entry(entry: Entry) -> str:
    """One recording as a sentence: when, by whom, as what, with the answer, owner and date."""
    when = wording.moment(entry.recorded_at)
    by = "on this computer" if entry.recorded_by == "local" else f"by: {wording.label(entry.recorded_by).lower()}"
    said = [f"{STATES[entry.status]} ({when}, {by})."]
    said += [f"Answer: “{entry.answer}”"] if entry.answer else []
    said += [f"Owner: {entry.owner}."] if entry.owner else []
    said += [f"To be done by {wording.day(entry.due_on)}."] if entry.due_on else []
    return " ".join(said)
