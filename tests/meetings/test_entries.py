"""What is recorded of a card: kept word for word, added to and never changed, back until it is closed."""

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard.meetings.entries import ConflictError, find_faults, find_history, find_latest, record
from pipelines.meetings.store import FILE, StoreError, open_to_write
from tests.meetings.writing import ANSWERED, CLOSED, ELSEWHERE, ENTRY, GAP, LEAVER, settings_in

LONG = "x" * 4001


@pytest.fixture
def settings(tmp_path):
    return settings_in(tmp_path)


def test_nothing_recorded_is_an_empty_record_and_makes_no_file(settings):
    assert find_latest(settings, ["ash"]) == {}
    assert not settings.meetings.exists()


def test_an_entry_comes_back_as_it_was_written(settings):
    record(settings, ENTRY)
    record(settings, ANSWERED)
    assert find_history(settings, ["ash"]) == [ENTRY, ANSWERED]
    assert find_latest(settings, ["ash"]) == {GAP: ANSWERED}


@pytest.mark.parametrize(
    "words",
    [
        "Robert'); drop table entries;--",
        "<script>alert(1)</script>",
        "Nid yw'r ysgol wedi gwirio; dŵr, tŷ, 教室",
        "one line\nand another",
        '"quoted" and \\ back',
        "=1+1",
    ],
)
def test_words_are_kept_word_for_word(settings, words):
    record(settings, replace(ENTRY, answer=words, status="answered", question=words, figure=words))
    kept = find_latest(settings, ["ash"])[GAP]
    assert (kept.answer, kept.question, kept.figure) == (words, words, words)


def test_blanks_around_an_answer_and_an_owner_are_left_out(settings):
    record(settings, replace(ENTRY, answer="  Yes. \n", owner=" Headteacher ", status="answered"))
    kept = find_latest(settings, ["ash"])[GAP]
    assert (kept.answer, kept.owner) == ("Yes.", "Headteacher")


def test_schools_do_not_see_each_other(settings):
    record(settings, ENTRY)
    record(settings, replace(ENTRY, key=ELSEWHERE))
    assert [entry.key for entry in find_history(settings, ["birch"])] == [ELSEWHERE]
    assert find_latest(settings, []) == {}
    assert set(find_latest(settings, ["ash", "birch", "cwm"])) == {GAP, ELSEWHERE}


def test_cards_of_one_school_stand_for_themselves(settings):
    record(settings, ENTRY)
    record(settings, replace(ENTRY, key=LEAVER, figure="1 access"))
    record(settings, ANSWERED)
    latest = find_latest(settings, ["ash"])
    assert {key: entry.status for key, entry in latest.items()} == {GAP: "answered", LEAVER: "asked"}


def test_a_card_is_open_until_it_is_closed_and_may_be_opened_again(settings):
    for entry, is_open in [(ENTRY, True), (ANSWERED, True), (CLOSED, False), (replace(ENTRY, version=4), True)]:
        record(settings, entry)
        assert find_latest(settings, ["ash"])[GAP].is_open is is_open
    assert [entry.status for entry in find_history(settings, ["ash"])] == ["asked", "answered", "closed", "asked"]


@pytest.mark.parametrize(
    ("entry", "on", "is_overdue"),
    [
        (ANSWERED, date(2026, 3, 31), False),
        (ANSWERED, date(2026, 4, 1), False),
        (ANSWERED, date(2026, 4, 2), True),
        (CLOSED, date(2026, 4, 2), False),
        (ENTRY, date(2030, 1, 1), False),
    ],
)
def test_an_action_is_overdue_from_the_day_after_it_was_due(entry, on, is_overdue):
    assert entry.is_overdue(on) is is_overdue


def test_the_second_of_two_writers_is_told_what_the_first_wrote(settings):
    record(settings, ENTRY)
    record(settings, ANSWERED)
    theirs = replace(ANSWERED, answer="Nobody is named.", owner="Business manager")
    with pytest.raises(ConflictError, match="Somebody else recorded this card") as told:
        record(settings, theirs)
    assert told.value.first == ANSWERED
    assert find_history(settings, ["ash"]) == [ENTRY, ANSWERED]
    record(settings, replace(theirs, version=told.value.first.version + 1))
    assert [entry.answer for entry in find_history(settings, ["ash"])] == ["", ANSWERED.answer, theirs.answer]


def test_two_first_recordings_of_one_card_are_two_writers_too(settings):
    record(settings, ENTRY)
    with pytest.raises(ConflictError):
        record(settings, replace(ENTRY, figure="other"))


def test_a_version_from_nowhere_is_refused(settings):
    with pytest.raises(StoreError, match="never recorded before"):
        record(settings, ANSWERED)
    assert find_history(settings, ["ash"]) == []


@pytest.mark.parametrize("statement", ["update entries set answer = 'other'", "delete from entries"])
def test_the_history_cannot_be_changed_even_by_hand(settings, statement):
    record(settings, ENTRY)
    with pytest.raises(StoreError, match="entries are only added"), open_to_write(settings) as connection:
        connection.execute(statement)
    assert find_history(settings, ["ash"]) == [ENTRY]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (replace(ENTRY, status="answered"), "Write down the answer"),
        (replace(ENTRY, status="closed", answer="  \n "), "Write down the answer"),
        (replace(ENTRY, status="forgotten"), "'forgotten' is no status"),
        (replace(ENTRY, owner="Mrs Jones"), "no name and no e-mail"),
        (replace(ENTRY, owner="Dr. A Lee"), "no name and no e-mail"),
        (replace(ENTRY, owner="head@school.example"), "no name and no e-mail"),
        (replace(ENTRY, due_on=date(2026, 4, 1)), "Say which post owns"),
        (replace(ANSWERED, answer=LONG), "The answer is 4,001 characters long; up to 4,000"),
        (replace(ANSWERED, owner="x" * 121), "The owner is 121 characters long; up to 120"),
    ],
)
def test_an_entry_with_a_fault_is_not_recorded(settings, entry, fault):
    assert fault in " ".join(find_faults(entry))
    with pytest.raises(ValueError, match=re.escape(fault)):
        record(settings, replace(entry, version=1))
    assert not (settings.meetings / FILE).exists()


@pytest.mark.parametrize(
    "owner", ["Headteacher", "Designated safeguarding lead", "Chair of governors", "Director of IT", "Missing post"]
)
def test_a_post_is_an_owner(owner):
    assert find_faults(replace(ANSWERED, owner=owner)) == []


def test_a_closed_card_needs_no_owner_for_a_date_that_is_done():
    assert find_faults(replace(CLOSED, owner="")) == []
