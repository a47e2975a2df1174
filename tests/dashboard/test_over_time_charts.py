"""Each school against its own past: its charts, how they stand together, what is said; a slow twin of the waits."""

import random
from datetime import date, timedelta

import pandas as pd
import pytest

from dashboard.charts.control_chart import HIGH
from dashboard.charts.events import Event
from dashboard.charts.funnel import ABOVE, BELOW, BETWEEN, INSIDE, draw_funnel
from dashboard.charts.small_multiples import draw_rows, tell_scale
from dashboard.compare.chart import ControlChart, xmr_chart
from dashboard.compare.funnel import share_funnel
from dashboard.compare.refusal import Refusal
from dashboard.compare.waits import percentile
from dashboard.comparison.over_time import SERIES, chart_schools, middles
from dashboard.comparison.states import CHANGED, MOST_ROWS, list_points, list_states, offer_pages, say_states
from dashboard.parts import Measure
from dashboard.warehouse import Selection, query
from tests.dashboard.sample_build import AS_AT, TABLES, answer, ask, write_build
from tests.staged_tables import read_table

MONDAY = date(2026, 1, 5)
MEASURE = Measure("the weekly share", "%", "week", "weeks", ceiling=100)
STEADY = (60, 80) * 7
NONE = Refusal("No weeks in which any was due: a chart needs 7.")


def weekly(*values, target=None, better="up"):
    on = [MONDAY + timedelta(weeks=place) for place in range(len(values))]
    return xmr_chart(pd.DataFrame({"on": on, "value": [float(v) for v in values]}), better=better, target=target)


CHARTS = {"Ash": weekly(*STEADY), "Beech": NONE, "Cedar": weekly(*STEADY, 0), "Dale": weekly(*STEADY[:8])}


def test_the_sentence_counts_changed_steady_and_unknown():
    said = say_states(CHARTS, MEASURE)
    assert said == (
        "The weekly share changed by more than chance at 1 of 4 schools: Cedar. "
        "1 show no sign of change, 2 cannot be judged."
    )


def test_the_table_says_each_schools_state_in_words_from_a_to_z():
    rows = list_states(CHARTS, MEASURE).set_index("School")
    assert rows.index.tolist() == ["Ash", "Beech", "Cedar", "Dale"]
    assert rows["Change"].tolist() == [
        "No sign of change",
        "Not judged",
        "A change for the worse, downwards",
        "Not judged",
    ]
    assert rows.loc["Beech", "What it says"] == NONE.reason
    assert rows.loc["Dale", "What it says"].startswith("Trial limits: 8 of the 13 points")
    assert rows.loc["Ash", ["Latest (%)", "Average (%)"]].tolist() == [80, 70]


def test_earlier_signals_are_told_beside_a_steady_end():
    rows = list_states({"Ash": weekly(*STEADY, 0, *STEADY)}, MEASURE)
    assert "Earlier week with a signal: 13 April 2026." in rows["What it says"].iloc[0]


@pytest.mark.parametrize(
    ("target", "words"),
    [(10, "Always meets the target"), (99.9, "Meets the target by chance"), (None, "")],
)
def test_the_target_is_judged_by_the_latest_limits(target, words):
    # 60 and 80 in turn: average 70, limits 16.8 and 123.2.
    assert list_states({"Ash": weekly(*STEADY, target=target)}, MEASURE)["Target"].tolist() == [words]


def test_few_schools_are_drawn_together_and_those_without_a_chart_left_out():
    assert offer_pages(CHARTS) == {"All schools with a chart": ["Ash", "Cedar", "Dale"]}
    assert offer_pages({"Beech": NONE}) == {}


def test_many_schools_are_offered_by_alphabet_and_those_that_changed_first():
    many = {f"S{number:02d}": weekly(*STEADY, *([0] if number % 10 == 0 else [])) for number in range(30)}
    pages = offer_pages(many)
    assert list(pages) == [f"{CHANGED} (3)", "S00 to S11", "S12 to S23", "S24 to S29"]
    assert pages[f"{CHANGED} (3)"] == ["S00", "S10", "S20"]
    assert max(map(len, pages.values())) == MOST_ROWS
    assert sorted(name for page in list(pages)[1:] for name in pages[page]) == sorted(many)


def test_every_point_drawn_is_in_the_table_with_its_limits_as_drawn():
    rows = list_points({"Ash": weekly(*STEADY), "Cedar": weekly(*STEADY, 0)}, MEASURE)
    assert rows["School"].value_counts().to_dict() == {"Ash": 14, "Cedar": 15}
    assert rows["Upper limit (%)"].max() == 100
    assert rows["Signal"].tolist()[-1] == "Below what chance allows"


def traces(figure):
    return {trace.name: trace for trace in figure.data}


def test_rows_share_their_traces_however_many_there_are():
    one = draw_rows({"Ash": weekly(*STEADY, target=90)}, unit="%", ceiling=100)
    many = draw_rows({f"S{n}": weekly(*STEADY, target=90) for n in range(12)}, unit="%", ceiling=100)
    assert [trace.name for trace in one.data] == [trace.name for trace in many.data]
    assert list(traces(one)) == ["What chance allows", "Average", "Target", "As measured"]


