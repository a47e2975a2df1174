"""Owns the answer and the figures that open the page on training and acknowledgement; draws nothing."""

from collections.abc import Callable

import pandas as pd

from dashboard import wording
from dashboard.parts import Figure
from dashboard.readiness import lists, states
from dashboard.readiness.states import Count, People

NO_DATA, NOT_ASKED = "No data", "Not asked"
PEOPLE = "the registers of people and of training, acknowledgements and policy versions"
IN_POST = "people in post on the day whom a clause asks and whose grace has passed"


def say_answer(people: People) -> str:
    """How many of those whom the policy asks are trained and have acknowledged it, on the day."""
    said = [
        _say_kind(
            people.training, states.worst_per_person, "had the training in force that the policy asks", "training"
        ),
        _say_kind(
            people.acknowledgements, states.one_per_person, "had acknowledged the version in force", "acknowledgement"
        ),
    ]
    if all(len(rows) and states.asked(rows).empty for rows in (people.training, people.acknowledgements)):
        return "No target adopted: the policy asks nobody to be trained or to acknowledge it."
    return f"On {wording.day(people.on)}, {said[0]}; {said[1]}."


def _say_kind(rows: pd.DataFrame, reduce: Callable[[pd.DataFrame], pd.DataFrame], words: str, thing: str) -> str:
    if rows.empty:
        return f"nothing is known of {thing}"
    counted = states.count(reduce(states.asked(rows)))
    if not counted.due:
        return f"the policy asks nobody for {thing}" if states.asked(rows).empty else f"nobody's {thing} was due"
    return f"{wording.out_of(counted.done, counted.due)} people {words}"


def make_figures(people: People, runners: pd.DataFrame, returns: pd.DataFrame) -> list[Figure]:
    """Trained, acknowledged, running out, in grace, account runners, students and parents."""
    return [
        _trained_figure(people),
        _acknowledged_figure(people),
        _due_soon_figure(people),
        _grace_figure(people),
        _runners_figure(people, runners),
        _returns_figure(people, returns),
    ]


def _value(rows: pd.DataFrame, counted: Count) -> str:
    if rows.empty:
        return NO_DATA
    if states.asked(rows).empty:
        return NOT_ASKED
    return wording.out_of(counted.done, counted.due) if counted.due else "None due"


def _note(rows: pd.DataFrame, counted: Count) -> str:
    if rows.empty:
        return "nothing was handed in by that day"
    if states.asked(rows).empty:
        return "no target adopted: the policy has no such clause"
    return f"{wording.share(counted.done, counted.due)}; {counted.in_grace:,} more not due yet" if counted.due else ""


def _clauses(rows: pd.DataFrame) -> list[str]:
    return sorted(states.asked(rows)["clause_id"].dropna().unique())


def _trained_figure(people: People) -> Figure:
    rows = states.worst_per_person(states.asked(people.training))
    counted = states.count(rows)
    return Figure(
        name="trained",
        label="Trained as asked",
        value=_value(people.training, counted),
        note=_note(people.training, counted),
        term="training_complete",
        denominator=f"{IN_POST}; who is asked for several counts once all are in force",
        source=PEOPLE,
        clauses=_clauses(people.training),
        rows=lambda: lists.list_trained(rows, people.scope),
        opens="Open the states",
    )


def _acknowledged_figure(people: People) -> Figure:
    rows = states.one_per_person(states.asked(people.acknowledgements))
    counted = states.count(rows)
    return Figure(
        name="acknowledged",
        label="Acknowledged the version in force",
        value=_value(people.acknowledgements, counted),
        note=_note(people.acknowledgements, counted),
        term="acknowledgement",
        denominator=IN_POST,
        source=PEOPLE,
        clauses=_clauses(people.acknowledgements),
        rows=lambda: lists.list_acknowledged(rows, people.scope),
        opens="Open the states",
    )


