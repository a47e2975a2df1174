"""Owns what goes into the audit log of people who sign in: coming, going and what they save; reads none of it.

Nobody signs in to a dashboard of one person on this computer, so nothing of theirs is written.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

from dashboard.access import Viewer, mark_of
from pipelines.audit import record
from pipelines.settings import choose_settings

UNKNOWN = "unknown"


def note_arrival(action: Literal["login", "refused"], actor: str, claims: Mapping[str, Any]) -> None:
    """Put a sign-in on record, once, however many windows it opens. Raises OSError where that cannot be written."""
    if mark_of(claims) not in _arrived():
        record(choose_settings(), action, actor or UNKNOWN)
        _arrived().add(mark_of(claims))


def note_leaving(actor: str) -> None:
    """Put a sign-out on record."""
    record(choose_settings(), "logout", actor or UNKNOWN)


def note_download(viewer: Viewer, rows: int) -> None:
    """Put on record that somebody saved a table of so many rows; which one says too much of whom it is about."""
    if viewer.role != "local":
        record(choose_settings(), "download", viewer.actor, rows=rows)


@cache
def _arrived() -> set[str]:
    return set()
