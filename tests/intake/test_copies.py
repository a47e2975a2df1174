"""A list that drops its old years is kept in every copy; any other file gives way to its newer self."""

import json

import pytest
from small_inbox import Inbox

from pipelines.manifest import COPY, FileRecord, PartRecord
from pipelines.stage import undo

NAME = "bank-holidays.json"


def holidays(*days: str) -> str:
    events = [{"title": f"Holiday of {day}", "date": day, "notes": "", "bunting": True} for day in days]
    return json.dumps({"england-and-wales": {"division": "england-and-wales", "events": events}})


def loaded_days(inbox: Inbox) -> list[str]:
    rows = inbox.query("select distinct cast(starts_on as varchar) from staged.term_dates order by all")
    return [day for (day,) in rows]


def test_old_years_stay_when_a_newer_copy_under_the_same_name_has_lost_them(inbox: Inbox):
    for days in (["2018-12-25", "2019-12-25"], ["2019-12-25", "2020-12-25"], ["2020-12-25", "2021-12-25"]):
        inbox.put(NAME, holidays(*days))
        inbox.load()
    assert loaded_days(inbox) == ["2018-12-25", "2019-12-25", "2020-12-25", "2021-12-25"]
    parts = inbox.load().parts
    assert [part.message for part in parts] == ["", COPY, COPY]


def test_a_day_that_two_copies_have_is_one_day(inbox: Inbox):
    inbox.put(NAME, holidays("2019-12-25"))
    inbox.load()
    inbox.put(NAME, holidays("2019-12-25", "2020-12-25"))
    inbox.load()
    assert inbox.query("select count(*) from staged.term_dates") == [(2,)]


def test_the_same_copy_again_is_no_further_copy(inbox: Inbox):
    for days in (["2018-12-25"], ["2019-12-25"], ["2018-12-25"], ["2019-12-25"]):
        inbox.put(NAME, holidays(*days))
        inbox.load()
    assert len(inbox.load().parts) == 2 and loaded_days(inbox) == ["2018-12-25", "2019-12-25"]


def test_every_copy_goes_with_undo(inbox: Inbox):
    for days in (["2018-12-25"], ["2019-12-25"]):
        inbox.put(NAME, holidays(*days))
        inbox.load()
    undo(inbox.settings, NAME)
    assert loaded_days(inbox) == [] and not list(inbox.settings.staged.glob("term_dates/*"))


def test_copies_stay_when_the_inbox_is_emptied_and_a_third_comes(inbox: Inbox):
    for days in (["2018-12-25"], ["2019-12-25"]):
        inbox.put(NAME, holidays(*days))
        inbox.load()
    (inbox.settings.inbox / NAME).unlink()
    inbox.load()
    inbox.put(NAME, holidays("2020-12-25"))
    inbox.load()
    assert loaded_days(inbox) == ["2018-12-25", "2019-12-25", "2020-12-25"]


def record(fingerprint: str, staged: str | None, form: str = "govuk_bank_holidays", message: str = "") -> FileRecord:
    status = "loaded" if staged else "failed"
    part = PartRecord("f", status, "", "", format=form, staged=staged, message=message)
    return FileRecord(fingerprint, "", (part,))


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        (record("1", "a"), record("2", "b"), ["b", "a"]),
        (record("1", "a"), record("1", "b"), ["b"]),
        (record("1", "a", message=COPY), record("1", "b"), ["b", "a"]),
        (record("1", "a"), record("2", "a"), ["a"]),
        (record("1", "a", "x_archive_tweets"), record("2", "b", "x_archive_tweets"), ["b"]),
        (record("1", "a", "x_archive_tweets"), record("2", None), [None, "a"]),
        (record("1", None), record("2", "b"), ["b"]),
    ],
    ids=["new bytes", "read anew", "an old copy, read anew", "the same rows", "another format", "unreadable", "first"],
)
def test_what_stays_of_an_earlier_version(before: FileRecord, after: FileRecord, kept: list[str | None]):
    found = after.after(before, {"govuk_bank_holidays"})
    assert [part.staged for part in found.parts] == kept
