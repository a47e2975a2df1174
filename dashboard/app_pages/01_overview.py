"""Is the school keeping its promises?

Every clause of the adopted policy is a promise. Each is judged from the school's own records, case by case.
"""

from dataclasses import replace

import pandas as pd

from dashboard import parts, wording
from dashboard.charts.bars import stacked
from dashboard.charts.theme import MEANING
from dashboard.parts import Figure
from dashboard.promises import (
    GROUPS,
    JUDGED,
    MEANINGS,
    NOTHING_TO_JUDGE,
    compare_with_before,
    describe,
    entry_name,
    find_clauses,
    list_in_words,
    open_cases,
    publishable,
)
from dashboard.review.offer import offer_review
from dashboard.scope import Scope

MOST_LISTED = 6
SOURCE = "every data set that was handed in, judged clause by clause"


def say_answer(clauses: pd.DataFrame, scope: Scope) -> str:
    """How many of the promises that can be said to be kept or not are kept, and how many cannot be said."""
    counts = clauses.group.value_counts().reindex([*GROUPS], fill_value=0)
    known = int(counts[[*JUDGED]].sum())
    if not known:
        return f"It cannot be said: none of the {len(clauses)} promises can be judged for this period."
    kept = f"{scope.school_words} kept {wording.out_of(counts['Kept'], known)} promises that could be judged"
    rest = f"{counts['Partly kept']} kept in part, {counts['Not kept']} not kept"
    unknown = f" {counts['Not known']} more could not be judged." if counts["Not known"] else ""
    return f"{kept}; {rest}.{unknown}"


def make_figures(clauses: pd.DataFrame, changed: pd.DataFrame, scope: Scope) -> list[Figure]:
    """The promises by status, and those that changed."""
    judged = int(clauses.group.isin(JUDGED).sum())
    notes = {
        "Kept": "as promised, or attested by the school",
        "Partly kept": "some cases as promised, some not",
        "Not kept": "no case as promised",
        "Not known": "no data, or not judged yet",
        NOTHING_TO_JUDGE: "not due yet, or the clause does not apply",
    }
    figures = []
    for group, note in notes.items():
        rows = clauses[clauses.group == group]
        is_judged = group in JUDGED
        figures.append(
            Figure(
                name=group.lower().replace(" ", "_"),
                label=f"Promises {group.lower()}" if is_judged else group,
                value=_say_count(len(rows), judged) if is_judged else wording.count(len(rows), "promise"),
                note=note,
                term="clause_status",
                denominator="the clauses in force that could be judged" if is_judged else "the clauses in force",
                source=SOURCE,
                rows=lambda rows=rows: list_in_words(rows, scope),
                opens="Open the promises",
            )
        )
    before = f"against {scope.before.period_name}" if scope.before else "no period before to compare with"
    changes = Figure(
        name="changed",
        label="Changed status",
        value=wording.count(len(changed), "promise"),
        note=before,
        term="changed",
        denominator="the clauses in force in both periods",
        source=SOURCE,
        rows=lambda: list_changes(changed, scope),
        opens="Open the changes",
    )
    return [*figures, changes]


def _say_count(number: int, judged: int) -> str:
    return wording.out_of(number, judged) if judged else "None judged"


