"""Owns what the promises of one school tell under each heading of the review; knows no card and no layout."""

from dataclasses import dataclass

import pandas as pd

from dashboard import wording
from dashboard.meetings.visits import Visit
from dashboard.promises import GROUPS, JUDGED, NOTHING_TO_JUDGE, compare_with_before, list_in_words, name_group
from dashboard.scope import Scope

WORTH = {group: place for place, group in enumerate(("Not kept", "Partly kept", "Kept"))}


@dataclass(frozen=True)
class Finding:
    """A sentence under a heading, and the rows behind it in words. `name` is unique on the page."""

    heading: str
    name: str
    words: str
    rows: pd.DataFrame


def find_findings(clauses: pd.DataFrame, scope: Scope) -> list[Finding]:
    """What the promises tell, in the order of the headings; `clauses` as promises.find_clauses gives them."""
    judged = clauses[clauses.group.isin(JUDGED)]
    kept, broken = clauses[clauses.group == "Kept"], clauses[clauses.group == "Not kept"]
    partly, unknown = clauses[clauses.group == "Partly kept"], clauses[clauses.group == "Not known"]
    better, worse = find_moves(clauses, scope)
    before = scope.before.period_name if scope.before else ""
    told = [
        ("well", "kept", kept, f"{len(kept)} of the {len(judged)} promises that could be judged {_were(kept)} kept."),
        ("well", "whole themes", _whole_themes(judged), _say_themes(_whole_themes(judged))),
        ("learn", "better", better, f"{_count(better)} {_were(better)} kept better than in {before}: what was done?"),
        ("concern", "partly kept", partly, f"{_count(partly)} {_were(partly)} kept only in part."),
        ("might", "worse", worse, f"{_count(worse)} {_were(worse)} kept less well than in {before}."),
        ("might", "not known", unknown, f"Of {_count(unknown).lower()} it cannot be said whether it was kept."),
        ("change", "not kept", broken, f"{_count(broken)} {_were(broken)} not kept at all."),
    ]
    return [Finding(heading, name, words, list_moves(rows, scope)) for heading, name, rows, words in told if len(rows)]


def find_moves(clauses: pd.DataFrame, scope: Scope) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The promises kept better, and less well, than in the period before; those not judged in both are in neither."""
    changed = compare_with_before(clauses, scope)
    before, now = changed.status_before.map(name_group).map(WORTH), changed.group.map(WORTH)
    return changed[now > before], changed[now < before]


def list_moves(clauses: pd.DataFrame, scope: Scope) -> pd.DataFrame:
    """Promises as people read them, with what they were before where that is known."""
    listed = list_in_words(clauses, scope)
    if "status_before" in clauses:
        listed.insert(listed.columns.get_loc("Status"), "Before", clauses.status_before.map(wording.status))
    return listed


def find_changes_since(visit: Visit, clauses: pd.DataFrame) -> pd.DataFrame:
    """The promises whose status is another than at the visit: Clause, Promise, At the visit, Now."""
    seen = clauses.assign(then=clauses.clause_id.map(visit.statuses))
    changed = seen[seen.then.notna() & (seen.then != seen.status)]
    return pd.DataFrame(
        {
            "Clause": changed.clause_id,
            "Promise": changed.requirement,
            "At the visit": changed.then.map(wording.status),
            "Now": changed.status.map(wording.status),
        }
    )


def summarise(clauses: pd.DataFrame) -> str:
    """The promises by what can be said of them: "31 kept, 2 partly kept, 1 not kept, 3 not known and 8 with nothing to
    judge"."""
    counts = clauses.group.value_counts()
    said = [f"{counts.get(group, 0)} {group.lower()}" for group in GROUPS]
    return wording.listed([*said, f"{counts.get(NOTHING_TO_JUDGE, 0)} with {NOTHING_TO_JUDGE.lower()}"])


def _whole_themes(judged: pd.DataFrame) -> pd.DataFrame:
    """The promises of the themes of which every one that could be judged was kept, two or more of them."""
    is_whole = judged.group.eq("Kept").groupby(judged.theme).transform("all")
    return judged[is_whole & (judged.groupby("theme").clause_id.transform("count") > 1)]


def _say_themes(clauses: pd.DataFrame) -> str:
    themes = [wording.theme(name) for name in wording.THEMES if name in set(clauses.theme)]
    return f"Every promise that could be judged was kept on {wording.listed([name.lower() for name in themes])}."


def _count(clauses: pd.DataFrame) -> str:
    return wording.capital(wording.count(len(clauses), "promise"))


def _were(clauses: pd.DataFrame) -> str:
    return "was" if len(clauses) == 1 else "were"
