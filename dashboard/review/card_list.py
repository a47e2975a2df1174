"""Owns how a question card stands on the page: its question, figure and state, and opened, all that belongs to it."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from dashboard import parts, wording
from dashboard.access import who
from dashboard.meetings.entries import Entry
from dashboard.questions.rules import page_file
from dashboard.review.agenda import NO_LONGER, Item
from dashboard.review.card_form import draw_form, name_of, tell_entry
from dashboard.scope import Scope


def draw_card(item: Item, history: Sequence[Entry], scope: Scope) -> None:
    """One card; opened, it has what a good answer contains, what was recorded, the cases behind it and the form."""
    with st.container(border=True, gap="xsmall"):
        _describe(item)
        parts.open_button("Ask and record", name_of(item))
        if parts.opened() == name_of(item):
            _draw_opened(item, [entry for entry in history if entry.key == item.key], scope)


def _describe(item: Item) -> None:
    figure = item.figure if item.card else f"{item.figure} {NO_LONGER}"
    st.markdown(f"**{parts.plain(item.question)}**  \n{parts.plain(figure)}")
    st.caption(parts.plain(f"{wording.capital(item.severity)} | {item.state} | {item.clause_words}"))


def _draw_opened(item: Item, history: Sequence[Entry], scope: Scope) -> None:
    if item.rule:
        st.markdown(f"**A good answer contains:** {parts.plain(item.rule.good_answer)}")
    for entry in history:
        st.markdown(f"- {parts.plain(tell_entry(entry))}")
    draw_form(item, scope)
    if item.rule and item.card:
        name = f"cases of {name_of(item)}"
        parts.fold("The cases behind it", name, lambda: _list_cases(item, scope))
    if item.rule and who().may_open(item.rule.page):
        label = f"Look at the page {wording.label(item.rule.page)}"
        st.page_link(page_file(item.rule.page), label=label, icon=":material/arrow_forward:")


def _list_cases(item: Item, scope: Scope) -> None:
    """The cases of the rule's controls that were not as promised, of this account where the card is about one."""
    assert item.rule
    rule = item.rule
    controls = rule.controls if rule.when else []
    clauses = [] if controls else list(item.clauses)
    if not (controls or clauses):
        parts.nothing("This question rests on no clause's cases; the page named below shows what it is about.")
        return
    outcome = rule.when.outcome if rule.when else "missed"
    rows = parts.find_cases(scope, controls=controls, clauses=clauses, outcomes=[outcome])
    parts.table(
        _of_account(rows, item),
        name=f"{name_of(item)} cases",
        alt="The cases behind the question",
        empty="No case of the period was found not as promised; the page named below shows what it is about.",
    )


def _of_account(rows: pd.DataFrame, item: Item) -> pd.DataFrame:
    """The rows of the account that a card is about; all of them where it is about none."""
    handle = item.card.account_handle if item.card else ""
    return rows[rows["Account"] == handle] if handle and "Account" in rows else rows