def test_all_rows_have_one_scale_and_stand_under_each_other():
    figure = draw_rows({"Ash": weekly(*STEADY), "Beech": weekly(*[30] * 7, *[50] * 7)}, unit="%", ceiling=100)
    heights = [y for y in traces(figure)["As measured"].y if y == y and y is not None]
    # The first row stands from 0 to 1, the second 1.75 lower.
    assert heights[:2] == pytest.approx([0.6, 0.8])
    assert heights[14:16] == pytest.approx([0.3 - 1.75, 0.3 - 1.75])
    assert list(figure.layout.yaxis.ticktext) == ["0", "100", "0", "100"]


def test_without_a_ceiling_the_scale_ends_at_the_highest_of_all():
    figure = draw_rows({"Ash": weekly(*[60, 90] * 7)}, unit="hours", per=60)
    # 1 and 1.5 hours in turn: the upper limit is 1.25 and 2.66 half hours.
    assert figure.layout.yaxis.ticktext[1] == "3"


def test_a_limit_far_beyond_every_point_does_not_press_the_rows_flat():
    charts = {"Ash": weekly(*[0, 100] * 7), "Beech": weekly(*STEADY)}
    figure = draw_rows(charts, unit="hours")
    # Ashgrove's upper limit is 316: the scale ends at twice the highest point, and the limit at the top of its row.
    assert figure.layout.yaxis.ticktext[1] == "200"
    assert max(y for y in traces(figure)["What chance allows"].y if y == y and y is not None) == 1
    assert tell_scale(charts) == "Grey that reaches the top of a row goes on beyond it."
    assert tell_scale({"Beech": charts["Beech"]}) == ""


def test_a_row_says_its_icons_in_words_and_frames_their_letters():
    figure = draw_rows({"Ash": weekly(*STEADY, 0, target=10)}, unit="%", ceiling=100)
    texts = [note.text for note in figure.layout.annotations]
    assert "<b>Ash</b><br>a change for the worse, downwards; meets the target by chance" in texts
    framed = {note.text: note.bordercolor for note in figure.layout.annotations if note.bordercolor}
    assert set(framed) == {"<b>L</b>", "<b>?</b>"}
    assert len(set(framed.values())) == 2


@pytest.mark.parametrize(("values", "why"), [(STEADY[:8], "trial limits"), ([5] * 14, "no variation")])
def test_a_row_that_is_not_judged_says_why_and_has_no_icon(values, why):
    figure = draw_rows({"Ash": weekly(*values)}, unit="%", ceiling=100)
    assert [note.text for note in figure.layout.annotations] == [f"<b>Ash</b><br>not judged: {why}"]


def test_signals_of_rows_are_triangles_and_events_lines_through_all():
    lettered = {"A": Event(date(2026, 2, 2), "Training")}
    figure = draw_rows({"Ash": weekly(*STEADY, 500), "Beech": weekly(*STEADY)}, unit="%", lettered=lettered)
    assert traces(figure)[HIGH].marker.symbol == "triangle-up"
    assert [(shape.x0, shape.yref) for shape in figure.layout.shapes] == [(pd.Timestamp("2026-02-02"), "paper")]


SCHOOLS = pd.DataFrame(
    {
        "school": ["Ash", "Beech", "Cedar", "Dale", "Elm"],
        "count": [57, 57, 57, 30, 60],
        "out_of": [60, 60, 60, 60, 60],
    }
)


def test_a_funnel_draws_a_mark_a_school_by_form_and_names_those_outside():
    funnel = share_funnel(SCHOOLS)
    figure = draw_funnel(funnel, list(SCHOOLS["school"]), x="checks", y="Made, %")
    drawn = traces(figure)
    places = dict(zip(SCHOOLS["school"], funnel.points["place"], strict=True))
    forms = {INSIDE: (0,), BETWEEN: (-1, 1), ABOVE: (2,), BELOW: (-2,)}
    for name, sides in forms.items():
        expected = [school for school, place in places.items() if place in sides]
        found = [each[0] for each in drawn[name].customdata] if name in drawn else []
        assert found == expected
    assert list(drawn[BELOW].text) == ["Dale"]
    assert len({drawn[name].marker.symbol for name in forms if name in drawn}) == sum(name in drawn for name in forms)


def test_a_funnel_of_schools_of_one_size_still_shows_its_lines():
    figure = draw_funnel(share_funnel(SCHOOLS), list(SCHOOLS["school"]), x="checks", y="Made, %")
    line = traces(figure)["99.8% of schools like all"]
    assert line.mode == "markers"
    assert [y for y in line.y if y is not None] == sorted(y for y in line.y if y is not None)


