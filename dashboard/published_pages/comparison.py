"""Owns the published page that puts schools side by side: the released numbers of every subject, and no others.

The same counts stand on the pages of their subjects. Judged anew here, other numbers would be hidden beside the same
small one, and the two pages together would tell it.
"""

from collections.abc import Mapping

from dashboard import parts
from dashboard.published_pages import coverage, incidents, readiness, replies
from dashboard.published_pages import shared_blocks as blocks
from dashboard.publishing.look import Look, look_at
from dashboard.publishing.reach import PERIOD
from dashboard.publishing.readiness import ALL_GROUPS, THINGS
from dashboard.scope import Scope


def publish(scope: Scope) -> None:
    """The page, as its audience may see it."""
    if scope.is_one_school:
        blocks.answer(f"Nothing to compare: {scope.school_words} stands alone in this view.")
        blocks.nothing("Choose several schools beside 'School'.")
        return
    blocks.answer("What schools publish stands side by side here, from A to Z; schools are not ranked.")
    blocks.nothing("Whether schools differ by more than chance is for the closed meeting: it rests on hidden numbers.")
    of_period = {
        "Enquiries, and what became of them": ("replies", "periods", replies.COLUMNS),
        "Account days, with and without a check": ("coverage", "days", coverage.DAYS),
        "Incidents": ("incidents", "states", incidents.STATES),
    }
    for head, (subject, table, columns) in of_period.items():
        _list(head, look_at(scope, subject), table, columns)
    for thing in THINGS:
        look = look_at(scope, "readiness")
        day = {PERIOD: look.last_half_term, "group": ALL_GROUPS}
        _list(
            f"{readiness.LABELS[thing]}, at the end of {look.last_half_term}",
            look,
            thing,
            readiness.columns(thing),
            day,
        )


def _list(
    head: str, look: Look, table: str, columns: Mapping[str, str], place: Mapping[str, str] | None = None
) -> None:
    blocks.section(head)
    parts.table(
        look.by_school(table, columns, **(place or {})),
        name=f"{head.lower()} by school",
        alt=f"{head}, school by school, from A to Z",
        empty="Nothing is published of single schools here: nothing was handed in, or the trust has too many.",
    )
