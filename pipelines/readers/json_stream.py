"""Owns pulling one JSON value after another out of a file without holding it all; knows nothing of keys or records."""

import json
import re
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn, TextIO

from pipelines.readers.encodings import survey
from pipelines.readers.parts import Part, Unreadable

CHUNK = 1 << 18
LONGEST_ITEM = 1 << 26
LEVELS_SKIPPED = 3
SPACE = re.compile(r"[ \t\r\n\ufeff]*")
# A name and an equals sign before the value: window.YTD.tweets.part0 = [ ... or module.exports = [ ...
PREFIX = re.compile(r"[\s\ufeff]*[A-Za-z_$][\w.$\s\[\]\"']{0,200}=")
# A number at the end of what has been read may go on in what has not: "1." or "1e" is half of one.
MAY_GO_ON = re.compile(r"[\d.eE+-]*\Z")
CUT_SHORT = "the document ends too early: the file may have been cut short"
NOT_JSON = "It is read as strict JSON: keys in double quotes, no trailing commas."


class JsonStream:
    """A cursor over the text of a JSON file. Numbers come as the text they are written in: long ids stay whole.

    `variable` is what a JavaScript file gives its value to, "" where there is no such thing.
    """

    def __init__(self, part: Part, file: TextIO) -> None:
        self._part, self._file = part, file
        self._text, self._at, self._is_at_end = "", 0, False
        self._decoder = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
        self._fill()
        self.variable = ""
        if prefix := PREFIX.match(self._text):
            self._at = prefix.end()
            self.variable = prefix.group().strip("\ufeff \t\r\n=")

    def next_is(self, character: str) -> bool:
        """Whether the next value begins with a character."""
        return self._peek() == character

    def items(self) -> Iterator[Any]:
        """The items of the array that comes next, one by one."""
        yield from (self.value() for _ in self.places("[", "]"))

    def places(self, opening: str, closing: str) -> Iterator[None]:
        """Stand before each member of the array or object that comes next; the caller reads it."""
        self._expect(opening)
        if self._peek() == closing:
            self._at += 1
            return
        while True:
            yield
            if self._peek() == closing:
                self._at += 1
                return
            self._expect(",")

    def each_key(self) -> Iterator[str]:
        """The keys of the object that comes next; the caller reads the value after each."""
        for _ in self.places("{", "}"):
            key = self.value()
            self._expect(":")
            yield key

    def value(self) -> Any:
        """The value that comes next, whole."""
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._is_at_end:
                    is_cut = error.pos >= len(self._text.rstrip()) or error.msg.startswith("Unterminated")
                    self._refuse(CUT_SHORT if is_cut else error.msg)
            except RecursionError:
                self._refuse("values nested too deep")
            else:
                if self._is_at_end or not MAY_GO_ON.match(self._text, end):
                    self._at = end
                    return value
            self._fill()

    def skip(self, levels: int = LEVELS_SKIPPED) -> None:
        """Pass over the value that comes next. Of an array in it one item is held at a time, unless it stands deep."""
        if self.next_is("["):
            deque(self.items(), maxlen=0)
        elif levels and self.next_is("{"):
            for _ in self.each_key():
                self.skip(levels - 1)
        else:
            self.value()

    def _peek(self) -> str:
        while True:
            space = SPACE.match(self._text, self._at)
            self._at = space.end() if space else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if self._is_at_end:
                self._refuse(CUT_SHORT)
            self._fill()

    def _expect(self, character: str) -> None:
        if self._peek() != character:
            self._refuse(f"'{character}' was expected")
        self._at += 1

    def _fill(self) -> None:
        """Read on. As much again as is held, so that a long value is not tried over and over."""
        held = len(self._text) - self._at
        if held > LONGEST_ITEM:
            self._refuse(f"one value is longer than {LONGEST_ITEM:,} characters, or is no JSON")
        try:
            more = self._file.read(max(CHUNK, held))
        except UnicodeDecodeError:
            self._refuse("text in no encoding that is read here")
        self._is_at_end = not more
        self._text, self._at = self._text[self._at :] + more, 0

    def _refuse(self, found: str) -> NoReturn:
        raise Unreadable("The file is no JSON", where=self._part.file, found=found, accepted=NOT_JSON)


@contextmanager
def open_stream(part: Part) -> Iterator[JsonStream]:
    """A cursor at the first value of a file. Raises Unreadable for what is no JSON."""
    found = survey(part.path)
    with part.path.open(encoding=found.encoding, errors="replace" if found.is_cut else "strict") as file:
        yield JsonStream(part, file)
