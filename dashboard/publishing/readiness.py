"""Owns what is published of people: how many are trained and have acknowledged, at the end of each half-term.

People in post are divided twice, by training and by acknowledgement; both divide the same people, so both are
hidden together. A half-term's states are of its last day: they add up over schools and groups, not over time.
"""

from collections.abc import Callable

import pandas as pd

from dashboard import wording
from dashboard.published import Table
from dashboard.publishing.places import count
from dashboard.publishing.reach import PERIOD, SCHOOL, Reach
from dashboard.readiness import states

Read = Callable[..., pd.DataFrame]

ALL_GROUPS = "All groups"
STATES = ("due", "done", "undone", "waiting", "unasked")
THINGS = {"training": states.worst_per_person, "acknowledgement": states.one_per_person}


def tables(read: Read, reach: Reach) -> dict[str, Table]:
    """`training` and `acknowledgement`: by school and half-term; by group too of schools together."""
    frames = [_read_half_term(read, half_term) for half_term in reach.half_terms]
    found = {}
    for thing in THINGS:
        rows = pd.concat([each[thing] for each in frames if thing in each] or [pd.DataFrame()])
        if len(rows):
            found[thing] = _table(rows, reach, thing)
    return found


def _read_half_term(read: Read, half_term: str) -> dict[str, pd.DataFrame]:
    """A row a person in post at the end of a half-term, for each thing of which the school handed in anything."""
    names = states.query_parameters()
    found = {}
    for thing, (name, parameters) in zip(THINGS, names.items(), strict=True):
        rows = read(name, half_term, on=None, **parameters)
        if len(rows):
            found[thing] = _divide(rows, THINGS[thing]).assign(period=half_term)
    return found


def _divide(rows: pd.DataFrame, reduce: Callable[[pd.DataFrame], pd.DataFrame]) -> pd.DataFrame:
    """Each person once, in one of: done, undone, waiting (not due yet), unasked; due is done or undone."""
    people = rows.drop_duplicates(states.WHOSE)[[SCHOOL, "person_id", "role_group"]]
    asked = reduce(states.asked(rows))[[*states.WHOSE, "state"]]
    both = people.merge(asked, on=states.WHOSE, how="left")
    state = both["state"]
    waiting, unasked, done = state.eq("not_yet_due"), state.isna(), state.isin(states.DONE)
    flags = {"done": done, "undone": ~(done | waiting | unasked), "waiting": waiting, "unasked": unasked}
    group = both["role_group"].map(wording.label)
    return both[[SCHOOL]].assign(group=group, people=True, due=~(waiting | unasked), **flags)


def _table(rows: pd.DataFrame, reach: Reach, thing: str) -> Table:
    flags = ("people", *STATES)
    spread = _spread_schools(rows, reach)
    spread = pd.concat([spread, spread.assign(group=ALL_GROUPS)], ignore_index=True)
    shown = spread["group"].eq(ALL_GROUPS) | spread[SCHOOL].isin(reach.together)
    places = pd.MultiIndex.from_frame(spread.loc[shown, [SCHOOL, PERIOD, "group"]].drop_duplicates())
    counts = count(spread, places, flags).rename(columns={state: f"{state} {thing}" for state in STATES})
    due, done, undone, waiting, unasked = (f"{state} {thing}" for state in STATES)
    return Table(
        rows=counts.assign(share=counts[done] / counts[due].where(counts[due] > 0)),
        dimensions={SCHOOL: reach.groups, PERIOD: None, "group": ALL_GROUPS},
        counts=("people", due, done, undone, waiting, unasked),
        parts={"people": [due, waiting, unasked], due: [done, undone]},
        percentages={"share": (done, due)},
        measure="people",
    )


def _spread_schools(rows: pd.DataFrame, reach: Reach) -> pd.DataFrame:
    """Rows for schools and their totals; half-terms stay as they are, as states do not add up over time."""
    return reach.spread(rows.rename(columns={PERIOD: "at"})).rename(columns={"at": PERIOD})
