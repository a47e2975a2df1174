"""Owns the calendar of checks: a row of bars an account or school, a bar a day or week; knows only its frame.

How much of a bar is filled, and with which pattern, repeats what its colour says.
"""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.events import Lettered, mark_events
from dashboard.charts.named_rows import HEAD, base_of, height_of, name_rows
from dashboard.charts.theme import GREY, MEANING, Style, lay_out, pattern_of

CHECKED, GAP, NO_DATA, NOTICE, CLOSED = "Checked", "Not checked", "No data", "Holiday with a notice", "Closed"
DUE: Mapping[str, tuple[str, Style]] = {
    CHECKED: ("checked", MEANING["kept"]),
    GAP: ("gap", MEANING["not kept"]),
    NO_DATA: ("no_data", MEANING["not known"]),
}
# Closed days stand low, so that no eye takes them for days on which somebody should have looked.
NOT_DUE: Mapping[str, tuple[str, Style, float]] = {
    NOTICE: ("notice", MEANING["between"], 0.3),
    CLOSED: ("closed", Style(GREY, "", "", ""), 0.07),
}
A_WEEK, A_FOLDED_WEEK, BAR_WIDTH, MOST_WEEKS_NAMED = 6, 1, 0.86, 8


def calendar_grid(cells: pd.DataFrame, *, by_week: bool, lettered: Lettered | None = None) -> go.Figure:
    """A row a value of `row`, first on top; a bar a slot, filled by the shares of what was due in it.

    `cells`: row, week_start, slot_on (both datetimes), checked, gap, no_data, notice, closed (counts), words (what its
    hover says). Weeks in which nothing was due for anybody are folded into one narrow bar. `lettered` events stand at
    the slot they fell in.
    """
    placed = _place(cells, by_week=by_week)
    rows = list(dict.fromkeys(cells["row"]))
    placed["base"] = placed["row"].map({row: base_of(place) for place, row in enumerate(rows)})
    due = placed[[column for column, _ in DUE.values()]].sum(axis=1)
    figure, height = go.Figure(), pd.Series(0.0, index=placed.index)
    for name, (column, style) in DUE.items():
        share = (placed[column] / due.where(due > 0)).fillna(0)
        _add_bars(figure, name, style, placed, share, placed["base"] + height)
        height += share
    for name, (column, style, low) in NOT_DUE.items():
        share = ((due == 0) & (placed[column] > 0) & (height == 0)) * low
        _add_bars(figure, name, style, placed, share, placed["base"])
        height += share
    name_rows(figure, rows, head=HEAD if lettered else 0)
    ticks = _name_slots(placed, by_week=by_week)
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(tickvals=list(ticks), ticktext=list(ticks.values()), showgrid=False, zeroline=False)
    figure.update_xaxes(range=[placed["x"].min() - 0.6, placed["x"].max() + 0.6])
    firsts = placed.drop_duplicates("x")
    mark_events(figure, lettered or {}, {on.date(): x for on, x in zip(firsts["slot_on"], firsts["x"], strict=True)})
    return lay_out(figure, height=height_of(rows))


def _place(cells: pd.DataFrame, *, by_week: bool) -> pd.DataFrame:
    """The cells with their place `x`; those of a folded week become one a row."""
    if by_week:
        weeks = sorted(cells["slot_on"].unique())
        return cells.assign(x=cells["slot_on"].map({week: place for place, week in enumerate(weeks)}))
    due = cells[["checked", "gap", "no_data"]].sum(axis=1).groupby(cells["week_start"]).sum()
    starts, place = {}, 0
    for week, count in due.items():
        starts[week] = place
        place += A_WEEK if count else A_FOLDED_WEEK
    is_folded = cells["week_start"].map(due) == 0
    weekday = (cells["slot_on"] - cells["week_start"]).dt.days.where(~is_folded, 0)
    placed = cells.assign(x=cells["week_start"].map(starts) + weekday, is_folded=is_folded)
    folded = placed[is_folded].sort_values("notice", ascending=False).drop_duplicates(["row", "week_start"])
    return pd.concat([placed[~is_folded], folded])


def _add_bars(
    figure: go.Figure, name: str, style: Style, cells: pd.DataFrame, height: pd.Series, base: pd.Series
) -> None:
    drawn = height > 0
    if drawn.any():
        figure.add_bar(
            name=name,
            x=cells.loc[drawn, "x"],
            y=height[drawn],
            base=base[drawn],
            width=BAR_WIDTH,
            marker={"color": style.colour, "pattern": pattern_of(style), "line": {"width": 0}},
            customdata=cells.loc[drawn, ["row", "words"]],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )


def _name_slots(placed: pd.DataFrame, *, by_week: bool) -> dict[float, str]:
    """Where the axis bears words: the first day of a week, or the first week of a month."""
    if by_week:
        firsts = placed.drop_duplicates("x").sort_values("x")
        firsts = firsts[firsts["slot_on"].dt.month != firsts["slot_on"].dt.month.shift()]
        return {x: f"{on:%b}" for x, on in zip(firsts["x"], firsts["slot_on"], strict=True)}
    open_weeks = placed[~placed["is_folded"]]
    weeks = (open_weeks if len(open_weeks) else placed).groupby("week_start")["x"].min()
    shown = weeks.iloc[:: 1 if len(weeks) <= MOST_WEEKS_NAMED else 2]
    return {x: f"{week.day} {week:%b}" for week, x in shown.items()}
