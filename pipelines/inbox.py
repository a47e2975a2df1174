"""Owns one file of the inbox: its parts, whose it is, what became of each; knows neither types nor SQL."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from hashlib import file_digest, sha256
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.contract import load_contract
from pipelines.errors import InputError, ModelError
from pipelines.formats import Format
from pipelines.identities import Vault
from pipelines.manifest import FileRecord, Manifest, PartRecord
from pipelines.readers import Part, open_parts, peek
from pipelines.recognise import Match, Unrecognised, is_notes, recognise
from pipelines.settings import now
from pipelines.staging import Home, Staged, stage_part

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
    vault: Vault
    moment: str = field(default_factory=lambda: now().replace(tzinfo=None).isoformat(timespec="seconds"))

    @cached_property
    def mark(self) -> str:
        """Tells by which definitions a file was read."""
        tables = [table.model_dump_json() for table in load_contract().values()]
        return sha256(
            "\n".join([STAGING_VERSION, *tables, *(each.definition for each in self.formats)]).encode()
        ).hexdigest()[:16]


def list_inbox(inbox: Path) -> list[Path]:
    """Every file in the inbox, at any depth, in order; hidden files and what systems leave behind are no exports."""
    found = []
    for folder, folders, names in os.walk(inbox):
        folders[:] = [name for name in folders if not name.startswith((".", "__MACOSX"))]
        found += [Path(folder, name) for name in names if not _is_litter(name)]
    return sorted(found)


def _is_litter(name: str) -> bool:
    return name.startswith((".", "~$")) or name.casefold() in LITTER


def fingerprint_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def home_of(name: str) -> Home:
    """Whose a file is: the first folder below the inbox names the school, the second the account."""
    folders = PurePosixPath(name).parent.parts
    return Home("/".join(folders), *(folders[depth] if len(folders) > depth else None for depth in (0, 1)))


def stage_file(room: StagingRoom, manifest: Manifest, path: Path, name: str, fingerprint: str) -> FileRecord:
    """Stage every part of one file; what cannot be staged is recorded with the reason. Raises ModelError only."""
    home = home_of(name)
    whole = Part(name, path, datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(tzinfo=None))
    try:
        with open_parts(whole, room.working) as parts:
            records = list(_stage_parts(room, manifest, name, fingerprint, parts, home))
    except (InputError, OSError) as error:
        records = [_record(room, whole, home, status="failed", message=str(error))]
    return FileRecord(fingerprint, room.mark, tuple(_gather_unread_members(name, records)))


def _stage_parts(
    room: StagingRoom, manifest: Manifest, name: str, fingerprint: str, parts: list[Part], home: Home
) -> Iterator[PartRecord]:
    for part in parts:
        try:
            seen = peek(part)
            if is_notes(seen):
                continue
            match = recognise(part, seen, room.formats)
        except Unrecognised as error:
            yield _record(room, part, home, status="unrecognised", message=str(error))
        except InputError as error:
            yield _record(room, part, home, status="failed" if part.kind else "unrecognised", message=str(error))
        else:
            yield _stage_recognised(room, manifest, part, match, home, f"{fingerprint}{part.file.removeprefix(name)}")


def _stage_recognised(
    room: StagingRoom, manifest: Manifest, part: Part, match: Match, home: Home, content: str
) -> PartRecord:
    known = {"format": match.format.name, "table_name": match.format.table, "unknown_columns": match.unknown}
    if lacking := _find_lacking_owner(match.format, home):
        return _record(room, part, home, status="whose", message=_ask_whose(part, home, lacking), **known)
    staged = _name_staged(match.format, home, content)
    same = next((record for record in manifest.parts() if record.staged == staged), None)
    if same and (room.folder / staged).exists():
        return replace(same, file=part.file, folder=home.folder, school_id=home.school_id, account_id=home.account_id)
    try:
        done = stage_part(room.connection, part, match, home, room.folder / staged)
    except ModelError:
        raise
    except InputError as error:
        return _record(room, part, home, status="failed", message=str(error), **known)
    except duckdb.Error as error:
        # The engine's own words may quote the row.
        message = f"{part.file}: The file could not be staged\n  found: {type(error).__name__}"
        return _record(room, part, home, status="failed", message=message, **known)
    _keep_people(room.vault, staged, part, done)
    spans = {"first_at": done.first_at, "last_at": done.last_at, "sides": match.format.sides, "staged": staged}
    counts = {"rows_read": done.rows_read, "rows_kept": done.rows_kept, "rows_rejected": done.rows_rejected}
    return _record(room, part, home, status="loaded", **known, **spans, **counts)


def _record(room: StagingRoom, part: Part, home: Home, **said: Any) -> PartRecord:
    return PartRecord(
        file=part.file,
        exported_at=part.exported_at.isoformat(timespec="seconds"),
        loaded_at=room.moment,
        folder=home.folder,
        school_id=home.school_id,
        account_id=home.account_id,
        **said,
    )


def _find_lacking_owner(each: Format, home: Home) -> str | None:
    if each.whose in ("school", "account") and home.school_id is None:
        return "school"
    return "account" if each.whose == "account" and home.account_id is None else None


def _ask_whose(part: Part, home: Home, lacking: str) -> str:
    school = home.school_id or "<school_id>"
    place = f"{school}/<account_id>/" if lacking == "account" or home.school_id is None else f"{school}/"
    return str(
        InputError(
            "Whose is it? The export does not say",
            where=part.file,
            do=f"Move it to {place}{PurePosixPath(part.file).name} in the inbox, with ids as in your registers.",
        )
    )


def _name_staged(each: Format, home: Home, content: str) -> str:
    """The name of a staged file: of the same bytes, read by the same definition, for the same owner, there is one."""
    owner = "" if each.whose == "file" else f"{home.school_id}/{home.account_id}"
    table = load_contract()[each.table].model_dump_json()
    name = sha256("\n".join([STAGING_VERSION, content, each.definition, table, owner]).encode()).hexdigest()[:32]
    return f"{each.table}/{name}.parquet"


def _keep_people(vault: Vault, staged: str, part: Part, done: Staged) -> None:
    for pseudonym, person, email in done.people:
        details = {"name": person, "email": email, "exported_at": part.exported_at.isoformat()}
        vault.add(pseudonym, staged, {key: value for key, value in details.items() if value})


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
