"""Owns the plain blocks of a page: its answer, a section, a definition, an explicit nothing; knows no data."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

import streamlit as st

from dashboard.parts.gate import may_show

DEFINITIONS = Path(__file__).resolve().parent.parent / "definitions.toml"
MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~$:])")


def answer(sentence: str, *, gated: bool = False) -> None:
    """The sentence that answers the page's question; the first thing under its title. `gated`: see parts/gate.py."""
    if may_show(gated):
        st.markdown(f"**{plain(sentence)}**")


def section(title: str, words: str = "", *, gated: bool = False) -> None:
    """A part of a page: its heading and, where needed, a sentence on how to read it. `gated`: see parts/gate.py."""
    if may_show(gated):
        st.header(plain(title), anchor=False)
        if words:
            st.markdown(plain(words))


def nothing(reason: str, *, gated: bool = False) -> None:
    """Why there is nothing to show here, and what would change that; never an empty box. `gated`: see parts/gate.py."""
    if may_show(gated):
        st.info(plain(reason))


def definition(term: str) -> str:
    """What a term means here, as the glossary of figures says it. Raises KeyError for a term that it lacks."""
    return _definitions()[term]


def plain(text: str) -> str:
    """Text as Streamlit's Markdown shows it unchanged: data never becomes a link, an image or a heading."""
    return MARKDOWN.sub(r"\\\1", text)


@lru_cache(maxsize=1)
def _definitions() -> dict[str, str]:
    return tomllib.loads(DEFINITIONS.read_text(encoding="utf-8"))
