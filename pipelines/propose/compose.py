"""Owns the format file that a proposal becomes: its header and its select; reads nothing and decides nothing."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from pipelines.cast import FALSE_WORDS, TRUE_WORDS
from pipelines.contract import Column
from pipelines.propose.choose import Choice
from pipelines.propose.columns import Seen
from pipelines.propose.proposal import Proposal
from pipelines.propose.vocabulary import ROLE, Translation, accepted_words, compared, known_words
from pipelines.recognise import plain
from pipelines.sql import quote_literal

ZONE = "Europe/London"
CLOCK_FORMS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p", "%Y-%m-%d %H:%M:%S")
EVERY_OTHER = "*"
USUALLY_MISSING = ("?", "-", "n/a", "N/A")
# Words of SQL that a column cannot be called without quotes.
RESERVED = {
    "source",
    "select",
    "from",
    "where",
    "case",
    "when",
    "then",
    "else",
    "end",
    "and",
    "or",
    "not",
    "in",
    "as",
    "on",
    "to",
    "by",
}
RESERVED |= {
    "order",
    "group",
    "table",
    "all",
    "any",
    "desc",
    "asc",
    "limit",
    "with",
    "user",
    "default",
    "check",
    "references",
    "column",
}


def compose_format(proposal: Proposal, title: str, vendor: str) -> str:
    """The text of a format file: TOML in a comment, then one select."""
    names = name_columns(proposal)
    never = [
        header
        for header, why in proposal.left_out
        if header in {s.header for s in proposal.source.columns if s.private}
    ]
    head = [
        f"title = {quote(title)}",
        f"vendor = {quote(vendor)}",
        'evidence = "own"',
        f"reader = {quote_all(dict.fromkeys(('csv', 'xlsx', str(proposal.source.part.kind))))}",
        f'table = "{proposal.table.name}"',
        f'whose = "{proposal.whose}"',
        *(['sides = "both"'] if proposal.table.name == "activity" else []),
        *([f"leave_out = {quote(condition)}"] if (condition := _leave_out(proposal, names)) else []),
        f"never = {quote_all(dict.fromkeys(never))}",
    ]
    columns = [line for seen in _read_columns(proposal) for line in _declare(proposal, seen, names[seen.place])]
    return "\n".join(["/*---", *head, *columns, "---*/", *_compose_select(proposal, names)]) + "\n"


def _leave_out(proposal: Proposal, names: Mapping[int, str]) -> str:
    """The condition, as SQL, on rows that are not for this table; "" for none."""
    conditions = []
    for column, left in proposal.wishes.left_out.items():
        choice = proposal.choice(column)
        if not choice.seen or not choice.translation:
            continue
        name = names[choice.seen.place]
        if EVERY_OTHER in left:
            gone = {as_compared(word) for word in left}
            test, listed = "not in", sorted(_all_known(proposal, choice, choice.translation).keys() - gone)
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


def quote(text: str) -> str:
    """A text as TOML writes it; JSON's way is one of TOML's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def quote_all(texts: Iterable[str]) -> str:
    """Texts as a TOML array."""
    return f"[{', '.join(map(quote, texts))}]"


def _read_columns(proposal: Proposal) -> list[Seen]:
    read = {seen.place: seen for choice in proposal.choices for seen in (choice.seen, choice.clock) if seen}
    return [read[place] for place in sorted(read)]


def name_columns(proposal: Proposal) -> dict[int, str]:
    """A name in SQL for each column that is read, by its place: its header in small letters."""
    names: dict[int, str] = {}
    for seen in _read_columns(proposal):
        name = re.sub(r"[^a-z0-9]+", "_", plain(seen.header)).strip("_") or f"column_{seen.place + 1}"
        name = f"their_{name}" if name in RESERVED or name[0].isdigit() else name
        names[seen.place] = name if name not in names.values() else f"{name}_{seen.place + 1}"
    return names


def _declare(proposal: Proposal, seen: Seen, name: str) -> Iterator[str]:
    """The header's lines for one column."""
    used = [choice for choice in proposal.choices if choice.seen is seen]
    dated = [choice for choice in used if choice.column.type in ("date", "timestamp")]
    yield ""
    yield f"[columns.{name}]"
    yield f"aliases = {quote_all([seen.header])}"
    if dated and seen.dates:
        is_day = all(choice.column.type == "date" or choice.clock for choice in dated) and not seen.dates.has_clock
        yield f'type = "{"date" if is_day else "timestamp"}"'
        yield f"written = {quote_all(seen.dates.written(proposal.orders.get(dated[0].column.name)))}"
        if not is_day:
            yield f'zone = "{ZONE}"'
    if any(choice.column.required for choice in used):
        yield "required = true"
    known = dict.fromkeys((*seen.missing, *USUALLY_MISSING))
    missing = [text for text in known if not _means_something(proposal, used, text)]
    yield f"missing = {quote_all(missing)}"


def _means_something(proposal: Proposal, used: Iterable[Choice], text: str) -> bool:
    return any(text in accepted_words(proposal.table, choice.column) for choice in used)


