"""Owns a whole proposal: what each column of a table comes from, and what a person has yet to say; asks nobody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Literal

from pipelines.contract import Column, Table, load_contract
from pipelines.propose.choose import LIKELY, Choice, choose
from pipelines.propose.columns import Seen, Source
from pipelines.propose.dates import Dates, Example, Order
from pipelines.propose.likeness import words_of
from pipelines.propose.private import LIKE_NAMES
from pipelines.propose.vocabulary import accepted_words
from pipelines.propose.wishes import Wishes

# Ids of things that the folder of the inbox can say, or that only a register can.
IDS_OF_OTHERS = ("school_id", "account_id", "person_id")
# Fewer repeated ids than this are slips, which loading sets aside one by one.
MANY_REPEATED = 0.1
GENERIC = 0.5
IN_WORDS = {"day_first": "day first", "month_first": "month first"}


@dataclass(frozen=True)
class Problem:
    """What a person must settle before the mapping can be written: about which column, what, and how."""

    kind: Literal["missing", "guess", "order", "contradiction", "several"]
    column: str
    what: str
    do: str


@dataclass(frozen=True)
class Proposal:
    """A mapping of one file to one contract table.

    `whose`: what the folder of a file must say. `orders`: per column of the table, day or month first. `left_out`:
    per header not read, why. `notes`: what is worth knowing before it is written.
    """

    table: Table
    source: Source
    wishes: Wishes
    choices: tuple[Choice, ...]
    whose: Literal["file", "school", "account"]
    orders: Mapping[str, Order]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]

    def choice(self, column: str) -> Choice:
        return next(choice for choice in self.choices if choice.column.name == column)


def propose(table: Table, source: Source, wishes: Wishes, schools: Mapping[str, str]) -> Proposal:
    """The mapping that headers, values and wishes speak for. `schools`: names of schools and their ids, where known."""
    chosen = choose(table, source, wishes, schools)
    choices = tuple(_fill(table, choice, wishes) for choice in chosen)
    orders, date_problems = _settle_orders(choices, source, wishes)
    problems = [
        *_find_missing(table, choices, source),
        *_find_guesses(choices),
        *date_problems,
        *_find_several(table, choices, wishes),
    ]
    used = {seen.place for choice in choices for seen in (choice.seen, choice.clock) if seen}
    left = [
        (seen.header, seen.private or "nothing here asks for it") for seen in source.columns if seen.place not in used
    ]
    blank = [header for place, header in enumerate(source.headers) if not header.strip()]
    left += [("(a column without a header)", "it cannot be named")] * bool(blank)
    whose = find_whose(choices)
    return Proposal(
        table, source, wishes, choices, whose, orders, tuple(problems), tuple(_note(choices, orders)), tuple(left)
    )


def find_whose(choices: Iterable[Choice]) -> Literal["file", "school", "account"]:
    """How much the folder of a file must say: nothing, the school, or the account as well."""
    asked = {choice.column.name for choice in choices if choice.other == "folder" and choice.column.required}
    return "account" if "account_id" in asked else "school" if "school_id" in asked else "file"


def _fill(table: Table, choice: Choice, wishes: Wishes) -> Choice:
    """What no column of the file says, the folder may say; an id of a row can be made."""
    column = choice.column
    if choice.has_source or column.name in wishes.sources:
        return choice
    is_own_key = list(table.key) == [column.name]
    if column.name == "school_id" and not is_own_key:
        return replace(choice, other="folder", why="the folder of the file says it", sure=1)
    if column.name == "account_id" and column.required and not is_own_key:
        return replace(choice, other="folder", why="the folder of the file says it", sure=1)
    if is_made_id(table, column):
        return replace(choice, other="made", why="made from the school, the date and the order of rows", sure=1)
    return choice


def is_made_id(table: Table, column: Column) -> bool:
    """Whether an id of the column's kind could be made for rows that have none."""
    return column.name in table.key and column.name.endswith("_id") and not column.name.endswith(IDS_OF_OTHERS)