def test_sizes_that_are_counted_have_no_marks_between_whole_numbers():
    def step(schools):
        return draw_funnel(share_funnel(schools), list(schools["school"]), x="checks", y="%").layout.xaxis.dtick

    assert step(SCHOOLS) == 1
    assert step(SCHOOLS.assign(out_of=[60, 61, 62, 60, 61])) == 1
    # Far apart, Plotly's own steps are whole.
    assert step(SCHOOLS.assign(out_of=[60, 90, 120, 60, 61])) is None
    assert step(SCHOOLS.assign(out_of=[60.5, 61, 62, 60, 61])) is None


def test_the_lines_of_a_funnel_narrow_with_size():
    sizes = SCHOOLS.assign(out_of=[20, 60, 200, 400, 900], count=[18, 50, 170, 330, 760])
    line = traces(draw_funnel(share_funnel(sizes), list(sizes["school"]), x="checks", y="%"))[
        "99.8% of schools like all"
    ]
    gap = list(line.y).index(None)
    low, high = line.y[:gap], line.y[gap + 1 :]
    assert high[0] - low[0] > high[-1] - low[-1]


def test_the_middle_wait_of_a_week_is_the_kaplan_meier_median():
    """The slow twin: the database's middle, or the waits where an open one is shorter, against the curve itself."""
    chance = random.Random(3)
    for _ in range(200):
        waits = [float(chance.randint(1, 400)) for _ in range(chance.randint(10, 25))]
        over = [chance.random() < 0.85 for _ in waits]
        reached = sorted(wait if is_over else float("inf") for wait, is_over in zip(waits, over, strict=True))
        low, high = reached[(len(reached) - 1) // 2], reached[len(reached) // 2]
        shortest_open = min((wait for wait, is_over in zip(waits, over, strict=True) if not is_over), default=None)
        asks = shortest_open is not None and shortest_open <= high
        week = {"middle": (low + high) / 2, "waits": waits if asks else None, "is_over": over if asks else None}
        found = middles(pd.DataFrame([week])).iloc[0]
        expected = percentile(waits, over, 0.5).value
        assert found == pytest.approx(expected, nan_ok=True)


class View:
    """What a query needs of a scope."""

    is_one_school = False

    def __init__(self, *names):
        self.selection = Selection(*names)


# Ten enquiries in each of the weeks of 5 January and 12 January; in the second one is never answered, and one early.
BUSY = dict(TABLES) | {
    "activity": [
        *(
            ask(f"a{n}", "ash-x", f"2026-01-06 {9 + n // 2}:{30 * (n % 2):02d}".replace(" 9:", " 09:"))
            for n in range(10)
        ),
        *(
            answer(f"a{n}", "ash-x", f"2026-01-07 {9 + n // 2}:{30 * (n % 2):02d}".replace(" 9:", " 09:"))
            for n in range(10)
        ),
        *(ask(f"b{n}", "ash-x", "2026-01-13 09:00") for n in range(10)),
        *(answer(f"b{n}", "ash-x", f"2026-01-13 {10 + n % 5}:00") for n in range(9)),
    ],
    "events": read_table("""
        school_id | happened_on | label     | rebase
        ash       | 2026-01-12  | One inbox | true
    """),
}


@pytest.fixture
def busy(tmp_path, monkeypatch):
    write_build(tmp_path, BUSY, AS_AT)
    monkeypatch.setenv("OVERSIGHT_DATA", str(tmp_path))
    return View(None, "half_term", "Spring 1 2025/26")


def test_weekly_waits_are_counted_per_school(busy):
    weeks = query("compare_schools__waits", busy)
    assert weeks["school_id"].unique().tolist() == ["ash"]
    assert weeks["enquiry_count"].tolist() == [10, 10]
    # The first week: each after 8 working hours. The second: 1, 1, 2, 2, 3, 3, 4, 4, 5 hours and one open: middle 3.
    assert middles(weeks).tolist() == [480, 180]


def test_a_rebase_is_its_own_schools(busy):
    rebases = query("compare_schools__rebases", busy)
    assert rebases[["school_id"]].values.tolist() == [["ash"]]


@pytest.mark.parametrize("name", list(SERIES))
def test_every_school_in_view_has_a_chart_or_a_reason(busy, name):
    charts = chart_schools(SERIES[name], busy)
    assert set(charts) == {"ash", "birch", "cwm"}
    for chart in charts.values():
        assert isinstance(chart, ControlChart) or chart.reason.endswith("a chart needs 7.")


def test_half_terms_without_a_return_are_no_points(busy):
    half_terms = query("compare_schools__half_terms", busy)
    # Ashgrove's return reaches from 1 September to 28 February: Autumn 1 and 2 and Spring 1, which has two incidents.
    assert half_terms["incident_count"].tolist() == [0, 0, 2]


def test_checks_by_half_term_are_those_that_the_clauses_count(busy):
    rows = query("compare_schools__kept_by_half_term", busy, control="monitoring_cadence")
    judged = query("clauses", busy)
    own = judged[(judged["control"] == "monitoring_cadence") & (judged["school_id"] == "ash")]
    spring = rows[(rows["school_id"] == "ash") & (rows["period_name"] == "Spring 1 2025/26")]
    assert spring[["kept", "missed"]].sum().tolist() == [own["met"].sum(), own["missed"].sum()]
    assert spring["kept"].item() == 10
