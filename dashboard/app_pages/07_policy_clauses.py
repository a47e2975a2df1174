"""Clause by clause, what is kept?

Every clause of the adopted policy: its rule in plain words, its status, and what would settle it where data is missing.
"""

from dataclasses import replace

import pandas as pd
import streamlit as st

from dashboard import parts, wording
from dashboard.charts.events import letter_events, mark_events, tell_events
from dashboard.charts.status_grid import status_grid
from dashboard.charts.theme import MEANING
from dashboard.events import find_events
from dashboard.parts import Figure
from dashboard.policy_pairs import compare_policies, policies_to_compare
from dashboard.promises import (
    GROUPS,
    MEANINGS,
    NOTHING_TO_JUDGE,
    count_in_words,
    find_clauses,
    list_in_words,
    name_group,
    publishable,
)
from dashboard.scope import Scope
from dashboard.warehouse import query
from pipelines.errors import PolicyError

HALF_TERMS_DRAWN = 7
NO_POLICY = "The register of schools names no policy for it: add its key in the column 'policy', and load."
SOURCE = "every data set that was handed in, judged clause by clause"


def say_answer(clauses: pd.DataFrame, scope: Scope) -> str:
    """Which policies are looked at, and how many of their clauses are kept."""
    policies = list(clauses.policy_title.value_counts().index)
    adopted = wording.listed(policies) if len(policies) <= 2 else wording.count(len(policies), "policy")
    counts = clauses.group.value_counts()
    said = [f"{counts.get(group, 0)} {group.lower()}" for group in [*GROUPS, NOTHING_TO_JUDGE]]
    whole = f"{wording.count(len(clauses), 'clause')} of {adopted}"
    return f"{scope.school_words}: of {whole}, {wording.listed(said)}."


def make_figures(clauses: pd.DataFrame, scope: Scope) -> list[Figure]:
    """The clauses by the kind of evidence that settles them."""
    kinds = {
        "measured": ("Judged from data", "cases counted from what was handed in"),
        "breach": ("Judged by breaches", "kept while a return shows no such breach"),
        "attested": ("Attested", "no data can judge them; the school answers for them"),
    }
    return [
        Figure(
            name=f"clauses {kind}",
            label=label,
            value=wording.out_of(int(rows.group.eq("Kept").sum()), len(rows)) + " kept",
            note=note,
            term="judged_clauses",
            denominator="the clauses in force whose evidence is of this kind",
            source=SOURCE,
            rows=lambda rows=rows: list_in_words(rows, scope),
            opens="Open the clauses",
        )
        for kind, (label, note) in kinds.items()
        for rows in [clauses[clauses.evidence == kind]]
        if len(rows)
    ]


def draw_history(clauses: pd.DataFrame, scope: Scope) -> None:
    """What could be said of each clause over the last half-terms: one school only, for several would overlie."""
    history = query("policy_clauses__trend", scope)
    recent = history.drop_duplicates("period_start").tail(HALF_TERMS_DRAWN)
    history = history[history.period_start.isin(recent.period_start)]
    names = history.period_name + history.is_finished.map({True: "", False: " *"})
    grid = history.assign(group=history.status.map(name_group), name=names).pivot(
        index="clause_id", columns="period_start", values="group"
    )
    grid.columns = [names[history.period_start == start].iloc[0] for start in grid.columns]
    grid = grid.reindex([clause for clause in clauses.clause_id if clause in grid.index])
    starts = [start.date() for start in recent.period_start]
    lettered = letter_events(find_events(scope), starts[0], min(scope.ends_on, scope.as_at_on)) if starts else {}
    drawn = status_grid(grid, {group: MEANING[MEANINGS[group]] for group in GROUPS}, nothing=NOTHING_TO_JUDGE)
    kept = int(grid.eq("Kept").all(axis=1).sum())
    parts.chart(
        f"{wording.capital(wording.how_many(kept, 'clause'))} kept in every half-term shown",
        mark_events(drawn, lettered, dict(zip(starts, grid.columns, strict=True))),
        grid.rename_axis("Clause").reset_index(),
        name="clauses over half-terms",
        alt="A grid: a row a clause, a column a half-term, a mark for what could be said of it. * means not finished. "
        + tell_events(lettered),
        note=tell_events(lettered),
        empty="No half-term of this school has been judged.",
        gated=True,
    )


def open_clause(clauses: pd.DataFrame, scope: Scope) -> None:
    """One clause, chosen by the reader, down to the cases or the schools behind it."""
    promises = clauses.drop_duplicates("clause_id").set_index("clause_id").requirement
    chosen = st.selectbox(
        "Open what is behind a clause",
        list(promises.index),
        index=None,
        key="clause",
        bind="query-params",
        placeholder="Choose a clause",
        format_func=lambda clause: f"{clause}: {promises[clause]}",
    )
    found = clauses[clauses.clause_id == chosen]
    if found.empty:
        return
    if not scope.is_one_school:
        schools = list_in_words(found, scope).drop(columns=["Clause", "Promise"])
        parts.table(schools, name=f"{chosen} schools", alt=f"The schools that have adopted {chosen}")
    tell_rule(found.iloc[0])
    cases = parts.find_cases(scope, clauses=[chosen])
    parts.table(cases, name=f"{chosen} cases", alt=f"The cases behind {chosen}", empty=say_no_case(found))


