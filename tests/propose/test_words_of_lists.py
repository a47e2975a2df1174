"""What a school's word stands for: known, near, said by a person, unknown; and which words are for no screen."""

import pytest

from pipelines.contract import load_contract
from pipelines.errors import InputError
from pipelines.propose.columns import Word
from pipelines.propose.tell import show_word
from pipelines.propose.vocabulary import accepted_words, compared, known_words, translate
from pipelines.propose.wishes import Wishes, read_wishes
from tests.propose.conftest import Desk
from tests.propose.test_templates_map_back import read_text

INCIDENTS = load_contract()["incidents"]
LISTED = [
    (table, column)
    for table in load_contract().values()
    for column in table.columns.values()
    if accepted_words(table, column) and column.type != "boolean"
]


def translated(column: str, *words: str, given: dict[str, str] | None = None):
    quoted = "".join(f'{row},"{word}"\n' for row, word in enumerate(words))
    source = read_text(f"Ref,Word\n{quoted}")
    return translate(INCIDENTS, INCIDENTS.columns[column], source.find("Word"), given or {})


@pytest.mark.parametrize(("table", "column"), LISTED, ids=lambda each: each.name)
def test_every_word_that_is_known_stands_for_one_that_is_accepted(table, column):
    accepted = accepted_words(table, column)
    known = known_words(table.name, column.name)
    assert set(known.values()) <= {*accepted, ""}
    assert {known[compared(word)] for word in accepted} == set(accepted)
    assert not column.required or "" not in known.values()


@pytest.mark.parametrize(
    ("column", "theirs", "ours"),
    [
        ("category", "Cyber-bullying", "harassment"),
        ("category", "HARASSMENT", "harassment"),
        ("category", "Personal data breach", "data_breach"),
        ("severity", "2 - Medium", "medium"),
        ("severity", "3. Moderate", "medium"),
        ("severity", "Very High", "critical"),
        ("source", "Parent/Carer", "parent"),
        ("reported_to_role", "Head of Year", "teacher"),
        ("reported_to_role", "Designated Safeguarding Lead", "dsl"),
        ("referred_to", "Children's Services", "local_authority"),
        ("severity", "N a", ""),
    ],
)
def test_everyday_words_are_known(column: str, theirs: str, ours: str):
    assert translated(column, theirs).words == {theirs: ours}


def test_a_word_with_a_slip_is_taken_by_its_look_and_said_to_be():
    found = translated("category", "Harrassment")
    assert found.words == {"Harrassment": "harassment"} and found.near == ("Harrassment",)


def test_words_that_differ_by_a_number_are_never_taken_for_each_other():
    found = translated("category", "Level 1", "Level 2", given={"level 1": "staff_conduct"})
    assert found.words == {"Level 1": "staff_conduct"} and not found.near
    assert [word.text for word in found.unmatched] == ["Level 2"]


def test_a_word_that_is_like_nothing_stays_unknown_with_its_rows():
    found = translated("category", "Attendance", "Bullying", "Attendance", "Uniform")
    assert found.unmatched == (Word("Attendance", 2, 2), Word("Uniform", 1, 5))
    assert found.matched_share == 0.25


@pytest.mark.parametrize("mark", [";", ",", "|", "/"])
def test_several_words_in_a_cell_whatever_stands_between_them(mark: str):
    found = translated("category", f"Bullying{mark} GDPR", f"Racism{mark}Phishing", "Sexting")
    assert found.separator == mark and not found.unmatched
    assert set(found.words.values()) == {
        "harassment",
        "data_breach",
        "discrimination",
        "unsafe_link",
        "compromising_image",
    }


def test_what_a_person_says_of_a_word_goes_before_what_is_known():
    wishes = read_wishes(INCIDENTS, words=["category:Sexting=illegal_content", "category:Attendance="])
    found = translated("category", "Sexting", "Attendance", given=wishes.words_of("category"))
    assert found.words == {"Sexting": "illegal_content", "Attendance": ""}


def test_wishes_are_read_from_options():
    wishes = read_wishes(
        INCIDENTS,
        sets=["reported_at=Date + Time", "closed_at="],
        fixes=['channel="Personal"'],
        words=['category:"Late = absent"=other', "category:*=other"],
        left_out=["category=Attendance", "category=Uniform"],
        order="day_first",
        keep="last",
    )
    assert wishes == Wishes(
        sources={"reported_at": "Date + Time", "closed_at": ""},
        fixed={"channel": "personal"},
        words={"category": {compared('"Late = absent"'): "other", "*": "other"}},
        left_out={"category": ("Attendance", "Uniform")},
        order="day_first",
        keep="last",
    )


