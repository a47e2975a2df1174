"""Owns one file of the inbox: its parts, whose it is, what became of each; knows neither types nor SQL."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from pipelines import words
from pipelines.companions import find_preferred, is_companion, list_beside, read_companions
from pipelines.contract import load_contract
from pipelines.errors import InputError
from pipelines.formats import Format
from pipelines.identities import Keys, Vault, veil_path
from pipelines.listed_files import describe_neighbours, find_unlike
from pipelines.manifest import FileRecord, Manifest, PartRecord, fingerprint_if_any, fingerprint_of
from pipelines.readers import Part, open_parts, peek
from pipelines.recognise import Match, Unrecognised, is_notes, recognise
from pipelines.settings import now
from pipelines.staging import Staged, stage_part

# Raise it when the code stages differently: what is still in the inbox is then staged anew.
STAGING_VERSION = "1"
LITTER = {"thumbs.db", "desktop.ini"}
MEMBERS_NAMED = 5


@dataclass(frozen=True)
class StagingRoom:
    """What staging a file needs at hand. `folder` is staged to; `working` is room for text that goes with the run."""

    connection: DuckDBPyConnection
    formats: tuple[Format, ...]
    folder: Path
    working: Path
    keys: Keys
    vault: Vault
    moment: str = field(default_factory=lambda: now().replace(tzinfo=None).isoformat(timespec="seconds"))

    @cached_property
    def _definitions(self) -> str:
        tables = [table.model_dump_json() for table in load_contract().values()]
        return sha256(
            "\n".join([STAGING_VERSION, *tables, *(each.definition for each in self.formats)]).encode()
        ).hexdigest()[:16]

    def mark_for(self, path: Path) -> str:
        """Tells by what else than its own bytes a file is read: the definitions, and files beside it."""
        beside = [fingerprint_if_any(other) for other in list_beside(self.formats, path)]
        beside += describe_neighbours(self.formats, path)
        return sha256("\n".join([self._definitions, *beside]).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Home:
    """Whose a file is, as its folder says: `<school_id>/<account_id>/...`."""

    folder: str = ""
    school_id: str | None = None
    account_id: str | None = None


@dataclass(frozen=True)
class _Intake:
    """One file on its way in."""

    room: StagingRoom
    manifest: Manifest
    whole: Part
    fingerprint: str
    home: Home


def list_inbox(inbox: Path) -> list[Path]:
    """Every file in the inbox, at any depth, in order; hidden files and what systems leave behind are no exports.

    A link to a folder is listed as a file, and not followed. Raises InputError for a folder that cannot be looked into.
    """
    found = []
    for folder, folders, names in os.walk(inbox, onerror=_refuse_folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__MACOSX"))]
        links = [name for name in folders if Path(folder, name).is_symlink()]
        found += [Path(folder, name) for name in (*names, *links) if not _is_litter(name)]
    return sorted(found)


def _refuse_folder(error: OSError) -> None:
    if isinstance(error, FileNotFoundError):
        return
    raise InputError(
        "The folder cannot be looked into",
        where=str(error.filename),
        found=error.strerror or "",
        do="Let the account that loads read this folder, or take it out of the inbox.",
    )


def name_of(path: Path) -> str:
    """A path as it is listed, with `\\udce9` and the like for bytes that are no text in it."""
    return path.as_posix().encode("utf-8", "backslashreplace").decode()


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in LITTER


def home_of(name: str) -> Home:
    """Whose a file is: the first folder below the inbox names the school, the second the account."""
    folders = PurePosixPath(name).parent.parts
    return Home("/".join(folders), *(folders[depth] if len(folders) > depth else None for depth in (0, 1)))


def stage_file(room: StagingRoom, manifest: Manifest, path: Path, name: str, fingerprint: str) -> FileRecord:
    """Stage every part of one file; what cannot be staged is recorded with the reason. Raises ModelError only."""
    name = veil_path(room.keys, name)
    whole = Part(name, path, datetime.fromtimestamp(path.lstat().st_mtime, UTC).replace(tzinfo=None))
    intake = _Intake(room, manifest, whole, fingerprint, home_of(name))
    try:
        _check_openable(whole)
        with open_parts(whole, room.working) as found:
            parts = [replace(part, file=veil_path(room.keys, part.file)) for part in found]
            records = [record for part in parts for record in _stage_part(intake, part, parts)]
    except InputError as error:
        records = [_record(intake, whole, status="failed", message=str(error))]
    except OSError as error:
        records = [_record(intake, whole, status="failed", message=str(_unopenable(whole, error.strerror or "")))]
    return FileRecord(fingerprint, room.mark_for(path), tuple(_gather_unread_members(name, records)))


def _check_openable(whole: Part) -> None:
    """Refuse what is no file, before somebody waits for it to be read. Raises InputError."""
    if not whole.path.is_file():
        is_link = whole.path.is_symlink()
        raise _unopenable(whole, "a link, and not to a file that is there" if is_link else "no ordinary file")


def _unopenable(whole: Part, found: str) -> InputError:
    do = "Put the file itself here, not in use by another program, and let the account that loads read it."
    return InputError("The file cannot be opened", where=whole.file, found=found, do=do)


def _stage_part(intake: _Intake, part: Part, parts: list[Part]) -> Iterator[PartRecord]:
    try:
        seen = peek(part)
        if not is_notes(seen):
            match = recognise(part, seen, intake.room.formats)
            unread = _say_unread(intake, part, match.format, parts)
            yield unread or _stage_recognised(intake, part, match, read_companions(match.format, part, parts))
    except Unrecognised as error:
        is_read = is_companion(intake.room.formats, part)
        status, message = ("loaded", "Read with the exports beside it.") if is_read else ("unrecognised", str(error))
        yield _record(intake, part, status=status, message=message)
    except InputError as error:
        yield _record(intake, part, status="failed" if part.kind else "unrecognised", message=str(error))


def _say_unread(intake: _Intake, part: Part, each: Format, parts: list[Part]) -> PartRecord | None:
    """What becomes of a part of which no row is read: it holds none that counts, or a file beside it says them."""
    if unlike := find_unlike(each, part, parts):
        return _record(intake, part, status="incomplete", message=unlike, format=each.name)
    if preferred := find_preferred(each, part, parts):
        found = f"{preferred} beside it says the same without any text, and is read in its place."
    elif each.uncounted:
        found = each.uncounted
    else:
        return None
    told = InputError(f"'{each.title}' holds nothing that is counted", where=part.file, found=found)
    return _record(intake, part, status="uncounted", message=str(told), format=each.name)


def _stage_recognised(intake: _Intake, part: Part, match: Match, beside: dict[str, str | None]) -> PartRecord:
    each, home, room = match.format, intake.home, intake.room
    known = {"format": each.name, "table_name": each.table, "unknown_columns": words.shorten(match.unknown)}
    if each.whose != "file" and not (home.school_id and (home.account_id or each.whose == "school")):
        return _record(intake, part, status="whose", message=_ask_whose(intake, part, each), **known)
    staged = _name_staged(intake, part, each, beside)
    same = next((record for record in intake.manifest.parts() if record.staged == staged), None)
    if same and (room.folder / staged).exists():
        return replace(same, file=part.file, folder=home.folder, school_id=home.school_id, account_id=home.account_id)
    given = {"_school_id": home.school_id, "_account_id": home.account_id, **beside}
    try:
        done = stage_part(room.connection, part, match, given, room.folder / staged)
    except InputError as error:
        return _record(intake, part, status="failed", message=str(error), **known)
    except duckdb.Error as error:
        # The engine's own words may quote the row.
        message = f"{part.file}: The file could not be staged\n  found: {type(error).__name__}"
        return _record(intake, part, status="failed", message=message, **known)
    _keep_people(room, staged, part, done)
    kept = {
        "sides": each.sides,
        "has_made_ids": each.made_ids,
        "staged": staged,
        "digest": fingerprint_of(room.folder / staged),
    }
    spans = {"first_at": done.first_at, "last_at": done.last_at}
    counts = {"rows_read": done.rows_read, "rows_kept": done.rows_kept, "rows_rejected": done.rows_rejected}
    return _record(intake, part, status="loaded", **known, **kept, **spans, **counts)


def _record(intake: _Intake, part: Part, **said: Any) -> PartRecord:
    return PartRecord(
        file=part.file,
        exported_at=part.exported_at.isoformat(timespec="seconds"),
        loaded_at=intake.room.moment,
        folder=intake.home.folder,
        school_id=intake.home.school_id,
        account_id=intake.home.account_id,
        **said,
    )


def _ask_whose(intake: _Intake, part: Part, each: Format) -> str:
    place = (intake.home.school_id or "<school_id>") + ("/<account_id>/" if each.whose == "account" else "/")
    what = "it" if part.file == intake.whole.file else "the whole file"
    return str(
        InputError(
            "Whose is it? The export does not say",
            where=part.file,
            do=f"Move {what} to {place} in the inbox, with ids as in your registers.",
        )
    )


def _name_staged(intake: _Intake, part: Part, each: Format, beside: dict[str, str | None]) -> str:
    """The name of a staged file: of the same bytes, read by the same definition, for the same owner, there is one."""
    content = [intake.fingerprint, part.file.removeprefix(intake.whole.file), *map(str, beside.values())]
    owner = [] if each.whose == "file" else [str(intake.home.school_id), str(intake.home.account_id)]
    definition = [STAGING_VERSION, each.definition, load_contract()[each.table].model_dump_json()]
    return f"{each.table}/{sha256(chr(10).join(content + owner + definition).encode()).hexdigest()[:32]}.parquet"


def _keep_people(room: StagingRoom, staged: str, part: Part, done: Staged) -> None:
    for pseudonym, person, email in done.people:
        details = {"name": person, "email": email, "exported_at": part.exported_at.isoformat()}
        if not room.keys.is_forgotten(pseudonym):
            room.vault.add(pseudonym, staged, {key: value for key, value in details.items() if value})


def _gather_unread_members(name: str, records: list[PartRecord]) -> Iterator[PartRecord]:
    """A platform's ZIP holds much that nobody asks for: when some of it was loaded, the rest is one line."""
    unread = [record for record in records if record.status == "unrecognised" and record.file.startswith(f"{name}/")]
    if not any(record.status == "loaded" for record in records) or len(unread) < 2:
        yield from records
        return
    yield from (record for record in records if record not in unread)
    named = ", ".join(record.file.removeprefix(f"{name}/") for record in unread[:MEMBERS_NAMED])
    message = f"{len(unread)} other files in it hold nothing that is read here: {named}" + (
        ", ..." if len(unread) > MEMBERS_NAMED else ""
    )
    yield replace(unread[0], file=name, message=message)
