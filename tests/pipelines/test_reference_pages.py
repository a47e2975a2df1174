"""The pages of docs/ that are made: complete, and the same as what is committed."""

from collections.abc import Mapping

import pytest

from pipelines.controls import load_controls
from pipelines.formats import EXPORTS
from pipelines.policies import load_policies
from pipelines.reference_pages import DOCS, compose_pages, write_pages
from pipelines.reference_pages.empty_build import read_tables
from pipelines.reference_pages.formats import BEGIN, END, place_formats
from pipelines.reference_pages.markdown import join_blocks, write_table
from pipelines.reference_pages.public_tables import load_public_tables

PUBLIC = load_public_tables()


@pytest.fixture(scope="module")
def pages() -> Mapping[str, str]:
    return compose_pages()


@pytest.fixture(scope="module")
def tables() -> dict[str, dict[str, str]]:
    return read_tables()


@pytest.mark.parametrize("name", ["controls.md", "data-dictionary.md", "formats.md"])
def test_the_committed_page_is_what_the_journey_says(pages: Mapping[str, str], name: str):
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == pages[name], f"docs/{name} is out of date: run `python -m pipelines docs` and commit it"


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_column_has_a_meaning(tables: dict[str, dict[str, str]], name: str):
    assert list(PUBLIC[name].columns) == list(tables[name]), f"mend {name} in reference_pages/public_tables.toml"


def test_every_clause_stands_under_its_control(pages: Mapping[str, str]):
    sections = {part.partition("\n")[0]: part for part in pages["controls.md"].split("\n## ")[1:]}
    assert list(sections) == list(load_controls())
    for policy in load_policies(load_controls()).values():
        for clause in policy.clauses:
            assert f"| {clause.id} | {policy.title} |" in sections[clause.control]


def test_every_format_file_is_listed(pages: Mapping[str, str]):
    assert [path.name for path in EXPORTS.glob("*.sql") if f"`{path.name}`" not in pages["formats.md"]] == []


def test_what_a_person_wrote_around_the_formats_stays():
    page = f"# Formats\n\nBefore.\n\n{BEGIN}\n\nold\n\n{END}\n\nAfter.\n"
    assert place_formats(page, f"{BEGIN}\n\nnew \\1\n\n{END}\n") == page.replace("old", "new \\1")
    assert place_formats("", f"{BEGIN}{END}\n") == f"# Formats\n\n{BEGIN}{END}\n"
    assert place_formats("# Mine\n\nWords.\n", f"{BEGIN}{END}\n") == f"# Mine\n\nWords.\n\n{BEGIN}{END}\n"


def test_a_cell_cannot_end_its_row():
    assert write_table(("a", "b"), [("x|y", "two\nlines")]) == "| a | b |\n| --- | --- |\n| x\\|y | two lines |"
    assert join_blocks(["a", "", "b"]) == "a\n\nb\n"


def test_only_pages_that_changed_are_written(tmp_path):
    assert [path.name for path in write_pages(tmp_path)] == ["controls.md", "data-dictionary.md", "formats.md"]
    (tmp_path / "controls.md").write_text("old", encoding="utf-8")
    assert [path.name for path in write_pages(tmp_path)] == ["controls.md"]