def _compose_select(proposal: Proposal, names: Mapping[int, str]) -> Iterator[str]:
    yield f"-- Grain: {proposal.table.grain}."
    values = [(choice, value) for choice in proposal.choices if (value := _value(proposal, choice, names))]
    yield "select"
    yield "    _row,"
    faults = [fault for choice, _ in values for fault in _faults(proposal, choice, names)]
    lines = [f"    {value} as {choice.column.name}" for choice, value in values]
    if faults:
        lines.append("    case\n" + "\n".join(f"        {fault}" for fault in faults) + "\n    end as _fault")
    yield ",\n".join(lines)
    yield "from source" + _keep_one(proposal, names)


def _keep_one(proposal: Proposal, names: Mapping[int, str]) -> str:
    keep, key = proposal.wishes.keep, proposal.choice(proposal.table.key[0])
    if keep not in ("first", "last") or not key.seen:
        return ""
    order = "_row desc" if keep == "last" else "_row"
    return f"\nqualify row_number() over (partition by {names[key.seen.place]} order by {order}) = 1"


def _value(proposal: Proposal, choice: Choice, names: Mapping[int, str]) -> str:
    """What the select yields for one column of the contract, as SQL; "" for nothing."""
    column = choice.column
    if choice.fixed is not None:
        return quote_literal(choice.fixed) if choice.fixed else ""
    if choice.other == "folder":
        return f"_{column.name}"
    if choice.other == "made":
        return _make_id(proposal, names)
    if not choice.seen:
        return ""
    name = names[choice.seen.place]
    if choice.clock:
        return _join_clock(name, names[choice.clock.place])
    if choice.translation:
        return _translate(proposal, choice, choice.translation, name)
    if column.personal:
        return f"case when contains({name}, '@') then lower({name}) else {name} end"
    return f"_school_id || '/' || {name}" if _is_shared_key(proposal, column) else name


def _is_shared_key(proposal: Proposal, column: Column) -> bool:
    """Two schools' logs may both begin at 1: where the folder says the school, it becomes part of the id."""
    school = proposal.table.columns.get("school_id")
    return (
        list(proposal.table.key) == [column.name]
        and school is not None
        and proposal.choice("school_id").other == "folder"
    )


def _make_id(proposal: Proposal, names: Mapping[int, str]) -> str:
    """The school, the day or moment, and a number among the rows of that moment: the same at the next export."""
    moment = proposal.choice(str(proposal.table.time_column.name)) if proposal.table.time_column else None
    when = names[moment.seen.place] if moment and moment.seen else "'row'"
    owner = [
        _value(proposal, proposal.choice(name), names)
        for name in ("school_id", "account_id")
        if name in proposal.table.columns
    ]
    parts = ", ".join([*(value for value in owner if value), when])
    return f"concat_ws('/', {parts}, row_number() over (partition by {parts} order by _row))"


def _join_clock(day: str, clock: str) -> str:
    """A day and a time of day, as text on the school's clock."""
    time = f"strftime({_read_clock(clock)}, '%H:%M:%S')"
    return f"strftime({day}, '%Y-%m-%d') || ' ' || coalesce({time}, '00:00:00')"


def _read_clock(name: str) -> str:
    return f"try_strptime({name}, [{', '.join(map(quote_literal, CLOCK_FORMS))}])"


def _translate(proposal: Proposal, choice: Choice, translation: Translation, name: str) -> str:
    """A word of the school as the contract's word; several in one cell each by itself."""
    column, wishes = choice.column, proposal.wishes
    is_left_out = EVERY_OTHER in wishes.left_out.get(column.name, ())
    other = "" if is_left_out else wishes.words.get(column.name, {}).get(EVERY_OTHER)
    words = _all_known(proposal, choice, translation)
    if other is None:
        words = {theirs: ours for theirs, ours in words.items() if _differs(column, theirs, ours)}
    if translation.separator:
        items = f"string_split({name}, {quote_literal(translation.separator)})"
        return f"array_to_string(list_transform({items}, lambda word: {_cases(words, 'word', other)}), ';')"
    return _cases(words, name, other)


def _all_known(proposal: Proposal, choice: Choice, translation: Translation) -> dict[str, str]:
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


def _faults(proposal: Proposal, choice: Choice, names: Mapping[int, str]) -> Iterator[str]:
    """Why a row must be set aside that the contract itself would keep: a role nobody knows could be a name."""
    if choice.clock:
        clock, told = names[choice.clock.place], f"{choice.clock.header}: it is no time of day"
        yield f"when {clock} is not null and {_read_clock(clock)} is null then {quote_literal(told)}"
    if choice.seen and choice.translation and choice.column.name.endswith(ROLE):
        if EVERY_OTHER in proposal.wishes.words.get(choice.column.name, {}):
            return
        name = names[choice.seen.place]
        accepted = accepted_words(proposal.table, choice.column)
        known = sorted(_all_known(proposal, choice, choice.translation))
        listed = ", ".join(map(quote_literal, known))
        told = f"{choice.seen.header}: the role is not known; accepted: {', '.join(accepted)}"
        yield f"when lower(trim({name})) not in ({listed}) then {quote_literal(told)}"


def find_unused_words(proposal: Proposal) -> list[str]:
    """Words that a person translated and that stand in no row of the file."""
    unused = []
    for name, words in proposal.wishes.words.items():
        choice = proposal.choice(name)
        seen = {compared(word) for word in choice.translation.words} if choice.translation else set()
        unused += [f"{name}: '{word}'" for word in words if word != EVERY_OTHER and word not in seen]
    return unused
