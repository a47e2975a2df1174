"""Owns many control charts under each other: a row a school, one axis of days, one scale; knows no measure.

All rows share six traces, so that a hundred cost little more than one.
"""

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from dashboard import wording
from dashboard.charts.control_chart import HIGH, LOW, MARK_SIZE
from dashboard.charts.events import Lettered, mark_events
from dashboard.charts.icons import Icon, icons_of
from dashboard.charts.named_rows import HEAD, base_of, name_rows
from dashboard.charts.theme import BLUE, GREY, ORANGE, PURPLE, annotate, lay_out, tint
from dashboard.compare.chart import ControlChart

ROW_PIXELS, AROUND_PIXELS = 104, 110
LINES = ["value", "centre", "lower", "upper"]
ICON_STEP = 26  # pixels from one icon to the next
# A limit higher than so many times the highest point ends at the top of its row: whole, it would press all rows flat.
MOST_ABOVE = 2
CUT = "Grey that reaches the top of a row goes on beyond it."


def draw_rows(
    charts: Mapping[str, ControlChart],
    *,
    unit: str,
    per: float = 1,
    ceiling: float | None = None,
    lettered: Lettered | None = None,
) -> go.Figure:
    """A row for each named chart (one or more), the first on top, all on one scale from nothing (see `tell_scale`).

    `per` divides every number; limits are drawn no lower than 0 and no higher than `ceiling`, the rules saw them whole.
    """
    top = _find_top(charts.values(), per, ceiling)
    placed = _place(_scaled(list(charts.values()), per, ceiling), top)
    figure = go.Figure()
    _add_bands(figure, placed)
    _add_averages(figure, placed)
    _add_targets(figure, list(charts.values()), per, top)
    _add_points(figure, placed, unit)
    icons = [icons_of(chart.variation, chart.assurance) for chart in charts.values()]
    name_rows(
        figure,
        [_head(name, own, chart.no_icon) for (name, chart), own in zip(charts.items(), icons, strict=True)],
        head=HEAD if lettered else 0,
    )
    annotate(figure, [mark for place, own in enumerate(icons) for mark in _place_icons(own, base_of(place) + 1.05)])
    _name_scale(figure, len(charts), top)
    mark_events(figure, lettered or {})
    return lay_out(figure, height=ROW_PIXELS * len(charts) + AROUND_PIXELS, y=unit)


def tell_scale(charts: Mapping[str, ControlChart], *, per: float = 1, ceiling: float | None = None) -> str:
    """What to know of the scale that `draw_rows` gives these charts: empty where every limit is drawn whole."""
    is_cut = not ceiling and _highest(charts.values(), "upper") / per > _find_top(charts.values(), per, ceiling)
    return CUT if is_cut else ""


def _find_top(charts: Collection[ControlChart], per: float, ceiling: float | None) -> float:
    """Where the scale of all rows ends: at the highest of all points and limits, cut at MOST_ABOVE."""
    highest, limit = (_highest(charts, line) / per for line in ("value", "upper"))
    return ceiling or max(highest, min(limit, MOST_ABOVE * highest)) or 1


def _highest(charts: Collection[ControlChart], line: str) -> float:
    """The highest of a line over all charts; 0 where none has one, as limits of a single point."""
    return max(np.nan_to_num(chart.points[line].max()) for chart in charts)


def _scaled(charts: Sequence[ControlChart], per: float, ceiling: float | None) -> pd.DataFrame:
    """The points of all charts under each other, with their `row` and the `stretch` between rebases they belong to."""
    points = pd.concat([chart.points.assign(row=row) for row, chart in enumerate(charts)], ignore_index=True)
    points[LINES] /= per
    points[["lower", "upper"]] = points[["lower", "upper"]].clip(0, ceiling)
    return points.assign(stretch=points.groupby(["row", "group"]).ngroup())


def _place(points: pd.DataFrame, top: float) -> pd.DataFrame:
    """The points with every line at its height in the figure, as `at_value` and so on."""
    base = base_of(points["row"])
    return points.assign(**{f"at_{line}": base + points[line].clip(0, top) / top for line in LINES})


def _with_breaks(points: pd.DataFrame, by: str) -> pd.DataFrame:
    """The points, and after those of each row or stretch one of nothing, at which a line breaks."""
    return pd.concat([points, points[[by]].drop_duplicates()]).sort_values(by, kind="stable")


