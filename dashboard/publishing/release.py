"""Owns releasing: every widest table of a build through the gate, once for an audience's rules, and kept."""

from collections.abc import Callable, Mapping
from functools import partial

import streamlit as st

from dashboard.audiences import Audience
from dashboard.disclosure import Disclosed, disclose_together
from dashboard.published import Table
from dashboard.publishing import coverage, incidents, readiness, replies
from dashboard.publishing.reach import Reach, gather_reach
from dashboard.warehouse import query_whole

# The subjects share no count with each other; the tables of one are protected together.
SUBJECTS: Mapping[str, Callable[..., dict[str, Table]]] = {
    "replies": replies.tables,
    "coverage": coverage.tables,
    "incidents": incidents.tables,
    "readiness": readiness.tables,
}


@st.cache_resource(show_spinner=False, max_entries=2)
def find_reach(build: str) -> Reach:
    """The reach of a build."""
    return gather_reach(query_whole(build, "frame__schools"), query_whole(build, "frame__periods"))


def widest(build: str, subject: str) -> dict[str, Table]:
    """The tables of a subject over every school and period, ungated: what anybody could put together of it."""
    return SUBJECTS[subject](partial(query_whole, build), find_reach(build))


@st.cache_resource(show_spinner="Working out what may be shown to this audience...", max_entries=16)
def release(build: str, subject: str, _audience: Audience, rules: str) -> dict[str, Disclosed]:
    """The tables of a subject as an audience may see them; `rules` (see rules_of) is the key of what is kept."""
    found = widest(build, subject)
    return dict(zip(found, disclose_together(list(found.values()), _audience), strict=True))


def rules_of(audience: Audience) -> str:
    """What an audience's rules are, whatever it is called: two audiences of one rule are shown the same."""
    return audience.model_dump_json(include={"hide_from", "hide_to", "small_group", "single_contributor"})
