"""Owns who is looking: their role, the schools, audiences and pages they may see; knows no figure and no query.

One mode is here, `local`: one person on this computer, who may see everything in their own build.
"""

from dataclasses import dataclass
from typing import Literal

Role = Literal["local"]


@dataclass(frozen=True)
class Viewer:
    """Who is looking.

    `schools` are the ids they may see; None means every school of the build. `audiences` are those they may look as, by
    their names in data/reference/disclosure.toml, the one they begin with first; None means every one, in its order.
    """

    role: Role
    schools: tuple[str, ...] | None
    audiences: tuple[str, ...] | None = None

    def may_open(self, page_name: str) -> bool:
        """Whether a page (its file name without number and suffix) is offered, and reachable, at all."""
        return bool(page_name)


def who() -> Viewer:
    """Who is looking, asked anew on every run and for every query."""
    return Viewer(role="local", schools=None)
