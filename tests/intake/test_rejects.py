"""What is said about a row that is set aside, and what is never shown."""

import pytest
from small_inbox import Inbox, activity, person


def test_each_bad_column_of_a_row_is_named_with_what_is_accepted(inbox: Inbox):
    inbox.put("schools.csv", "school_id,school_name,nation,policy,pupils\n,X,Englnd,snmat,many\n1,Y,wales,snmat,\n")
    part = inbox.only_part()
    assert (part.rows_read, part.rows_kept, part.rows_rejected) == (2, 1, 1)
    assert inbox.query(
        "select row_number, column_name, value, reason, accepted from load.rejects order by column_name"
    ) == [
        (2, "nation", "Englnd", "is no accepted value", "one of: england, wales; nearest: england"),
        (2, "pupils", "many", "is no whole number", "a whole number, such as 420"),
        (2, "school_id", None, "is missing", "any text"),
    ]


def test_a_bad_value_in_an_optional_column_sets_the_row_aside_too(inbox: Inbox):
    inbox.put("people.csv", [person(left_on=""), person(person_id="E2", left_on="soon")])
    assert inbox.only_part().rows_kept == 1
    assert inbox.rejects() == [("people.csv", 3, "left_on", "soon", "is no date")]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Englnd", "Englnd"),
        ("32/13/2026", "32/13/2026"),
        ("Ann Smith", "(text of 9 characters)"),
        ("Head Teacher", "(text of 12 characters)"),
        ("ann@school.uk", "(text of 13 characters)"),
        ("she was sent home", "(text of 17 characters)"),
        ("07700 900123", "(text of 12 characters)"),
        ("x" * 87, "(text of 87 characters)"),
    ],
)
def test_what_looks_like_a_person_or_like_free_text_is_not_shown(inbox: Inbox, value: str, shown: str):
    inbox.put("people.csv", [person(role=value)])
    inbox.load()
    assert inbox.rejects() == [("people.csv", 2, "role", shown, "is no accepted value")]


def test_nothing_of_a_person_is_in_a_reject_even_when_the_fault_is_elsewhere(inbox: Inbox):
    row = person(person_id="SECRET-7", name="Zebedee Quill", email="zq@example.org", role="wizard")
    inbox.put("people.csv", [row, row | {"role": "teacher"}, row | {"role": "chair"}])
    inbox.load()
    said = str(inbox.query("select * from load.rejects")) + str(inbox.query("select * from load.files"))
    assert not any(word in said for word in ("SECRET", "Zebedee", "zq@"))


def test_a_ragged_row_is_set_aside_with_its_number_and_the_others_are_kept(inbox: Inbox):
    inbox.put(
        "a.csv",
        "item_id,account_id,kind,direction,sent_at\n1,a,post,outbound,2026-01-05 10:00\n2,a,post\n"
        "3,a,post,outbound,2026-01-05 10:00,extra\n4,a,post,outbound,2026-01-05 10:00,,\n",
    )
    inbox.load()
    assert inbox.rejects() == [
        ("a.csv", 3, None, None, "the row has 3 cells where the header has 5"),
        ("a.csv", 4, None, None, "the row has 6 cells where the header has 5"),
    ]
    assert inbox.rows("activity", "item_id", "_row") == [("1", 2), ("4", 5)]


def test_blank_lines_and_rows_of_empty_cells_are_no_rows_but_count_in_the_numbering(inbox: Inbox):
    inbox.put(
        "a.csv", "item_id,account_id,kind,direction,sent_at\n\n,,,,\n1,a,tweet,outbound,2026-01-05 10:00\n , ,,,\n"
    )
    part = inbox.only_part()
    assert (part.rows_read, part.rows_rejected) == (1, 1)
    assert inbox.rejects() == [("a.csv", 4, "kind", "tweet", "is no accepted value")]


def test_rows_of_empty_cells_are_no_rows_in_a_file_that_is_read_quickly_either(inbox: Inbox):
    inbox.put("a.csv", "item_id,account_id,kind,direction,sent_at\n,,,,\n1,a,post,outbound,2026-01-05 10:00\n,,,,\n")
    part = inbox.only_part()
    assert (part.rows_read, part.rows_kept, part.rows_rejected) == (1, 1, 0)
    assert inbox.rows("activity", "item_id", "_row") == [("1", 3)]


def test_dates_that_only_read_month_first_stop_the_file_with_both_readings(inbox: Inbox):
    dates = ["03/04/2026", "03/25/2026", "03/05/2026"]
    inbox.put("e.csv", [{"school_id": "1", "happened_on": day, "label": str(place)} for place, day in enumerate(dates)])
    part = inbox.only_part()
    assert (part.status, part.rows_kept) == ("failed", 0)
    assert "'03/25/2026' in row 3" in part.message and "25 March 2026" in part.message
    assert "'03/04/2026' in row 2 may be 3 April 2026 (as declared) or 4 March 2026" in part.message
    assert inbox.query("select count(*) from staged.events") == [(0,)]


def test_month_first_times_stop_the_file_too(inbox: Inbox):
    inbox.put("a.csv", [activity(sent_at="12/31/2026 10:00")])
    part = inbox.only_part()
    assert part.status == "failed" and "31 December 2026" in part.message


def test_a_bad_time_behind_a_day_first_date_is_a_bad_row_not_a_contradiction(inbox: Inbox):
    inbox.put("a.csv", [activity(sent_at="03/04/2026 99:00"), activity(item_id="2")])
    part = inbox.only_part()
    assert (part.status, part.rows_rejected) == ("loaded", 1)
