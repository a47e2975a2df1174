"""Owns whether a text names a person: for certain, or perhaps; knows neither who asks nor what becomes of the text.

What a person is called is given as sayings: whole names, e-mail addresses, or any words by which notes name them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

# Signs that people and their keyboards take for one another.
ALIKE = str.maketrans("\u2018\u2019\u02bc\u2010\u2013", "'''--")
SHORTEST_NAME = 3
AROUND_A_NAME = r"(?<!\w){}(?!\w)"
# In what files are called, a stroke below joins words, and so does nothing at all.
AROUND_IN_A_PATH, BETWEEN = r"(?<![^\W_]){}(?![^\W_])", r"[\s_.,+-]*"
# What goes on after a full stop is another address; a full stop that ends a sentence is not part of it.
AROUND_AN_ADDRESS = r"(?<![\w.+-]){}(?![\w@-]|\.\w)"


def names_for_certain(sayings: Iterable[str], text: str) -> bool:
    """Whether a whole name or an address stands in the text, in any letters and spacing, or as "Quill, Zebedee"."""
    plain = _plain(text).casefold()
    return any(pattern.search(plain) for pattern in _certain(tuple(sayings)))


def names_perhaps(sayings: Iterable[str], text: str) -> bool:
    """Whether the last word of a name stands in the text with a capital: this person, a namesake, or a plain word."""
    plain = _plain(text)
    return any(pattern.search(plain) for pattern in _perhaps(tuple(sayings)))


def without_names(sayings: Iterable[str], path: str, stand_in: str) -> str:
    """What a file is called, with `stand_in` for each whole name and address, whatever signs are between the words."""
    found, plain = path, unicodedata.normalize("NFC", path)
    for pattern in _in_paths(tuple(sayings)):
        if pattern.search(plain):
            found = plain = pattern.sub(stand_in, plain)
    return found


@lru_cache(maxsize=8)
def _in_paths(sayings: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    both_ways = [said for saying in sayings for said in _both_ways(saying) if "@" in said or len(said.split()) > 1]
    words = [re.split(r"[\s,]+", unicodedata.normalize("NFC", said)) for said in both_ways]
    spelt = [AROUND_IN_A_PATH.format(BETWEEN.join(map(re.escape, each))) for each in words]
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in spelt)


@lru_cache(maxsize=8)
def _certain(sayings: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile((AROUND_AN_ADDRESS if "@" in said else AROUND_A_NAME).format(_spelt(said)))
        for saying in sayings
        for said in _both_ways(_plain(saying).casefold())
    )


def _both_ways(said: str) -> Iterator[str]:
    """A name as it is said, and as lists have it: the last words first."""
    words = said.split()
    if words:
        yield said
    if "@" not in said:
        yield from (f"{' '.join(words[cut:])}, {' '.join(words[:cut])}" for cut in range(1, len(words)))


def _spelt(said: str) -> str:
    """A pattern for words with any space between them, after a comma none as well."""
    return r"\s+".join(map(re.escape, said.split())).replace(r",\s+", r",\s*")


@lru_cache(maxsize=8)
def _perhaps(sayings: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    names = [words[-1] for saying in sayings if "@" not in saying and len(words := _plain(saying).split()) > 1]
    spelt = [re.escape(name[0].upper() + name[1:]) + "|" + re.escape(name.upper()) for name in names if _is_long(name)]
    return tuple(re.compile(AROUND_A_NAME.format(f"(?:{either})")) for either in spelt)


def _is_long(name: str) -> bool:
    return len(name) >= SHORTEST_NAME


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(ALIKE)
