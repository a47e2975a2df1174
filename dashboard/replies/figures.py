"""Owns the answer and the six figures that open the page on replies; draws nothing."""

from collections.abc import Callable
from functools import partial

import pandas as pd

from dashboard import wording
from dashboard.compare.waits import Percentile
from dashboard.parts import Figure
from dashboard.replies import waiting
from dashboard.replies.view import RECEIVED, SOURCE, View, list_cases, list_enquiries
from dashboard.replies.waiting import ELAPSED, WORKING

OPENS = "Open the enquiries"
OPEN_COUNTED = f"{RECEIVED}, the open ones counted as still waiting"


def say_answer(view: View) -> str:
    """How long people wait and, where there is a target, how many had their reply in the time promised."""
    school, targets = view.scope.school_words, view.targets
    median = waiting.typical(view.counted, WORKING).median
    half = f"half had an answer within {wording.working_minutes(median.value)}" if waiting.is_known(median) else ""
    if view.is_answered_only:
        known = f"only those that it answered are known{f'; of them, {half}' if half else ''}"
        return f"It cannot be said what share of its enquiries {school} answered: {known}."
    if targets.is_adopted and targets.due:
        return f"{_say_kept(view)}; {how_many_are(targets.overdue)} overdue now."
    state = half or f"{how_many_are(len(view.still_open))} still open"
    target = "none is due yet" if targets.is_adopted else "no target was adopted to judge that by"
    return f"{school} received {wording.count(len(view.counted), 'enquiry')}: {state}; {target}."


def _say_kept(view: View) -> str:
    targets, scope = view.targets, view.scope
    done = "answered or acknowledged" if targets.lets_acknowledgement_count else "answered"
    kept = f"{done} {wording.out_of(targets.met, targets.due)} enquiries"
    if scope.is_one_school:
        return f"{scope.school_words} {kept} {targets.within}"
    adopted = "one" if targets.school_count == 1 else f"{targets.school_count}"
    return f"Of {wording.count(len(scope.schools), 'school')}, the {adopted} with a target {kept} within it"


def how_many_are(number: int) -> str:
    """A number as a sentence goes on from it: "none is", "one is", "12 are"."""
    return {0: "none is", 1: "one is"}.get(number, f"{number:,} are")


def make_figures(view: View, before: View | None) -> list[Figure]:
    """Within target, overdue, not due yet (or what stands in for them without a target), median, p90, out of hours."""
    judged = _judged_figures(view, before) if view.targets.is_adopted else _unjudged_figures(view)
    return [*judged, *_wait_figures(view, before), _out_of_hours_figure(view)]


def _judged_figures(view: View, before: View | None) -> list[Figure]:
    targets = view.targets
    judged = partial(Figure, source=SOURCE, clauses=targets.ids)
    then = wording.share(before.targets.met, before.targets.due) if before and before.targets.due else ""
    return [
        judged(
            name="within_target",
            label="Within target",
            value=wording.out_of(targets.met, targets.due) if targets.due else "None due yet",
            note=f"{wording.share(targets.met, targets.due)}, {_say_target(view)}{_say_before(then)}",
            term="within_target",
            denominator=f"{RECEIVED} and due, on accounts of which both sides are known",
            rows=lambda: list_cases(view, "met", "missed"),
        ),
        judged(
            name="overdue",
            label="Overdue now",
            value=wording.count(targets.overdue, "enquiry"),
            note=f"open, and past the time promised{_say_earlier(view)}",
            term="overdue",
            denominator=RECEIVED,
            rows=lambda: list_cases(view, "missed", only_open=True),
        ),
        judged(
            name="pending",
            label="Not due yet",
            value=wording.count(targets.pending, "enquiry"),
            note="open, and within the time promised; outside the share",
            term="pending",
            denominator=RECEIVED,
            rows=lambda: list_cases(view, "pending"),
        ),
    ]


