"""Owns the published page on incidents: how many, of what kind over a school year, and how many are open."""

import streamlit as st

from dashboard import parts
from dashboard.parts import Figure
from dashboard.published_pages import shared_blocks as blocks
from dashboard.publishing.incidents import KINDS
from dashboard.publishing.look import Look, look_at, say, say_out_of
from dashboard.publishing.reach import PERIOD
from dashboard.scope import Scope

SOURCE = "the incident record and the returns that say which days it covers"
STATES = {"incidents": "Incidents", "closed": "Closed", "open": "Open now"}


def publish(scope: Scope) -> None:
    """The page, as its audience may see it."""
    look = look_at(scope, "incidents")
    if blocks.has_place(look, "Incidents"):
        blocks.answer(say_answer(look))
        parts.figures(make_figures(look))
        blocks.section("Half-term by half-term", blocks.ADDED_UP)
        blocks.draw_half_terms(
            look, "states", STATES, title="Incidents by half-term", name="incidents by half-term", y="incidents"
        )
        draw_kinds(look)
    blocks.list_schools(look, "states", STATES, name="incidents by school")


def draw_kinds(look: Look) -> None:
    """Incidents of the school year by each kind, where schools are counted together."""
    blocks.section(f"What happened in {look.year}?", "By school year, as smaller numbers would nearly all be hidden.")
    if look.place not in look.reach.together:
        blocks.nothing("Kinds of incidents are published of all schools of the trust together: choose those.")
        return
    for column, (kind, head) in zip(st.columns(2) * 2, KINDS.items(), strict=True):
        with column:
            blocks.draw_kinds(
                look.by_kind(kind, kind, head, {"incidents": "Incidents"}),
                head=head,
                name=f"incidents by {head.lower()}",
                x="incidents",
                note="Each incident counts once, by the first category recorded." if kind == "category" else "",
            )


def say_answer(look: Look) -> str:
    """How many incidents there were, and how many are closed."""
    school, incidents, closed = (
        look.scope.school_words,
        look.number("states", "incidents"),
        look.number("states", "closed"),
    )
    if incidents is None:
        return f"It cannot be said what happened: nothing was handed in by {school} that covers this period."
    if incidents == 0:
        return f"No incident is known of at {school} in this period."
    recorded = f"{school} recorded {blocks.how_many(incidents, 'incident')}"
    if not (isinstance(incidents, int) and isinstance(closed, int)):
        return f"{recorded}. How many of them are closed is hidden, as it would give a small number away."
    return f"{recorded}; {say_out_of(closed, incidents)} are closed."


def make_figures(look: Look) -> list[Figure]:
    """Incidents, open now, safeguarding matters of the school year."""
    year = {PERIOD: look.year}
    of_year = look.number("matters", "incidents", **year)
    return [
        blocks.figure(
            name="incidents",
            label="Incidents",
            value=say(look.number("states", "incidents")),
            note="reported in the period",
            term="incident",
            denominator="incidents reported in the period",
            source=SOURCE,
        ),
        blocks.figure(
            name="open_now",
            label="Open now",
            value=say(look.number("states", "open")),
            note="of those reported in the period",
            term="closing_time",
            denominator="incidents reported in the period",
            source=SOURCE,
        ),
        blocks.figure(
            name="safeguarding",
            label=f"Safeguarding matters in {look.year}",
            value=say_out_of(look.number("matters", "safeguarding", **year), of_year),
            note="of the incidents of the school year",
            term="safeguarding_matter",
            denominator="incidents reported in the school year",
            source=SOURCE,
        ),
    ]
