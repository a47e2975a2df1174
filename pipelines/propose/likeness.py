"""Owns how like a header is to a column of the contract, by its words; knows no values."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz, process

from pipelines.contract import Column, Table
from pipelines.recognise import plain

SPELLINGS = Path(__file__).parent / "headers.toml"
SMALL_WORDS = {"of", "the", "a", "an", "was", "were", "is", "it", "has", "have", "been", "and", "for", "this", "your"}
SAME_WORDS = {"no": "number", "num": "number", "nr": "number", "ref": "reference", "cat": "category"}
# Below this, two headers share letters rather than a meaning.
LEAST_ALIKE = 88
# One wrong or missing letter in a header is still the header; two other words in it are not.
ALMOST = 0.95


@cache
def words_of(header: str) -> str:
    """The words that a header is compared by: "Date of Concern (dd/mm/yyyy)" and "dateOfConcern" are "date concern"."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r"\([^)]*\)|\[[^]]*\]", " ", header))
    words = re.sub(r"[^\w]+", " ", plain(apart).replace("'", "")).split()
    if "date" in words and "time" in words:
        words.remove("time")
    kept = [SAME_WORDS.get(word, word) for word in words if word not in SMALL_WORDS]
    return " ".join(kept or words)


@cache
def _spellings() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(SPELLINGS.read_text(encoding="utf-8"))


def spellings_of(table: Table, column: Column) -> tuple[str, ...]:
    """What the column may be called, as words, its own name first."""
    known = _spellings()
    others = [*known.get(table.name, {}).get(column.name, []), *known["any"].get(column.name, [])]
    return tuple(dict.fromkeys(map(words_of, (column.name, *_variants(column.name), *others))))


def _variants(name: str) -> Iterable[str]:
    """What a name of the contract says in other words: reported_at, "reported", "date reported"."""
    stem, _, ending = name.rpartition("_")
    if ending in ("at", "on") and stem:
        yield from (stem, f"date {stem}", f"date time {stem}", f"time {stem}")
    if name.endswith("_by_role"):
        yield name.removesuffix("_role")
    if name.startswith(("is_", "has_")):
        yield name.partition("_")[2]


@cache
def _other_ways(spellings: tuple[str, ...]) -> frozenset[str]:
    """The same words run together ("schoolid"), and in the order of the alphabet, which is no order."""
    sorted_ = (" ".join(sorted(each.split())) for each in spellings)
    return frozenset((*(each.replace(" ", "") for each in spellings), *sorted_))


def likeness(header: str, spellings: tuple[str, ...]) -> float:
    """0 to 1: how like a header is to the nearest of the spellings. 1 only for the same words."""
    asked = words_of(header)
    if asked in spellings:
        # Its own name before what others call it, and those in the order in which they are listed.
        return 1.0 if asked == spellings[0] else 0.98 - 0.0005 * spellings.index(asked)
    if {asked.replace(" ", ""), " ".join(sorted(asked.split()))} & _other_ways(spellings):
        return ALMOST
    found = process.extractOne(asked, spellings, scorer=fuzz.token_sort_ratio, score_cutoff=LEAST_ALIKE)
    return ALMOST * found[1] / 100 if found else 0.0
