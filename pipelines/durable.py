"""Owns how files reach the disk: whole or not at all, and what is said when they cannot; knows no content."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import duckdb

from pipelines.errors import BuildError

# What the system says of a disk that is full, over its quota, or not for this account to write to.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)
# The engine tells of it as whatever it was about when the disk refused.
UNWRITTEN = re.compile("Could not write|No space left|File too large|failed to offload")
REFUSED = re.compile("Permission denied|Read-only file system")


def put_in_place(written: Path, target: Path) -> None:
    """Give a written file its name: its bytes reach the disk before the name does, and the name before this returns."""
    write_through(written)
    written.replace(target)
    write_through(target.parent)


@contextmanager
def write_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to fill that only its owner can read; leaving the block puts it in its place, an error leaves what was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
        written = Path(file.name)
        try:
            yield file
            file.flush()
        except BaseException:
            written.unlink(missing_ok=True)
            raise
    put_in_place(written, path)


def write_through(path: Path) -> None:
    """Wait until a file's bytes, or a folder's names, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def telling_disk_faults(folder: Path) -> Iterator[None]:
    """A full or a closed disk is told as a BuildError that says what to do; every other fault stays what it is."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise full(folder, error.strerror or "") from None
        if error.errno in CLOSED:
            raise not_writable(folder, error.strerror or "") from None
        raise
    except duckdb.Error as error:
        if not isinstance(error, duckdb.IOException) and not UNWRITTEN.search(str(error)):
            raise
        say = not_writable if REFUSED.search(str(error)) else full
        raise say(folder, str(error).splitlines()[0]) from None


def full(folder: Path, found: str) -> BuildError:
    """What to say of a disk that took no more."""
    do = "make room on the disk and load again; the build from before still serves"
    return BuildError("The disk took no more while loading", where=str(folder), found=found, do=do)


def not_writable(folder: Path, found: str) -> BuildError:
    """What to say of a data folder that this account may not write to."""
    do = "let the account that loads write to the data folder"
    return BuildError("The data folder cannot be written to", where=str(folder), found=found, do=do)
