"""Owns files on their way from the browser to the inbox: how many and how large, and where each goes; reads none."""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from pipelines.errors import InputError

MOST_FILES = 50
MOST_BYTES = 500 << 20
LONGEST_NAME = 150


class Uploaded(Protocol):
    """A file as the browser sent it; Streamlit's UploadedFile is one."""

    name: str
    size: int
    file_id: str

    def getvalue(self) -> bytes: ...


@dataclass(frozen=True)
class Owner:
    """Whose the files are, where they do not say it themselves: a school, and perhaps one of its accounts."""

    school_id: str = ""
    account_id: str = ""

    @property
    def folder(self) -> Path:
        """Where in the inbox files of this owner lie."""
        return Path(*(_safe(part) for part in (self.school_id, self.account_id) if part))


def check_uploads(files: Sequence[Uploaded]) -> None:
    """Raises InputError for too many files, too much in all, or two of one name."""
    if len(files) > MOST_FILES:
        do = "put them into one ZIP, or into the inbox folder and run: python -m pipelines load"
        raise InputError(
            "These are too many files at once", found=f"{len(files)}", accepted=f"up to {MOST_FILES}", do=do
        )
    size = sum(file.size for file in files)
    if size > MOST_BYTES:
        found, accepted = f"{size >> 20} MB", f"up to {MOST_BYTES >> 20} MB"
        do = "load them in several goes, or put them into the inbox folder and run: python -m pipelines load"
        raise InputError("These files are too large together", found=found, accepted=accepted, do=do)
    twice = [name for name, count in Counter(_safe(file.name) for file in files).items() if count > 1]
    if twice:
        do = "load them one after the other, or in one ZIP with their folders"
        raise InputError("Two of these files have the same name", found=", ".join(twice), do=do)


def mark_of(files: Iterable[Uploaded], owner: Owner) -> str:
    """Tells whether these are the same files, for the same owner, as were looked at."""
    return "\n".join([owner.school_id, owner.account_id, *sorted(file.file_id for file in files)])


@contextmanager
def lay_out(files: Sequence[Uploaded], owner: Owner) -> Iterator[Path]:
    """The files in a folder of their own, laid out as the inbox is; gone afterwards. Raises as `check_uploads`."""
    check_uploads(files)
    with TemporaryDirectory(prefix="oversight-") as name:
        folder = Path(name, owner.folder)
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            (folder / _safe(file.name)).write_bytes(file.getvalue())
        yield Path(name)


def put_into_inbox(folder: Path, inbox: Path, wanted: Iterable[str]) -> None:
    """Put those files of a folder that are wanted (by their path in it) into the inbox, under the same path."""
    for name in wanted:
        target = inbox / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / name, target)


def _safe(name: str) -> str:
    """A file name whatever the browser said: no folders, no control characters, not hidden, not endless."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(c for c in bare if c.isprintable()).strip().lstrip(".~")
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{suffix[:20]}" if dot else plain[:LONGEST_NAME] or "file"
