"""Owns the audit log: who did what and when, one line each, only ever added to; knows nobody but the one who acts.

One file a month under data/audit/, so that nothing is renamed while several programs write; each line is a JSON object
with at (UTC), actor, action and counts. Whom or what a line is about is never in it.
"""

import getpass
import json
import os
from typing import Literal

from pipelines.settings import Settings, now

OfVerbs = Literal["load", "undo", "forget", "purge", "export"]
OfPages = Literal["login", "refused", "logout", "download", "pack", "names", "card", "visit"]
Action = OfVerbs | OfPages


def record(settings: Settings, action: Action, actor: str = "", **counts: str | int) -> None:
    """Add one line. `actor` is who acts, by default the user of this computer; `counts` say how much, never whom.

    Raises OSError where the line cannot be written: what must be on record is then not done.
    """
    settings.audit.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = {"at": now().isoformat(timespec="seconds"), "actor": actor or user_of_computer(), "action": action, **counts}
    path = settings.audit / f"{now():%Y-%m}.jsonl"
    # One write of one line in append mode: lines of several programs never mix.
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{json.dumps(line, ensure_ascii=False)}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def user_of_computer() -> str:
    """Whoever OVERSIGHT_ACTOR names (a program that acts for somebody), else the account that runs this program."""
    if actor := os.environ.get("OVERSIGHT_ACTOR"):
        return actor
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown user"