def _due_soon_figure(people: People) -> Figure:
    soon = states.asked(people.training)
    soon = soon[soon["state"] == "due_soon"]
    number = len(soon.drop_duplicates(states.WHOSE))
    return Figure(
        name="due_soon",
        label="Training runs out within 30 days",
        value=_people(number) if len(states.asked(people.training)) else _value(people.training, Count(0, 0, 0)),
        note="current now, to be renewed",
        term="due_soon",
        denominator="people in post on the day whom a clause asks",
        source=PEOPLE,
        clauses=_clauses(people.training),
        rows=lambda: lists.list_trained(soon, people.scope),
        opens="Open the states",
    )


def _grace_figure(people: People) -> Figure:
    both = [states.asked(people.training), states.asked(people.acknowledgements)]
    waiting = [rows[rows["state"] == "not_yet_due"] for rows in both]
    starters = pd.concat([rows[[*states.WHOSE, "due_on"]] for rows in waiting])
    number, first = len(starters.drop_duplicates(states.WHOSE)), starters["due_on"].min()
    until = f"the first grace ends on {wording.short_day(first)}" if number else "nobody's time is still running"
    return Figure(
        name="in_grace",
        label="In grace, not due yet",
        value=_people(number)
        if sum(map(len, both))
        else _value(pd.concat([people.training, people.acknowledgements]), Count(0, 0, 0)),
        note=until,
        term="in_grace",
        denominator="people in post on the day whom a clause asks",
        source=PEOPLE,
        clauses=sorted({*_clauses(people.training), *_clauses(people.acknowledgements)}),
        rows=lambda: _list_waiting(waiting, people),
        opens="Open the states",
    )


def _list_waiting(waiting: list[pd.DataFrame], people: People) -> pd.DataFrame:
    """Those in grace for training and for acknowledgement, in one list."""
    training, acknowledgement = waiting
    kept = ["School", "Group", "Training", "Clause", "State", "Started", "Due by"]
    first = lists.list_trained(training, people.scope).rename(columns={"Grace until": "Due by"})
    second = lists.list_acknowledged(acknowledgement, people.scope).assign(Training="Acknowledgement")
    both = pd.concat([first, second])
    return both[[name for name in kept if name in both]].rename(columns={"Training": "Of what"}).sort_values("Due by")


def _runners_figure(people: People, runners: pd.DataFrame) -> Figure:
    judged = runners[runners["is_judged"].astype(bool)]
    cleared, earlier = int(judged["is_cleared"].sum()), len(runners) - len(judged)
    none = "nobody has access" if runners.empty else "all granted before records begin"
    return Figure(
        name="runners",
        label="Account runners cleared before access",
        value=wording.out_of(cleared, len(judged)) if len(judged) else NO_DATA,
        note=f"{earlier:,} older grants not judged" if len(judged) else none,
        term="runners_cleared",
        denominator="grants as manager or poster that stand on the day",
        source="the register of access to accounts, training and acknowledgements",
        rows=lambda: lists.list_runners(runners, people.scope),
        opens="Open the grants",
    )


def _returns_figure(people: People, returns: pd.DataFrame) -> Figure:
    told = returns[(returns["measure"] == "acknowledged") & returns["audience"].isin(["students", "parents"])]
    schools = wording.out_of(told["school_id"].nunique(), len(people.scope.schools))
    latest = f"as of {wording.short_day(told['as_of'].max())}" if len(told) else "no return by that day"
    note = latest if people.scope.is_one_school or told.empty else f"{schools} schools; latest {latest}"
    return Figure(
        name="returns",
        label="Students and parents, by return",
        value=wording.out_of(told["completed"].sum(), told["eligible"].sum()) if len(told) else NO_DATA,
        note=note,
        term="audience_return",
        denominator="students and parents that the latest returns count",
        source="the school's own counts of audiences without a roster",
        clauses=sorted(told.loc[told["is_asked"].astype(bool), "clause_ids"].dropna().unique()),
        rows=lambda: lists.list_returns(told, people.scope),
        opens="Open the returns",
    )


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"