def list_changes(changed: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """The promises whose status changed, with what it was."""
    listed = list_in_words(changed, scope)
    place = listed.columns.get_loc("Status")
    listed.insert(place, "Before", changed.status_before.map(wording.status))
    return listed


def draw_themes(clauses: pd.DataFrame) -> None:
    """The promises of each theme by what can be said of them."""
    counts = clauses.groupby(["theme", "group"]).size().unstack(fill_value=0)
    counts = counts.reindex([theme for theme in wording.THEMES if theme in counts.index])
    counts.index = counts.index.map(wording.theme)
    styles = {group: MEANING[MEANINGS[group]] for group in GROUPS}
    rows = counts.reindex(columns=[*GROUPS, NOTHING_TO_JUDGE], fill_value=0).rename_axis("Theme").reset_index()
    parts.chart(
        _find_trouble(counts),
        stacked(counts, styles, x="promises"),
        rows,
        name="promises by theme",
        alt="Bars, one a theme of the policy, each divided into promises kept, partly kept, not kept and not known.",
        gated=True,
    )


def _find_trouble(counts: pd.DataFrame) -> str:
    """The theme with most promises not kept, or that there is none, or that nobody knows."""
    judged = counts.reindex(columns=[*JUDGED], fill_value=0)
    if not judged.to_numpy().any():
        return "No promise could be judged"
    if not judged["Not kept"].any():
        return "No theme has a promise not kept"
    return f"Most promises not kept: {judged['Not kept'].idxmax().lower()}"


def list_questions(clauses: pd.DataFrame, scope: Scope) -> None:
    """The promises not kept, most missed cases first."""
    asked = clauses[clauses.group.isin(["Not kept", "Partly kept"])].sort_values("missed", ascending=False)
    parts.section("What needs a question", "The promises with the most cases not as promised.")
    if asked.empty:
        parts.nothing(_say_no_question(clauses))
    for clause in asked.head(MOST_LISTED).to_dict("records"):
        parts.entry(describe(clause, scope), entry_name(clause), lambda clause=clause: open_cases(clause, scope))
    offer_review(scope)


def _say_no_question(clauses: pd.DataFrame) -> str:
    if (clauses.group == "Kept").any():
        return "No promise that could be judged was broken in this period."
    return "No promise could be judged in this period: ask for the data that is missing."


def list_missing(clauses: pd.DataFrame) -> None:
    """What to hand in so that promises without data can be judged."""
    missing = clauses[clauses.status == "no_data"]
    words = "Nothing was handed in that covers these promises: they are neither kept nor broken."
    parts.section("What data is missing", words, gated=True)
    settled = missing.groupby(["dataset", "no_data"], sort=False)
    rows = [
        {
            "Data set": wording.dataset(dataset),
            "What would settle it": words,
            "Promises": len(group),
            "Schools": group.school_name.nunique(),
        }
        for (dataset, words), group in settled
    ]
    parts.table(
        pd.DataFrame(rows),
        name="missing data",
        alt="Data sets that are missing, and what would settle the promises that need them",
        empty="Every promise that the program can judge has data for this period.",
        gated=True,
    )


def show(scope: Scope) -> None:
    """The page."""
    clauses = find_clauses(scope)
    if clauses.empty:
        tell_none(scope)
        return
    changed = compare_with_before(clauses, scope)
    parts.answer(say_answer(clauses, scope))
    parts.figures(make_figures(clauses, changed, scope))
    draw_themes(clauses)
    list_questions(clauses, scope)
    list_missing(clauses)


def tell_none(scope: Scope) -> None:
    """That no policy is known, and what to do."""
    parts.answer(f"{scope.school_words} has adopted no policy whose clauses are known here.", gated=True)
    words = "The register of schools names no policy for it: add its key in the column 'policy', and load again."
    parts.nothing(words, gated=True)


def publish(scope: Scope) -> None:
    """The page for limited audiences: what can be said of each promise, and no count of its cases."""
    clauses = publishable(find_clauses(scope))
    if clauses.empty:
        tell_none(scope)
        return
    changed = publishable(compare_with_before(clauses, scope))
    parts.answer(say_answer(clauses, scope), gated=True)
    parts.figures([replace(figure, gated=True) for figure in make_figures(clauses, changed, scope)])
    draw_themes(clauses)
    parts.section("What needs a question", "The promises not kept, or kept in part.", gated=True)
    asked = clauses[clauses.group.isin(["Not kept", "Partly kept"])]
    parts.table(
        list_in_words(asked, scope),
        name="promises not kept",
        alt="The promises not kept, or kept in part",
        empty=_say_no_question(clauses),
        gated=True,
    )
    list_missing(clauses)


parts.page(show, publish)
