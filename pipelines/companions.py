"""Owns what an export only says in a file beside it, such as whose archive it is; knows no export."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from pipelines.formats import Companion, Format
from pipelines.readers import Part, Unreadable, peek, read_first


def read_companions(each: Format, part: Part, parts: Sequence[Part]) -> dict[str, str | None]:
    """What files beside a part say, by the names that the format gives; None where there is no such value."""
    return {name: _read(companion, part, parts) for name, companion in each.companions.items()}


def _read(companion: Companion, part: Part, parts: Sequence[Part]) -> str | None:
    found = find_beside(companion.file, part, parts)
    try:
        return read_first(found, companion.path) if found else None
    except Unreadable:
        return None


def find_beside(name: str, part: Part, parts: Sequence[Part]) -> Part | None:
    """The JSON file of that name beside a part: in the same folder of the inbox, or of the ZIP."""
    beside = PurePosixPath(part.file).with_name(name)
    packed = next((other for other in parts if other.file == str(beside)), None)
    plain = Part(str(beside), part.path.with_name(name), part.exported_at, "json")
    return packed or (plain if plain.path.is_file() else None)


def find_preferred(each: Format, part: Part, parts: Sequence[Part]) -> str | None:
    """The name of the file beside a part that is read in its place, because it says the same with less."""
    name = each.gives_way.get(PurePosixPath(part.file).name)
    found = find_beside(name, part, parts) if name else None
    try:
        return name if found and peek(found).document else None
    except Unreadable:
        return None


def is_companion(formats: Sequence[Format], part: Part) -> bool:
    """Whether some format looks into files of that name for a value."""
    name = PurePosixPath(part.file).name
    return any(name == companion.file for each in formats for companion in each.companions.values())


def list_beside(formats: Sequence[Format], path: Path) -> list[Path]:
    """The files in a folder that some format would look into for a file of that folder."""
    looked_into = {companion.file for each in formats for companion in each.companions.values()}
    looked_into |= {each.gives_way[path.name] for each in formats if path.name in each.gives_way}
    others = sorted(looked_into - {path.name})
    return [path.with_name(name) for name in others if path.with_name(name).is_file()]
