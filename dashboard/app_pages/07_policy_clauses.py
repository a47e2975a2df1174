"""Clause by clause, what is kept?

Every clause of the adopted policy: its rule in plain words, its status, and what would settle it where data is missing.
"""

import pandas as pd
import streamlit as st

from dashboard import parts, wording
from dashboard.charts.status_grid import status_grid
from dashboard.charts.theme import MEANING
from dashboard.parts import Figure
from dashboard.policy_pairs import compare_policies, policies_to_compare
from dashboard.promises import (
    GROUPS,
    MEANINGS,
    NOTHING_TO_JUDGE,
    count_in_words,
    entry_name,
    find_clauses,
    list_in_words,
    name_group,
    open_cases,
)
from dashboard.scope import Scope, current
from dashboard.warehouse import query

HALF_TERMS_DRAWN = 7
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
    kept = int(grid.eq("Kept").all(axis=1).sum())
    parts.chart(
        f"{wording.capital(wording.how_many(kept, 'clause'))} kept in every half-term shown",
        status_grid(grid, {group: MEANING[MEANINGS[group]] for group in GROUPS}, nothing=NOTHING_TO_JUDGE),
        grid.rename_axis("Clause").reset_index(),
        name="clauses over half-terms",
        alt="A grid: a row a clause, a column a half-term, a mark for what could be said of it. * means not finished.",
        empty="No half-term of this school has been judged.",
    )


def describe_clause(clause: dict[str, object]) -> str:
    """One clause of one school as Markdown: status and count, promise, rule, and what would settle it."""
    count = count_in_words(clause)
    state = wording.status(str(clause["status"])) + (f": {count}" if count else "")
    lines = [
        f"**{parts.plain(str(clause['clause_id']))}. {parts.plain(state)}**",
        parts.plain(str(clause["requirement"])),
    ]
    if clause["rule"]:
        lines.append(f"*Judged by:* {parts.plain(str(clause['rule']))}")
    if clause["status"] == "no_data" and clause["no_data"]:
        lines.append(f"*What would settle it:* {parts.plain(str(clause['no_data']))}")
    return "  \n".join(lines)


def list_one_school(clauses: pd.DataFrame, scope: Scope) -> None:
    """Every clause under its theme, each with the cases behind it."""
    for theme in [name for name in wording.THEMES if name in set(clauses.theme)]:
        parts.section(wording.theme(theme))
        for clause in clauses[clauses.theme == theme].to_dict("records"):
            parts.entry(describe_clause(clause), entry_name(clause), lambda clause=clause: open_cases(clause, scope))


def list_several_schools(clauses: pd.DataFrame, scope: Scope) -> None:
    """Every clause of every policy in view with the number of schools that keep it; each opens the schools."""
    for title, policy in clauses.groupby("policy_title"):
        parts.section(str(title), wording.listed(sorted(policy.school_name.unique())) + ".")
        for clause_id, schools in policy.groupby("clause_id", sort=False):
            kept, judged = schools.group.eq("Kept").sum(), schools.group.isin(["Kept", "Partly kept", "Not kept"]).sum()
            state = f"kept by {wording.out_of(kept, judged)} schools that could be judged" if judged else "not known"
            words = f"**{parts.plain(f'{clause_id}. {wording.capital(state)}')}**  \n"
            words += parts.plain(schools.requirement.iloc[0])
            parts.entry(
                words,
                str(clause_id),
                lambda schools=schools: list_in_words(schools, scope).drop(columns=["Clause", "Promise"]),
                opens="Open the schools",
            )


def draw_comparison(clauses: pd.DataFrame) -> None:
    """Two policies side by side, by what is judged."""
    titles = policies_to_compare()
    parts.section("Compare two policies", "What each promises about the same thing, in the order of the themes.")
    adopted = next(key for key in clauses.policy.value_counts().index if key in titles)
    left, right = st.columns(2)
    others = [key for key in titles if key != adopted]
    one = left.selectbox("One policy", titles, key="policy", index=list(titles).index(adopted), format_func=titles.get)
    other = right.selectbox("Another policy", others, key="other_policy", format_func=titles.get)
    parts.table(
        compare_policies(one, other),
        name=f"{one} and {other}",
        alt="Two policies side by side",
        empty="Choose two policies that are not the same.",
    )


def show(scope: Scope) -> None:
    """The page."""
    clauses = find_clauses(scope)
    if clauses.empty:
        parts.answer(f"{scope.school_words} has adopted no policy whose clauses are known here.")
        parts.nothing("The register of schools names no policy for it: add its key in the column 'policy', and load.")
        return
    parts.answer(say_answer(clauses, scope))
    parts.figures(make_figures(clauses, scope))
    if scope.is_one_school:
        draw_history(clauses, scope)
        list_one_school(clauses, scope)
    else:
        list_several_schools(clauses, scope)
    draw_comparison(clauses)


show(current())
