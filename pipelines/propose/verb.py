"""Owns the verb `map`: from a file to a format of the school's own; knows neither SQL nor how a column is chosen."""

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from rich.console import Console

from pipelines.attach import attach_staged
from pipelines.contract import Table, load_contract
from pipelines.errors import InputError, nearest
from pipelines.formats import Format, load_formats
from pipelines.own_formats import load_known_formats
from pipelines.propose.ask import ask_problems, ask_yes
from pipelines.propose.columns import Source, open_table, read_source
from pipelines.propose.compose import compose_format
from pipelines.propose.compose_words import find_unused_words
from pipelines.propose.options import Options
from pipelines.propose.proposal import Proposal, propose, rate_tables
from pipelines.propose.tell import tell_proposal, tell_trial
from pipelines.propose.trial import find_match, try_format
from pipelines.propose.wishes import read_wishes
from pipelines.readers import Peek
from pipelines.say import WIDTH_OFF_A_TERMINAL
from pipelines.settings import Settings

# Two tables nearer to each other than this are for a person to tell apart; less than this likely is no table of ours.
CLEAR_LEAD, LEAST_LIKELY = 0.05, 0.35
NAME = re.compile(r"[a-z][a-z0-9_]{2,59}")


def map_file(settings: Settings, path: Path, options: Options, console: Console | None = None) -> Path | None:
    """Propose, show, ask where somebody can answer, and write. Returns the file written; None for none.

    Raises InputError for what cannot be mapped, with what to do.
    """
    console = console or Console(
        highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else WIDTH_OFF_A_TERMINAL
    )
    given = find_table(options.table) if options.table else None
    known = load_known_formats(settings.formats)
    target = _choose_target(settings, path, options, known)
    with _room(settings) as room, open_table(path.expanduser().absolute(), options.sheet, room) as (part, head):
        if match := find_match(part, head, known):
            raise _known_already(match.format, path)
        source, schools = read_source(part, head), read_schools(settings)
        table = given or _suggest(console, source, schools, options)
        said = (options.sets, options.fixes, options.words, options.left_out)
        wishes = read_wishes(table, *said, order=options.order, keep=options.keep)
        proposal = propose(table, source, wishes, schools)
        tell_proposal(console, proposal)
        if console.is_terminal and not options.yes:
            proposal = ask_problems(console, proposal, schools)
        return _write(console, settings, proposal, head, target, options, known, room)


def find_table(name: str) -> Table:
    """A table of the contract by its name. Raises InputError with the nearest."""
    contract = load_contract()
    table = contract.get(name.strip().casefold())
    if table is None:
        raise InputError(f"There is no table '{name}'.{nearest(name, contract)}", accepted=", ".join(contract))
    return table


def _choose_target(settings: Settings, path: Path, options: Options, known: Sequence[Format]) -> Path:
    """Where the format file goes. Raises InputError for a name that is none, or that is taken."""
    stem = re.sub(r"[^a-z0-9]+", "_", path.stem.casefold()).strip("_")
    stem = re.sub(r"(_?\d+)+$", "", stem) or "own_export"
    taken = {each.name for each in load_formats()}
    own = stem if NAME.fullmatch(stem) and stem not in taken else f"own_{stem}"
    name = options.name or (options.out.stem if options.out else own)
    if not NAME.fullmatch(name):
        accepted = "small letters, digits and _, beginning with a letter, such as concern_log"
        raise InputError("The format needs another name", found=name, accepted=accepted, do="--name concern_log")
    target = (options.out or settings.formats / f"{name}.sql").expanduser().absolute()
    if target.exists() or any(each.name == name for each in known):
        raise InputError(
            f"There is a format called '{name}' already",
            where=str(target) if target.exists() else "",
            do="Choose another with --name, or take the old file away first.",
        )
    return target


def _known_already(known: Format, path: Path) -> InputError:
    of_the_contract = f"It has the headers of the contract's own table {known.name}."
    found = of_the_contract if known.is_contract else f"It follows the format {known.name}."
    return InputError(
        f"The file is recognised already, as '{known.title}'",
        where=path.name,
        found=found,
        do="Put it into the inbox and load: python -m pipelines check says which of its rows can be used.",
    )


def read_schools(settings: Settings) -> Mapping[str, str]:
    """Names and ids of the schools that are loaded, by name; none before a first load."""
    with duckdb.connect() as connection:
        attach_staged(connection, settings)
        return dict(connection.execute("select school_name, school_id from staged.schools").fetchall())


@contextmanager
def _room(settings: Settings) -> Iterator[Path]:
    """A place inside the data folder for what is unpacked, gone afterwards with the text in it."""
    settings.data.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.data, prefix=".working-") as name:
        yield Path(name)


def _suggest(console: Console, source: Source, schools: Mapping[str, str], options: Options) -> Table:
    """The likeliest table, and why. Raises InputError where two are as likely, or none is."""
    (best, first), (second, other), *_ = rate_tables(source, schools)
    if best < LEAST_LIKELY:
        raise InputError(
            "No table of the contract is like this file",
            where=source.part.file,
            do="If it is one, say which: --to incidents",
            accepted=", ".join(load_contract()),
        )
    found = [f"{choice.column.name} ('{choice.seen.header}')" for choice in first.choices if choice.seen]
    console.print(
        f"The likeliest table is {first.table.name}: the file has {', '.join(found) or 'no column of it'}. "
        f"The next is {other.table.name}. To say another: --to TABLE.",
        markup=False,
    )
    if best - second < CLEAR_LEAD and not console.is_terminal:
        raise InputError(
            "Two tables are about as likely",
            where=source.part.file,
            found=f"{first.table.name} and {other.table.name}",
            do=f"Say which: --to {first.table.name}",
        )
    return first.table


def _write(
    console: Console,
    settings: Settings,
    proposal: Proposal,
    head: Peek,
    target: Path,
    options: Options,
    known: Sequence[Format],
    room: Path,
) -> Path | None:
    if proposal.problems:
        console.print("Nothing is written: settle what is listed, and map again.")
        return None
    for word in find_unused_words(proposal):
        console.print(f"Note: no row has the word of {word}.", markup=False)
    title = options.title or f"{target.stem.replace('_', ' ').capitalize()} (own mapping)"
    text = compose_format(proposal, title, "Own")
    trial = try_format(settings, proposal, head, text, target.stem, known, room)
    tell_trial(console, proposal, trial)
    if not trial.rows_kept:
        console.print("Nothing is written: no row of the file could be used. See the reasons above, and map again.")
        return None
    if not options.yes and not (console.is_terminal and ask_yes(console, f"Write {target}?")):
        console.print("Nothing is written yet. To write it, add --yes.")
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    console.print(f"Wrote {target}. Next: python -m pipelines check", markup=False)
    return target
