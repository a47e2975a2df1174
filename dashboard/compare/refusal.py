"""Owns the answer "this is not shown, because": a reason in a sentence, in place of a figure that would mislead.

Knows nothing of what was asked.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Refusal:
    """Why something is not shown, in a sentence for governors."""

    reason: str
