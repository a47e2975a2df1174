"""Has everyone read it and been trained?

People in post on a day: who is trained, and who has acknowledged the version of the policy in force. Leavers are out.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

import pandas as pd
import streamlit as st

from dashboard import parts, wording
from dashboard.charts.four_states import state_bars
from dashboard.charts.survival import done_by
from dashboard.published_pages.readiness import publish
from dashboard.readiness import lists, states, versions
from dashboard.readiness.figures import make_figures, say_answer
from dashboard.readiness.states import ACKNOWLEDGED, TRAINING, People, find_people
from dashboard.scope import Scope
from dashboard.warehouse import query

NOT_COVERED = (
    "(not asked): no clause of the policy covers them. They stand outside the title, and are shown by the same rule."
)
NOBODY_ASKED = "(not asked): no clause of the policy asks anybody for this; shown by the same rule, with no target."
ONLY_ASKED = "Only those whom a clause asks; choose a training above to see every group."
NOT_DUE = TRAINING["not_yet_due"]
TRAINING_STATES, ACKNOWLEDGED_STATES = (tuple(dict.fromkeys(words.values())) for words in (TRAINING, ACKNOWLEDGED))


def pick_day(scope: Scope) -> date | None:
    """The day to look at: none chosen is the end of the period, or the day of judging where that comes first."""
    usual = wording.day(min(scope.ends_on, scope.as_at_on))
    return st.date_input(
        f"On which day? Left empty: {usual}",
        None,
        max_value=scope.as_at_on,
        key="on",
        bind="query-params",
        format="DD/MM/YYYY",
    )


def draw_training(people: People) -> None:
    """The four states of training by group, and for each clause that asks for it."""
    parts.section("Who is trained?", parts.definition("training_complete"))
    if people.training.empty:
        parts.nothing(
            "No training is on record by that day: hand in the training records and the people of the school."
        )
        return
    known = states.modules_known(people.training)
    # The address names the choice in its words, so the words are the options.
    words = st.selectbox("Training", list(known.values()), key="module", bind="query-params")
    module = next((code for code, said in known.items() if said == words), next(iter(known)))
    rows = states.states_of_module(people.training, module)
    note = ONLY_ASKED if module == states.ALL_ASKED else ""
    _draw_groups(rows, TRAINING, TRAINING_STATES, known[module], "training by group", note)
    concerned = states.asked_first(rows)
    missing = concerned[concerned["state"].isin(["lapsed", "never"])]
    _offer(missing, "lapsed or never trained", "not_trained", partial(lists.list_trained, missing, people.scope))
    asked = states.asked(people.training)
    if len(asked):
        names = asked["clause_id"] + ": " + asked["module"].map(states.name_module)
        _draw_clauses(asked, TRAINING, TRAINING_STATES, names, "training by clause")
    else:
        parts.nothing("No target adopted: the policy asks nobody for training, and these states have none to meet.")


def draw_acknowledgement(people: People) -> None:
    """The four states of acknowledgement by group, and for each clause that asks for it."""
    parts.section("Who has acknowledged the policy?", parts.definition("acknowledgement"))
    if people.acknowledgements.empty:
        parts.nothing("No acknowledgement is on record by that day: hand in the acknowledgement records.")
        return
    rows = states.one_per_person(people.acknowledgements)
    _draw_groups(rows, ACKNOWLEDGED, ACKNOWLEDGED_STATES, "Version in force", "acknowledgement by group")
    concerned = states.asked_first(rows)
    missing = concerned[concerned["state"].isin(["superseded", "never"])]
    opened = partial(lists.list_acknowledged, missing, people.scope)
    _offer(missing, "without the version in force", "not_acknowledged", opened)
    asked = states.asked(people.acknowledgements)
    if len(asked):
        _draw_clauses(asked, ACKNOWLEDGED, ACKNOWLEDGED_STATES, asked["clause_id"], "acknowledgement by clause")
    else:
        parts.nothing("No target adopted: the policy asks nobody to acknowledge it.")


def _draw_groups(
    rows: pd.DataFrame, words: Mapping[str, str], order: tuple[str, ...], thing: str, name: str, note: str = ""
) -> None:
    counts = states.count_by_group(rows, words)
    found = states.count(states.asked_first(rows))
    parts.chart(
        f"{thing}: {wording.out_of(found.done, found.due)} people who were due",
        state_bars(counts, order),
        states.with_share(counts, NOT_DUE),
        name=name,
        alt=f"Bars, one a group of people, divided into: {wording.listed([state.lower() for state in order])}.",
        note=note or _say_who_is_not_asked(rows),
    )


def _say_who_is_not_asked(rows: pd.DataFrame) -> str:
    if rows["is_asked"].all():
        return ""
    return NOT_COVERED if rows["is_asked"].any() else NOBODY_ASKED


def _draw_clauses(
    rows: pd.DataFrame, words: Mapping[str, str], order: tuple[str, ...], names: pd.Series, name: str
) -> None:
    counts = states.count_by_clause(rows, words, names)
    table = states.with_share(counts, NOT_DUE)
    kept = int((table["Done of those due"] == "100%").sum())
    parts.chart(
        f"{wording.out_of(kept, len(counts))} clauses have everybody who is due",
        state_bars(counts, order),
        table,
        name=name,
        alt="Bars, one a clause, of the people whom it asks, by their state.",
        note="A person whom two clauses ask is counted in both.",
    )


def _offer(missing: pd.DataFrame, words: str, name: str, rows: Callable[[], pd.DataFrame]) -> None:
    head = f"{len(missing):,} {'person' if len(missing) == 1 else 'people'} {words}"
    parts.entry(f"**{parts.plain(head)}**", name, rows, opens="Open the states")


def draw_versions(scope: Scope, on: date | None) -> None:
    """How fast each version was acknowledged after its issue."""
    parts.section(
        "How fast is a new version acknowledged?", "Of those in post when it was issued; leavers until they left."
    )
    rows = query("training_and_acknowledgement__versions", scope, on=on)
    chosen = versions.choose_versions(rows)
    if not chosen:
        parts.nothing("No version of the policy was issued to ten people or more since acknowledgements are on record.")
        return
    curves = {name: versions.curve_of(people) for name, people in chosen.items()}
    counted = wording.listed([f"{name}: {len(people):,}" for name, people in chosen.items()])
    parts.chart(
        versions.find_speed(curves),
        done_by(curves, x="days since its issue", y="acknowledged", marks=(0, 30, 60, 90), longest=120),
        versions.tabulate(curves),
        name="acknowledgement of versions",
        alt="A rising line a version: the share of people who had acknowledged it by each day after its issue.",
        note=f"{versions.compare(curves)} People asked: {counted}.",
    )


def list_runners(scope: Scope, runners: pd.DataFrame) -> None:
    """Grants of access whose holder was not cleared before."""
    parts.section("Who runs an account?", parts.definition("runners_cleared"))
    judged = runners[runners["is_judged"].astype(bool)]
    parts.table(
        lists.list_runners(judged[~judged["is_cleared"].astype(bool)], scope),
        name="runners not cleared",
        alt="Grants of access whose holder was not cleared before",
        empty="Everyone who was given access was cleared before."
        if len(judged)
        else "No grant of access that stands on the day can be judged.",
    )


def list_returns(scope: Scope, returns: pd.DataFrame) -> None:
    """Students and parents, as the school counted them."""
    parts.section("Students and parents", parts.definition("audience_return"))
    parts.table(
        lists.list_returns(returns, scope),
        name="returns of students and parents",
        alt="The latest return of each audience without a roster",
        empty="No return of students or parents was handed in by that day.",
    )


def show(scope: Scope) -> None:
    """The page."""
    # The day stands in the page, under the answer, so its place is kept while the widget is read first.
    head = st.container()
    on = pick_day(scope)
    people = find_people(scope, on)
    with head:
        parts.answer(say_answer(people))
    runners = query("training_and_acknowledgement__runners", scope, on=on)
    returns = query("training_and_acknowledgement__returns", scope, on=on)
    parts.figures(make_figures(people, runners, returns))
    draw_training(people)
    draw_acknowledgement(people)
    draw_versions(scope, on)
    list_runners(scope, runners)
    list_returns(scope, returns)


parts.page(show, publish)
