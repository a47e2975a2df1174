"""Owns the published page on replies: how many enquiries, how many in time, and the typical wait."""

from dashboard import parts
from dashboard.parts import Figure
from dashboard.published_pages import shared_blocks as blocks
from dashboard.publishing.look import Look, add, look_at, say, say_out_of, say_share
from dashboard.scope import Scope

SOURCE = "the activity of the accounts: messages received and replies sent"
RECEIVED = "enquiries received in the period, on accounts of a known school of which both sides are known"
OUTCOMES = {"met": "Within target", "missed": "Not within target", "pending": "Not due yet", "untargeted": "No target"}
COLUMNS = {"received": "Enquiries", **OUTCOMES}


def publish(scope: Scope) -> None:
    """The page, as its audience may see it."""
    look = look_at(scope, "replies")
    if blocks.has_place(look, "Replies"):
        blocks.answer(say_answer(look))
        parts.figures(make_figures(look))
        blocks.section("Half-term by half-term", blocks.ADDED_UP)
        blocks.draw_half_terms(
            look,
            "periods",
            COLUMNS,
            title="Enquiries, and what became of them",
            name="enquiries by half-term",
            y="enquiries",
        )
        list_platforms(look)
    blocks.list_schools(look, "periods", COLUMNS, name="enquiries by school")


def list_platforms(look: Look) -> None:
    """Enquiries of the school year by platform, where schools are counted together."""
    blocks.section(f"By platform, in {look.year}", "By school year, as smaller numbers would often be hidden.")
    if look.place not in look.reach.together:
        blocks.nothing("Platforms are published of all schools of the trust together: choose those.")
        return
    rows = look.by_kind("platforms", "platform", "Platform", COLUMNS)
    parts.table(rows, name="enquiries by platform", alt="Enquiries by platform in the school year")


def say_answer(look: Look) -> str:
    """How many enquiries came, and how many of those due were answered in the time promised."""
    school = look.scope.school_words
    received = look.number("periods", "received")
    if received is None:
        return f"It cannot be said how long people waited: nothing is known of {school} for this period."
    if received == 0:
        return f"Nobody waited: {school} received no enquiry in this period."
    met, missed = look.number("periods", "met"), look.number("periods", "missed")
    due = add(met, missed)
    came = f"{school} received {blocks.how_many(received, 'enquiry')}"
    if due == 0:
        return f"{came}; none was due by a target."
    if not isinstance(due, int):
        return f"{came}; how many were answered in time is hidden, as it would give a small number away."
    return f"{came}; {say_out_of(met, due)} that were due were answered within the target."


def make_figures(look: Look) -> list[Figure]:
    """Enquiries, within target, not due yet, and the two typical waits."""
    waits = {"median": "Half answered within", "p90": "Nine in ten answered within"}
    return [
        blocks.figure(
            name="received",
            label="Enquiries",
            value=say(look.number("periods", "received")),
            note="received in the period",
            term="enquiry",
            denominator=RECEIVED,
            source=SOURCE,
        ),
        *_judged_figures(look),
        *(_wait_figure(look, name, label) for name, label in waits.items()),
    ]


def _judged_figures(look: Look) -> list[Figure]:
    met, missed, pending = (look.number("periods", name) for name in ("met", "missed", "pending"))
    due = add(met, missed)
    return [
        blocks.figure(
            name="within_target",
            label="Within target",
            value=say_out_of(met, due) if due != 0 else "None due",
            note=say_share(met, due) or "of those that were due",
            term="within_target",
            denominator=f"{RECEIVED}, and due; the worst outcome where several clauses judge one",
            source=SOURCE,
        ),
        blocks.figure(
            name="pending",
            label="Not due yet",
            value=say(pending),
            note="open, and within the time promised; outside the share",
            term="pending",
            denominator=RECEIVED,
            source=SOURCE,
        ),
    ]


def _wait_figure(look: Look, name: str, label: str) -> Figure:
    return blocks.figure(
        name=name,
        label=label,
        value=look.word("periods", name) or "Not given",
        note="of working time; given for half-terms and school years from ten enquiries on",
        term="typical_wait",
        denominator=f"{RECEIVED}, the open ones counted as still waiting",
        source=SOURCE,
    )
