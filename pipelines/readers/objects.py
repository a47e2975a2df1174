"""Owns JSON documents, with or without a JavaScript prefix, as rows of text; knows nothing of what their keys mean.

The first array on the way to the records is streamed, one item at a time; what is inside an item is held whole.
"""

import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from duckdb import DuckDBPyConnection

from pipelines.readers.json_paths import (
    EACH_ITEM,
    EACH_KEY,
    Place,
    Steps,
    expand,
    expand_below,
    find,
    find_child,
    parse_path,
)
from pipelines.readers.json_stream import JsonStream, open_stream
from pipelines.readers.landing import Row, land_chosen
from pipelines.readers.parts import LONGEST_VALUE, SURROGATE, Layout, Part, Peek

ITEMS_PEEKED = 25
LEVELS_CUT = 2
TOO_LONG = f"a value is longer than {LONGEST_VALUE:,} characters"


def peek(part: Part) -> Peek:
    """The document, every array of it that can be streamed cut to its first items."""
    with open_stream(part) as stream:
        return Peek(document=_peek_value(stream, depth=0))


def _peek_value(stream: JsonStream, depth: int) -> Any:
    """Arrays within two levels of the root are cut; anything deeper is read whole."""
    if stream.next_is("["):
        items = stream.items()
        first = list(islice(items, ITEMS_PEEKED))
        if depth:
            deque(items, maxlen=0)
        return first
    if stream.next_is("{") and depth < LEVELS_CUT:
        return {key: _peek_value(stream, depth + 1) for key in stream.each_key()}
    return stream.value()


def read_first(part: Part, path: str) -> str | None:
    """The first value that a path leads to in a document, as text. Raises Unreadable."""
    steps = parse_path(path)
    with open_stream(part) as stream:
        place = next(_stream_places(stream, steps, Place((None,), (None,))), None)
    return _as_text(place.values[-1], mojibake=False) if place else None


def read_variable(part: Part) -> str:
    """What a JavaScript file gives its value to, such as "window.YTD.tweets.part0"; "" for plain JSON."""
    with open_stream(part) as stream:
        return stream.variable


def count_items(part: Part) -> int:
    """How many items the document has at its top; an object is one. Raises Unreadable."""
    with open_stream(part) as stream:
        return sum(1 for _ in stream.items()) if stream.next_is("[") else 1


def land(connection: DuckDBPyConnection, part: Part, layout: Layout) -> None:
    """Create the relation `landed`; see the package. Raises Unreadable."""
    steps = parse_path(layout.records)
    paths = [[parse_path(path) for path in spellings] for spellings in layout.paths.values()]
    # What stands above the first array may come after it in the file: it is looked up beforehand.
    looks_up = steps[:1] != (EACH_ITEM,) and any(path[:1] == ("$",) for spellings in paths for path in spellings)
    root = peek(part).document if looks_up else None
    with open_stream(part) as stream:
        places = _stream_places(stream, steps, Place((root,), (None,)))
        land_chosen(connection, list(layout.paths), _as_rows(places, steps, paths, layout.mojibake))


def _stream_places(stream: JsonStream, steps: Steps, place: Place) -> Iterator[Place]:
    """Every record below the value that comes next in the file."""
    if EACH_ITEM not in steps:
        yield from expand_below(place.holding(stream.value()), steps)
    elif steps[0] == EACH_ITEM and stream.next_is("["):
        for item in stream.items():
            yield from expand_below(place.below(None, item), steps[1:])
    elif steps[0] != EACH_ITEM and stream.next_is("{"):
        for key in stream.each_key():
            if steps[0] in (EACH_KEY, key):
                yield from _stream_places(stream, steps[1:], place.below(key, find_child(place, key)))
            else:
                stream.skip()
    else:
        stream.skip()


def _as_rows(places: Iterator[Place], steps: Steps, paths: list[list[Steps]], mojibake: bool) -> Iterator[Row]:
    for number, place in enumerate(places, start=1):
        found = (next(filter(_is_given, (find(place, path, steps) for path in some)), None) for some in paths)
        values = [_as_text(value, mojibake) for value in found]
        is_too_long = any(value and len(value) > LONGEST_VALUE for value in values)
        yield number, [None] * len(values) if is_too_long else values, TOO_LONG if is_too_long else None


def _is_given(value: Any) -> bool:
    return value is not None


def _as_text(value: Any, mojibake: bool) -> str | None:
    if value is None or isinstance(value, str):
        text = _mend_mojibake(value) if value and mojibake else value
        return text if text is None or text.isascii() else SURROGATE.sub("\ufffd", text)
    return json.dumps(value)


def _mend_mojibake(text: str) -> str:
    """UTF-8 that was written byte by byte, as it was meant; anything else as it is."""
    try:
        return text.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text


def find_record_paths(document: Any, records: str, spellings: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Which of each column's spellings some record of the document has."""
    steps = parse_path(records)
    places = list(islice(expand(document, steps), ITEMS_PEEKED * 4))
    found = {}
    for name, paths in spellings.items():
        for path in paths:
            if any(find(place, parse_path(path), steps) is not None for place in places):
                found[name] = path
                break
    return found
