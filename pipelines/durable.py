"""Owns putting files in their place so that a power cut leaves the old one or the new one whole; knows no content."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO


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
