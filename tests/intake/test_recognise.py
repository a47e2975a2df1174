"""Which format a file follows, and what is said when it follows none, or several."""

from datetime import datetime
from pathlib import Path

import pytest

from pipelines.formats import Format, SourceColumn, load_formats
from pipelines.readers import Part, Peek
from pipelines.recognise import Unrecognised, index_headers, plain, recognise

CONTRACT = [each for each in load_formats() if each.is_contract]


def part(file: str = "x.csv", kind: str = "csv") -> Part:
    return Part(file, Path(file), datetime(2026, 1, 1), kind)


def table(*rows: str) -> Peek:
    return Peek(rows=tuple(tuple(row.split(",")) for row in rows))


def made(name: str, *needed: str, optional: tuple[str, ...] = (), **more) -> Format:
    columns = {each: SourceColumn(name=each, optional=each in optional) for each in (*needed, *optional)}
    fixed = {"title": name.title(), "vendor": "v", "evidence": "own", "table": "events", "whose": "file", "select": ""}
    return Format(name=name, **{**fixed, "reader": "csv", "columns": columns, **more})


def test_headers_are_compared_without_case_spaces_hyphens_and_invisible_marks():
    assert {plain(header) for header in ("School ID", "school_id", " SCHOOL-id\u00a0", "\ufeffSchool  Id")} == {
        "school id"
    }


def test_a_header_that_comes_again_is_told_apart_by_its_number():
    assert index_headers(["Views", "", "views ", "VIEWS"]) == {"views": 0, "views (2)": 2, "views (3)": 3}


@pytest.mark.parametrize("name", [each.name for each in CONTRACT])
def test_each_contract_table_is_known_by_what_it_needs_and_by_all_it_may_have(name: str):
    own = next(each for each in CONTRACT if each.name == name)
    every = list(own.columns)
    needed = [column.name for column in own.columns.values() if not column.optional]
    for headers in (needed, every, list(reversed(every))):
        assert recognise(part(), table(",".join(headers)), CONTRACT).format.name == name


def test_the_header_is_found_below_a_preamble():
    match = recognise(part(), table("All times are in UTC", "", "when,what"), [made("log", "when", "what")])
    assert (match.layout.header_row, match.layout.columns) == (3, {"when": 0, "what": 1})


def test_the_format_that_explains_most_columns_wins():
    formats = [made("short", "a", "b"), made("long", "a", "b", optional=("c",))]
    assert recognise(part(), table("a,b,c"), formats).format.name == "long"


def test_what_a_format_insists_on_breaks_a_tie():
    formats = [made("loose", "a", optional=("b",)), made("strict", "a", "b")]
    assert recognise(part(), table("a,b"), formats).format.name == "strict"


def test_a_file_name_breaks_a_tie_and_nothing_more():
    formats = [made("one", "a", "b"), made("two", "a", "b", name_hints=["export_*.csv"]), made("three", "a", "b", "c")]
    assert recognise(part("folder/EXPORT_7.csv"), table("a,b"), formats).format.name == "two"
    assert recognise(part("folder/export_7.csv"), table("a,b,c"), formats).format.name == "three"


def test_a_file_that_two_formats_explain_equally_well_is_told_with_both():
    with pytest.raises(Unrecognised, match="'One' or 'Two'"):
        recognise(part(), table("a,b"), [made("one", "a", "b"), made("two", "a", "b")])


def test_only_formats_for_that_kind_of_file_come_into_question():
    formats = [made("sheet", "a", "b", reader="xlsx"), made("text", "a", "b")]
    assert recognise(part(kind="xlsx"), table("a,b"), formats).format.name == "sheet"


def test_unknown_columns_are_listed_but_for_those_that_are_never_loaded():
    match = recognise(part(), table("A,Mood,Tweet Text,b,"), [made("one", "a", "b", never=["tweet text"])])
    assert match.unknown == ("Mood",)


