"""Owns the published page on training and acknowledgement: how many of those due, at the end of a half-term."""

from dashboard import parts
from dashboard.parts import Figure
from dashboard.published_pages import shared_blocks as blocks
from dashboard.publishing.look import Look, look_at, say, say_out_of, say_share
from dashboard.publishing.reach import PERIOD
from dashboard.publishing.readiness import ALL_GROUPS, THINGS
from dashboard.scope import Scope

SOURCE = "the registers of people and of training, acknowledgements and policy versions"
DUE = "people in post at the end of the half-term whom a clause asks and whose grace has passed"
HEADS = {"training": "Who is trained?", "acknowledgement": "Who has acknowledged the policy?"}
TERMS = {"training": "training_complete", "acknowledgement": "acknowledgement"}
LABELS = {"training": "Trained as asked", "acknowledgement": "Acknowledged the version in force"}


def publish(scope: Scope) -> None:
    """The page, as its audience may see it."""
    look = look_at(scope, "readiness")
    if not blocks.has_place(look, "States of people"):
        return
    blocks.answer(say_answer(look))
    parts.figures([_figure(look, thing) for thing in THINGS])
    for thing in THINGS:
        heads = columns(thing)
        blocks.section(HEADS[thing], parts.definition(TERMS[thing]))
        if thing not in look.tables:
            blocks.nothing("Nothing is on record of it: hand in the records and the people of the school.")
            continue
        parts.table(
            look.by_half_term(thing, heads, group=ALL_GROUPS),
            name=f"{thing} by half-term",
            alt="People at the end of each half-term",
            empty="Nothing is on record of it.",
        )
        if look.place in look.reach.together:
            rows = look.by_kind(thing, "group", "Group", heads, look.last_half_term)
            parts.table(rows, name=f"{thing} by group", alt="People by group", empty="Nothing is on record of it.")
        blocks.list_schools(
            look, thing, heads, name=f"{thing} by school", group=ALL_GROUPS, **{PERIOD: look.last_half_term}
        )


def columns(thing: str) -> dict[str, str]:
    """The columns of a table of people, by what they are shown as."""
    return {
        "people": "People",
        f"due {thing}": "Due",
        f"done {thing}": "Done",
        f"undone {thing}": "Not done",
        f"waiting {thing}": "Not due yet",
        f"unasked {thing}": "Not asked",
    }


def _at(look: Look, thing: str, state: str) -> int | str | None:
    return look.number(thing, f"{state} {thing}", group=ALL_GROUPS, **{PERIOD: look.last_half_term})


def say_answer(look: Look) -> str:
    """How many of those due are trained and have acknowledged."""
    said = []
    for thing, words in (("training", "were trained as asked"), ("acknowledgement", "had acknowledged the policy")):
        done, due = _at(look, thing, "done"), _at(look, thing, "due")
        if isinstance(done, int) and isinstance(due, int):
            said.append(f"{say_out_of(done, due)} people who were due {words}" if due else f"nobody's {thing} was due")
        else:
            said.append(f"of {thing} nothing is known" if due is None else f"the numbers of {thing} are hidden")
    return f"At the end of {look.last_half_term} (or today, while it lasts), {said[0]}; {said[1]}."


def _figure(look: Look, thing: str) -> Figure:
    done, due = _at(look, thing, "done"), _at(look, thing, "due")
    return blocks.figure(
        name=thing,
        label=LABELS[thing],
        value="None due" if due == 0 else say_out_of(done, due),
        note=say_share(done, due) or f"not done: {say(_at(look, thing, 'undone'))}",
        term=TERMS[thing],
        denominator=DUE,
        source=SOURCE,
    )
