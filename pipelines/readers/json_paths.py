"""Owns the paths by which formats name a place in a JSON document; knows no file.

`[*].tweet.id` is the id under tweet in each item of an array; `*` is each key of an object. Below a record a path may
index (`media[0].title`) and may begin at the root with `$`; a last `#` is the key under which the place stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

EACH_ITEM = "[*]"
EACH_KEY = "*"
STEP = re.compile(r"\[\*\]|\[\d+\]|[^.\[\]]+")

Steps = tuple[str | int, ...]


@dataclass(frozen=True)
class Place:
    """One record and the values on the way to it: `values[0]` is the root, `values[-1]` the record; each has a key."""

    values: tuple[Any, ...]
    keys: tuple[str | None, ...]

    def below(self, key: str | None, value: Any) -> "Place":
        return Place((*self.values, value), (*self.keys, key))

    def holding(self, value: Any) -> "Place":
        """The same place with its own value known."""
        return Place((*self.values[:-1], value), self.keys)


def find_child(place: Place, key: str) -> Any:
    """What stands under a key of the place, where that is known."""
    value = place.values[-1]
    return value.get(key) if isinstance(value, dict) else None


@lru_cache(maxsize=4096)
def parse_path(path: str) -> Steps:
    """The steps of a path; an index is a number."""
    steps = STEP.findall(path)
    return tuple(int(step[1:-1]) if step.startswith("[") and step != EACH_ITEM else step for step in steps)


def expand(document: Any, steps: Steps) -> Iterator[Place]:
    """Every record that the steps lead to."""
    yield from expand_below(Place((document,), (None,)), steps)


def expand_below(place: Place, steps: Steps) -> Iterator[Place]:
    """Every record below a place. What is not there, or not of the kind the steps ask for, is no record."""
    if not steps:
        yield place
        return
    for key, value in _children(place.values[-1], steps[0]):
        yield from expand_below(place.below(key, value), steps[1:])


def _children(value: Any, step: str | int) -> Iterator[tuple[str | None, Any]]:
    if step == EACH_ITEM:
        yield from ((None, item) for item in value) if isinstance(value, list) else ()
    elif isinstance(value, dict):
        yield from value.items() if step == EACH_KEY else ((str(key), value[key]) for key in (step,) if key in value)


def find(place: Place, path: Steps, records: Steps) -> Any:
    """The value at a path, seen from a record; None where there is none."""
    if not path or path[0] != "$":
        return _descend(place.values[-1], place.keys[-1], path)
    shared = 0
    while shared < min(len(path) - 1, len(records)) and path[shared + 1] == records[shared]:
        shared += 1
    return _descend(place.values[shared], place.keys[shared], path[shared + 1 :])


def _descend(value: Any, key: str | None, path: Steps) -> Any:
    for step in path:
        if step == "#":
            return key
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
        if value is None:
            return None
    return value
