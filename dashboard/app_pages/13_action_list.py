"""What do I do next, and with whom?

For the leader of a school: what is left to do about a person, with the name. Names stand on this page and on no other;
each time they are shown is on record.
"""

import pandas as pd
import streamlit as st

from dashboard import parts, wording
from dashboard.actions.listing import find_actions, list_in_words
from dashboard.actions.names import find_names
from dashboard.scope import Scope, current
from pipelines.errors import OversightError

NOT_SAVED = (
    "This list has no download: a file of names would leave the vault. Print the page if you must, and shred the paper."
)


def show(scope: Scope) -> None:
    """The page."""
    actions = find_actions(scope)
    if actions.empty:
        parts.answer(f"Nothing is left to do about anybody at {scope.school_words} in this period.")
        parts.nothing("No case about a person is open that is not as promised.")
        return
    number = actions.person_id.nunique()
    people = "one person" if number == 1 else f"{number:,} people"
    parts.answer(f"{wording.capital(wording.how_many(len(actions), 'thing'))} to do, about {people}.")
    names = look_up_names(scope, actions)
    for action, rows in actions.groupby("action", sort=False):
        parts.section(str(action))
        draw(list_in_words(rows, names, scope).drop(columns="What to do"))
    st.caption(NOT_SAVED)
    tell_if_not_the_latest(scope)


def look_up_names(scope: Scope, actions: pd.DataFrame) -> dict[str, str]:
    """Names by pseudonym; where the vault stays closed, why, and the pseudonyms have to do."""
    try:
        return dict(find_names(scope, actions.person_id))
    except OversightError as fault:
        st.warning(parts.plain(f"The names cannot be shown: {fault.what}. {wording.capital(fault.do)}".strip()))
        return {}


def draw(rows: pd.DataFrame) -> None:
    """A table without a download."""
    shown = rows.fillna("").astype(str).map(parts.plain)
    st.table(shown, hide_index=True, border="horizontal", alt="What to do, with whom, why and since when")


def tell_if_not_the_latest(scope: Scope) -> None:
    """A finished period says how things stood when it ended."""
    if scope.is_finished:
        parts.nothing("This period is over: some of this may have been done since. Choose the one that runs for today.")


show(current())
