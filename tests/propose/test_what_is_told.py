"""What somebody is told of a mapping that is not plain sailing: doubts, near misses, and what is done about them."""

from datetime import datetime
from pathlib import Path

import pytest

from pipelines.contract import load_contract
from pipelines.errors import InputError
from pipelines.formats import load_formats
from pipelines.propose.tell import WORDS_TOLD
from pipelines.propose.trial import find_home, find_match
from pipelines.propose.wishes import Wishes
from pipelines.readers import Part, Peek
from tests.propose.conftest import Desk, as_workbook, sources_of

REGISTER = "school_id,school_name,nation,policy\n900101,Willow Bank,england,barnes\n900102,Ash Grove,england,barnes\n"


def lines_of(desk: Desk, start: str) -> list[str]:
    return [line for line in desk.told.splitlines() if line.startswith(start)]


TRUST_LOG = (
    "Ref,School,Date of concern,Category\n1,Willow Bank,13/09/2026,Bullying\n2,Ash Grove,14/09/2026,GDPR\n"
    "3,Elm Row,15/09/2026,GDPR\n4,Elm Row,16/09/2026,GDPR\n"
)


def test_a_school_that_the_register_does_not_name_is_told_by_its_row_with_how_to_name_it(desk: Desk):
    desk.inbox.put("schools.csv", REGISTER)
    desk.inbox.load()
    desk.put("log.csv", TRUST_LOG)
    assert desk.map("incidents", words=["school_id:Elm Row=900103"])
    assert desk.rows("incidents", "school_id") == [("900101",), ("900102",), ("900103",), ("900103",)]
    assert not lines_of(desk, "Not in the register")


def test_without_a_name_for_it_its_rows_are_kept_under_what_the_list_says(desk: Desk):
    desk.inbox.put("schools.csv", REGISTER)
    desk.inbox.load()
    desk.put("log.csv", TRUST_LOG)
    assert desk.map("incidents")
    assert lines_of(desk, "Words of school_id") == [
        "Words of school_id: 'Willow Bank' is 900101, 'Ash Grove' is 900102."
    ]
    assert lines_of(desk, "Not in the register") == [
        "Not in the register of schools, for school_id: (a text of 7 characters, row 4) (2 rows)."
    ]
    assert "  what to do: --word 'school_id:THEIR NAME=ID'" in desk.told.splitlines()


def test_a_register_with_none_of_the_schools_makes_a_site_no_school(desk: Desk):
    desk.put("log.csv", TRUST_LOG)
    assert "school_id" not in sources_of(desk.propose("incidents", schools={"Oak Lane": "900109"}))
    named = Wishes().with_source("school_id", "School")
    unmatched = desk.propose("incidents", named, {"Ash Grove": "900102"}).choice("school_id").translation.unmatched
    assert [(word.text, word.rows, word.first_row) for word in unmatched] == [("Elm Row", 2, 4), ("Willow Bank", 1, 2)]


@pytest.mark.parametrize("count", [WORDS_TOLD, WORDS_TOLD + 3])
def test_a_long_list_of_unknown_words_is_cut_and_says_how_many_are_left(desk: Desk, count: int):
    names = [f"{chr(97 + number // 26)}{chr(97 + number % 26)}xyzzy" for number in range(count)]
    rows = "".join(f"{number},13/09/2026,{name}\n" for number, name in enumerate(names))
    known = "".join(f"k{number},14/09/2026,Bullying\n" for number in range(2 * count))
    desk.put("log.csv", f"Ref,Date of concern,Category\n{rows}{known}")
    desk.map("incidents")
    (line,) = lines_of(desk, "Words of category that are not known")
    assert line.count("(1 row)") == WORDS_TOLD
    assert (f", and {count - WORDS_TOLD} more." in line) == (count > WORDS_TOLD)


def test_a_word_taken_by_its_look_is_said_to_be(desk: Desk):
    desk.put("log.csv", "Ref,Date of concern,Category\n1,13/09/2026,Harrassment\n2,14/09/2026,GDPR\n")
    desk.map("incidents")
    assert lines_of(desk, "Words of category taken") == ["Words of category taken by their look alone: 'Harrassment'."]
    assert desk.rows("incidents", "category") == [("harassment",), ("data_breach",)]


