"""Whose rows a file holds: told by the rows themselves, by their account or person, or by the folder they lay in."""

from collections.abc import Mapping, Sequence

import pytest

from pipelines.file_schools import attach_file_schools
from pipelines.manifest import PartRecord
from tests.staged_tables import Row, make_warehouse, read_table

SCHOOLS = read_table("""
    school_id | school_name | nation
    ash       | Ashgrove    | england
    birch     | Birchwood   | england
""")
ACCOUNTS = read_table("""
    account_id | school_id | platform | opened_on  | _file
    ash-x      | ash       | x        | 2025-09-01 | accounts.csv
    birch-x    | birch     | x        | 2025-09-01 | accounts.csv
""")
ITEM = {"item_id": "1", "kind": "message", "direction": "inbound", "sent_at": "2026-01-05 10:00", "_file": "inbox.csv"}


def schools_of(tables: Mapping[str, Sequence[Row]], *parts: PartRecord) -> dict[str, list[str | None]]:
    """The schools of each file, null last."""
    given = {"schools": SCHOOLS, "accounts": ACCOUNTS, **tables}
    with make_warehouse(given, "2026-03-06") as connection:
        attach_file_schools(connection, parts)
        rows = connection.execute("select file, school_id from load.file_schools order by all").fetchall()
    found: dict[str, list[str | None]] = {}
    for file, school in rows:
        found.setdefault(file, []).append(school)
    return found


def test_rows_that_name_their_school_make_a_file_theirs():
    found = schools_of({})
    assert found == {"schools.csv": ["ash", "birch"], "accounts.csv": ["ash", "birch"]}


def test_a_file_of_one_school_is_that_schools_alone():
    events = [{"school_id": "ash", "happened_on": "2026-01-05", "label": "New rota", "_file": "events of ash.csv"}]
    assert schools_of({"events": events})["events of ash.csv"] == ["ash"]


def test_rows_of_an_account_are_its_schools():
    item = {
        "item_id": "1",
        "kind": "message",
        "direction": "inbound",
        "sent_at": "2026-01-05 10:00",
        "_file": "inbox.csv",
    }
    assert schools_of({"activity": [item | {"account_id": "birch-x"}]})["inbox.csv"] == ["birch"]
    both = [item | {"account_id": "birch-x"}, item | {"account_id": "ash-x", "item_id": "2"}]
    assert schools_of({"activity": both})["inbox.csv"] == ["ash", "birch"]


def test_an_account_on_no_register_is_the_folders_school_or_nobodys():
    item = {
        "item_id": "1",
        "kind": "message",
        "direction": "inbound",
        "sent_at": "2026-01-05 10:00",
        "account_id": "stray",
    }
    in_a_folder = item | {"_file": "stray.csv", "_school_id": "ash"}
    assert schools_of({"activity": [in_a_folder]})["stray.csv"] == ["ash"]
    nowhere = item | {"_file": "stray.csv"}
    assert schools_of({"activity": [nowhere]})["stray.csv"] == [None]


def test_rows_of_a_person_are_of_every_school_they_work_at():
    people = [
        {"person_id": "p", "school_id": school, "role": "teacher", "started_on": "2020-09-01", "_file": f"{school}.csv"}
        for school in ("ash", "birch")
    ]
    training = [{"person_id": "p", "course": "Online safety", "completed_on": "2025-09-10", "_file": "courses.csv"}]
    found = schools_of({"people": people, "training": training})
    assert (found["courses.csv"], found["ash.csv"], found["birch.csv"]) == (["ash", "birch"], ["ash"], ["birch"])
    unknown = [dict(training[0], person_id="nobody")]
    assert schools_of({"people": people, "training": unknown})["courses.csv"] == [None]


def test_rows_without_a_school_speak_for_all_so_the_file_is_nobodys_alone():
    days = read_table("""
        school_id | academic_year | name     | kind | starts_on  | ends_on    | _file
        ash       | 2025/26       | Autumn 1 | term | 2025-09-02 | 2025-10-24 | terms.csv
                  | 2025/26       | Autumn 2 | term | 2025-11-03 | 2025-12-19 | terms.csv
    """)
    assert schools_of({"term_dates": days})["terms.csv"] == ["ash", None]


def test_a_school_off_the_register_keeps_its_own_name():
    events = [{"school_id": "cwm", "happened_on": "2026-01-05", "label": "x", "_file": "events.csv"}]
    assert schools_of({"events": events})["events.csv"] == ["cwm"]


@pytest.mark.parametrize("status", ["loaded", "failed", "uncounted"])
def test_a_part_whose_folder_names_a_school_is_that_schools_even_with_no_row_kept(status: str):
    part = PartRecord("ash/ash-x/old.csv", status, "2026-03-01T00:00:00", "2026-03-01T00:00:00", school_id="ash")
    stray = PartRecord("old.csv", status, "2026-03-01T00:00:00", "2026-03-01T00:00:00")
    found = schools_of({}, part, stray)
    assert found["ash/ash-x/old.csv"] == ["ash"]
    assert "old.csv" not in found
