"""Owns the format file that a proposal becomes: its header and its select; reads nothing and decides nothing."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from pipelines.contract import Column
from pipelines.propose.choose import Choice
from pipelines.propose.columns import Seen
from pipelines.propose.compose_words import EVERY_OTHER, all_known, leave_out_rows, translate_words
from pipelines.propose.proposal import Proposal, is_made_id
from pipelines.propose.vocabulary import ROLE, accepted_words
from pipelines.recognise import plain
from pipelines.sql import quote_literal

ZONE = "Europe/London"
CLOCK_FORMS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p", "%Y-%m-%d %H:%M:%S")
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
        *([f"leave_out = {quote(condition)}"] if (condition := leave_out_rows(proposal, names)) else []),
        f"never = {quote_all(dict.fromkeys(never))}",
    ]
    columns = [line for seen in _read_columns(proposal) for line in _declare(proposal, seen, names[seen.place])]
    return "\n".join(["/*---", *head, *columns, "---*/", *_compose_select(proposal, names)]) + "\n"


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
        return translate_words(proposal, choice, choice.translation, name)
    if column.personal:
        return f"case when contains({name}, '@') then lower({name}) else {name} end"
    return f"_school_id || '/' || {name}" if _is_shared_key(proposal, column) else name


def _is_shared_key(proposal: Proposal, column: Column) -> bool:
    """Two schools' logs may both begin at 1: where the folder says the school, it becomes part of the id."""
    by_folder = "school_id" in proposal.table.columns and proposal.choice("school_id").other == "folder"
    return by_folder and list(proposal.table.key) == [column.name] and is_made_id(proposal.table, column)


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
        known = sorted(all_known(proposal, choice, choice.translation))
        listed = ", ".join(map(quote_literal, known))
        told = f"{choice.seen.header}: the role is not known; accepted: {', '.join(accepted)}"
        yield f"when lower(trim({name})) not in ({listed}) then {quote_literal(told)}"
