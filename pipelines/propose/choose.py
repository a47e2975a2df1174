"""Owns which column of a file becomes which of a contract table, and how sure that is; writes nothing.

A header that says the same counts most; values that cannot be what a column holds rule it out. Accounts in free text,
names and addresses are no candidates. Each column of the file is taken at most once, the surest first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pipelines.contract import Column, Table
from pipelines.errors import InputError
from pipelines.propose.columns import Seen, Source
from pipelines.propose.likeness import likeness, spellings_of, words_of
from pipelines.propose.private import LIKE_NAMES
from pipelines.propose.vocabulary import Translation, accepted_words, translate
from pipelines.propose.wishes import Wishes
from pipelines.recognise import plain

SURE, LIKELY, TAKEN_FROM = 0.85, 0.7, 0.6
# A list that says so little ("yes", "no") cannot tell by its words which column it is.
ENOUGH_WORDS = 4
BY_ITS_VALUES = 0.62
MOST_KNOWN = 0.8
# A list of words of which none is known may still be the one that its header says.
NONE_KNOWN = 0.01


@dataclass(frozen=True)
class Choice:
    """Where one column of the contract comes from: a column of the file (`clock`: its time of day in another), one
    `fixed` value, the `folder`, or `made`; from nowhere when none of these. `why` in words, `sure` 0 to 1."""

    column: Column
    seen: Seen | None = None
    clock: Seen | None = None
    fixed: str | None = None
    other: str = ""
    why: str = ""
    sure: float = 0.0
    translation: Translation | None = None

    @property
    def has_source(self) -> bool:
        return self.seen is not None or self.fixed is not None or bool(self.other)

    @property
    def how_sure(self) -> str:
        if self.sure >= 1:
            return "you said so" if self.why == SAID else "sure"
        return "sure" if self.sure >= SURE else "likely" if self.sure >= LIKELY else "a guess"


SAID = "as you said"


def choose(table: Table, source: Source, wishes: Wishes, schools: Mapping[str, str]) -> list[Choice]:
    """One choice per column of the contract, in its order. `schools`: names of schools and their ids, where known."""
    chosen = {name: _as_said(table, table.columns[name], source, wishes) for name in _said(table, wishes)}
    taken = {seen.place for choice in chosen.values() for seen in (choice.seen, choice.clock) if seen}
    free = [column for column in table.columns.values() if column.name not in chosen and column.personal != "vault"]
    for score, why, column, seen in _rank(table, free, source, schools):
        if column.name not in chosen and seen.place not in taken:
            chosen[column.name] = Choice(column, seen=seen, why=why, sure=score)
            taken.add(seen.place)
    _take_last_date(table, source, chosen, taken)
    for name, choice in chosen.items():
        chosen[name] = _add_clock(table, choice, source, taken)
    choices = [chosen.get(name, Choice(column)) for name, column in table.columns.items()]
    return [_translated(table, choice, wishes, schools) for choice in choices]


def _said(table: Table, wishes: Wishes) -> Iterable[str]:
    return [name for name in table.columns if name in wishes.sources or name in wishes.fixed]


def _as_said(table: Table, column: Column, source: Source, wishes: Wishes) -> Choice:
    if column.name in wishes.fixed:
        return Choice(column, fixed=wishes.fixed[column.name], why=SAID, sure=1)
    header = wishes.sources[column.name]
    if not header:
        return Choice(column, why=SAID, sure=1)
    names = [header] if _has(source, header) else [part.strip() for part in header.split(" + ")]
    seen, *clocks = [source.find(name) for name in names]
    _refuse_private(table, column, seen, source)
    return Choice(column, seen=seen, clock=clocks[0] if clocks else None, why=SAID, sure=1)


def _has(source: Source, header: str) -> bool:
    return any(plain(column.header) == plain(header) for column in source.columns)


def _refuse_private(table: Table, column: Column, seen: Seen, source: Source) -> None:
    """What a person says cannot open the door to text: only where values become pseudonyms, words or dates it may."""
    is_safe = (column.personal and not seen.is_free_text) or column.type != "text" or accepted_words(table, column)
    by_values = seen.private_values if seen.private_values != LIKE_NAMES else ""
    by_header = "" if _header_likeness(table, column, seen) else seen.private_header
    if not is_safe and (by_values or by_header):
        raise InputError(
            f"'{seen.header}' is never loaded: {by_values or by_header}",
            where=f"{source.part.file}, for {column.name}",
            do="Leave it out, or map a column that holds an id or a word from a list.",
        )


def _rank(
    table: Table, columns: Iterable[Column], source: Source, schools: Mapping[str, str]
) -> list[tuple[float, str, Column, Seen]]:
    """Every pair that may be, the surest first."""
    rated = [(*_rate(table, column, seen, schools), column, seen) for column in columns for seen in source.columns]
    likely = [each for each in rated if each[0] >= TAKEN_FROM]
    return sorted(likely, key=lambda each: (-each[0], each[3].place))


def _rate(table: Table, column: Column, seen: Seen, schools: Mapping[str, str]) -> tuple[float, str]:
    """How sure it is that a column of the file is one of the contract, and why, in words."""
    alike = _header_likeness(table, column, seen)
    fit = fit_values(table, column, seen)
    if not _is_open(column, seen, alike, fit) or (fit is not None and fit <= 0):
        return 0.0, ""
    said = "its header says so" if alike >= 0.9 else "its header is like it"
    if not seen.filled:
        return alike * 0.8, f"{said}, though it is empty"
    if accepted_words(table, column) and column.type != "boolean":
        return _rate_words(table, column, seen, alike, fit or 0.0, said)
    if column.name == "school_id" and table.name != "schools":
        return _rate_school(seen, alike, schools, said)
    values = {"text": ""}.get(column.type, f", and {_share(fit)} of its values can be read so")
    return alike * (0.75 + 0.25 * (fit if fit is not None else 1.0)), said + values


def _rate_words(table: Table, column: Column, seen: Seen, alike: float, fit: float, said: str) -> tuple[float, str]:
    words = f"{_share(fit)} of its words are known" if fit > NONE_KNOWN else "none of its words is known"
    if alike:
        return alike * (0.65 + 0.35 * fit), f"{said}, and {words}"
    by_words = fit >= MOST_KNOWN and len(accepted_words(table, column)) >= ENOUGH_WORDS and seen.distinct > 1
    return (BY_ITS_VALUES * fit, f"by its values: {words}") if by_words else (0.0, "")


def _rate_school(seen: Seen, alike: float, schools: Mapping[str, str], said: str) -> tuple[float, str]:
    """A site or a house is called a school, too; where a register is loaded, its schools must be among the values."""
    if not schools:
        return (alike, said) if seen.whole_numbers == 1 else (alike * 0.7, f"{said}; no register of schools is loaded")
    known = sum(word.rows for word in seen.words if word.text in _name_schools(seen, schools, {}).words)
    share = known / max(1, sum(word.rows for word in seen.words))
    return (
        (alike * (0.75 + 0.25 * share), f"{said}, and {_share(share)} of its values are in the register")
        if share
        else (0.0, "")
    )


def _share(fit: float | None) -> str:
    return "all" if fit == 1 else f"{100 * (fit or 0):.0f} %"


def _header_likeness(table: Table, column: Column, seen: Seen) -> float:
    return likeness(seen.header, spellings_of(table, column))


def _is_open(column: Column, seen: Seen, alike: float, fit: float | None) -> bool:
    """Whether a column may be taken at all, seeing that it may hold what is never loaded."""
    if not seen.private:
        return True
    if column.personal:
        return not seen.is_free_text
    if column.allowed:
        return (fit or 0.0) >= MOST_KNOWN and not seen.private_values
    return alike >= 0.9 and seen.private_values in ("", LIKE_NAMES)


def fit_values(table: Table, column: Column, seen: Seen) -> float | None:
    """The share of values that can be what the column holds; None where there are none; 0 rules the column out."""
    if not seen.filled:
        return None
    if column.type in ("date", "timestamp"):
        return seen.dates.readable if seen.dates else 0.0
    if column.type in ("integer", "time"):
        share = seen.whole_numbers if column.type == "integer" else seen.times_of_day
        return share if share >= 0.5 else 0.0
    if accepted_words(table, column):
        share = translate(table, column, seen, {}).matched_share
        is_list = (seen.is_words or share >= 0.5) and not seen.is_dated
        return share or (NONE_KNOWN if is_list and column.type != "boolean" else 0.0)
    if seen.is_dated:
        return 0.0
    is_id_of_rows = list(table.key) == [column.name]
    return seen.distinct / seen.filled if is_id_of_rows and seen.distinct > 1 else 1.0


def _take_last_date(table: Table, source: Source, chosen: dict[str, Choice], taken: set[int]) -> None:
    """A table lives by the column that says when; where one column of dates is left for it, it is that one."""
    column = table.time_column
    left = [seen for seen in source.columns if seen.is_dated and seen.place not in taken and not seen.private]
    if column and column.name not in chosen and len(left) == 1:
        chosen[column.name] = Choice(
            column, seen=left[0], why="the only column of dates that is left", sure=BY_ITS_VALUES
        )
        taken.add(left[0].place)


def _add_clock(table: Table, choice: Choice, source: Source, taken: set[int]) -> Choice:
    """A time of day in a column of its own: "Incident time" by "Incident date"; "Time" alone by the main date."""
    seen = choice.seen
    if choice.column.type != "timestamp" or not seen or not seen.dates or seen.dates.has_clock or choice.clock:
        return choice
    stem = words_of(seen.header).replace("date", "").split()
    for other in source.columns:
        words = words_of(other.header).split()
        is_time = other.times_of_day >= 0.5 or (other.filled and _is_clock(other))
        rest = [word for word in words if word != "time"]
        is_its = rest == stem or (not rest and choice.column == table.time_column)
        if other.place not in taken and is_time and "time" in words and is_its:
            taken.add(other.place)
            return replace(choice, clock=other, why=f"{choice.why}; its time is in '{other.header}'")
    return choice


def _is_clock(seen: Seen) -> bool:
    return 2 * sum(word.text[-2:].casefold() in ("am", "pm") for word in seen.words) >= len(seen.words)


def _translated(table: Table, choice: Choice, wishes: Wishes, schools: Mapping[str, str]) -> Choice:
    column, given = choice.column, wishes.words_of(choice.column.name)
    if choice.seen is None:
        return choice
    if accepted_words(table, column):
        return replace(choice, translation=translate(table, column, choice.seen, given))
    if column.name == "school_id" and table.name != "schools" and (schools or given):
        return replace(choice, translation=_name_schools(choice.seen, schools, given))
    return replace(choice, translation=Translation({}, ())) if given else choice


def _name_schools(seen: Seen, schools: Mapping[str, str], given: Mapping[str, str]) -> Translation:
    """Schools called by their names become their ids, as in the register."""
    known = {plain(name): school for name, school in schools.items()} | {plain(s): s for s in schools.values()}
    known |= dict(given)
    words = {word.text: known[plain(word.text)] for word in seen.words if plain(word.text) in known}
    unmatched = tuple(word for word in seen.words if plain(word.text) not in known) if schools else ()
    return Translation(words, unmatched)
