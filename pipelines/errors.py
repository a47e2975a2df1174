"""Owns what is said when something cannot go on; knows nothing of files, tables or screens.

Every error is one a person can act on: where it is, what was found, what is accepted, what to do next.
"""

from collections.abc import Iterable
from difflib import get_close_matches


class OversightError(Exception):
    """A fault that a person can mend. `exit_code` is what the command line returns for its kind."""

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", found: str = "", accepted: str = "", do: str = "") -> None:
        self.what, self.where, self.found, self.accepted, self.do = what, where, found, accepted, do
        super().__init__(self.as_text())

    def as_text(self) -> str:
        """The message as lines: what is wrong first, what to do last."""
        lines = [f"{self.where}: {self.what}" if self.where else self.what]
        labelled = (("found", self.found), ("accepted", self.accepted), ("what to do", self.do))
        return "\n".join(lines + [f"  {label}: {text}" for label, text in labelled if text])


class InputError(OversightError):
    """The exports cannot be used: an empty inbox, an unreadable folder."""

    exit_code = 3


class PolicyError(OversightError):
    """A policy file names what does not exist, or leaves out what its control needs."""

    exit_code = 4


class ModelError(OversightError):
    """A model or a format file of the program itself is wrong."""

    exit_code = 5


class BuildError(OversightError):
    """A build failed its checks, or there is none yet to read."""

    exit_code = 6


class BusyError(OversightError):
    """Another load holds the data folder."""

    exit_code = 7


def nearest(name: str, names: Iterable[str]) -> str:
    """The name most like `name`, ready to append to a message (" Did you mean 'x'?"), or nothing."""
    matches = get_close_matches(name.casefold(), {known.casefold(): known for known in names}, n=1, cutoff=0.6)
    if not matches:
        return ""
    return f" Did you mean '{next(known for known in names if known.casefold() == matches[0])}'?"
