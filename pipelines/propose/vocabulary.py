"""Owns which word of the contract a school's own word stands for, and where none is known; knows no file."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from csv import DictReader
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from pipelines.contract import Column, Table, load_contract
from pipelines.propose.columns import Seen, Word
from pipelines.recognise import plain
from pipelines.settings import REFERENCE

WORDS = Path(__file__).parent / "words.toml"
CATEGORIES = REFERENCE / "incident_categories.csv"
NUMBER_IN_FRONT = re.compile(r"^[\d.]+\s*[-.:)]\s*(?=\D)")
PLAIN_SEPARATORS = (";", "|", "\n")
# The first is taken where none makes more words known: it stands in no cell.
DOUBTFUL_SEPARATORS = (";", ",", "/")
# As near as a plural or a slip of the pen.
LEAST_ALIKE = 85
TRUE_OR_FALSE = {
    "yes": ["yes", "y", "true", "1", "1.0", "✓", "✔", "x", "ticked", "checked", "done", "complete", "completed"],
    "no": ["no", "n", "false", "0", "0.0", "✗", "unticked", "unchecked", "not done", "incomplete"],
    "": ["n/a", "not applicable", "none", "unknown"],
}
# Words for nothing that an optional column may hold, where they are no word of its own.
NOTHING = ("none", "unknown", "not applicable", "n a")
ROLE = "_role"


@dataclass(frozen=True)
class Translation:
    """Which accepted word each of a school's words stands for ("": no value), and those for which none is known.

    `near`: words taken for an accepted one only because they look like it. `separator`: between several in one cell.
    """

    words: Mapping[str, str]
    unmatched: tuple[Word, ...] = ()
    near: tuple[str, ...] = ()
    separator: str = ""
    matched_share: float = 0.0


def accepted_words(table: Table, column: Column) -> tuple[str, ...]:
    """The words that a column accepts. A column for a role takes those of the people table."""
    if column.name.endswith(ROLE):
        return load_contract()["people"].columns["role"].allowed
    return ("yes", "no") if column.type == "boolean" else column.allowed


@cache
def known_words(table: str, column: str) -> dict[str, str]:
    """Every word known for a column of the contract, as it is compared, and the accepted one it stands for."""
    described = load_contract()[table].columns[column]
    accepted = accepted_words(load_contract()[table], described)
    own = described.type == "boolean"
    listed = TRUE_OR_FALSE if own else tomllib.loads(WORDS.read_text(encoding="utf-8")).get(_key(table, column), {})
    known = {} if described.required else dict.fromkeys(NOTHING, "")
    known |= {compared(word): ours for ours, words in listed.items() for word in words}
    if (table, column) == ("incidents", "category"):
        known |= {compared(label): category for category, label in _labels()}
    return known | {compared(word): word for word in accepted}


def _key(table: str, column: str) -> str:
    return "people.role" if column.endswith(ROLE) else f"{table}.{column}"


def _labels() -> Iterable[tuple[str, str]]:
    with CATEGORIES.open(encoding="utf-8", newline="") as file:
        return [(row["category"], row["label"]) for row in DictReader(file)]


def compared(word: str) -> str:
    """A word as it is compared: without case, with spaces, hyphens and _ alike, without a number in front."""
    return plain(NUMBER_IN_FRONT.sub("", word.strip()))


def translate(table: Table, column: Column, seen: Seen, given: Mapping[str, str]) -> Translation:
    """What the words of a column stand for. `given` (as compared) goes before what is known; "*" is no word."""
    separator = _find_separator(table, column, seen) if column.type == "list" else ""
    words = _split(seen.words, separator)
    known = known_words(table.name, column.name) | {key: ours for key, ours in given.items() if key != "*"}
    found: dict[str, str] = {}
    unmatched, near = [], []
    for word in words:
        if compared(word.text) in known:
            found[word.text] = known[compared(word.text)]
        elif nearest := _find_near(compared(word.text), known_words(table.name, column.name)):
            found[word.text] = nearest
            near.append(word.text)
        else:
            unmatched.append(word)
    total = sum(word.rows for word in words)
    share = 1 - sum(word.rows for word in unmatched) / total if total else 0.0
    return Translation(found, tuple(unmatched), tuple(near), separator, share)


def _find_near(word: str, known: Mapping[str, str]) -> str | None:
    """An accepted word by its look alone; never where a number tells words apart ("Level 1", "Level 2")."""
    if any(character.isdigit() for character in word):
        return None
    candidates = [each for each, ours in known.items() if ours and len(each) > 3]
    found = process.extractOne(word, candidates, scorer=fuzz.token_sort_ratio, score_cutoff=LEAST_ALIKE)
    return known[found[0]] if found else None


def _find_separator(table: Table, column: Column, seen: Seen) -> str:
    """What stands between several words in one cell. A comma or a stroke may also stand inside a word."""
    known = known_words(table.name, column.name)
    for separator in PLAIN_SEPARATORS:
        if any(separator in word.text for word in seen.words):
            return separator

    def share_known(separator: str) -> float:
        words = _split(seen.words, separator)
        return sum(word.rows for word in words if compared(word.text) in known) / max(1, sum(w.rows for w in words))

    return max(DOUBTFUL_SEPARATORS, key=share_known)


def _split(words: Iterable[Word], separator: str) -> list[Word]:
    """The single words of cells, each with the rows it is in."""
    counts: dict[str, Word] = {}
    for word in words:
        for part in word.text.split(separator) if separator else [word.text]:
            text = part.strip()
            if text:
                before = counts.get(text)
                counts[text] = Word(
                    text,
                    word.rows + (before.rows if before else 0),
                    min(word.first_row, before.first_row if before else word.first_row),
                )
    return sorted(counts.values(), key=lambda word: (-word.rows, word.first_row))
