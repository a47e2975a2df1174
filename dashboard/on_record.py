"""Owns what goes into the audit log from the pages: coming, going, what is saved and recorded; reads none of it.

On a dashboard of one person on this computer nobody comes or goes, and the actor is "local".
"""

import logging
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from dashboard.access import Viewer, mark_of
from pipelines.audit import record
from pipelines.settings import choose_settings

LOG = logging.getLogger("oversight.access")
UNKNOWN = "unknown"


def note_arrival(action: Literal["login", "refused"], actor: str, claims: Mapping[str, Any]) -> None:
    """Put a sign-in on record, once, however many windows it opens. Raises OSError where that cannot be written."""
    if mark_of(claims) not in _arrived():
        record(choose_settings(), action, actor or UNKNOWN)
        _arrived().add(mark_of(claims))


def note_leaving(actor: str) -> None:
    """Put a sign-out on record."""
    record(choose_settings(), "logout", actor or UNKNOWN)


def note_download(viewer: Viewer, **counts: int) -> None:
    """Put on record that somebody saved a file with so many rows; which one says too much of whom it is about.

    Raises OSError where that cannot be written; on this computer alone, whose data can only be read, it is let go.
    """
    try:
        record(choose_settings(), "download", viewer.actor, **counts)
    except OSError as fault:
        if viewer.role != "local":
            raise
        LOG.warning("a download is not on record: %s", fault.strerror)


def note_card(viewer: Viewer, status: str) -> None:
    """Put on record that somebody recorded a question as asked, answered or closed. Raises OSError."""
    record(choose_settings(), "card", viewer.actor, status=status)


def note_visit(viewer: Viewer) -> None:
    """Put on record that somebody recorded a visit. Raises OSError."""
    record(choose_settings(), "visit", viewer.actor)


@cache
def _arrived() -> set[str]:
    return set()
