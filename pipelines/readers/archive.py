"""Owns ZIP files, read in place: members that may hold an export become plain files for a while; knows no content.

A member's own path is only ever a name to show. Its bytes go to a numbered file in a folder of ours.
"""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from pipelines.readers.kinds import ASK_FOR_JSON, KINDS_READ
from pipelines.readers.limits import check_zip
from pipelines.readers.parts import Part, Unreadable

CHUNK = 1 << 20
TABLES = {".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".xml"}
DOCUMENTS = {".json", ".js", ".yaml", ".yml", ".ics"}
# A ZIP in a ZIP is not read, but whoever put it there is told.
SUFFIXES = {*TABLES, *DOCUMENTS, ".zip"}
PAGES = {".html", ".htm"}
NAMES_TOLD = 3
# A ZIP writes the wall time of the machine that packed it, without its zone.
ZIP_ZONE = ZoneInfo("Europe/London")


@contextmanager
def open_members(whole: Part, room: Path) -> Iterator[list[Part]]:
    """The members that may hold an export, as files that go when the block ends. Raises Unreadable."""
    try:
        with TemporaryDirectory(dir=room) as folder, zipfile.ZipFile(whole.path) as zipped:
            check_zip(whole, zipped.infolist())
            files = [member for member in zipped.infolist() if not member.is_dir() and not _is_litter(member)]
            wanted = [member for member in files if _suffix_of(member) in SUFFIXES]
            if not wanted:
                raise _nothing_in(whole, files)
            yield [_unpack(whole, zipped, member, Path(folder, str(number))) for number, member in enumerate(wanted)]
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        do = "Download or copy it again; one that opens can be unpacked, and its files put into the inbox."
        raise Unreadable("The ZIP is damaged or cut short", where=whole.file, found=str(error), do=do) from None


def _is_litter(member: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(member.filename).parts
    return any(part.startswith((".", "__MACOSX", "~$")) and part not in (".", "..") for part in parts)


def _suffix_of(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).suffix.casefold()


def _nothing_in(whole: Part, files: Sequence[zipfile.ZipInfo]) -> Unreadable:
    """Platforms offer their downloads as web pages first, which is what most people then have."""
    named = ", ".join(PurePosixPath(file.filename).name for file in files[:NAMES_TOLD])
    more = f" and {len(files) - NAMES_TOLD:,} more" if len(files) > NAMES_TOLD else ""
    is_pages = any(_suffix_of(file) in PAGES for file in files)
    return Unreadable(
        "The ZIP holds no file that is read here",
        where=whole.file,
        found=f"{named}{more}" if files else "no file at all",
        accepted=KINDS_READ,
        do=ASK_FOR_JSON if is_pages else "Put what it should hold into the inbox, or take it out.",
    )


def _unpack(whole: Part, zipped: zipfile.ZipFile, member: zipfile.ZipInfo, stem: Path) -> Part:
    """Copy a member's bytes out, never more of them than it said there are."""
    if member.flag_bits & 0x1:
        raise Unreadable("The ZIP has a password", where=whole.file, do="Unpack it and put its files into the inbox.")
    path = stem.with_suffix(_suffix_of(member))
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