def test_a_value_for_all_rows_must_be_one_that_is_accepted():
    with pytest.raises(InputError, match="channel accepts no 'privat'"):
        read_wishes(INCIDENTS, fixes=["channel=privat"])


@pytest.mark.parametrize(
    ("word", "rows", "shown"),
    [
        ("Attendance", 1, "'Attendance'"),
        ("Home Life", 1, "'Home Life'"),
        ("Mrs Patel", 9, "(a text of 9 characters, row 7)"),
        ("he said that she said", 2, "(a text of 21 characters, row 7)"),
        ("x" * 41, 50, "(a text of 41 characters, row 7)"),
        ("ann@example.org", 1, "(a text of 15 characters, row 7)"),
    ],
)
def test_a_word_that_may_be_a_person_is_told_by_its_row(word: str, rows: int, shown: str):
    assert show_word(Word(word, rows, 7), INCIDENTS.columns["category"]) == shown


@pytest.mark.parametrize("column", ["source", "affected", "reported_to_role"])
def test_where_a_person_may_stand_two_names_are_not_shown(column: str):
    amy = "(a text of 8 characters, row 7)"
    assert show_word(Word("Amy Pond", 1, 7), INCIDENTS.columns[column]) == amy
    assert show_word(Word("Mrs Pond", 9, 7), INCIDENTS.columns[column]) == amy
    assert show_word(Word("Tutor", 1, 7), INCIDENTS.columns[column]) == "'Tutor'"


def test_a_stroke_inside_a_word_parts_nothing_where_a_semicolon_does():
    found = translated("category", "Radicalisation / Extremism; GDPR", "Phishing")
    assert found.separator == ";" and [word.text for word in found.unmatched] == ["Radicalisation / Extremism"]


CONCERNS = """Ref,Date,Category
1,13/09/2026,Bullying
2,14/09/2026,Attendance
3,15/09/2026,"Uniform, Racism"
4,15/09/2026,Uniform
"""


def test_unknown_words_are_listed_and_their_rows_set_aside_with_reasons(desk: Desk):
    desk.put("log.csv", CONCERNS)
    assert desk.map("incidents")
    assert "not known: 'Uniform' (2 rows), 'Attendance' (1 row). Rows with them will be set aside." in desk.told
    assert "accepted: harassment, abuse_of_staff" in desk.told
    assert desk.rows("incidents", "incident_id") == [("900101/1",)]
    assert [(row, column, reason) for _, row, column, _, reason in desk.inbox.rejects()] == [
        (3, "category", "is no accepted value"),
        (4, "category", "is no accepted value"),
        (5, "category", "is no accepted value"),
    ]


def test_rows_for_another_table_can_be_left_out_by_word(desk: Desk):
    desk.put("log.csv", CONCERNS)
    assert desk.map("incidents", left_out=["category=Attendance", "category=Uniform"])
    assert "Rows left out, as they are for another table: category 'Attendance', 'Uniform'." in desk.told
    assert desk.rows("incidents", "incident_id", "category") == [
        ("900101/1", "harassment"),
        ("900101/3", "discrimination"),
    ]
    assert desk.inbox.rejects() == []


def test_rows_without_any_known_word_can_be_left_out_for_good(desk: Desk):
    desk.put("log.csv", CONCERNS)
    assert desk.map("incidents", left_out=["category=*"])
    desk.put("log.csv", CONCERNS + "5,16/09/2026,Lates\n6,16/09/2026,Copyright\n7,16/09/2026,friend_request\n")
    assert desk.rows("incidents", "incident_id", "category") == [
        ("900101/1", "harassment"),
        ("900101/3", "discrimination"),
        ("900101/6", "copyright"),
        ("900101/7", "friend_request"),
    ]


def test_every_other_word_may_stand_for_one(desk: Desk):
    desk.put("log.csv", CONCERNS)
    assert desk.map("incidents", words=["category:*=other", "category:Uniform="])
    assert desk.rows("incidents", "category") == [("harassment",), ("other",), ("discrimination",)]


def test_a_word_of_a_person_that_no_row_has_is_told(desk: Desk):
    desk.put("log.csv", CONCERNS)
    desk.map("incidents", words=["category:Atendance=other"], left_out=["category=*"])
    assert "Note: no row has the word of category: 'atendance'." in desk.told
