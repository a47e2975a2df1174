"""Icons of variation and assurance: words first, forms that differ without colour, colours that can be seen."""

import re
import tomllib
from typing import get_args

import pytest

from dashboard.charts.icons import ASSURANCE, VARIATION, as_html, icons_of
from dashboard.charts.theme import COLOURS
from dashboard.compare.icons import Assurance, Variation
from tests.dashboard.conftest import ROOT

LEAST_OF_A_PICTURE, LEAST_OF_A_LETTER = 3.0, 4.5
# Streamlit's own grounds, for those that config.toml leaves alone.
DEFAULTS = {
    "light": {"backgroundColor": "#ffffff", "secondaryBackgroundColor": "#f0f2f6", "textColor": "#31333f"},
    "dark": {"backgroundColor": "#0e1117", "secondaryBackgroundColor": "#262730", "textColor": "#fafafa"},
}
THEMES = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
ICONS = [*VARIATION.values(), *ASSURANCE.values()]


def luminance(colour):
    """Relative luminance by WCAG 2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """Contrast by WCAG 2, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def theme(scheme):
    return DEFAULTS[scheme] | THEMES.get(scheme, {})


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("#ffffff", "#000000", 21), ("#777777", "#ffffff", 4.48), ("#123456", "#123456", 1)]
)
def test_contrast_is_computed_as_published(one, other, expected):
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("colour", sorted({icon.colour for icon in ICONS} | set(COLOURS)))
def test_every_colour_passes_on_the_ground_of_both_themes(scheme, colour):
    assert contrast(colour, theme(scheme)["backgroundColor"]) >= LEAST_OF_A_PICTURE


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_letters_pass_on_the_ground_of_both_themes(scheme):
    assert contrast(theme(scheme)["textColor"], theme(scheme)["backgroundColor"]) >= LEAST_OF_A_LETTER


def test_every_meaning_has_an_icon():
    assert set(VARIATION) == set(get_args(Variation))
    assert set(ASSURANCE) == set(get_args(Assurance))


def test_icons_that_mean_different_things_differ_in_words():
    assert len({icon.words for icon in ICONS}) == len(ICONS)


@pytest.mark.parametrize("icon", ICONS, ids=lambda icon: icon.words)
def test_no_icon_is_red_or_green(icon):
    red, green, blue = (int(icon.colour[place : place + 2], 16) for place in (1, 3, 5))
    assert not (green > 1.2 * red and green > 1.2 * blue), "green says good"
    assert not (red > 200 and green < 90 and blue < 90), "red says bad"


def test_better_and_worse_differ_without_colour_by_their_words_and_change_from_target_by_form():
    assert {icon.form for icon in VARIATION.values()}.isdisjoint({icon.form for icon in ASSURANCE.values()})
    assert "better" in VARIATION["improvement_high"].words
    assert "worse" in VARIATION["concern_high"].words


@pytest.mark.parametrize(
    ("variation", "assurance", "letters"),
    [
        ("concern_high", "fail", ["H", "F"]),
        ("improvement_low", "pass", ["L", "P"]),
        ("common_cause", "inconsistent", ["~", "?"]),
        ("neutral_low", None, ["L"]),
        (None, None, []),
    ],
)
def test_a_chart_has_the_icons_of_its_latest_point_and_its_limits(variation, assurance, letters):
    assert [icon.letter for icon in icons_of(variation, assurance)] == letters


def test_the_picture_is_hidden_from_a_screen_reader_and_its_words_are_not():
    html = as_html(icons_of("common_cause", "pass"))
    assert html.count("<svg") == html.count('aria-hidden="true"') == 2
    words = re.sub(r"<svg.*?</svg>", "", html)
    assert "No sign of change" in words
    assert "Always meets the target" in words


def test_no_icon_no_html():
    assert as_html([]) == ""
