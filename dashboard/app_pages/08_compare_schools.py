"""Which schools differ by more than chance?

Schools stand from A to Z and are never ranked: a funnel or a control chart says that a school differs, not whether it
is good or bad. Those that promise different things, or handed in much less, are not compared.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import parts, wording
from dashboard.charts.events import letter_events, tell_events
from dashboard.charts.funnel import draw_funnel
from dashboard.charts.small_multiples import draw_rows, tell_scale
from dashboard.compare.chart import ControlChart
from dashboard.compare.funnel import Funnel
from dashboard.comparison import tables, words
from dashboard.comparison.over_time import SERIES, chart_schools
from dashboard.comparison.side_by_side import Comparison, find_rows, find_schools, put_side_by_side
from dashboard.comparison.states import MOST_ROWS, Named, list_points, list_states, offer_pages, say_states
from dashboard.comparison.topics import TOPICS
from dashboard.events import find_events
from dashboard.links import link_to_school
from dashboard.parts import Figure, Measure
from dashboard.published_pages.comparison import publish
from dashboard.scope import Scope

IN_FIGURES = ("replies", "checks", "training", "acknowledgement", "assessment", "incidents")
MOST_LINKED = 12


def compare_all(scope: Scope) -> list[Comparison]:
    """Every topic side by side, with the promise that the address chooses where there are several."""
    rows = find_rows(scope)
    return [put_side_by_side(topic, rows[topic.name], chosen_promise(topic.name)) for topic in TOPICS]


def chosen_promise(topic: str) -> str:
    """The promise whose schools to compare: as its picker says, which is drawn later, else as the address says."""
    return st.session_state.get(_key(topic)) or st.query_params.get(_key(topic), "")


def _key(topic: str) -> str:
    return f"promise_{topic}"


def make_figures(comparisons: Sequence[Comparison]) -> list[Figure]:
    """The pooled figure of each measure, with how many schools reported."""
    figures = []
    for found in comparisons:
        topic = found.topic
        if topic.name in IN_FIGURES:
            value, note = words.say_pooled(found)
            figures.append(
                Figure(
                    name=f"pooled {topic.name}",
                    label=topic.label,
                    value=value,
                    note=note,
                    term=topic.term,
                    denominator=topic.denominator,
                    clauses=words.list_clauses(found),
                    source=topic.source,
                    rows=lambda found=found: tables.tabulate(found),
                    opens="Open the schools",
                )
            )
    return figures


def draw_topic(found: Comparison) -> None:
    """One measure: who may be compared, the funnel, and the schools that lie outside it to open."""
    topic = found.topic
    parts.section(topic.label, parts.definition(topic.term))
    if found.refusal:
        parts.nothing(found.refusal.reason)
    pick_promise(found)
    if not isinstance(found.funnel, Funnel):
        if found.funnel != found.refusal:
            parts.nothing(found.funnel.reason)
        st.markdown(parts.plain(words.say_not_compared(found)))
        parts.fold("The schools' own figures, from A to Z", f"own {topic.name}", partial(list_schools, found))
        return
    draw_funnel_of(found)
    link_schools(found)


def list_schools(found: Comparison) -> None:
    """Each school's own figure where they may not be compared."""
    topic = found.topic
    parts.table(
        tables.tabulate(found),
        name=f"schools on {topic.name}",
        alt=f"{topic.label}, school by school, from A to Z",
        empty="No school in view has promised it.",
    )


def draw_funnel_of(found: Comparison) -> None:
    """The funnel of the schools that are compared, with its finding."""
    topic = found.topic
    assert isinstance(found.funnel, Funnel)
    told = " ".join(filter(None, [words.say_finding(found), words.say_not_compared(found)]))
    parts.chart(
        words.title_of(found),
        draw_funnel(
            found.funnel,
            [
                words.say_point(found, *pair)
                for pair in found.funnel.points[["count", "out_of"]].itertuples(index=False)
            ],
            x="hundreds of pupils" if topic.is_rate else topic.things,
            y=topic.label if topic.is_rate else f"{topic.kept}, %",
            per=1 if topic.is_rate else 100,
        ),
        partial(tables.tabulate, found),
        name=f"schools on {topic.name}",
        alt=f"A funnel: a mark a school, further right the more it counts, between two lines. {told}",
        note=told,
    )


