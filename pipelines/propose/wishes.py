"""Owns what a person says of a mapping, as options or as answers; knows no file."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pipelines.contract import Column, Table
from pipelines.errors import InputError, nearest
from pipelines.propose.dates import Order
from pipelines.propose.vocabulary import accepted_words, compared

Keep = Literal["first", "last", "all"]


@dataclass(frozen=True)
class Wishes:
    """What a person wants, by column of the contract; it goes before anything proposed.

    `sources`: the header to take ("" for none; "Date + Time" joins two). `fixed`: one value for every row. `words`:
    what a word of the school stands for, as compared ("*" for every other word; "" for no value). `left_out`: words
    whose rows are not for this table ("*" for every word unknown). `keep`: which of several rows with one key.
    """

    sources: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: Order | None = None
    keep: Keep | None = None

    def without(self, column: str, word: str) -> "Wishes":
        return replace(self, left_out={**self.left_out, column: (*self.left_out.get(column, ()), word)})

    def words_of(self, column: str) -> dict[str, str]:
        """What is said of the words of a column, as compared; those whose rows are left out stand for nothing."""
        return {compared(word): "" for word in self.left_out.get(column, ())} | dict(self.words.get(column, {}))

    def with_source(self, column: str, header: str) -> "Wishes":
        return replace(self, sources={**self.sources, column: header})

    def with_fixed(self, column: str, value: str) -> "Wishes":
        return replace(self, fixed={**self.fixed, column: value})

    def with_word(self, column: str, theirs: str, ours: str) -> "Wishes":
        known = {**self.words.get(column, {}), compared(theirs) if theirs != "*" else "*": ours}
        return replace(self, words={**self.words, column: known})


def read_wishes(
    table: Table,
    sets: Iterable[str] = (),
    fixes: Iterable[str] = (),
    words: Iterable[str] = (),
    left_out: Iterable[str] = (),
    order: Order | None = None,
    keep: Keep | None = None,
) -> Wishes:
    """Wishes from options: COLUMN=HEADER, COLUMN=VALUE, COLUMN:WORD=ACCEPTED, COLUMN=WORD. Raises InputError."""
    wishes = Wishes(order=order, keep=keep)
    for given in left_out:
        name, word = _split(given, "--leave-out", "category=Attendance")
        wishes = wishes.without(_find(table, name).name, word)
    for given in sets:
        name, header = _split(given, "--set", 'reported_at="Date of concern"')
        wishes = wishes.with_source(_find(table, name).name, header)
    for given in fixes:
        name, value = _split(given, "--fix", "kind=account_check")
        column = _find(table, name)
        wishes = wishes.with_fixed(column.name, _accept(table, column, value) if value else "")
    for given in words:
        left, ours = _split(given, "--word", 'category:"Cyber bullying"=harassment')
        name, colon, theirs = left.partition(":")
        if not colon or not theirs.strip():
            raise _unlike(given, "--word", 'category:"Cyber bullying"=harassment')
        column = _find(table, name)
        wishes = wishes.with_word(column.name, theirs.strip(), _accept(table, column, ours) if ours else "")
    return wishes


def _split(given: str, option: str, example: str) -> tuple[str, str]:
    name, sign, value = given.rpartition("=") if option == "--word" else given.partition("=")
    if not sign or not name.strip():
        raise _unlike(given, option, example)
    return name.strip(), value.strip().strip('"')


def _unlike(given: str, option: str, example: str) -> InputError:
    return InputError(f"{option} cannot be understood", found=given, accepted=f"{option} {example}")


def _find(table: Table, name: str) -> Column:
    column = table.columns.get(name.strip().casefold())
    if column is None:
        what = f"The table {table.name} has no column '{name}'.{nearest(name, table.columns)}"
        raise InputError(what, accepted=", ".join(table.columns))
    return column


def _accept(table: Table, column: Column, value: str) -> str:
    """A word as the contract writes it. Raises InputError for one that it does not know."""
    accepted = accepted_words(table, column)
    by_word = {compared(word): word for word in accepted}
    if not accepted:
        return value
    if compared(value) not in by_word:
        what = f"{column.name} accepts no '{value}'.{nearest(value, accepted)}"
        raise InputError(what, accepted=", ".join(accepted))
    return by_word[compared(value)]
