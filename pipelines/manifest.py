"""Owns the list of what has been staged: each file, its parts and what became of them; knows nothing of their rows."""

import json
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field, replace
from hashlib import file_digest
from pathlib import Path
from typing import Any

from pipelines.durable import write_whole
from pipelines.errors import InputError
from pipelines.settings import Settings

MANIFEST = "manifest.json"
COPY = "An earlier copy under the same name. It stays, because newer copies leave out what is old."
STAYS = "The version loaded before stays, because the new one could not be loaded."


@dataclass(frozen=True)
class PartRecord:
    """What became of one part of a file. Times are naive UTC in ISO form; `staged` is its file under data/staged.

    `status`: loaded, uncounted (known, and nothing in it counts), incomplete (a list of files that are not all there),
    unrecognised, whose (its folder must say whose it is) or failed; `message` says why, and what to do.
    `digest`: SHA-256 of the staged file, to know it damaged.
    """

    file: str
    status: str
    exported_at: str
    loaded_at: str
    message: str = ""
    format: str = ""
    table_name: str = ""
    sides: str | None = None
    has_made_ids: bool = False
    staged: str | None = None
    rows_read: int = 0
    rows_kept: int = 0
    rows_rejected: int = 0
    first_at: str | None = None
    last_at: str | None = None
    unknown_columns: tuple[str, ...] = ()
    folder: str = ""
    school_id: str | None = None
    account_id: str | None = None
    digest: str = ""


@dataclass(frozen=True)
class FileRecord:
    """One file of the inbox by its content; `mark` tells what else it was read with: formats, files beside it."""

    fingerprint: str
    mark: str
    parts: tuple[PartRecord, ...]

    def is_whole(self, name: str) -> bool:
        """Whether all of the file `name` is staged, but for members of a ZIP that nobody asks for."""
        left = [part for part in self.parts if part.status not in ("loaded", "uncounted")]
        return len(left) < len(self.parts) and all(part.status == "unrecognised" and part.file == name for part in left)

    def after(self, before: "FileRecord", copies_kept: Collection[str] = ()) -> "FileRecord":
        """This record in place of an earlier one: what was loaded is not lost to a version that cannot be.

        Of the formats `copies_kept` every copy stays beside the new one.
        """
        loaded = [part for part in before.parts if part.status == "loaded"]
        if not any(part.status == "loaded" for part in self.parts):
            return replace(self, parts=(*self.parts, *(replace(part, message=STAYS) for part in loaded)))
        is_new = before.fingerprint != self.fingerprint
        copies = [part for part in loaded if part.format in copies_kept and (is_new or part.message == COPY)]
        there = {part.staged for part in self.parts}
        kept = (replace(part, message=COPY) for part in copies if part.staged not in there)
        return replace(self, parts=(*self.parts, *kept))


@dataclass
class Manifest:
    """Every file that is staged, by its path in the inbox, and those that were taken back out."""

    files: dict[str, FileRecord] = field(default_factory=dict)
    undone: dict[str, str] = field(default_factory=dict)
    key_mark: str = ""

    def parts(self) -> Iterator[PartRecord]:
        for record in self.files.values():
            yield from record.parts

    def staged_names(self) -> set[str]:
        return {part.staged for part in self.parts() if part.staged}

    def replace_staged(self, old: PartRecord, **changed: Any) -> None:
        """Change what is said of every part that has the staged file of `old`."""
        for place, record in self.files.items():
            parts = (replace(part, **changed) if part.staged == old.staged else part for part in record.parts)
            self.files[place] = replace(record, parts=tuple(parts))


def fingerprint_of(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def fingerprint_if_any(path: Path) -> str:
    """The same; "" for what cannot be opened, such as a link that points nowhere."""
    try:
        return fingerprint_of(path) if path.is_file() else ""
    except OSError:
        return ""


def load_manifest(settings: Settings) -> Manifest:
    """The manifest as it stands; empty before the first load. Raises InputError for a damaged or a lost one."""
    path = settings.staged / MANIFEST
    if not path.exists():
        if any(settings.staged.glob("*/*.parquet")):
            raise _unusable(path, "it is missing")
        return Manifest()
    try:
        return read_manifest(path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as error:
        raise _unusable(path, f"it is damaged: {error}") from None


def read_manifest(text: str) -> Manifest:
    """A manifest as `write_manifest` wrote it."""
    given = json.loads(text)
    files = {name: _as_record(record) for name, record in given["files"].items()}
    return Manifest(files=files, undone=given["undone"], key_mark=given["key_mark"])


def write_manifest(manifest: Manifest) -> str:
    """A manifest as text."""
    return json.dumps(asdict(manifest), indent=1, sort_keys=True)


def _unusable(path: Path, found: str) -> InputError:
    return InputError(
        "The list of staged files cannot be used",
        where=str(path),
        found=found,
        do="Put it back from a backup, or empty data/staged/ and load the exports again.",
    )


def _as_record(given: dict[str, Any]) -> FileRecord:
    parts = (PartRecord(**{**part, "unknown_columns": tuple(part["unknown_columns"])}) for part in given["parts"])
    return FileRecord(given["fingerprint"], given["mark"], tuple(parts))


def save_manifest(settings: Settings, manifest: Manifest) -> None:
    """Write the manifest, whole or not at all."""
    with write_whole(settings.staged / MANIFEST) as file:
        file.write(write_manifest(manifest).encode())
