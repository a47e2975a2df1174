"""Owns how a proposal is told on a terminal: headers, words of lists, counts, never a person's data."""

import re
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from pipelines import words
from pipelines.contract import Column
from pipelines.propose.choose import Choice
from pipelines.propose.columns import Word
from pipelines.propose.compose import name_columns
from pipelines.propose.proposal import Proposal
from pipelines.propose.trial import Trial
from pipelines.propose.vocabulary import ROLE, accepted_words, compared
from pipelines.rejects import LONGEST_SHOWN, NOT_SHOWN

WORDS_TOLD = 12
REASONS_TOLD = 8
# In these a school may have written who it was, where a kind of person is asked for.
OF_PEOPLE = {"source", "affected", "role", "school_id"}
NOT_SHOWN_AT_ALL = r"@|^\S+( \S+){4,}$|^\+?[0-9 ()]{10,}$|^(Mr|Mrs|Ms|Miss|Mx|Dr)\b"


def tell_proposal(console: Console, proposal: Proposal) -> None:
    """Which column becomes which, why and how sure; words; what is left out; what is open."""
    source, table = proposal.source, proposal.table
    console.print(
        f"{source.part.file}: header in row {source.header_row}, {words.count(source.rows, 'row')}. "
        f"Mapped to {table.name} ({table.title[0].lower()}{table.title[1:]})."
    )
    grid = Grid("column of the contract", "comes from", "how sure", "why", box=None, pad_edge=False)
    for choice in proposal.choices:
        if choice.has_source or choice.column.required:
            grid.add_row(*map(escape, _as_row(proposal, choice)))
    console.print(grid)
    empty = [choice.column.name for choice in proposal.choices if not choice.has_source and not choice.column.required]
    _tell_all(console, [f"Left blank: {', '.join(empty)}."] if empty else [])
    _tell_all(console, (line for choice in proposal.choices for line in say_words(proposal, choice)))
    _tell_all(console, say_left_out(proposal))
    _tell_all(console, (f"Note: {note}" for note in proposal.notes))
    _tell_all(console, (f"To settle: {problem.what}.\n  what to do: {problem.do}" for problem in proposal.problems))


def _tell_all(console: Console, lines: Iterable[str]) -> None:
    for line in lines:
        console.print(line, markup=False)


def _as_row(proposal: Proposal, choice: Choice) -> Sequence[str]:
    name = choice.column.name + (" (required)" if choice.column.required else "")
    if not choice.has_source:
        return name, "nothing yet", "", "see below"
    return name, _origin(choice), choice.how_sure, choice.why


def _origin(choice: Choice) -> str:
    if choice.fixed is not None:
        return f"always {choice.fixed}" if choice.fixed else "left blank"
    if choice.seen:
        return choice.seen.header + (f" + {choice.clock.header}" if choice.clock else "")
    return "(its folder)" if choice.other == "folder" else "(made)"


def say_words(proposal: Proposal, choice: Choice) -> Iterator[str]:
    """What each word of a list stands for, and those that nobody knows, with the words accepted."""
    translation, column = choice.translation, choice.column
    if translation is None:
        return
    left = proposal.wishes.left_out.get(column.name, ())
    if left:
        yield f"Rows left out, as they are for another table: {column.name} {', '.join(map(_show, left))}."
    gone = {compared(word) for word in left}
    changed = {
        theirs: ours
        for theirs, ours in translation.words.items()
        if re.sub(r"[ -]", "_", theirs.lower()) != ours and compared(theirs) not in gone
    }
    if changed and column.type != "boolean":
        said = [f"{_show(theirs)} is {ours or '(no value)'}" for theirs, ours in list(changed.items())[:WORDS_TOLD]]
        more = f", and {len(changed) - WORDS_TOLD} more" if len(changed) > WORDS_TOLD else ""
        yield f"Words of {column.name}: {', '.join(said)}{more}."
    if translation.near:
        yield f"Words of {column.name} taken by their look alone: {', '.join(map(_show, translation.near))}."
    yield from _say_unmatched(proposal, choice, translation.unmatched)


