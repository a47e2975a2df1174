"""Owns the inbox: which files are new, what each is, and what is kept of it; knows no type and no model.

Staged files are the record. A file whose bytes are staged already is not read again; new bytes under the same path
replace what the path gave before; a file that left the inbox stays staged until `undo`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from time import time

from pipelines.attach import attach_staged
from pipelines.errors import InputError, nearest
from pipelines.gaps import Gap, find_gaps
from pipelines.identities import Keys, Vault, open_keys, open_vault, save_vault, veil_path
from pipelines.inbox import StagingRoom, list_inbox, name_of, stage_file
from pipelines.manifest import FileRecord, Manifest, PartRecord, fingerprint_if_any, load_manifest, save_manifest
from pipelines.own_formats import load_known_formats
from pipelines.progress import Steps
from pipelines.rejects import Reject, read_rejects
from pipelines.settings import Settings
from pipelines.staged_files import commit, find_damaged
from pipelines.staging import open_stage

WORKING, TRIAL = ".working-", ".trial-"
LEFT_BEHIND = (WORKING, TRIAL)
# What a killed run left behind goes with a later one; a run that is under way keeps its room.
STALE_AFTER_SECONDS = 24 * 3600

__all__ = ["IntakeReport", "attach_staged", "check_inbox", "remove_loaded", "stage_inbox", "undo"]


@dataclass(frozen=True)
class IntakeReport:
    """What is staged after a look at the inbox: every part, the new or changed files, what is missing between exports
    and, for a check, the rejects."""

    parts: tuple[PartRecord, ...]
    new_files: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()
    rejects: tuple[Reject, ...] = ()

    @property
    def loaded(self) -> tuple[PartRecord, ...]:
        return tuple(part for part in self.parts if part.status == "loaded")

    @property
    def not_loaded(self) -> tuple[PartRecord, ...]:
        return tuple(part for part in self.parts if part.status != "loaded")

    @property
    def rows_kept(self) -> int:
        return sum(part.rows_kept for part in self.parts)

    @property
    def rows_rejected(self) -> int:
        return sum(part.rows_rejected for part in self.parts)


def stage_inbox(settings: Settings, steps: Steps) -> IntakeReport:
    """Stage what is new in the inbox. Raises InputError when the inbox is empty and nothing is staged either."""
    manifest = load_manifest(settings)
    paths = list_inbox(settings.inbox)
    if not paths and not manifest.files:
        raise _empty(settings)
    keys = open_keys(settings)
    _check_key(manifest, keys)
    vault = open_vault(settings, keys)
    save_manifest(settings, manifest)
    with _open_room(settings, keys, vault) as room:
        _let_go_of_damaged(settings, manifest, paths, keys)
        try:
            new_files = _stage_files(room, settings, manifest, paths, steps)
        finally:
            _keep(settings, manifest, keys, vault)
        gaps = tuple(find_gaps(manifest.parts(), room.formats))
    return IntakeReport(tuple(manifest.parts()), new_files, gaps)


def check_inbox(settings: Settings, steps: Steps) -> IntakeReport:
    """The same look at every file of the inbox, keeping nothing. Raises InputError for an empty inbox."""
    paths = list_inbox(settings.inbox)
    if not paths:
        raise _empty(settings)
    manifest = Manifest()
    with _open_room(settings, open_keys(settings, keep=False), Vault(), keep=False) as room:
        new_files = _stage_files(room, settings, manifest, paths, steps)
        parts = tuple(manifest.parts())
        staged = [(part.file, room.folder / part.staged) for part in parts if part.staged]
        gaps = tuple(find_gaps(parts, room.formats))
        return IntakeReport(parts, new_files, gaps, tuple(read_rejects(room.connection, staged)))


def undo(settings: Settings, file: str) -> FileRecord:
    """Take one file back out of what is staged; the same bytes are not loaded again while they stay in the inbox.

    `file`: its path in the inbox, or its name where only one has it. Raises InputError for a file that is not staged.
    """
    manifest, keys = load_manifest(settings), open_keys(settings)
    path = _find_staged(settings, manifest, veil_path(keys, file))
    record = manifest.files.pop(path)
    manifest.undone[path] = record.fingerprint
    _keep(settings, manifest, keys, open_vault(settings, keys))
    return record


def remove_loaded(settings: Settings) -> list[str]:
    """Delete from the inbox every file that is staged whole; what was not understood stays. Returns what went."""
    manifest, keys = load_manifest(settings), open_keys(settings)
    removed = []
    for path in list_inbox(settings.inbox):
        name = name_of(path.relative_to(settings.inbox))
        record = manifest.files.get(_place(settings, path, keys))
        if record and record.is_whole(name) and record.fingerprint == fingerprint_if_any(path):
            path.unlink()
            removed.append(name)
    return removed


def _let_go_of_damaged(settings: Settings, manifest: Manifest, paths: list[Path], keys: Keys) -> None:
    """Forget staged files that are damaged, so that their exports are staged anew. InputError for one that is gone."""
    damaged = find_damaged(settings, manifest)
    by_place = {_place(settings, path, keys): path for path in paths}
    for place, record in list(manifest.files.items()):
        if not any(part.staged in damaged for part in record.parts):
            continue
        if place not in by_place or fingerprint_if_any(by_place[place]) != record.fingerprint:
            do = "put data/staged/ back from a backup, or put this export into the inbox again and load"
            raise InputError("What was staged of this export is damaged or missing", where=place, do=do)
        del manifest.files[place]
    for name in damaged:
        (settings.staged / name).unlink(missing_ok=True)


def _stage_files(
    room: StagingRoom, settings: Settings, manifest: Manifest, paths: list[Path], steps: Steps
) -> tuple[str, ...]:
    new_files = []
    copies_kept = {each.name for each in room.formats if each.keeps_copies}
    present = {_place(settings, path, room.keys) for path in paths}
    manifest.undone = {place: mark for place, mark in manifest.undone.items() if place in present}
    with steps.step("Reading exports", total=len(paths)) as ticks:
        for path in paths:
            name, place = name_of(path.relative_to(settings.inbox)), _place(settings, path, room.keys)
            fingerprint = fingerprint_if_any(path)
            known = manifest.files.get(place)
            is_known = known is not None and (known.fingerprint, known.mark) == (fingerprint, room.mark_for(path))
            if not is_known and manifest.undone.get(place) != fingerprint:
                record = stage_file(room, manifest, path, name, fingerprint)
                manifest.files[place] = record.after(known, copies_kept) if known else record
                new_files.append(name)
            ticks.tick()
    return tuple(new_files)


def _place(settings: Settings, path: Path, keys: Keys) -> str:
    """Under what a file is listed: its path in the inbox, or in full when another folder is loaded instead."""
    return veil_path(keys, name_of(path.relative_to(settings.inbox) if settings.exports is None else path))


@contextmanager
def _open_room(settings: Settings, keys: Keys, vault: Vault, keep: bool = True) -> Iterator[StagingRoom]:
    """A place to work in, inside the data folder, that is gone afterwards with the text in it."""
    settings.data.mkdir(parents=True, exist_ok=True)
    for left in (path for prefix in LEFT_BEHIND for path in settings.data.glob(f"{prefix}*")):
        if time() - left.stat().st_mtime > STALE_AFTER_SECONDS:
            rmtree(left)
    with TemporaryDirectory(dir=settings.data, prefix=WORKING) as name:
        working = Path(name)
        connection = open_stage(working, keys)
        try:
            folder = settings.staged if keep else working / "staged"
            formats = tuple(load_known_formats(settings.formats))
            yield StagingRoom(connection, formats, folder, working, keys, vault)
        finally:
            connection.close()


def _keep(settings: Settings, manifest: Manifest, keys: Keys, vault: Vault) -> None:
    """Write the vault and the list, then delete staged files that nothing in the list needs any more."""
    vault.keep_only(manifest.staged_names())
    if vault.people or (settings.identities / "vault").exists():
        save_vault(settings, keys, vault)
    manifest.key_mark = keys.mark
    commit(settings, manifest)


def _check_key(manifest: Manifest, keys: Keys) -> None:
    if manifest.key_mark and manifest.key_mark != keys.mark:
        raise InputError(
            "The key is not the one that the staged exports were pseudonymised with",
            where="OVERSIGHT_KEY or identities/key",
            do="Put back the key as it was. With another key the same person would count as two.",
        )


def _find_staged(settings: Settings, manifest: Manifest, file: str) -> str:
    given = Path(file).expanduser().absolute()
    inside = given.relative_to(settings.inbox).as_posix() if given.is_relative_to(settings.inbox) else file
    for place in (given.as_posix(), inside):
        if place in manifest.files:
            return place
    named = [place for place in manifest.files if Path(place).name == file]
    if len(named) == 1:
        return named[0]
    do = f"Name one of: {', '.join(named)}" if named else "python -m pipelines status lists the files that are loaded."
    raise InputError(f"No such file is loaded.{nearest(file, manifest.files)}", where=file, do=do)


def _empty(settings: Settings) -> InputError:
    return InputError(
        "The inbox is empty",
        where=str(settings.inbox),
        accepted="exports as CSV, XLSX, JSON or ZIP, named anything, in any folders",
        do="Put exports there, or start from blank files: python -m pipelines templates DIR",
    )
