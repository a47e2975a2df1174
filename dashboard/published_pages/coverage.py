"""Owns the published page on monitoring: on how many school days somebody looked, and what was found."""

from dashboard import parts
from dashboard.parts import Figure
from dashboard.published_pages import shared_blocks as blocks
from dashboard.publishing.look import Look, look_at, say, say_out_of, say_share
from dashboard.scope import Scope

SOURCE = "the monitoring log, the register of accounts and the school's calendar"
DAYS = {"known": "Account days known", "checked": "With a check", "unchecked": "Without a check"}
FOUND = {"found": "Findings", "resolved": "Put right", "open": "Open still"}


def publish(scope: Scope) -> None:
    """The page, as its audience may see it."""
    look = look_at(scope, "coverage")
    if blocks.has_place(look, "Days with a check"):
        blocks.answer(say_answer(look))
        parts.figures(make_figures(look))
        blocks.section("Half-term by half-term", f"An account day is one account on one school day. {blocks.ADDED_UP}")
        blocks.draw_half_terms(
            look,
            "days",
            DAYS,
            title="Account days, with and without a check",
            name="days by half-term",
            y="account days",
        )
        blocks.section("What was found", parts.definition("finding"))
        rows = look.by_half_term("findings", FOUND)
        parts.table(rows, name="findings by half-term", alt="Findings by half-term", empty="No log was handed in.")
    blocks.list_schools(look, "days", DAYS, name="days by school")


def say_answer(look: Look) -> str:
    """On how many of the days that are known nobody looked."""
    school, known, unchecked = look.scope.school_words, look.number("days", "known"), look.number("days", "unchecked")
    if known is None:
        return f"It cannot be said: no monitoring log of {school} covers this period."
    if unchecked == 0:
        return f"Somebody looked at every account of {school} on every school day that the log covers."
    if not (isinstance(known, int) and isinstance(unchecked, int)):
        return f"On how many days nobody looked at {school}'s accounts is hidden: it would give a small number away."
    return f"At {school} nobody looked on {say_out_of(unchecked, known)} account days."


def make_figures(look: Look) -> list[Figure]:
    """Days with a check, and findings put right."""
    checked, known = look.number("days", "checked"), look.number("days", "known")
    found, resolved = look.number("findings", "found"), look.number("findings", "resolved")
    return [
        blocks.figure(
            name="days_looked",
            label="School days with a check",
            value=say_out_of(checked, known),
            note=say_share(checked, known) or "hidden where one person alone made the checks",
            term="looked_at",
            denominator="every account and school day that the log covers and that is over",
            source=SOURCE,
        ),
        blocks.figure(
            name="findings",
            label="Findings put right",
            value="None found" if found == 0 else say_out_of(resolved, found),
            note=f"open still: {say(look.number('findings', 'open'))}",
            term="finding",
            denominator="what checks and sweeps of the period found",
            source="the monitoring log",
        ),
    ]
