"""Owns which sign-ins were ended before their time, for every server that shares the data folder; knows whose none is.

A file for each, named by its mark: whether there is one is asked at every click, so it is the answer of one look at the
disk, the same in all processes and after a restart. A file goes when the cookie that it ends is worth nothing anyway.
"""

import logging
from functools import cache
from pathlib import Path

from pipelines.durable import write_whole
from pipelines.settings import Settings, now

FOLDER = "signed_out"
DAY = 24 * 60 * 60
# Streamlit's cookie lasts 30 days and no longer, whatever end the provider names.
LONGEST = 31 * DAY
LOG = logging.getLogger("oversight.access")


def keep_ended(settings: Settings, mark: str, until: float) -> None:
    """Let a sign-in count no more until the moment (seconds since 1970) at which it would have run out.

    Where that cannot be written it counts no more in this process alone, and the log says so: who leaves is let go.
    """
    _ended_here().add(mark)
    end = min(until, now().timestamp() + LONGEST)
    try:
        _clear_past(settings)
        with write_whole(_file_of(settings, mark)) as file:
            file.write(str(end).encode())
    except OSError as fault:
        LOG.error("a sign-out holds until the server is started anew, for it cannot be written: %s", fault.strerror)


def is_ended(settings: Settings, mark: str) -> bool:
    """Whether a sign-in was ended, here or by another server."""
    return mark in _ended_here() or _file_of(settings, mark).exists()


def _file_of(settings: Settings, mark: str) -> Path:
    return settings.data / FOLDER / mark


def _clear_past(settings: Settings) -> None:
    """Delete what ended long enough ago that no clock of another server can think otherwise."""
    for path in (settings.data / FOLDER).glob("*"):
        if _end_in(path) + DAY < now().timestamp():
            path.unlink(missing_ok=True)


def _end_in(path: Path) -> float:
    """The end that a file names; what was cut off while it was written is kept as long as any."""
    try:
        return float(path.read_bytes())
    except FileNotFoundError:
        return 0.0
    except ValueError:
        return path.stat().st_mtime + LONGEST


@cache
def _ended_here() -> set[str]:
    return set()