def _find_missing(table: Table, choices: Iterable[Choice], source: Source) -> Iterable[Problem]:
    used = {choice.seen.header: choice.column.name for choice in choices if choice.seen}
    for choice in choices:
        column = choice.column
        if not column.required or choice.has_source:
            continue
        ways = []
        words = accepted_words(table, column)
        candidates = [seen.header for seen in source.columns if _could_be(column, seen)]
        if candidates:
            taken = [f"'{name}'" + (f" (now {used[name]})" if name in used else "") for name in candidates[:6]]
            ways.append(f'--set {column.name}="HEADER" with one of {", ".join(taken)}')
        if column.type not in ("date", "timestamp") and not column.personal:
            accepted = f" with one of {', '.join(words)}" if words else ""
            ways.append(f"--fix {column.name}=VALUE where all rows have the same{accepted}")
        do = ", or ".join(ways) or "Ask for an export that has such a column."
        yield Problem("missing", column.name, f"{column.name} is required, and no column of the file is it", do)


def _find_guesses(choices: Iterable[Choice]) -> Iterable[Problem]:
    """A wrong column is a wrong figure on every page: what is only a guess, a person must say."""
    for choice in choices:
        if choice.seen and choice.sure < LIKELY:
            name, header = choice.column.name, choice.seen.header
            what = f"that '{header}' is {name} is a guess ({choice.why})"
            yield Problem("guess", name, what, f'--set {name}="{header}" if it is, --set {name}= if none is')


def _could_be(column: Column, seen: Seen) -> bool:
    if column.type in ("date", "timestamp"):
        return seen.dates is not None
    if column.personal:
        return bool(seen.filled) and not seen.is_dated and not seen.is_free_text
    if column.type == "integer":
        return seen.whole_numbers >= 0.5
    is_plain = bool(seen.filled) and not seen.is_dated and seen.private in ("", LIKE_NAMES)
    return is_plain and (seen.is_words or not column.allowed)


def _settle_orders(choices: Iterable[Choice], source: Source, wishes: Wishes) -> tuple[dict[str, Order], list[Problem]]:
    """Day or month first for each column of dates that turns; one that does not say follows the others of the file."""
    dated = [
        (choice, choice.seen.dates) for choice in choices if choice.seen and choice.seen.dates and _is_date(choice)
    ]
    said = {seen.dates.order for seen in source.columns if seen.dates and seen.dates.order}
    common = next(iter(said)) if len(said) == 1 else None
    orders: dict[str, Order] = {}
    problems = []
    for choice, dates in dated:
        order = dates.order or wishes.order or common
        problem = _find_date_problem(choice, dates, wishes, order)
        if problem:
            problems.append(problem)
        if order and dates.turning:
            orders[choice.column.name] = order
    return orders, problems


def _is_date(choice: Choice) -> bool:
    return choice.column.type in ("date", "timestamp")


def _find_date_problem(choice: Choice, dates: Dates, wishes: Wishes, order: Order | None) -> Problem | None:
    header, name = choice.seen.header if choice.seen else "", choice.column.name
    decided, doubtful = dates.decided_by, dates.doubtful
    if dates.is_contradictory and decided and doubtful:
        what = f"'{header}' has dates of both orders: {_only(decided, 'day_first')}, {_only(doubtful, 'month_first')}"
        return Problem("contradiction", name, what, "Export it again with dates of one order, such as 2026-03-25.")
    if decided and dates.order and wishes.order not in (None, dates.order):
        what = f"'{header}' is not {IN_WORDS[str(wishes.order)]}: {_only(decided, dates.order)}"
        return Problem("contradiction", name, what, f"Leave --dates out, or say --dates {dates.order}.")
    if dates.is_open and order is None:
        shown = "; in each of them the two are the same"
        if doubtful:
            readings = f"{doubtful.day_first} (day first) or {doubtful.month_first} (month first)"
            shown = f": '{doubtful.text}' in row {doubtful.row} may be {readings}"
        what = f"The dates of '{header}' do not say whether day or month stands first{shown}"
        return Problem("order", name, what, "--dates day_first, or --dates month_first")
    return None