def test_true_dates_beside_text_are_told_as_perhaps_turned_already(desk: Desk):
    rows = [["Ref", "Date of concern", "Category"], ["1", datetime(2026, 4, 3), "GDPR"], ["2", "25/03/2026", "GDPR"]]
    desk.put("log.xlsx", as_workbook(rows))
    desk.map("incidents")
    assert "A spreadsheet may have read the others with day and month the other way round" in desk.told


@pytest.mark.parametrize(
    ("text", "tables"),
    [
        (
            "Ref,Date,Category,Outcome\n1,13/09/2026,Bullying,clear\n2,14/09/2026,GDPR,finding\n",
            "incidents and monitoring",
        ),
        ("ID,Date\n1,13/09/2026\n2,14/09/2026\n", "education and reports"),
    ],
)
def test_two_tables_that_are_about_as_likely_want_a_word(desk: Desk, text: str, tables: str):
    desk.put("list.csv", text)
    with pytest.raises(InputError, match="Two tables are about as likely") as told:
        desk.map(None)
    assert (told.value.found, told.value.do) == (tables, f"Say which: --to {tables.split()[0]}")


@pytest.mark.parametrize("table", ["incidents", "monitoring", "training"])
def test_a_table_that_is_named_is_taken_whatever_is_likelier(desk: Desk, table: str):
    desk.put("list.csv", "Ref,Date,Category\n1,13/09/2026,Bullying\n2,14/09/2026,GDPR\n")
    assert desk.propose(table).table.name == table


def test_rows_cannot_be_left_out_by_a_column_that_the_file_has_not(desk: Desk):
    desk.put("log.csv", "Ref,Date of concern,Category\n1,13/09/2026,Bullying\n2,14/09/2026,GDPR\n")
    assert desk.map("incidents", left_out=["severity=High"])
    assert "Tried on the file: 2 read, 2 kept, 0 set aside." in desk.told
    assert desk.rows("incidents", "category") == [("harassment",), ("data_breach",)]


def test_options_without_a_table_are_those_of_the_likeliest(desk: Desk):
    desk.put("log.csv", "Ref,Date of concern,Category,Severity\n1,13/09/2026,Bullying,Low\n2,14/09/2026,GDPR,High\n")
    assert desk.map(None)
    assert "The likeliest table is incidents" in desk.told
    assert desk.rows("incidents", "severity") == [("low",), ("high",)]


def part_of(path: Path) -> Part:
    return Part(path.name, path, datetime(2026, 9, 1), "csv")


def test_a_table_that_a_known_format_reads_is_found_before_anything_is_proposed(tmp_path: Path):
    formats = load_formats()
    head = Peek(rows=(tuple(load_contract()["people"].columns),))
    assert find_match(part_of(tmp_path / "people.csv"), head, formats).format.name == "people"
    assert find_match(part_of(tmp_path / "x.csv"), Peek(rows=(("a", "b"),)), formats) is None


def test_a_table_that_two_formats_explain_equally_well_is_told_and_not_mapped(tmp_path: Path):
    people = next(each for each in load_formats() if each.name == "people")
    twin = people.model_copy(update={"name": "twin", "title": "Twin of people"})
    head = Peek(rows=(tuple(load_contract()["people"].columns),))
    with pytest.raises(InputError, match=r"The file could be .* or 'Twin of people'"):
        find_match(part_of(tmp_path / "people.csv"), head, [people, twin])


@pytest.mark.parametrize(
    ("name", "school", "account"),
    [("log.csv", None, None), ("900101/log.csv", "900101", None), ("900101/fb/deep/log.csv", "900101", "fb")],
)
def test_the_folder_of_the_inbox_says_whose_a_list_is(desk: Desk, name: str, school: str, account: str):
    home = find_home(desk.inbox.settings, part_of(desk.inbox.settings.inbox / name))
    assert (home.school_id, home.account_id) == (school, account)


def test_a_list_outside_the_inbox_is_nobodys(desk: Desk, tmp_path: Path):
    home = find_home(desk.inbox.settings, part_of(tmp_path / "900101" / "fb" / "log.csv"))
    assert (home.school_id, home.account_id) == (None, None)
