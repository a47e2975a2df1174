"""Owns ZIP files, read in place: members that may hold an export become plain files for a while; knows no content.

A member's own path is only ever a name to show. Its bytes go to a numbered file in a folder of ours.
"""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from pipelines.readers.limits import check_zip
from pipelines.readers.parts import Part, Unreadable

CHUNK = 1 << 20
SUFFIXES = {".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".json", ".js", ".xml"}
# A ZIP writes the wall time of the machine that packed it, without its zone.
ZIP_ZONE = ZoneInfo("Europe/London")


@contextmanager
def open_members(whole: Part, room: Path) -> Iterator[list[Part]]:
    """The members that may hold an export, as files that go when the block ends. Raises Unreadable."""
    try:
        with TemporaryDirectory(dir=room) as folder, zipfile.ZipFile(whole.path) as zipped:
            check_zip(whole, zipped.infolist())
            wanted = [member for member in zipped.infolist() if _is_wanted(member)]
            yield [_unpack(whole, zipped, member, Path(folder, str(number))) for number, member in enumerate(wanted)]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise Unreadable("The ZIP is damaged or cut short", where=whole.file, found=str(error)) from None


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(member.filename)
    is_litter = any(part.startswith((".", "__MACOSX", "~$")) and part not in (".", "..") for part in path.parts)
    return not member.is_dir() and not is_litter and path.suffix.casefold() in SUFFIXES


def _unpack(whole: Part, zipped: zipfile.ZipFile, member: zipfile.ZipInfo, stem: Path) -> Part:
    """Copy a member's bytes out, never more of them than it said there are."""
    if member.flag_bits & 0x1:
        raise Unreadable("The ZIP has a password", where=whole.file, do="Unpack it and put its files into the inbox.")
    path = stem.with_suffix(PurePosixPath(member.filename).suffix.casefold())
    left = member.file_size
    with zipped.open(member) as source, path.open("wb") as copy:
        while chunk := source.read(min(CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise Unreadable(
                    "The ZIP holds more than it says, and is left alone", where=f"{whole.file}/{member.filename}"
                )
            copy.write(chunk)
    return Part(f"{whole.file}/{member.filename}", path, _date_of(member, whole.exported_at))


def _date_of(member: zipfile.ZipInfo, otherwise: datetime) -> datetime:
    """When the member was written, as naive UTC; the ZIP's own date where it does not say (ZIP dates begin in 1980)."""
    try:
        written = datetime(*member.date_time, tzinfo=ZIP_ZONE)
    except ValueError:
        return otherwise
    return written.astimezone(ZoneInfo("UTC")).replace(tzinfo=None) if written.year > 1980 else otherwise