def pick_promise(found: Comparison) -> None:
    """Which of the schools that share a promise are compared, where not all of them may be."""
    groups = found.groups
    if len(groups) == 1:
        st.markdown(parts.plain(f"Compared are the schools whose policy says: {found.chosen}."))
    elif groups:
        st.selectbox(
            "Compare the schools whose policy says",
            list(groups),
            index=list(groups).index(found.chosen),
            key=_key(found.topic.name),
            bind="query-params",
        )


def link_schools(found: Comparison) -> None:
    """A link to each school that differs, from A to Z."""
    apart = found.rows[found.rows["school"].isin(found.apart)].head(MOST_LINKED)
    if len(apart):
        with st.container(horizontal=True):
            for school in apart.itertuples():
                link_to_school(found.topic.page, school.school_id, f"Open {school.school}")


def draw_over_time(scope: Scope, names: Mapping[str, str]) -> None:
    """Each school's own control chart on one measure, under each other on one scale."""
    parts.section(
        "Is any school changing?", "Each school against its own past, over the year up to the end of the period."
    )
    picked = st.selectbox("Measure", list(SERIES), key="over_time", bind="query-params")
    series = SERIES[picked]
    measure = series.measure
    charts = {names[school]: chart for school, chart in chart_schools(series, scope).items()}
    st.markdown(parts.plain(say_states(charts, measure)))
    pages = offer_pages(charts)
    shown = {name: charts[name] for name in pages[pick_page(pages)]} if pages else {}
    drawn = {name: chart for name, chart in shown.items() if isinstance(chart, ControlChart)}
    lettered = letter_events(find_events(scope), *_days_of(drawn)) if drawn else {}
    scale = {"per": measure.per, "ceiling": measure.ceiling}
    told = " ".join(filter(None, [series.note, tell_scale(drawn, **scale) if drawn else "", tell_events(lettered)]))
    parts.chart(
        f"{wording.capital(measure.words)}, each school against its own past",
        draw_rows(drawn, unit=measure.unit, **scale, lettered=lettered) if drawn else None,
        partial(list_points, drawn, measure),
        name=f"{picked} over time",
        alt=f"A row a school: {measure.words}, its average and the limits that chance allows. "
        f"{say_states(charts, measure)} {told}",
        note=told,
        empty="No school has enough points for a chart.",
    )
    tell_each = partial(tell_states, charts, measure, f"{picked} in words")
    if len(charts) <= MOST_ROWS:
        tell_each()
    else:
        parts.fold("What each school's chart says, from A to Z", f"{picked} in words", tell_each)


def tell_states(charts: Named, measure: Measure, name: str) -> None:
    """What each school's chart says, in words."""
    parts.table(list_states(charts, measure), name=name, alt="What each school's chart says")


def pick_page(pages: Mapping[str, Sequence[str]]) -> str:
    """Which schools are drawn, where they are too many for one figure."""
    if len(pages) == 1:
        return next(iter(pages))
    return st.selectbox("Schools", list(pages), key="schools_drawn", bind="query-params") or next(iter(pages))


def _days_of(charts: Mapping[str, ControlChart]) -> tuple[date, date]:
    on = pd.concat([chart.points["on"] for chart in charts.values()])
    return on.min().date(), on.max().date()


def open_a_school(names: Mapping[str, str]) -> None:
    """Every school in view, a link each where they are few, else by a choice."""
    parts.section("Open a school", "The same period, one school alone.")
    if len(names) <= MOST_LINKED:
        with st.container(horizontal=True):
            for school, name in names.items():
                link_to_school("overview", school, name)
        return
    picked = st.selectbox(
        "School to open", list(names), index=None, format_func=names.get, placeholder="Choose a school"
    )
    if picked:
        link_to_school("overview", picked, f"Open {names[picked]}")


def say_one(scope: Scope, schools: int) -> None:
    """Why nothing is compared where fewer than two schools are in view."""
    parts.answer(f"Nothing to compare: {scope.school_words} stands alone in this view.")
    parts.nothing("Choose several schools beside 'School'." if schools else "No school is in view for this period.")


def show(scope: Scope) -> None:
    """The page."""
    schools = find_schools(scope)
    if len(schools) < 2:
        say_one(scope, len(schools))
        return
    comparisons = compare_all(scope)
    names = dict(zip(schools["school_id"], schools["school"], strict=True))
    parts.answer(words.say_answer(comparisons))
    parts.figures(make_figures(comparisons))
    for found in comparisons:
        draw_topic(found)
    draw_over_time(scope, names)
    open_a_school(names)


parts.page(show, publish)
