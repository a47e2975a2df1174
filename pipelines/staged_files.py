"""Owns the staged files as files: sound or damaged, still needed or not, written anew; knows nothing of their rows.

A staged file is never changed: a new one is written beside it and the list of files, saved once, says which counts.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.durable import put_in_place
from pipelines.errors import InputError
from pipelines.manifest import Manifest, PartRecord, fingerprint_of, save_manifest
from pipelines.rejects import rejects_beside
from pipelines.settings import Settings
from pipelines.sql import copy_to_parquet


def find_damaged(settings: Settings, manifest: Manifest) -> list[str]:
    """The staged files that are missing, or not as they were written."""
    digests = {part.staged: part.digest for part in manifest.parts() if part.staged}
    return sorted(name for name, digest in digests.items() if not _is_sound(settings.staged / name, digest))


def _is_sound(path: Path, digest: str) -> bool:
    return path.exists() and digest in ("", fingerprint_of(path))


def clear_unlisted(settings: Settings, manifest: Manifest) -> None:
    """Delete staged files that nothing in the list needs any more."""
    needed = {settings.staged / name for name in manifest.staged_names()}
    needed |= {rejects_beside(path) for path in needed}
    for path in settings.staged.glob("*/*"):
        if path not in needed:
            path.unlink()


@contextmanager
def naming_damage(path: Path) -> Iterator[None]:
    """What the engine cannot read is told as the staged file that is damaged, as an InputError."""
    try:
        yield
    except duckdb.Error as error:
        do = "put it back from a backup, or load again while its export is in the inbox"
        raise InputError("A staged file cannot be read", where=path.name, found=type(error).__name__, do=do) from None


def rewrite(
    connection: DuckDBPyConnection, settings: Settings, manifest: Manifest, part: PartRecord, select: str, **said: Any
) -> tuple[str, str]:
    """Write the rows of `select` beside a part's staged file, and let the manifest, yet to be saved, name that one.

    `said` is what else changes in the record. Returns the old name and the new. Raises InputError for a damaged file.
    """
    old, name = settings.staged / str(part.staged), f"{part.table_name}/{token_hex(16)}.parquet"
    target = settings.staged / name
    written = target.with_suffix(".part")
    with naming_damage(old):
        rows = copy_to_parquet(connection, select, written)
    if rejects_beside(old).exists():
        shutil.copyfile(rejects_beside(old), rejects_beside(target))
    put_in_place(written, target)
    manifest.replace_staged(part, staged=name, digest=fingerprint_of(target), rows_kept=rows, **said)
    return str(part.staged), name


def commit(settings: Settings, manifest: Manifest) -> None:
    """Save the list: from here on the rewritten files count, and what they replace is deleted."""
    save_manifest(settings, manifest)
    clear_unlisted(settings, manifest)
