"""How every chart looks: colours that can be told apart on either ground, and one layout."""

import re
import tomllib
from colorsys import rgb_to_hsv
from itertools import combinations
from pathlib import Path

import plotly.graph_objects as go
import pytest

from dashboard.charts import theme

CONFIG = Path(__file__).resolve().parents[2] / ".streamlit" / "config.toml"
# Streamlit's own grounds, where the project's settings name none.
GROUNDS = {"light": "#ffffff", "dark": "#0e1117"}


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2, from 0 (black) to 1 (white)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def ground_of(scheme: str) -> str:
    """The colour of a page in a colour scheme."""
    settings = tomllib.loads(CONFIG.read_text(encoding="utf-8")).get("theme", {})
    return settings.get(scheme, {}).get("backgroundColor", settings.get("backgroundColor", GROUNDS[scheme]))


def test_the_contrast_of_known_pairs():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", GROUNDS)
@pytest.mark.parametrize("colour", theme.COLOURS)
def test_a_colour_is_told_from_either_ground(colour, scheme):
    assert contrast(colour, ground_of(scheme)) >= 3


@pytest.mark.parametrize("colour", theme.COLOURS)
def test_a_number_on_a_coloured_piece_can_be_read(colour):
    assert contrast(theme.INK, colour) >= 4.5


def test_two_styles_share_neither_colour_nor_pattern_nor_symbol_nor_dash():
    for one, other in combinations(theme.STYLES, 2):
        assert not set(one) & set(other)


def test_the_four_meanings_are_the_four_styles():
    assert list(theme.MEANING) == ["kept", "not kept", "between", "not known"]
    assert list(theme.MEANING.values()) == list(theme.STYLES)


def test_no_meaning_is_red_or_green():
    for colour in (theme.BLUE, theme.ORANGE, theme.PURPLE):
        hue, _, _ = rgb_to_hsv(*(int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)))
        assert 15 < 360 * hue < 75 or 165 < 360 * hue < 345, colour


@pytest.mark.parametrize(
    ("colour", "alpha", "said"),
    [("#000000", 0.5, "rgba(0, 0, 0, 0.5)"), ("#2f7ec2", 0.18, "rgba(47, 126, 194, 0.18)")],
)
def test_a_tint_is_the_colour_laid_thin(colour, alpha, said):
    assert theme.tint(colour, alpha) == said


@pytest.mark.parametrize(("rows", "height"), [(0, 159), (1, 159), (2, 193), (12, 533)])
def test_a_chart_grows_by_its_rows_and_never_vanishes(rows, height):
    assert theme.rows_height(rows) == height


@pytest.mark.parametrize("style", theme.STYLES)
def test_a_pattern_lies_over_its_piece_and_lets_its_number_show(style):
    pattern = theme.pattern_of(style)
    assert (pattern["shape"], pattern["fillmode"]) == (style.pattern, "overlay")
    assert pattern["solidity"] <= 0.2


def laid_out(**options):
    return theme.lay_out(go.Figure(go.Bar(x=[1], y=[2])), **options).layout


def test_the_layout_names_its_axes_and_hides_a_legend_that_is_not_wanted():
    layout = laid_out(x="days", y="people", legend=False, height=400)
    assert (layout.xaxis.title.text, layout.yaxis.title.text) == ("days", "people")
    assert (layout.showlegend, layout.height) == (False, 400)


def test_a_chart_cannot_be_dragged_out_of_sight():
    layout = laid_out()
    assert layout.dragmode is False
    assert layout.xaxis.fixedrange is True
    assert layout.yaxis.fixedrange is True


def test_a_chart_has_no_ground_of_its_own():
    layout = laid_out()
    for ground in (layout.paper_bgcolor, layout.plot_bgcolor):
        assert re.fullmatch(r"rgba\(0, ?0, ?0, ?0\)", ground)


def test_a_legend_stands_above_the_chart_in_one_line():
    legend = laid_out().legend
    assert (legend.orientation, legend.yanchor) == ("h", "bottom")
    assert legend.y > 1


def test_what_a_chart_set_before_stays():
    figure = go.Figure().update_yaxes(autorange="reversed", ticks="")
    axis = theme.lay_out(figure, y="account").layout.yaxis
    assert (axis.autorange, axis.ticks, axis.title.text) == ("reversed", "", "account")
