"""Owns what of a comparison may leave the closed meeting: tables that passed the gate, all of them judged together.

One half-term that is over, and every school that the viewer may see: half-terms share no day, so none can be subtracted
from another; and each whole that the school picker offers is a total of the one table, so neither can they.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd

from dashboard.choices import Choices
from dashboard.compare.refusal import Refusal
from dashboard.comparison.side_by_side import PER_PUPILS, Comparison, find_rows, find_schools, put_side_by_side
from dashboard.comparison.tables import OUT_OF, PUPILS, RATE, SCHOOL, SHARE
from dashboard.comparison.topics import TOPICS, Topic
from dashboard.disclosure import Disclosed, disclose
from dashboard.published import Table
from dashboard.scope import Scope
from dashboard.warehouse import look_up

SPAN = "half_term"
WHICH = Refusal(
    "Choose a half-term that is over: figures of overlapping or unfinished periods could be subtracted from each other."
)


@dataclass(frozen=True)
class Released:
    """A measure as the audience may see it: `table` of the schools in view and their total; `is_whole`: nothing of the
    schools that are compared is hidden, so that a chart gives nothing away."""

    found: Comparison
    table: Disclosed
    is_whole: bool


def find_wholes(scope: Scope) -> dict[str, tuple[str, ...]]:
    """Every choice of several schools that this viewer's school picker offers, by its words."""
    choices = Choices(look_up("frame__schools"), look_up("frame__periods"), (scope.audience,))
    return {words: ids for words, ids in choices.school_options().items() if len(ids) > 1}


def release(scope: Scope, wholes: Mapping[str, tuple[str, ...]]) -> list[Released] | Refusal:
    """Every measure as the scope's audience may see it, or why nothing of this period may be shown."""
    if scope.period_kind != SPAN or not scope.is_finished:
        return WHICH
    every = replace(scope, schools=tuple(sorted({school for ids in wholes.values() for school in ids})))
    names = find_schools(every).set_index("school_id")["school"]
    totals = {words: [names[school] for school in ids if school in names] for words, ids in wholes.items()}
    return [_release(topic, rows, scope, totals) for topic, rows in zip(TOPICS, find_rows(every).values(), strict=True)]


def _release(topic: Topic, rows: pd.DataFrame, scope: Scope, totals: Mapping[str, list[str]]) -> Released:
    reported = rows.dropna(subset=["count", "out_of"])
    disclosed = disclose(make_table(topic, reported, totals), scope.audience)
    own = rows[rows["school_id"].isin(scope.schools)].reset_index(drop=True)
    shown = disclosed.values[SCHOOL].isin([*own["school"], scope.school_words])
    table = Disclosed(disclosed.values[shown].reset_index(drop=True), disclosed.hidden[shown].reset_index(drop=True))
    found = put_side_by_side(topic, own)
    hidden = table.values.loc[table.hidden.any(axis=1), SCHOOL]
    return Released(found, table, not set(found.compared["school"]) & set(hidden))


def make_table(topic: Topic, reported: pd.DataFrame, totals: Mapping[str, list[str]]) -> Table:
    """The schools that reported and the totals of every whole, with what each column is to the gate."""
    known = set(reported["school"])
    members = {words: [name for name in names if name in known] for words, names in totals.items()}
    members = {words: names for words, names in members.items() if names}
    sums = [
        {"school": words} | reported.loc[reported["school"].isin(names), ["count", "out_of"]].sum().to_dict()
        for words, names in members.items()
    ]
    shown = pd.concat([reported[["school", "count", "out_of"]], pd.DataFrame(sums)], ignore_index=True)
    counts, out_of = (shown[name].round().astype("Int64") for name in ("count", "out_of"))
    share = (shown["count"] / shown["out_of"].where(shown["out_of"] > 0)).astype(float)
    if topic.is_rate:
        rows = {SCHOOL: shown["school"], topic.kept: counts, PUPILS: out_of, RATE: (PER_PUPILS * share).round(2)}
        return Table(
            pd.DataFrame(rows),
            {SCHOOL: members},
            [topic.kept],
            derived={RATE: [topic.kept]},
            open=[PUPILS],
            measure=topic.name,
        )
    rows = {SCHOOL: shown["school"], topic.kept: counts, topic.missed: out_of - counts, OUT_OF: out_of}
    return Table(
        pd.DataFrame(rows | {SHARE: (100 * share).round(1)}),
        {SCHOOL: members},
        [topic.kept, topic.missed, OUT_OF],
        parts={OUT_OF: [topic.kept, topic.missed]},
        percentages={SHARE: (topic.kept, OUT_OF)},
        measure=topic.name,
    )