def _only(example: Example, order: Order) -> str:
    meant = example.day_first if order == "day_first" else example.month_first
    return f"'{example.text}' in row {example.row} can only be {meant} ({IN_WORDS[order]})"


def _find_several(table: Table, choices: Iterable[Choice], wishes: Wishes) -> Iterable[Problem]:
    """Several rows with one id: a log of events, of which one row is to count."""
    for choice in choices:
        seen = choice.seen
        if list(table.key) != [choice.column.name] or not seen or not seen.filled or wishes.keep:
            continue
        repeated = seen.filled - seen.distinct
        if repeated >= MANY_REPEATED * seen.filled:
            counts = f"{seen.distinct:,} different values in {seen.filled:,} rows"
            what = f"'{seen.header}' has {counts}: several rows are about one thing"
            yield Problem("several", choice.column.name, what, "--keep last, or --keep first: which of them counts")


def _note(choices: Iterable[Choice], orders: Mapping[str, Order]) -> list[str]:
    """What is worth knowing, each said once for all the columns it is about."""
    notes: dict[str, list[str]] = {}
    for choice in choices:
        if choice.seen:
            dates = choice.seen.dates if _is_date(choice) else None
            said = [*(_note_dates(choice, dates, orders) if dates else ()), *_note_person(choice.column, choice.seen)]
            for note in said:
                notes.setdefault(note, []).append(f"{choice.column.name} ('{choice.seen.header}')")
    return [f"{', '.join(columns)}: {note}" for note, columns in notes.items()]


def _note_dates(choice: Choice, dates: Dates, orders: Mapping[str, Order]) -> Iterable[str]:
    if choice.column.type == "timestamp" and not dates.has_clock and not choice.clock:
        yield "no time of day, so midnight is taken. Waits in hours are then not to be trusted."
    if dates.is_half_turned:
        yield (
            "true dates, and text in which every day is over 12. A spreadsheet may have read the others with "
            "day and month the other way round: compare some rows with the system they came from."
        )
    order = orders.get(choice.column.name)
    if dates.turning and order and not dates.order:
        yield f"read {IN_WORDS[order]}, as you said or as the other dates of the file are."


def _note_person(column: Column, seen: Seen) -> Iterable[str]:
    if column.personal == "pseudonym" and "name" in seen.private:
        yield "it holds names. Their pseudonyms meet the people table only if that has the same names as ids."
    if column.personal == "vault":
        yield "it goes to the identity vault only."


def rate_tables(source: Source, schools: Mapping[str, str]) -> list[tuple[float, Proposal]]:
    """A proposal for every table of the contract, the likeliest first, with how likely it is (0 to 1)."""
    proposals = [propose(table, source, Wishes(), schools) for table in load_contract().values()]
    return sorted(((_rate_proposal(each), each) for each in proposals), key=lambda rated: -rated[0])


def _rate_proposal(proposal: Proposal) -> float:
    """How much of what the table needs is there, and how much of the file it explains; its name counts a little."""
    needed = [choice for choice in proposal.choices if choice.column.required and not choice.other]
    # An id of a school or a person is in tables of every kind; the column that says when is in all that count.
    weights = [GENERIC if choice.column.name.endswith(IDS_OF_OTHERS) else 1.0 for choice in needed]
    found = sum(weight * _count(choice) for weight, choice in zip(weights, needed, strict=True)) / max(
        1.0, sum(weights)
    )
    when = proposal.table.time_column
    if when and not proposal.choice(when.name).has_source:
        found *= GENERIC
    usable = [seen for seen in proposal.source.columns if not seen.private and seen.filled]
    explained = sum(_count(choice) for choice in proposal.choices if choice.seen) / max(1, len(usable))
    name = words_of(PurePosixPath(proposal.source.part.file).stem).split()
    named = any(word.startswith(proposal.table.name.rstrip("s")[:8]) for word in name)
    return 0.5 * found + 0.4 * min(1.0, explained) + 0.1 * named


def _count(choice: Choice) -> float:
    """What a choice says for its table: a guess says little."""
    return choice.sure if choice.sure >= LIKELY else choice.sure * GENERIC