def tell_rule(clause: pd.Series) -> None:
    """How a clause is judged: its rule, what the policy counts as a breach, and what was read into the document."""
    said = {"Judged by": clause.rule, "What counts as a breach": clause.breach_rule, "Note": clause.note}
    lines = [f"*{head}:* {parts.plain(words)}" for head, words in said.items() if words]
    st.markdown("  \n".join(lines))


def say_no_case(found: pd.DataFrame) -> str:
    """Why a clause has no case, and what would settle it."""
    first = found.iloc[0]
    settled = f" What would settle it: {first.no_data}" if first.status == "no_data" and first.no_data else ""
    return f"No case lies behind {first.clause_id}: {wording.STATUS_MEANINGS[first.status]}{settled}"


def list_one_school(clauses: pd.DataFrame) -> None:
    """Every clause under its theme: promise, rule, status, count, and what would settle it."""
    for theme in [name for name in wording.THEMES if name in set(clauses.theme)]:
        listed = clauses[clauses.theme == theme]
        is_missing = listed.status.eq("no_data")
        rows = pd.DataFrame(
            {
                "Clause": listed.clause_id,
                "Promise": listed.requirement,
                "Judged by": listed.rule.fillna(""),
                "Status": listed.status.map(wording.status),
                "Count or answer": [count_in_words(clause) for clause in listed.to_dict("records")],
                "What would settle it": listed.no_data.where(is_missing, "").fillna(""),
            }
        )
        parts.section(wording.theme(theme), gated=True)
        # Cases are counted on the pages of their subjects; here limited audiences see statuses alone.
        idle = {"What would settle it": not is_missing.any(), "Count or answer": parts.is_limited()}
        shown = rows.drop(columns=[column for column, is_idle in idle.items() if is_idle])
        alt = f"The clauses on {wording.theme(theme).lower()}"
        parts.table(shown, name=f"clauses on {theme}", alt=alt, gated=True)


def list_several_schools(clauses: pd.DataFrame) -> None:
    """Every clause of every policy in view, with how many schools keep it."""
    for title, policy in clauses.groupby("policy_title"):
        counts = policy.groupby(["clause_id", "group"]).size().unstack(fill_value=0)
        counts = counts.reindex(columns=[*GROUPS, NOTHING_TO_JUDGE], fill_value=0)
        promises = policy.drop_duplicates("clause_id").set_index("clause_id").requirement
        rows = counts.assign(Promise=promises).rename_axis("Clause").reset_index()
        schools = wording.listed(sorted(policy.school_name.unique()))
        parts.section(str(title), f"Number of schools, of {schools}.", gated=True)
        columns = ["Clause", "Promise", *GROUPS, NOTHING_TO_JUDGE]
        alt = f"The clauses of {title} by number of schools"
        parts.table(rows[columns], name=f"clauses of {title}", alt=alt, gated=True)


def draw_comparison(clauses: pd.DataFrame) -> None:
    """Two policies side by side, by what is judged."""
    words = "What each promises about the same thing, in the order of the themes."
    parts.section("Compare two policies", words, gated=True)
    try:
        titles = policies_to_compare()
    except PolicyError:
        words = "A policy file has changed since the last load and has a fault. The next load will name it."
        parts.nothing(words, gated=True)
        return
    adopted = next((key for key in clauses.policy.value_counts().index if key in titles), next(iter(titles)))
    left, right = st.columns(2)
    others = [key for key in titles if key != adopted]
    one = left.selectbox("One policy", titles, key="policy", index=list(titles).index(adopted), format_func=titles.get)
    other = right.selectbox("Another policy", others, key="other_policy", format_func=titles.get)
    parts.table(
        compare_policies(one, other),
        name=f"{one} and {other}",
        alt="Two policies side by side",
        empty="Choose two policies that are not the same.",
        gated=True,
    )


def tell_none(scope: Scope) -> None:
    """That no policy is known, and what to do."""
    parts.answer(f"{scope.school_words} has adopted no policy whose clauses are known here.", gated=True)
    parts.nothing(NO_POLICY, gated=True)


def show(scope: Scope) -> None:
    """The page."""
    clauses = find_clauses(scope)
    if clauses.empty:
        tell_none(scope)
        return
    parts.answer(say_answer(clauses, scope))
    if not clauses.is_adopted.any():
        parts.nothing(f"These bind every school. {NO_POLICY}")
    parts.figures(make_figures(clauses, scope))
    open_clause(clauses, scope)
    if scope.is_one_school:
        draw_history(clauses, scope)
        list_one_school(clauses)
    else:
        list_several_schools(clauses)
    draw_comparison(clauses)


def publish(scope: Scope) -> None:
    """The page for limited audiences: each clause with its status, and no count of its cases."""
    clauses = publishable(find_clauses(scope))
    if clauses.empty:
        tell_none(scope)
        return
    parts.answer(say_answer(clauses, scope), gated=True)
    parts.figures([replace(figure, gated=True) for figure in make_figures(clauses, scope)])
    if scope.is_one_school:
        draw_history(clauses, scope)
        list_one_school(clauses)
    else:
        list_several_schools(clauses)
    draw_comparison(clauses)


parts.page(show, publish)
