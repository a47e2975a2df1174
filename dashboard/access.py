"""Owns who is looking: their role, the schools and the pages they may see; knows no figure and no query.

One mode is here, `local`: one person on this computer, who may see everything in their own build.
"""

from dataclasses import dataclass
from typing import Literal

Role = Literal["local"]


@dataclass(frozen=True)
class Viewer:
    """Who is looking. `schools` are the ids they may see; None means every school of the build."""

    role: Role
    schools: tuple[str, ...] | None

    def may_open(self, page_name: str) -> bool:
        """Whether a page (its file name without number and suffix) is offered, and reachable, at all."""
        return bool(page_name)


def who() -> Viewer:
    """Who is looking, asked anew on every run and for every query."""
    return Viewer(role="local", schools=None)
