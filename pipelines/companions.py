"""Owns what an export only says in a file beside it, such as whose archive it is; knows no export."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from pipelines.formats import Companion, Format
from pipelines.readers import Part, Unreadable, read_first


def read_companions(each: Format, part: Part, parts: Sequence[Part]) -> dict[str, str | None]:
    """What files beside a part say, by the names that the format gives; None where there is no such value."""
    return {name: _read(companion, part, parts) for name, companion in each.companions.items()}


def _read(companion: Companion, part: Part, parts: Sequence[Part]) -> str | None:
    beside = PurePosixPath(part.file).with_name(companion.file)
    packed = next((other for other in parts if other.file == str(beside)), None)
    plain = Part(str(beside), part.path.with_name(companion.file), part.exported_at, "json")
    found = packed or (plain if plain.path.is_file() else None)
    try:
        return read_first(found, companion.path) if found else None
    except Unreadable:
        return None


def is_companion(formats: Sequence[Format], part: Part) -> bool:
    """Whether some format looks into files of that name."""
    return PurePosixPath(part.file).name in _names(formats)


def list_beside(formats: Sequence[Format], path: Path) -> list[Path]:
    """The files in a folder that some format would look into for a file of that folder."""
    others = sorted(_names(formats) - {path.name})
    return [path.with_name(name) for name in others if path.with_name(name).is_file()]


def _names(formats: Sequence[Format]) -> set[str]:
    return {companion.file for each in formats for companion in each.companions.values()}
