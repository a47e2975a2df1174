"""Owns what is asked on a terminal, and what an answer changes in a mapping; is never used where nobody can answer."""

from collections.abc import Mapping
from dataclasses import replace

from rich.console import Console
from rich.prompt import Confirm, Prompt

from pipelines.errors import InputError
from pipelines.propose.choose import SURE, Choice
from pipelines.propose.dates import Order
from pipelines.propose.proposal import Problem, Proposal, propose
from pipelines.propose.tell import show_word
from pipelines.propose.vocabulary import accepted_words
from pipelines.propose.wishes import Keep, Wishes, read_wishes

LEAVE = ""
ORDERS: tuple[Order, ...] = ("day_first", "month_first")
KEEPS: tuple[Keep, ...] = ("last", "first", "all")
WORDS_ASKED = 30


def ask_problems(console: Console, proposal: Proposal, schools: Mapping[str, str]) -> Proposal:
    """Ask for what is unsure or open, one question each; an empty answer leaves a thing as it is."""
    wishes = proposal.wishes
    for choice in proposal.choices:
        if choice.seen and choice.sure < SURE:
            wishes = _ask_choice(console, proposal, choice, wishes)
    proposal = propose(proposal.table, proposal.source, wishes, schools)
    for problem in proposal.problems:
        wishes = _ask_problem(console, proposal, problem, wishes)
    proposal = propose(proposal.table, proposal.source, wishes, schools)
    for choice in proposal.choices:
        wishes = _ask_words(console, proposal, choice, wishes)
    return propose(proposal.table, proposal.source, wishes, schools)


def ask_yes(console: Console, question: str) -> bool:
    """Yes or no; no is what an empty answer means."""
    return Confirm.ask(question, console=console, default=False)


def _ask_choice(console: Console, proposal: Proposal, choice: Choice, wishes: Wishes) -> Wishes:
    """Whether a column that is only likely is the right one."""
    if choice.seen is None:
        return wishes
    name, header = choice.column.name, choice.seen.header
    if Confirm.ask(f"Is '{header}' {name}? ({choice.how_sure}: {choice.why})", console=console, default=True):
        return wishes.with_source(name, f"{header} + {choice.clock.header}" if choice.clock else header)
    return _ask_source(console, proposal, name, wishes)


def _ask_source(console: Console, proposal: Proposal, column: str, wishes: Wishes) -> Wishes:
    while True:
        header = Prompt.ask(f"Which column of the file is {column}? (empty: none)", console=console, default=LEAVE)
        try:
            option = [f"{column}={header}"]
            propose(proposal.table, proposal.source, read_wishes(proposal.table, option), {})
            return wishes.with_source(column, header)
        except InputError as error:
            console.print(str(error), markup=False)


def _ask_problem(console: Console, proposal: Proposal, problem: Problem, wishes: Wishes) -> Wishes:
    console.print(f"{problem.what}.", markup=False)
    if problem.kind == "order" and wishes.order is None:
        answer = Prompt.ask("Which is it?", choices=[*ORDERS, "unknown"], console=console, default="unknown")
        return replace(wishes, order=next((order for order in ORDERS if order == answer), None))
    if problem.kind == "several":
        answer = Prompt.ask("Which row counts?", choices=[*KEEPS], console=console, default="last")
        return replace(wishes, keep=next(keep for keep in KEEPS if keep == answer))
    if problem.kind == "missing":
        column = proposal.table.columns[problem.column]
        if words := accepted_words(proposal.table, column):
            value = Prompt.ask(
                "One value for all rows? (empty: no)", choices=[*words, LEAVE], console=console, default=LEAVE
            )
            if value:
                return wishes.with_fixed(column.name, value)
        return _ask_source(console, proposal, column.name, wishes)
    return wishes


def _ask_words(console: Console, proposal: Proposal, choice: Choice, wishes: Wishes) -> Wishes:
    """What each unknown word stands for; an empty answer leaves its rows to be set aside."""
    accepted = accepted_words(proposal.table, choice.column)
    if choice.translation is None or not accepted or "*" in wishes.words.get(choice.column.name, {}):
        return wishes
    for word in choice.translation.unmatched[:WORDS_ASKED]:
        question = f"{choice.column.name}: what is {show_word(word, choice.column)}? (empty: set its rows aside)"
        answer = Prompt.ask(question, choices=[*accepted, LEAVE], show_choices=False, console=console, default=LEAVE)
        if answer:
            wishes = wishes.with_word(choice.column.name, word.text, answer)
    return wishes