def _say_unmatched(proposal: Proposal, choice: Choice, unmatched: Sequence[Word]) -> Iterator[str]:
    column = choice.column
    said = (*proposal.wishes.words.get(column.name, ()), *proposal.wishes.left_out.get(column.name, ()))
    if not unmatched or "*" in said:
        return
    listed = ", ".join(
        f"{show_word(word, column)} ({words.count(word.rows, 'row')})" for word in unmatched[:WORDS_TOLD]
    )
    more = f", and {len(unmatched) - WORDS_TOLD} more" if len(unmatched) > WORDS_TOLD else ""
    accepted = accepted_words(proposal.table, column)
    if not accepted:
        do = f"--word '{column.name}:THEIR NAME=ID'"
        yield f"Not in the register of schools, for {column.name}: {listed}{more}.\n  what to do: {do}"
        return
    yield (
        f"Words of {column.name} that are not known: {listed}{more}. Rows with them will be set aside.\n"
        f"  accepted: {', '.join(accepted)}\n"
        f"  what to do: --word '{column.name}:THEIR WORD=ACCEPTED' for each, with nothing after = for no value, "
        f"or --word '{column.name}:*=ACCEPTED' for all others; rows that are for another table: "
        f"--leave-out '{column.name}=THEIR WORD' (* for every word not known)"
    )


def show_word(word: Word, column: Column) -> str:
    """A word of a list; one that may be a person, or an account of something, is told by the first row it stands in."""
    of_people = column.name.endswith(ROLE) or column.name in OF_PEOPLE
    hidden = f"{NOT_SHOWN}|{NOT_SHOWN_AT_ALL}" if of_people else NOT_SHOWN_AT_ALL
    if len(word.text) > LONGEST_SHOWN or re.search(hidden, word.text):
        return f"(a text of {len(word.text)} characters, row {word.first_row})"
    return f"'{word.text}'"


def _show(text: str) -> str:
    return f"'{text}'" if len(text) <= LONGEST_SHOWN else f"(a text of {len(text)} characters)"


def say_left_out(proposal: Proposal) -> Iterator[str]:
    """Which columns of the file are not read: those that never are, with the reason, and the rest."""
    private = {seen.header for seen in proposal.source.columns if seen.private}
    never = [f"{header} ({why})" for header, why in proposal.left_out if header in private]
    others = [header for header, _ in proposal.left_out if header not in private]
    if never:
        yield f"Never loaded: {', '.join(never)}."
    if others:
        yield f"Not asked for, and not read: {', '.join(words.shorten(others))}."


def tell_trial(console: Console, proposal: Proposal, trial: Trial) -> None:
    """How many rows could be used, and the reasons of those that could not, by column."""
    keep = proposal.wishes.keep
    others = f" The others are about the same: the {keep} row of each counts." if keep in ("first", "last") else ""
    counts = f"{trial.rows_read:,} read, {trial.rows_kept:,} kept, {trial.rows_set_aside:,} set aside"
    console.print(f"Tried on the file: {counts}.{others}")
    by_place = {seen.place: seen.header for seen in proposal.source.columns}
    headers = {name: f"'{by_place[place]}'" for place, name in name_columns(proposal).items()}
    reasons: dict[tuple[str, str], list[int]] = {}
    for reject in trial.rejects:
        column = headers.get(str(reject.column_name), reject.column_name or "row")
        reasons.setdefault((column, reject.reason), []).append(reject.row_number)
    for (column, reason), rows in sorted(reasons.items(), key=lambda item: -len(item[1]))[:REASONS_TOLD]:
        what = reason if column == "row" else f"{column} {reason}"
        console.print(f"  {what}: {words.count(len(rows), 'row')}, first row {min(rows)}", markup=False)
    if proposal.whose != "file":
        place = "<school_id>/<account_id>/" if proposal.whose == "account" else "<school_id>/"
        console.print(f"The file does not say whose it is: put it into {place} in the inbox.", markup=False)
