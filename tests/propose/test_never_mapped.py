"""Accounts in free text, names, addresses and the like are known by header or by values, and are never candidates."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contract import load_contract
from pipelines.errors import InputError
from pipelines.propose.compose import compose_format
from pipelines.propose.private import find_private_header, find_private_values
from pipelines.propose.proposal import propose
from pipelines.propose.wishes import Wishes
from tests.propose.conftest import Desk, sources_of
from tests.propose.test_templates_map_back import TABLES, read_text

PRIVATE_HEADERS = {
    "free text": [
        "Description",
        "Details",
        "NARRATIVE",
        "Notes",
        "Comments",
        "What happened",
        "Action taken",
        "Summary",
    ],
    "a name": ["Name", "Surname", "First Name", "Pupil", "Student(s)", "Linked Students", "Child", "Parent name"],
    "an address or a number of a person": ["E-mail", "Email address", "Mobile phone", "Post code", "UPN", "NI Number"],
    "a person's details": ["DOB", "Date of Birth", "Gender", "Ethnicity", "Year group"],
    "an address on a network or a device": ["IP Address", "PC Name", "Device ID"],
    "a picture or a place": ["Screenshot", "Attachments", "GPS"],
}
LISTED = [(header, why) for why, headers in PRIVATE_HEADERS.items() for header in headers]


@pytest.mark.parametrize(("header", "why"), LISTED, ids=[header for header, _ in LISTED])
def test_a_header_gives_it_away(header: str, why: str):
    assert find_private_header(header, is_dated=False) == f"{why}, as its header says"


@pytest.mark.parametrize("header", ["Category", "Ref", "School name", "Date of concern", "Course Title", "Site"])
def test_other_headers_do_not(header: str):
    assert find_private_header(header, is_dated=False) == ""


def test_a_date_under_a_header_of_text_is_a_date():
    assert find_private_header("Statement", is_dated=True) == ""
    assert find_private_header("Date of birth", is_dated=True) == "a person's details, as its header says"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (["ann@x.uk", "bob@y.org", "?"], "its values are e-mail addresses"),
        (["07700 900123", "+44 7700 900456"], "its values are telephone numbers"),
        (["10.0.0.1", "192.168.1.20"], "its values are addresses on a network"),
        (["Mrs Smith", "Mr Jones", "Dr Who"], "its values are names"),
        (["Amy Pond", "Rory Williams", "Clara Oswald", "Bill Potts", "Danny Pink"], "its values look like names"),
        (["Smith, Ann", "Jones, Bob", "Young, Cy", "Pond, Amy", "Pink, Di"], "its values look like names"),
        (["Bullying", "GDPR"], ""),
        (["E101", "E102"], ""),
        ([], ""),
    ],
)
def test_values_give_it_away(values: list[str], why: str):
    assert find_private_values(1, values) == why


def test_sentences_are_free_text_whatever_stands_above_them():
    assert find_private_values(9.5, ["he said"]) == "free text: its values are sentences"


TOLD = "the pupil said that a picture was sent to her phone by somebody in year nine at break"
WORDS = st.sampled_from(TOLD.split())
SENTENCES = st.lists(WORDS, min_size=8, max_size=20).map(" ".join)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
@settings(max_examples=3, deadline=None)
@given(texts=st.lists(SENTENCES, min_size=3, max_size=4, unique=True), data=st.data())
def test_sentences_are_mapped_to_no_column_of_any_table(table, texts: list[str], data):
    """Even under the header of a column of the contract."""
    header = data.draw(st.sampled_from([name for name, column in table.columns.items() if column.type == "text"]))
    rows = "".join(f'{number},"{text}"\n' for number, text in enumerate(texts))
    proposal = propose(table, read_text(f"Row,{header}\n{rows}"), Wishes(), {})
    assert header not in sources_of(proposal).values()
    assert (header, proposal.source.find(header).private) in proposal.left_out


@pytest.mark.parametrize(
    ("table", "column", "header", "values"),
    [
        ("education", "topic", "Notes", ["kind", "safe"]),
        ("education", "topic", "Subject line", ["ann@x.uk", "bob@x.uk"]),
        ("accounts", "aim", "Purpose", ["to tell parents about all that happens at school"] * 2),
        ("events", "label", "Pupil", ["Amy", "Rory"]),
        ("activity", "category", "Message", ["hello", "thanks"]),
        ("training", "person_id", "Notes", ["ann", "bob"]),
    ],
)
def test_not_even_a_person_can_map_them(desk: Desk, table: str, column: str, header: str, values: list[str]):
    desk.put("file.csv", f"Row,{header}\n" + "".join(f'{n},"{value}"\n' for n, value in enumerate(values)))
    with pytest.raises(InputError, match=f"'{header}' is never loaded"):
        desk.map(table, sets=[f"{column}={header}"])


def test_the_format_file_lists_what_it_never_loads_and_declares_none_of_it():
    text = "Ref,Date,Category,Description,Pupil,DOB\n1,13/09/2026,Bullying,a b c,Amy,01/02/2014\n"
    proposal = propose(load_contract()["incidents"], read_text(text), Wishes(), {})
    written = compose_format(proposal, "Log", "Own")
    assert 'never = ["Description", "Pupil", "DOB"]' in written
    assert written.count("[columns.") == 3 and "Amy" not in written and "2014" not in written


def test_a_date_of_birth_is_no_date_of_an_incident():
    proposal = propose(
        load_contract()["incidents"], read_text("Ref,Category,DOB\n1,Bullying,13/02/2014\n"), Wishes(), {}
    )
    assert not proposal.choice("reported_at").has_source