def test_a_header_that_comes_again_is_listed_with_its_number():
    match = recognise(
        part(), table("A,b,Mood,B,mood,Tweet text,tweet text"), [made("one", "a", "b", never=["tweet text"])]
    )
    assert match.unknown == ("Mood", "B (2)", "mood (2)")


def test_an_alias_earlier_in_the_list_wins():
    column = SourceColumn(name="when", aliases=("sent at", "date"))
    match = recognise(part(), table("Date,Sent At"), [made("one").model_copy(update={"columns": {"when": column}})])
    assert match.layout.columns == {"when": 1}


def test_a_missing_column_is_named_with_the_nearest_header_that_was_found():
    with pytest.raises(Unrecognised) as told:
        recognise(part(), table("item_id,account_id,kind,direction,sent at time"), CONTRACT)
    assert "'Account activity' but for the column 'sent_at' (nearest header found: 'sent at time')" in str(told.value)


def test_a_header_that_is_only_a_little_alike_is_not_named():
    """Half of "locality" is in "policy"; nobody means one by the other."""
    with pytest.raises(Unrecognised) as told:
        recognise(part(), table("school_id,school_name,nation,locality"), CONTRACT)
    assert told.value.found.startswith("nearest: 'Schools") and "but for the column 'policy', and" in told.value.found
    assert told.value.do.startswith("If it is one of these, add what is missing. Otherwise")


def test_where_no_header_is_alike_those_that_are_not_known_are_named():
    with pytest.raises(Unrecognised) as told:
        recognise(part(), table("person_id,course,Lesson,completed_on"), CONTRACT)
    assert told.value.found.startswith(
        "nearest: 'Training records' but for the column 'module', and it does not know 'Lesson'"
    )


def test_what_a_file_is_called_says_which_table_is_meant_where_its_headers_do_not():
    with pytest.raises(Unrecognised) as told:
        recognise(part("north/Incident log 2026.csv"), table("incident,reported,kind"), CONTRACT)
    assert told.value.found.startswith("nearest: 'Incident records' but for the columns 'incident_id' (nearest header")


def test_a_name_alone_says_nothing_of_a_format_that_needs_no_column():
    loose = made("one", optional=("a",), name_hints=["*items*"])
    with pytest.raises(Unrecognised, match="no header of any of them"):
        recognise(part("items.csv"), table("x,y"), [loose])


def test_headers_count_for_more_than_what_a_file_is_called():
    with pytest.raises(Unrecognised) as told:
        recognise(part("incidents.csv"), table("item_id,account_id,kind,direction"), CONTRACT)
    assert told.value.found.startswith("nearest: 'Account activity' but for the column 'sent_at'")


def test_a_file_of_which_nothing_is_known_is_pointed_to_the_templates():
    with pytest.raises(Unrecognised) as told:
        recognise(part(), table("x,y", "1,2"), CONTRACT)
    assert "no header of any of them" in told.value.found and "templates" in told.value.do


DOCUMENT = made(
    "doc", "id", "at", optional=("to",), reader="json", records=["[*].item", "[*]"], name_hints=["items*.js"]
)


@pytest.mark.parametrize(
    ("document", "records"),
    [([{"item": {"id": "1", "at": "x"}}], "[*].item"), ([{"id": "1"}, {"id": "2", "at": "x"}], "[*]")],
)
def test_a_document_is_known_by_the_keys_of_its_records(document, records: str):
    match = recognise(part("x.json", "json"), Peek(document=document), [DOCUMENT])
    assert match.layout.records == records


def test_a_document_that_lacks_a_key_is_told_so():
    with pytest.raises(Unrecognised, match="'Doc' but for the column 'at'"):
        recognise(part("x.json", "json"), Peek(document=[{"item": {"id": "1"}}]), [DOCUMENT])


def test_an_empty_document_goes_by_its_name():
    assert recognise(part("data/items-part1.js", "json"), Peek(document=[]), [DOCUMENT]).is_whole
    with pytest.raises(Unrecognised):
        recognise(part("data/other.js", "json"), Peek(document=[]), [DOCUMENT])
