"""Owns trying a format on the file it was made for, as loading will: rows kept, set aside, and why; keeps nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.errors import InputError
from pipelines.formats import Format, load_formats
from pipelines.identities import open_keys
from pipelines.inbox import Home, home_of
from pipelines.own_formats import check_format
from pipelines.propose.proposal import Proposal
from pipelines.readers import Part, Peek
from pipelines.recognise import Match, recognise
from pipelines.rejects import Reject, read_rejects
from pipelines.settings import Settings
from pipelines.staging import open_stage, stage_part


@dataclass(frozen=True)
class Trial:
    """What loading the file by the proposed format would come to."""

    rows_read: int
    rows_kept: int
    rejects: tuple[Reject, ...]

    @property
    def rows_set_aside(self) -> int:
        return len({reject.row_number for reject in self.rejects})


def find_match(part: Part, head: Peek, known: Sequence[Format]) -> Match | None:
    """The known format that a table follows already; None for none. Several that fit equally are one, too."""
    try:
        return recognise(part, head, known)
    except InputError as error:
        if "could be" in error.what:
            raise
        return None


def try_format(
    settings: Settings, proposal: Proposal, head: Peek, text: str, name: str, known: Sequence[Format], room: Path
) -> Trial:
    """Stage the file by the text of a format, beside those that are known. Raises InputError, ModelError."""
    folder = room / "formats"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.sql").write_text(text, encoding="utf-8")
    made = next(each for each in load_formats((folder,)) if not each.is_contract)
    check_format(made)
    part = proposal.source.part
    match = recognise(part, head, [*known, made])
    if match.format.name != name:
        raise InputError(f"The file would be taken for '{match.format.title}'", where=part.file)
    connection = open_stage(room, open_keys(settings, keep=False))
    try:
        home = find_home(settings, part)
        given = {"_school_id": home.school_id or "school", "_account_id": home.account_id or "account"}
        target = room / "staged" / "tried.parquet"
        done = stage_part(connection, part, match, given, target)
        return Trial(done.rows_read, done.rows_kept, tuple(read_rejects(connection, [(part.file, target)])))
    finally:
        connection.close()


def find_home(settings: Settings, part: Part) -> Home:
    """Whose the file is, by its folder, where it lies in the inbox."""
    path = part.path.absolute()
    inside = path.is_relative_to(settings.inbox)
    return home_of(path.relative_to(settings.inbox).as_posix()) if inside else Home()
