"""Owns whether the files that an archive lists are there and whole; knows nothing of what is in them.

An archive's list says of each of its files the name, the variable that the file begins with, and how many items it
holds. A large archive comes in several parts, of which one is easily left behind.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from pipelines.companions import find_beside
from pipelines.errors import InputError
from pipelines.formats import Format, Listing
from pipelines.readers import Part, Unreadable, count_items, peek, read_variable


def find_unlike(each: Format, part: Part, parts: Sequence[Part]) -> str | None:
    """In words, what an archive's list names and is not there, or not as it says; None where all is."""
    if each.lists is None:
        return None
    files = [file for kind in each.lists.kinds for file in _list_files(peek(part).document, kind)]
    faults = [fault for file in files for fault in _find_faults(each.lists, file, part, parts)]
    if not faults:
        return None
    do = "Put every file of the archive's data folder beside its list, as they came, or the ZIP as a whole."
    return str(InputError("The archive is not whole", where=part.file, found="; ".join(faults), do=do))


def _list_files(document: Any, kind: str) -> list[dict[str, Any]]:
    """What a list says of one kind; what is not written as a list is, says nothing."""
    for key in ("dataTypes", kind, "files"):
        document = document.get(key) if isinstance(document, dict) else None
    return [file for file in document if isinstance(file, dict)] if isinstance(document, list) else []


def _find_faults(listing: Listing, listed: dict[str, Any], part: Part, parts: Sequence[Part]) -> Iterator[str]:
    name, count = PurePosixPath(str(listed.get("fileName"))).name, str(listed.get("count"))
    found = find_beside(name, part, parts)
    if found is None:
        other = listing.instead.get(name)
        if count != "0" and not (other and find_beside(other, part, parts)):
            yield f"{name} is missing, which the list says holds {count}"
        return
    try:
        variable, items = read_variable(found), count_items(found)
    except Unreadable:
        # The file itself says why, in a line of its own.
        return
    expected = f"window.{listed.get('globalName')}"
    if variable != expected:
        yield f"{name} begins with '{variable}' where the list says '{expected}'"
    if count.isdecimal() and items != int(count):
        yield f"{name} holds {items:,} where the list says {int(count):,}"


def describe_neighbours(formats: Sequence[Format], path: Path) -> list[str]:
    """By what a list of files has to be looked at anew: the names and sizes of the files beside it."""
    if not any(each.lists and path.name in each.name_hints for each in formats):
        return []
    files = (other for other in path.parent.iterdir() if other.is_file() and other != path)
    return sorted(f"{other.name} {other.stat().st_size}" for other in files)
