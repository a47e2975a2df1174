"""Owns the forms in which an account's activity can arrive, one module each; knows nothing of how it was invented.

A module here is named as an account's `export` in trust.toml and holds `write(folder, rows, words)`: `folder` is the
account's own (<school_id>/<account_id>), `rows` its activity in time order, `words` short texts to invent from. Put a
module here when pipelines/journey/0_exports can read what it writes. "contract" is none of them: those rows go to the
files of deliveries.toml.
"""

from importlib import import_module
from pathlib import Path

import pandas as pd

Words = dict[str, list[str]]


def write_export(form: str, folder: Path, rows: pd.DataFrame, words: Words) -> None:
    """Write one account's activity in the form that the module `form` of this package knows."""
    folder.mkdir(parents=True, exist_ok=True)
    import_module(f"{__name__}.{form}").write(folder, rows, words)


def pick_texts(rows: pd.DataFrame, words: Words) -> pd.Series:
    """A short invented text for each item, by its kind; the same item always says the same."""
    said = pd.Series("enquiries", index=rows.index).mask(rows["direction"] == "outbound", "replies")
    said = said.mask(rows["kind"] == "post", "posts").mask(rows["acknowledgement"].eq(True), "acknowledgements")
    place = rows["item_id"].str[-6:].map(hash_of)
    return pd.Series(
        [words[kind][number % len(words[kind])] for kind, number in zip(said, place, strict=True)], rows.index
    )


def hash_of(text: str) -> int:
    """A number from a short text, the same on every machine."""
    return sum(map(ord, text))
