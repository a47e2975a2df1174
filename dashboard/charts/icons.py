"""Owns how variation and assurance are pictured: a letter in a ring whose colour and form repeat what its words say.

The letters are those of "Making Data Count": H and L for a change upwards and downwards, P and F for a target that a
steady process always or never meets. Knows neither rules nor limits; the words come first, the picture repeats them.
"""

from collections.abc import Mapping
from typing import NamedTuple

from dashboard.charts.theme import BLUE, GREY, ORANGE, PURPLE
from dashboard.compare.icons import Assurance, Variation

SIZE, RING = 24, 3
# A ring is round for change and square for the target, so that the two are told apart without colour.
ROUND, SQUARE = "round", "square"


class Icon(NamedTuple):
    """A picture and the words that it repeats."""

    letter: str
    colour: str
    form: str
    words: str


VARIATION: Mapping[Variation, Icon] = {
    "common_cause": Icon("~", GREY, ROUND, "No sign of change"),
    "improvement_high": Icon("H", BLUE, ROUND, "A change for the better, upwards"),
    "improvement_low": Icon("L", BLUE, ROUND, "A change for the better, downwards"),
    "concern_high": Icon("H", ORANGE, ROUND, "A change for the worse, upwards"),
    "concern_low": Icon("L", ORANGE, ROUND, "A change for the worse, downwards"),
    "neutral_high": Icon("H", PURPLE, ROUND, "A change upwards"),
    "neutral_low": Icon("L", PURPLE, ROUND, "A change downwards"),
}
ASSURANCE: Mapping[Assurance, Icon] = {
    "pass": Icon("P", BLUE, SQUARE, "Always meets the target"),
    "fail": Icon("F", ORANGE, SQUARE, "Never meets the target"),
    "inconsistent": Icon("?", GREY, SQUARE, "Meets the target by chance"),
}


def icons_of(variation: Variation | None, assurance: Assurance | None) -> list[Icon]:
    """The icons of a chart in order, variation first; none where none may be shown."""
    found = (VARIATION[variation] if variation else None, ASSURANCE[assurance] if assurance else None)
    return [icon for icon in found if icon]


def as_html(icons: list[Icon]) -> str:
    """Icons with their words, as HTML; a screen reader gets the words alone, and nothing of it comes from data."""
    return "".join(
        f'<span style="margin-right: 1.5rem; white-space: nowrap">{_as_svg(icon)} {icon.words}</span>' for icon in icons
    )


def _as_svg(icon: Icon) -> str:
    low, wide = RING / 2, SIZE - RING
    corner = wide / 2 if icon.form == ROUND else 2
    return (
        f'<svg width="{SIZE}" height="{SIZE}" viewBox="0 0 {SIZE} {SIZE}" aria-hidden="true" '
        'style="vertical-align: middle">'
        f'<rect x="{low}" y="{low}" width="{wide}" height="{wide}" rx="{corner}" fill="none" '
        f'stroke="{icon.colour}" stroke-width="{RING}"></rect>'
        f'<text x="{SIZE / 2}" y="{SIZE / 2 + 5}" text-anchor="middle" font-size="14" font-weight="700" '
        f'fill="currentColor">{icon.letter}</text></svg>'
    )