def _add_bands(figure: go.Figure, placed: pd.DataFrame) -> None:
    """What chance allows of every stretch as one filled trace: there along its upper edge, back along its lower."""
    limited = placed.dropna(subset=["lower"])
    there, back = limited.assign(at=limited["at_upper"]), limited[::-1].assign(at=limited["at_lower"])
    around = _with_breaks(pd.concat([there, back]), "stretch")
    figure.add_scatter(
        x=around["on"],
        y=around["at"],
        mode="lines",
        fill="toself",
        fillcolor=tint(GREY, 0.2),
        line={"color": tint(GREY, 0.6), "width": 1},
        name="What chance allows",
        hoverinfo="skip",
    )


def _add_averages(figure: go.Figure, placed: pd.DataFrame) -> None:
    broken = _with_breaks(placed, "stretch")
    figure.add_scatter(
        x=broken["on"],
        y=broken["at_centre"],
        mode="lines",
        name="Average",
        line={"color": GREY, "dash": "dash", "width": 1},
        hoverinfo="skip",
    )


def _add_targets(figure: go.Figure, charts: Sequence[ControlChart], per: float, top: float) -> None:
    x, y = [], []
    for row, chart in enumerate(charts):
        if chart.target is not None:
            at = base_of(row) + min(chart.target / per / top, 1)
            x += [*chart.points["on"].iloc[[0, -1]], None]
            y += [at, at, None]
    if x:
        style = {"color": PURPLE, "dash": "dot", "width": 1.5}
        figure.add_scatter(x=x, y=y, mode="lines", name="Target", line=style, hoverinfo="skip")


def _add_points(figure: go.Figure, placed: pd.DataFrame, unit: str) -> None:
    """The points of every row on its line, those that signal as triangles on it."""
    chained = _with_breaks(placed, "row")
    figure.add_scatter(
        x=chained["on"],
        y=chained["at_value"],
        mode="lines+markers",
        name="As measured",
        line={"color": BLUE, "width": 1.5},
        marker={"color": BLUE, "size": np.where(chained["signal"].fillna(0) == 0, 5, 0)},
        customdata=chained["value"],
        hovertemplate=f"%{{x|%-d %B %Y}}<br>%{{customdata:,.1f}} {unit}<extra></extra>",
    )
    for name, symbol, flagged in (
        (HIGH, "triangle-up", placed[placed["signal"] > 0]),
        (LOW, "triangle-down", placed[placed["signal"] < 0]),
    ):
        if len(flagged):
            figure.add_scatter(
                x=flagged["on"],
                y=flagged["at_value"],
                mode="markers",
                name=name,
                marker={"color": ORANGE, "symbol": symbol, "size": MARK_SIZE},
                hoverinfo="skip",
            )


def _head(name: str, icons: list[Icon], no_icon: str) -> str:
    """What stands above a row: the school, and under it the words that its icons repeat, or why it has none."""
    said = (
        "; ".join(wording.within(icon.words) for icon in icons)
        or f"not judged: {wording.within(no_icon.partition(':')[0])}"
    )
    return f"<b>{name}</b><br>{said}"


def _place_icons(icons: list[Icon], y: float) -> list[dict[str, object]]:
    """The icons at the right end of the line above a row, the letter framed in its colour, as annotations."""
    frame = {"showarrow": False, "width": 14, "borderwidth": 2, "borderpad": 1}
    at = {"x": 1, "xref": "paper", "xanchor": "right", "y": y, "yanchor": "bottom"}
    return [
        {
            "text": f"<b>{icon.letter}</b>",
            "hovertext": icon.words,
            "bordercolor": icon.colour,
            "xshift": -ICON_STEP * number,
            **at,
            **frame,
        }
        for number, icon in enumerate(reversed(icons))
    ]


def _name_scale(figure: go.Figure, rows: int, top: float) -> None:
    """What the foot and the top of a row stand for, as marks of the axis beside each row."""
    at = [base_of(number) + height for number in range(rows) for height in (0, 1)]
    said = [text for _ in range(rows) for text in ("0", f"{top:,.0f}")]
    figure.update_yaxes(visible=True, tickvals=at, ticktext=said, zeroline=False)
