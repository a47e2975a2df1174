"""Owns how words of lists are put into a format's SQL: what each becomes, which rows are left out; decides nothing."""

import re
from collections.abc import Mapping

from pipelines.cast import FALSE_WORDS, TRUE_WORDS
from pipelines.contract import Column
from pipelines.propose.choose import Choice
from pipelines.propose.proposal import Proposal
from pipelines.propose.vocabulary import ROLE, Translation, accepted_words, compared, known_words
from pipelines.sql import quote_literal

EVERY_OTHER = "*"


def leave_out_rows(proposal: Proposal, names: Mapping[int, str]) -> str:
    """The condition, as SQL, on rows that are not for this table; "" for none."""
    conditions = []
    for column, left in proposal.wishes.left_out.items():
        choice = proposal.choice(column)
        if not choice.seen or not choice.translation:
            continue
        name = names[choice.seen.place]
        if EVERY_OTHER in left:
            gone = {as_compared(word) for word in left}
            test, listed = "not in", sorted(all_known(proposal, choice, choice.translation).keys() - gone)
        else:
            test, listed = "in", sorted(map(as_compared, left))
        among = f"{test} ({', '.join(map(quote_literal, listed))})"
        conditions.append(_all_words(name, choice.translation.separator, among))
    return " or ".join(conditions)


def _all_words(name: str, separator: str, among: str) -> str:
    """Whether every word of a cell is among some, as SQL."""
    if not separator:
        return f"lower(trim({name})) {among}"
    words = f"string_split(lower({name}), {quote_literal(separator)})"
    # What is not among them must be none: the test is turned round.
    turned = among.removeprefix("not ") if among.startswith("not ") else f"not {among}"
    return f"len(list_filter({words}, lambda word: trim(word) {turned})) = 0"


def translate_words(proposal: Proposal, choice: Choice, translation: Translation, name: str) -> str:
    """A word of the school as the contract's word; several in one cell each by itself."""
    column, wishes = choice.column, proposal.wishes
    is_left_out = EVERY_OTHER in wishes.left_out.get(column.name, ())
    other = "" if is_left_out else wishes.words.get(column.name, {}).get(EVERY_OTHER)
    words = all_known(proposal, choice, translation)
    if other is None:
        words = {theirs: ours for theirs, ours in words.items() if _differs(column, theirs, ours)}
    if translation.separator:
        items = f"string_split({name}, {quote_literal(translation.separator)})"
        return f"array_to_string(list_transform({items}, lambda word: {_cases(words, 'word', other)}), ';')"
    return _cases(words, name, other)


def all_known(proposal: Proposal, choice: Choice, translation: Translation) -> dict[str, str]:
    """Every word that is known, not only those of this export: the next one will have others."""
    table, column = proposal.table, choice.column
    accepted = accepted_words(table, column)
    known = {**known_words(table.name, column.name), **{word: word for word in accepted}} if accepted else {}
    known = known | {word: ours for word, ours in proposal.wishes.words_of(column.name).items() if word != EVERY_OTHER}
    return {as_compared(theirs): ours for theirs, ours in {**known, **translation.words}.items()}


def _differs(column: Column, theirs: str, ours: str) -> bool:
    """Whether loading would not read the word by itself."""
    if column.type == "boolean":
        return theirs not in (*TRUE_WORDS, *FALSE_WORDS)
    return column.name.endswith(ROLE) or re.sub(r"[ -]", "_", theirs) != ours


def as_compared(word: str) -> str:
    """A word as the select compares it: without case and without blanks around it."""
    return word.strip().lower()


def _cases(words: Mapping[str, str], name: str, other: str | None) -> str:
    by_word: dict[str, list[str]] = {}
    for theirs, ours in sorted(words.items(), key=lambda item: (item[1], item[0])):
        by_word.setdefault(ours, []).append(quote_literal(theirs))
    last = name if other is None else quote_literal(other or None)
    whens = "".join(
        f"\n        when lower(trim({name})) in ({', '.join(theirs)}) then {quote_literal(ours or None)}"
        for ours, theirs in by_word.items()
    )
    return f"case{whens}\n        when {name} is not null then {last}\n    end"


def find_unused_words(proposal: Proposal) -> list[str]:
    """Words that a person translated and that stand in no row of the file."""
    unused = []
    for name, words in proposal.wishes.words.items():
        choice = proposal.choice(name)
        seen = {compared(word) for word in choice.translation.words} if choice.translation else set()
        unused += [f"{name}: '{word}'" for word in words if word != EVERY_OTHER and word not in seen]
    return unused
