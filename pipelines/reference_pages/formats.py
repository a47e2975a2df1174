"""Owns the part of docs/formats.md that lists the formats known; knows nothing of the exports tried on them."""

import re
from collections.abc import Iterable
from itertools import groupby

from pipelines.formats import Format
from pipelines.reference_pages.markdown import as_code, join_blocks, note_source, write_table

BEGIN, END = "<!-- formats known: begin -->", "<!-- formats known: end -->"
MARKED = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
LEAD = """What is recognised besides the tables of the [data dictionary](data-dictionary.md), whose headers are
recognised by themselves."""
EVIDENCE = {
    "F": "seen in a real file",
    "V": "on the vendor's own pages",
    "P": "in other people's parsers",
    "own": "Oversight's own",
}
WHOSE = {
    "file": "its rows say, or else its folder",
    "school": "the school's folder says",
    "account": "the account's folder says",
}
SIDES = {
    "both": "both sides",
    "outbound": "what the school sent; no share answered can be told",
    "answered_only": "messages that were answered; no share answered can be told",
}
HEADERS = ("format", "file", "evidence", "goes into", "whose rows", "holds", "never loaded")


def compose_formats(formats: Iterable[Format]) -> str:
    """The marked part: one table of formats per vendor. The contract's own tables are left to the data dictionary."""
    known = sorted((each for each in formats if not each.is_contract), key=lambda each: (each.vendor, each.name))
    blocks = ["## Formats known", LEAD, note_source("the headers of `pipelines/journey/0_exports/`")]
    for vendor, group in groupby(known, key=lambda each: each.vendor):
        blocks += [f"### {vendor}", write_table(HEADERS, map(_as_row, group))]
    return join_blocks([BEGIN, *blocks, END])


def place_formats(page: str, part: str) -> str:
    """The page with the marked part in its place, or after what is written; a page without text gets a title."""
    if MARKED.search(page):
        return MARKED.sub(lambda _: part.strip(), page)
    return join_blocks([page.strip() or "# Formats", part.strip()])


def _as_row(each: Format) -> tuple[str, ...]:
    return (
        each.title,
        as_code(f"{each.name}.sql"),
        EVIDENCE[each.evidence],
        as_code(each.table) if each.table else f"nothing: {each.uncounted}",
        WHOSE[each.whose],
        SIDES[each.sides] if each.sides else "",
        ", ".join(each.never),
    )
