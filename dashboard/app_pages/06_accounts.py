"""Is every account approved, owned and closed to leavers?

The register as it was at the end of the period, or as at the build where that lies ahead. The same is shown for every
school, whether or not its policy asks for it.
"""

import pandas as pd

from dashboard import parts, wording
from dashboard.account_names import fold
from dashboard.charts.bars import stacked
from dashboard.charts.demand_grid import demand_grid
from dashboard.charts.theme import MEANING
from dashboard.register import lists
from dashboard.register.figures import make_figures, say_answer, say_asked
from dashboard.register.view import (
    EXPLAINED,
    NO,
    NO_LEAVER,
    NOT_ASKED,
    NOT_RECORDED,
    PART,
    QUESTIONS,
    REGISTERED,
    YES,
    View,
    find_view,
    gather_schools,
    read_demands,
)
from dashboard.scope import Scope

MEANINGS = {YES: "kept", PART: "between", NO: "not kept", NOT_RECORDED: "not known"}
FEW = 10
TODAY = (
    "Approvals, access and closing are shown as they were on the day. Owners, answers and settings bear no date in a "
    "register, so they are today's; one whose owner came to post after the day counts as without an owner."
)


def draw_demands(view: View) -> None:
    """What can be said of each open account, or of each school's accounts together."""
    states = read_demands(view)
    lacking = int(states.isin([NO, PART]).any(axis=1).sum())
    one = view.scope.is_one_school
    names = view.open["name"].set_axis(states.index)
    grid = states.set_axis(names) if one else gather_schools(states, view.open.school_name)
    first = "Account" if one else "School"
    note = "A short line is not so, and the adopted policy does not ask for it."
    if not one:
        note = f"'{PART}' is so of some of the school's accounts, or in part of all. {note}"
    finding = f"{wording.how_many(lacking, 'account')} {'lacks' if lacking == 1 else 'lack'} what the policy asks for"
    parts.chart(
        wording.capital(finding),
        demand_grid(grid, {name: MEANING[means] for name, means in MEANINGS.items()}, nothing=NOT_ASKED),
        grid.rename_axis(first).reset_index(),
        name="what is asked of accounts",
        alt=f"A grid: one row for each {first.lower()}, one column for each thing that a policy may ask of an account, "
        "a mark for whether it is so.",
        note=note,
    )


def draw_questions(view: View) -> None:
    """Which of the nine questions of a business case the open accounts answer."""
    parts.section("The business case", f"{parts.definition('business_case')} {_sentence(say_asked(view, EXPLAINED))}")
    said = view.open[view.open.has_cases]
    if said.empty:
        parts.nothing("The register answers no question of a business case for any open account.")
        return
    answered = said[[*QUESTIONS]].sum().rename(QUESTIONS)
    counts = pd.DataFrame({"Answered": answered, "Not answered": len(said) - answered})
    most = counts["Not answered"].idxmax()
    finding = (
        f"Most often not answered: {most.lower()}" if counts["Not answered"].any() else "Every question is answered"
    )
    parts.chart(
        finding,
        stacked(
            counts.rename(index=fold),
            {"Answered": MEANING["kept"], "Not answered": MEANING["not kept"]},
            x="open accounts",
        ).update_xaxes(dtick=1 if len(said) <= FEW else None),
        counts.rename_axis("Question").reset_index(),
        name="business cases",
        alt="Bars, one for each of the nine questions, divided into accounts whose register answers it and those not.",
    )


def list_leavers(view: View) -> None:
    """Access that outlived a person's last day, the access that is open still first."""
    parts.section(
        "Access after the last day", f"{parts.definition('leaver_access')} {_sentence(say_asked(view, NO_LEAVER))}"
    )
    known = view.accounts.people_with_access.notna().any()
    parts.table(
        lists.list_leavers(view.leavers, view.scope),
        name="leavers with access",
        alt="Access to accounts that outlived a person's last day",
        empty="No access that stood in this period outlived a person's last day."
        if known
        else "Who has access to the accounts is not recorded: hand in the list of access and the register of people.",
    )


def list_others(view: View) -> None:
    """Accounts that no register names, and those that were closed."""
    parts.section(
        "Accounts on no register", f"{parts.definition('registered')} {_sentence(say_asked(view, REGISTERED))}"
    )
    parts.table(
        lists.list_unregistered(view.unregistered, view.scope),
        name="accounts on no register",
        alt="Accounts that spoke in the twelve months before and are on no register",
        empty="Every account that spoke in the twelve months before is on the register.",
    )
    parts.section("Closed accounts")
    parts.table(
        lists.list_closed(view), name="closed accounts", alt="Accounts that were closed", empty="No account was closed."
    )


def _sentence(words: str) -> str:
    return f"{wording.capital(words)}."


def show(scope: Scope) -> None:
    """The page."""
    view = find_view(scope)
    if view.open.empty:
        parts.answer(f"It cannot be said: the register holds no open account of {scope.school_words} on this day.")
        parts.nothing("Hand in the register of accounts, with who approved each, who owns it and who has access.")
    else:
        parts.answer(f"On {wording.day(view.on)}, {say_answer(view)}")
        parts.figures(make_figures(view))
        draw_demands(view)
        parts.section("The register", TODAY if view.on < scope.as_at_on else "")
        parts.table(lists.list_register(view.open, scope), name="register", alt="The open accounts of the register")
        draw_questions(view)
        list_leavers(view)
    list_others(view)


def publish(scope: Scope) -> None:
    """The page for limited audiences: what is so of each school's accounts together, no account and no person."""
    view = find_view(scope)
    if view.open.empty:
        parts.answer(f"The register holds no open account of {scope.school_words} on this day.", gated=True)
        return
    words = "what the register says of each school's open accounts together"
    parts.answer(f"On {wording.day(view.on)}, {words}: so of all, of some, or of none.", gated=True)
    grid = gather_schools(read_demands(view), view.open.school_name)
    parts.chart(
        "Yes: of all accounts; in part: of some",
        demand_grid(grid, {name: MEANING[means] for name, means in MEANINGS.items()}, nothing=NOT_ASKED),
        grid.rename_axis("School").reset_index(),
        name="what is asked of accounts",
        alt="A grid: one row for each school, one column for each thing that a policy may ask of an account.",
        note="A short line is not so, and the adopted policy does not ask for it.",
        gated=True,
    )


parts.page(show, publish)
