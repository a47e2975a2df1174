"""Every table of the contract, its headers said in other ways, is mapped back to itself."""

import random
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contract import Column, Table, load_contract
from pipelines.propose.columns import Source, open_table, read_source
from pipelines.propose.likeness import likeness, spellings_of, words_of
from pipelines.propose.private import find_private_header
from pipelines.propose.proposal import propose, rate_tables
from pipelines.propose.vocabulary import accepted_words
from pipelines.propose.wishes import Wishes
from tests.intake.small_inbox import as_csv
from tests.propose.conftest import sources_of

TABLES = list(load_contract().values())
ROWS = 8


def mapped_columns(table: Table) -> list[Column]:
    """All columns but those of the identity vault, which no proposal touches."""
    return [column for column in table.columns.values() if column.personal != "vault"]


def value_for(table: Table, column: Column, row: int) -> str:
    words = accepted_words(table, column)
    if words:
        return words[row % len(words)]
    by_type = {
        "integer": str(40 + row),
        "date": f"2026-09-{row + 11}",
        "timestamp": f"2026-09-{row + 11} 1{row}:05",
        "time": f"0{row}:30",
        "boolean": "yes" if row % 2 else "no",
        "list": "ict;social_media",
    }
    return by_type.get(column.type, f"{column.name[:2]}{row}")


@cache
def template(name: str) -> Source:
    """A table's blank file with some rows, read."""
    table = load_contract()[name]
    rows = [{c.name: value_for(table, c, row) for c in mapped_columns(table)} for row in range(ROWS)]
    return read_text(as_csv(rows))


def read_text(text: str) -> Source:
    with TemporaryDirectory() as room:
        path = Path(room) / "file.csv"
        path.write_text(text, encoding="utf-8")
        with open_table(path, None, Path(room)) as (part, head):
            return read_source(part, head)


def rename(source: Source, names: dict[str, str]) -> Source:
    """The same columns under other headers."""
    columns = [
        replace(
            seen,
            header=names.get(seen.header, seen.header),
            private_header=find_private_header(names.get(seen.header, seen.header), seen.is_dated),
        )
        for seen in source.columns
    ]
    return replace(source, columns=tuple(columns), headers=tuple(seen.header for seen in columns))


def perturb(name: str, seed: random.Random) -> str:
    """A column's name as a person would head it: "reported_at", "Reported At ", "REPORTED-AT"."""
    case = seed.choice([str.lower, str.upper, str.title, str.capitalize])
    return (
        seed.choice(["", " "]) + case(name).replace("_", seed.choice([" ", "-", "_", "  "])) + seed.choice(["", "  "])
    )


def as_itself(table: Table, names: dict[str, str]) -> dict[str, str]:
    return {column.name: names.get(column.name, column.name).strip() for column in mapped_columns(table)}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@settings(max_examples=15, deadline=None)
@given(seed=st.randoms(use_true_random=False))
def test_case_spaces_and_order_do_not_matter(table: Table, seed: random.Random):
    source = template(table.name)
    names = {column.name: perturb(column.name, seed) for column in mapped_columns(table)}
    columns = list(rename(source, names).columns)
    seed.shuffle(columns)
    proposal = propose(table, replace(source, columns=tuple(columns)), Wishes(), {})
    assert {name: header.strip() for name, header in sources_of(proposal).items()} == as_itself(table, names)
    assert not proposal.problems and proposal.whose == "file"


def synonyms() -> list[tuple[Table, Column, str]]:
    """Every other name of each column, but for those that a second column of its table may have as well."""
    listed = []
    for table in TABLES:
        for column in mapped_columns(table):
            others = {word for other in mapped_columns(table) if other != column for word in spellings_of(table, other)}
            listed += [(table, column, word) for word in spellings_of(table, column) if word not in others]
    return listed


def told_apart(table: Table) -> list[tuple[Column, str]]:
    return [(column, word) for each, column, word in synonyms() if each == table]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_each_other_name_of_a_column_is_understood(table: Table):
    source = template(table.name)
    wrong = []
    for column, word in told_apart(table):
        found = sources_of(propose(table, rename(source, {column.name: word}), Wishes(), {}))
        if found.get(column.name) != word or len(found) != len(mapped_columns(table)):
            wrong.append((column.name, word, found.get(column.name)))
    assert wrong == []


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_slip_of_the_pen_is_understood(table: Table):
    source = template(table.name)
    for column in mapped_columns(table):
        if len(column.name) >= 9:
            slip = column.name[:-3] + column.name[-2:]
            found = sources_of(propose(table, rename(source, {column.name: slip}), Wishes(), {}))
            assert found.get(column.name) == slip


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_table_itself_is_the_likeliest(table: Table):
    (best, first), (second, _), *_ = rate_tables(template(table.name), {})
    assert first.table == table and best > second


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_required_column_that_is_gone_is_asked_for_said_by_the_folder_or_made(table: Table):
    source = template(table.name)
    for column in mapped_columns(table):
        if not column.required:
            continue
        kept = tuple(seen for seen in source.columns if seen.header != column.name)
        proposal = propose(table, replace(source, columns=kept), Wishes(), {})
        choice = proposal.choice(column.name)
        asked = [
            problem for problem in proposal.problems if problem.column == column.name and problem.kind == "missing"
        ]
        assert choice.has_source != bool(asked)
        if not choice.has_source:
            assert column.name in asked[0].what and asked[0].do


def test_headers_are_compared_by_their_words():
    assert words_of("Date of the Concern (dd/mm/yyyy)") == "date concern"
    assert words_of("dateOfConcern") == words_of("DATE_OF_CONCERN") == "date concern"
    assert words_of("of the") == "of the"


@pytest.mark.parametrize(
    ("header", "column", "low", "high"),
    [
        ("reported_at", "reported_at", 1, 1),
        ("Concern date", "reported_at", 0.9, 0.99),
        ("Date of concen", "reported_at", 0.8, 0.95),
        ("resolved_at", "removed_at", 0, 0),
        ("caller_id", "account_id", 0, 0),
        ("Colour", "category", 0, 0),
    ],
)
def test_how_like_a_header_is_to_a_column(header: str, column: str, low: float, high: float):
    table = load_contract()["incidents"]
    assert low <= likeness(header, spellings_of(table, table.columns[column])) <= high


def test_a_file_with_nothing_but_dates_left_takes_them_for_when_it_happened():
    source = read_text("Ref,Nature,Marked\n1,Bullying,2026-09-07\n2,GDPR,2026-09-08\n")
    choice = propose(load_contract()["incidents"], source, Wishes(), {}).choice("reported_at")
    assert (choice.seen.header, choice.how_sure) == ("Marked", "a guess")
    assert choice.why == "the only column of dates that is left"


def test_words_alone_are_enough_for_a_guess():
    source = read_text("Ref,Date,Foo,Bar\n1,2026-09-07,Bullying,High\n2,2026-09-08,GDPR,Low\n3,2026-09-08,Racism,Low\n")
    proposal = propose(load_contract()["incidents"], source, Wishes(), {})
    assert sources_of(proposal)["category"] == "Foo" and sources_of(proposal)["severity"] == "Bar"
    assert proposal.choice("category").how_sure == "a guess"
