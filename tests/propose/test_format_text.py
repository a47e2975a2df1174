"""The text of a format file: whatever a header or a word holds, it is read back as it was meant, and nothing else."""

import re
import tomllib

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contract import load_contract
from pipelines.formats import HEADER
from pipelines.propose.compose import RESERVED, compose_format, name_columns, quote, quote_all
from pipelines.propose.likeness import likeness, spellings_of, words_of
from pipelines.propose.proposal import Proposal, propose
from pipelines.propose.wishes import Wishes
from tests.propose.test_templates_map_back import TABLES, read_text

INCIDENTS = load_contract()["incidents"]
TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), max_size=30)
# Without a letter it would be taken for a value; with a quote it would end the cell.
HEADERS = st.text(st.sampled_from("abcdefgh XYZ éßж漢 -_./()'[]{}*;#%&!=<>$\\"), min_size=1, max_size=20).map(
    lambda text: f"h{text}"
)


def proposed(header: str, *values: str) -> Proposal:
    rows = "".join(f'{number},"{value}",13/09/2026,GDPR\n' for number, value in enumerate(values, start=1))
    text = f'Ref,"{header}",Date of concern,Category\n{rows}'
    return propose(INCIDENTS, read_text(text), Wishes(), {})


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_a_text_in_the_header_is_read_back_as_it_was(text: str):
    assert tomllib.loads(f"x = {quote(text)}") == {"x": text}


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, max_size=5))
def test_so_is_a_list_of_texts(texts: list[str]):
    assert tomllib.loads(f"x = {quote_all(texts)}") == {"x": texts}


@settings(max_examples=40, deadline=None)
@given(HEADERS)
def test_a_column_has_a_name_that_sql_takes_without_quotes(header: str):
    proposal = proposed(header, "a", "b")
    wished = propose(INCIDENTS, proposal.source, Wishes().with_source("occurred_at", "Date of concern"), {})
    for each in (proposal, wished):
        names = list(name_columns(each).values())
        assert len(set(names)) == len(names)
        for name in names:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name) and name not in RESERVED
            assert duckdb.sql(f"select {name} from (select 1 as {name})").fetchall() == [(1,)]


@settings(max_examples=30, deadline=None)
@given(HEADERS, HEADERS)
def test_the_format_file_declares_the_headers_as_they_are(first: str, second: str):
    text = f'Ref,"{first}","{second}",Date of concern,Category\n1,a,b,13/09/2026,GDPR\n2,c,d,14/09/2026,GDPR\n'
    proposal = propose(INCIDENTS, read_text(text), Wishes(), {})
    written = compose_format(proposal, f"Log {first}", f"Own {second}")
    header = tomllib.loads(HEADER.match(written)["header"])
    assert (header["title"], header["vendor"]) == (f"Log {first}", f"Own {second}")
    read = {alias for column in header["columns"].values() for alias in column["aliases"]}
    assert read == {choice.seen.header for choice in proposal.choices if choice.seen}
    assert not read & set(header["never"])


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_a_header_that_is_a_word_of_sql_is_called_theirs(word: str):
    proposal = proposed(word.upper(), "a", "b")
    source = proposal.source.find(word)
    taken = propose(INCIDENTS, proposal.source, Wishes().with_source("incident_id", word), {})
    assert name_columns(taken)[source.place] == f"their_{word}"


@pytest.mark.parametrize(
    ("header", "name"),
    [("2nd date", "their_2nd_date"), ("Größe", "gr_sse"), ("漢字", "column_2"), ("é", "column_2"), ("a.b/c", "a_b_c")],
)
def test_a_header_without_latin_letters_is_called_by_its_place(header: str, name: str):
    proposal = proposed(header, "a", "b")
    taken = propose(INCIDENTS, proposal.source, Wishes().with_source("incident_id", header), {})
    assert name_columns(taken)[1] == name


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_name_of_a_column_is_likest_to_that_column(table):
    for column in table.columns.values():
        alike = {other.name: likeness(column.name, spellings_of(table, other)) for other in table.columns.values()}
        assert alike.pop(column.name) == 1
        assert max(alike.values(), default=0) < 1


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_how_like_a_header_is_lies_between_nothing_and_one(header: str):
    spellings = spellings_of(INCIDENTS, INCIDENTS.columns["reported_at"])
    assert 0 <= likeness(header, spellings) <= 1
    assert words_of(words_of(header)) == words_of(header)
