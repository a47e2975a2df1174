"""Owns the pages of docs/ that are made from the journey: which there are, and writing them; knows no page's words."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pipelines.contract import load_contract
from pipelines.controls import load_controls
from pipelines.formats import load_formats
from pipelines.models import find_models
from pipelines.policies import load_policies
from pipelines.reference_pages.controls import compose_controls
from pipelines.reference_pages.dictionary import compose_dictionary
from pipelines.reference_pages.empty_build import read_tables
from pipelines.reference_pages.formats import compose_formats, place_formats
from pipelines.reference_pages.public_tables import load_public_tables
from pipelines.reference_pages.real_exports import place_real_exports
from pipelines.settings import ROOT

DOCS = ROOT / "docs"


def compose_pages(docs: Path = DOCS, real_exports: Path | None = None) -> Mapping[str, str]:
    """Each page's text by its file name. Of formats.md marked parts are made, one of them only from a folder of real
    exports; the rest is as it stands in `docs`.
    """
    controls = load_controls()
    formats = docs / "formats.md"
    written = formats.read_text(encoding="utf-8") if formats.exists() else ""
    return {
        "controls.md": compose_controls(controls, load_policies(controls)),
        "data-dictionary.md": compose_dictionary(load_contract(), load_public_tables(), find_models(), read_tables()),
        "formats.md": place_real_exports(place_formats(written, compose_formats(load_formats())), real_exports),
    }


def write_pages(docs: Path = DOCS, real_exports: Path | None = None) -> Iterator[Path]:
    """Write the pages whose text has changed, and yield their paths."""
    for name, text in compose_pages(docs, real_exports).items():
        path = docs / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            yield path