def _say_earlier(view: View) -> str:
    """How many more are overdue that were received before the period."""
    open_now = view.open_now
    earlier = int(((open_now["state"] == "overdue") & ~open_now["is_in_period"]).sum())
    return f"; {earlier:,} more from before this period" if earlier else ""


def _say_target(view: View) -> str:
    """The target, and of several schools how many have one."""
    if view.scope.is_one_school:
        return view.targets.within
    schools = wording.out_of(view.targets.school_count, len(view.scope.schools))
    return f"{view.targets.within}; {schools} schools have a target"


def _unjudged_figures(view: View) -> list[Figure]:
    """What can be said without a target."""
    still_open = view.still_open
    of_open = partial(_listed_figure, view, denominator=RECEIVED, term="enquiry")
    return [
        Figure(
            name="within_target",
            label="Within target",
            value="No target adopted",
            note="the policy sets no time for a reply, so none can be overdue",
            term="within_target",
            denominator=RECEIVED,
            source=SOURCE,
        ),
        of_open(
            rows=still_open,
            name="open",
            label="Still open",
            value=wording.out_of(len(still_open), len(view.counted)),
            note="received in the period and not answered so far",
        ),
        of_open(
            rows=still_open.nlargest(1, ELAPSED),
            name="oldest",
            label="Waiting longest",
            value=wording.minutes(still_open[ELAPSED].max()) if len(still_open) else "Nobody waits",
            note="so far, of those received in the period",
        ),
    ]


def _wait_figures(view: View, before: View | None) -> list[Figure]:
    now, elapsed = (waiting.typical(view.counted, clock) for clock in (WORKING, ELAPSED))
    then = waiting.typical(before.counted, WORKING) if before else None
    of_whom = "only answered ones known" if view.is_answered_only else f"{now.open_count:,} open"
    schools = "" if view.scope.is_one_school else f", {view.reported_words}"
    basis = f"{wording.count(len(view.counted), 'enquiry')}, {of_whom}{schools}"
    figures = []
    for name, label in (("median", "Half answered within"), ("p90", "Nine in ten answered within")):
        earlier = getattr(then, name) if then else None
        said_before = waiting.say(earlier, WORKING) if waiting.is_known(earlier) else ""
        note = f"{_say_clocks(getattr(elapsed, name))}; {basis}"
        figures.append(
            _listed_figure(
                view,
                rows=view.counted,
                name=name,
                label=label,
                value=waiting.say(getattr(now, name), WORKING),
                note=note + _say_before(said_before),
                term="typical_wait",
                denominator=OPEN_COUNTED,
            )
        )
    return figures


def _say_clocks(elapsed: Percentile | None) -> str:
    """Which clock the figure goes by, and what the other one says."""
    if elapsed is None:
        return "no typical wait is given below ten"
    return (
        f"of working time; {waiting.say(elapsed, ELAPSED).lower()} elapsed"
        if elapsed.is_reached
        else "too many are open"
    )


def _out_of_hours_figure(view: View) -> Figure:
    answered = view.counted[~view.counted["is_open"]]
    out_of_hours = answered[answered["replied_out_of_hours"].astype("boolean").fillna(False)]
    return _listed_figure(
        view,
        rows=out_of_hours,
        name="out_of_hours",
        label="Answered out of hours",
        value=wording.out_of(len(out_of_hours), len(answered)),
        note=f"{wording.share(len(out_of_hours), len(answered))} of the answers",
        term="out_of_hours",
        denominator=f"{RECEIVED} and answered",
    )


def _listed_figure(view: View, *, rows: pd.DataFrame, **words: str) -> Figure:
    """A figure that opens enquiries, whichever policy is adopted."""
    listed: Callable[[], pd.DataFrame] = partial(list_enquiries, rows, view.scope)
    return Figure(source=SOURCE, rows=listed, opens=OPENS, **words)


def _say_before(then: str) -> str:
    return f" (period before: {then})" if then else ""
