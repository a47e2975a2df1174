"""Owns documents that are written out as JSON before they are read, YAML and iCalendar; knows no key of theirs."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from pipelines.readers.encodings import survey
from pipelines.readers.parts import Part, Unreadable

LONGEST = 1 << 18
DEEPEST = 50
# The loader in C where it was built in: the other takes a hundred times as long.
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
FOLD = re.compile(r"\r?\n[ \t]")
# Parameters stand between name and value; in quotes they may hold a colon.
PROPERTY = re.compile(r"""(?P<name>[\w-]+)(?:;(?:[^":]|"[^"]*")*)?:(?P<value>.*)""")
ESCAPE = re.compile(r"\\([\\;,nN])")


@contextmanager
def as_json(whole: Part, kind: str, room: Path) -> Iterator[Part]:
    """The same file as a JSON document, which stands in `room` until the block ends. Raises Unreadable."""
    text = _read(whole)
    document = _read_yaml(whole, text) if kind == "yaml" else list(_read_events(text))
    with TemporaryDirectory(dir=room) as folder:
        path = Path(folder, "document.json")
        path.write_text(json.dumps(document), encoding="utf-8")
        yield replace(whole, path=path, kind="json")


def _read(whole: Part) -> str:
    size = whole.path.stat().st_size
    if size > LONGEST:
        raise Unreadable("The document is too long", where=whole.file, accepted=f"up to {LONGEST >> 10} KB")
    try:
        return whole.path.read_text(encoding=survey(whole.path).encoding)
    except UnicodeDecodeError:
        raise Unreadable("The text is in no encoding that is read here", where=whole.file) from None


def _read_yaml(whole: Part, text: str) -> Any:
    """Everything as the text it is written in. Raises Unreadable."""
    try:
        _check_events(whole, text)
        return yaml.load(text, Loader=LOADER)
    except (yaml.YAMLError, ValueError, TypeError) as error:
        found = getattr(error, "problem", None) or type(error).__name__
        raise Unreadable("The file is no YAML", where=whole.file, found=found) from None


def _check_events(whole: Part, text: str) -> None:
    """Refuse what unfolds: a few aliases make gigabytes, and deep nesting breaks whoever loads it."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST or isinstance(event, yaml.AliasEvent):
            found = "parts repeated by alias" if depth <= DEEPEST else f"more than {DEEPEST} levels"
            raise Unreadable("The YAML unfolds to more than it holds, and is left alone", where=whole.file, found=found)


def _read_events(text: str) -> Iterator[dict[str, str]]:
    """The properties of each event by their names, without parameters. What is nested in an event is not of it."""
    event: dict[str, str] = {}
    inside: list[str] = []
    for line in FOLD.sub("", text).splitlines():
        found = PROPERTY.fullmatch(line)
        name, value = (found["name"].upper(), found["value"]) if found else ("", "")
        if name == "BEGIN":
            inside.append(value.strip().upper())
            event = {} if inside[-1] == "VEVENT" else event
        elif name == "END" and inside:
            if inside.pop() == "VEVENT":
                yield event
        elif inside[-1:] == ["VEVENT"]:
            event[name] = ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
