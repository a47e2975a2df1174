"""Owns how a table and a note are written in Markdown; knows nothing of what they tell."""

from collections.abc import Iterable, Sequence


def write_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; what would end a cell or its line early is neutralised."""
    lines = [headers, ["---"] * len(headers), *rows]
    return "\n".join("| " + " | ".join(map(as_cell, line)) + " |" for line in lines)


def as_cell(text: str) -> str:
    """The text on one line, its pipes escaped."""
    return " ".join(text.split()).replace("|", "\\|")


def as_code(*names: str) -> str:
    """Names as Markdown code, joined by commas; nothing for none."""
    return ", ".join(f"`{name}`" for name in names)


def note_source(source: str) -> str:
    """The line that says how the page came about."""
    return f"*Made by `python -m pipelines docs` from {source}. Change those and run it again.*"


def join_blocks(blocks: Iterable[str]) -> str:
    """Blocks with a blank line between them, those without text left out."""
    return "\n\n".join(filter(None, blocks)) + "\n"
