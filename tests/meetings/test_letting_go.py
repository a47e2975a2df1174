"""How the record of meetings lets go: of a person, of what is too old; no byte of it is left, and the rest stays."""

import multiprocessing
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dashboard.meetings.entries import CardKey, find_history, find_latest, record
from dashboard.meetings.visits import find_visits, record_visit
from pipelines.meetings import letting_go
from pipelines.meetings.letting_go import REMOVED, find_mentions, forget_in_meetings, purge_meetings
from pipelines.meetings.store import FILE, StoreError, open_to_read
from pipelines.settings import Settings
from tests.meetings.writing import ANSWERED, CLOSED, ELSEWHERE, ENTRY, GAP, VISIT, settings_in

NAMES = ("Zebedee Quill", "zq@ash.sch.uk")
WAS, STANDS_IN = "p" + "0a" * 10, "p" + "0b" * 10
NAMED = replace(ANSWERED, answer="Zebedee Quill looks from Monday on.", owner="Quill, Zebedee", due_on=date(2026, 4, 1))
SPAWNED = multiprocessing.get_context("spawn")
pytestmark = pytest.mark.usefixtures("own_main")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


def on(year: int, month: int = 1, day: int = 1) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


def bytes_of(settings: Settings) -> bytes:
    """Every byte of every file of the record, whatever its name."""
    return b"".join(path.read_bytes() for path in sorted(settings.meetings.rglob("*")) if path.is_file())


def forget(settings: Settings) -> int:
    return forget_in_meetings(settings, NAMES, {WAS: STANDS_IN})


def fill(settings: Settings) -> None:
    """Enough cards that the tables have grown and their pages were split, some of which name the person."""
    for number in range(120):
        key = CardKey("gap_over_five_days", "ash", f"account-{number:03}")
        named = f"Zebedee Quill said so, number {number}." if number % 3 == 0 else f"Nobody said so, number {number}."
        record(settings, replace(ENTRY, key=key, status="answered", answer=named * 4))


def test_a_text_that_names_the_person_gives_way_and_the_rest_stays(settings):
    for entry in (ENTRY, NAMED, replace(CLOSED, answer="A deputy is named."), replace(ENTRY, key=ELSEWHERE)):
        record(settings, entry)
    record_visit(settings, replace(VISIT, notes="Spoke to zq@ash.sch.uk.", visitor="Governor Zebedee Quill"))
    record_visit(settings, VISIT)
    assert forget(settings) == 4
    removed = replace(NAMED, answer=REMOVED, owner=REMOVED)
    assert find_history(settings, ["ash"]) == [ENTRY, removed, replace(CLOSED, answer="A deputy is named.")]
    assert find_history(settings, ["birch"]) == [replace(ENTRY, key=ELSEWHERE)]
    assert find_visits(settings, ["ash"]) == [VISIT, replace(VISIT, notes=REMOVED, visitor=REMOVED)]
    assert forget(settings) == 0


def test_a_pseudonym_gives_way_to_the_stand_in_everywhere_and_the_card_stays_one(settings):
    key = CardKey("gap_over_five_days", "ash", f"thread-{WAS}")
    first = replace(ENTRY, key=key, figure=f"One, about {WAS}.")
    for entry in (first, replace(ANSWERED, key=key)):
        record(settings, entry)
    record_visit(settings, replace(VISIT, cards=frozenset({key})))
    assert forget(settings) == 0
    stands = key._replace(subject=f"thread-{STANDS_IN}")
    told = [replace(first, key=stands, figure=f"One, about {STANDS_IN}."), replace(ANSWERED, key=stands)]
    assert find_history(settings, ["ash"]) == told
    assert find_visits(settings, ["ash"])[0].cards == {stands}
    record(settings, replace(CLOSED, key=stands))
    assert find_latest(settings, ["ash"])[stands].status == "closed"
    assert WAS.encode() not in bytes_of(settings)


def test_no_byte_of_the_person_is_left_in_any_file_even_while_others_have_it_open(settings):
    fill(settings)
    with closing(sqlite3.connect(settings.meetings / FILE)) as onlooker:
        # An open connection keeps the write-ahead log on the disk, where older pages would stay.
        assert onlooker.execute("select count(*) from entries").fetchone() == (120,)
        record(settings, replace(ENTRY, status="answered", answer="Told to Zebedee Quill."))
        assert b"Quill" in bytes_of(settings)
        assert forget(settings) == 41
        assert b"Quill" not in bytes_of(settings)
        assert b"Nobody said so, number 118." in bytes_of(settings)
        assert onlooker.execute("select count(*) from entries").fetchone() == (121,)


def test_the_order_in_which_things_were_written_stays(settings):
    fill(settings)
    before = [entry.key for entry in find_history(settings, ["ash"])]
    forget(settings)
    assert [entry.key for entry in find_history(settings, ["ash"])] == before
    record(settings, ENTRY)
    assert [entry.key for entry in find_history(settings, ["ash"])] == [*before, GAP]


def test_copies_of_older_tables_go_with_it_for_they_hold_the_same_words(settings):
    record(settings, replace(ENTRY, status="answered", answer="Told to Zebedee Quill."))
    copy = settings.meetings / "meetings.version-1.sqlite"
    copy.write_bytes((settings.meetings / FILE).read_bytes() + b"Quill")
    assert forget_in_meetings(settings, ["Mina Harker"], {}) == 0
    assert copy.exists()
    assert forget(settings) == 1
    assert not copy.exists()


def test_what_may_name_the_person_is_counted_by_school_and_day_and_left(settings):
    record(settings, replace(ENTRY, status="answered", answer="Mrs Quill was away."))
    record(settings, replace(ENTRY, key=ELSEWHERE, status="answered", answer="Zebedee Quill was away."))
    record_visit(settings, replace(VISIT, notes="Quill, I think.", school_id="cedar"))
    found = find_mentions(settings, NAMES)
    assert found.certain == 1
    assert found.perhaps == (("ash", date(2026, 3, 6)), ("cedar", date(2026, 3, 6)))
    assert forget(settings) == 1
    assert find_history(settings, ["ash"])[0].answer == "Mrs Quill was away."
    assert forget_in_meetings(settings, ["Mrs Quill"], {}) == 1
    assert find_history(settings, ["ash"])[0].answer == REMOVED


def test_where_nothing_was_ever_recorded_nothing_is_made(settings):
    assert find_mentions(settings, NAMES) == letting_go.Mentions(0, ())
    assert forget(settings) == 0
    assert purge_meetings(settings, date(2026, 1, 1), keep_all=False) == 0
    assert not settings.meetings.exists()


def refuse_to_change(settings: Settings) -> list[str]:
    """What the file says to whoever would change it."""
    said = []
    with closing(sqlite3.connect(settings.meetings / FILE)) as connection:
        for words in ("update entries set answer = 'x'", "delete from entries", "update visits set notes = 'x'"):
            try:
                connection.execute(words)
            except sqlite3.IntegrityError as fault:
                said.append(str(fault))
    return said


def test_afterwards_nothing_can_be_changed_as_before(settings):
    record(settings, NAMED_FIRST)
    record_visit(settings, VISIT)
    before = refuse_to_change(settings)
    assert before[:2] == ["entries are only added"] * 2
    forget(settings)
    purge_meetings(settings, date(2020, 1, 1), keep_all=False)
    assert refuse_to_change(settings) == before


NAMED_FIRST = replace(NAMED, version=1)


def test_an_error_in_between_leaves_everything_as_it_was(settings, monkeypatch):
    record(settings, NAMED_FIRST)
    record_visit(settings, replace(VISIT, notes="Zebedee Quill"))
    monkeypatch.setitem(letting_go.TEXTS, "visits", ("no_such_column",))
    with pytest.raises(StoreError, match="no_such_column"):
        forget(settings)
    assert find_history(settings, ["ash"]) == [NAMED_FIRST]
    assert refuse_to_change(settings)[0] == "entries are only added"


def die_before_the_end(data: Path, at: str) -> None:
    """Forget, and stop dead at a step, as a power cut would."""
    setattr(letting_go, at, lambda *_: os._exit(3))
    forget(settings_in(data))


@pytest.mark.parametrize(("at", "stays"), [("_drop_copies", True), ("wipe", False)])
def test_killed_in_between_it_is_whole_and_the_next_time_finishes(settings, tmp_path, at, stays):
    fill(settings)
    dying = SPAWNED.Process(target=die_before_the_end, args=(tmp_path, at))
    dying.start()
    dying.join()
    assert dying.exitcode == 3
    told = [entry.answer for entry in find_history(settings, ["ash"])]
    assert sum("Quill" in answer for answer in told) == (40 if stays else 0)
    assert refuse_to_change(settings)[0] == "entries are only added"
    assert forget(settings) == (40 if stays else 0)
    assert b"Quill" not in bytes_of(settings)


def test_of_a_card_goes_what_led_to_a_closing_that_is_too_old(settings):
    years = {1: ("asked", 2015), 2: ("closed", 2016), 3: ("asked", 2017), 4: ("closed", 2018), 5: ("asked", 2019)}
    history = [
        replace(ENTRY, version=version, status=status, answer="said", recorded_at=on(year))
        for version, (status, year) in years.items()
    ]
    for entry in history:
        record(settings, entry)
    assert purge_meetings(settings, date(2016, 1, 1), keep_all=False) == 0
    assert purge_meetings(settings, date(2017, 6, 1), keep_all=True) == 2
    assert find_history(settings, ["ash"]) == history
    assert purge_meetings(settings, date(2017, 6, 1), keep_all=False) == 2
    assert find_history(settings, ["ash"]) == history[2:]
    assert purge_meetings(settings, date(2030, 1, 1), keep_all=False) == 2
    assert find_history(settings, ["ash"]) == history[4:]


def test_an_open_question_stays_however_old_and_can_be_answered(settings):
    record(settings, replace(ENTRY, recorded_at=on(2010)))
    assert purge_meetings(settings, date(2026, 1, 1), keep_all=False) == 0
    record(settings, ANSWERED)
    record(settings, CLOSED)
    assert purge_meetings(settings, date(2026, 3, 7), keep_all=False) == 3
    assert find_latest(settings, ["ash"]) == {}
    record(settings, ENTRY)
    assert [entry.version for entry in find_history(settings, ["ash"])] == [1]


def test_cards_and_schools_do_not_mix(settings):
    others = [ELSEWHERE, GAP._replace(subject="other"), GAP._replace(rule="other")]
    for key in others:
        record(settings, replace(ENTRY, key=key, recorded_at=on(2010)))
    record(settings, replace(CLOSED, version=1, recorded_at=on(2010)))
    assert purge_meetings(settings, date(2026, 1, 1), keep_all=False) == 1
    assert set(find_latest(settings, ["ash", "birch"])) == set(others)


@pytest.mark.parametrize(("before", "left"), [((2026, 3, 6), 2), ((2026, 3, 7), 1), ((2026, 6, 13), 0)])
def test_visits_go_by_their_day_with_all_that_was_seen(settings, before, left):
    for day in (date(2026, 3, 6), date(2026, 6, 12)):
        record_visit(settings, replace(VISIT, visited_on=day))
    assert purge_meetings(settings, date(*before), keep_all=True) == 2 - left
    assert len(find_visits(settings, ["ash"])) == 2
    assert purge_meetings(settings, date(*before), keep_all=False) == 2 - left
    assert len(find_visits(settings, ["ash"])) == left
    with open_to_read(settings) as connection:
        for table in ("visit_statuses", "visit_cards"):
            assert connection.execute(f"select count(*) from {table}").fetchone()[0] == 2 * left


def test_no_byte_of_what_is_too_old_is_left(settings):
    fill(settings)
    for number in range(0, 120, 2):
        key = CardKey("gap_over_five_days", "ash", f"account-{number:03}")
        record(settings, replace(ENTRY, key=key, version=2, status="closed", answer=f"Closing words {number}."))
    record_visit(settings, replace(VISIT, notes="Seen long ago."))
    assert purge_meetings(settings, date(2026, 3, 7), keep_all=False) == 121
    text = bytes_of(settings)
    assert b"Closing words" not in text and b"Seen long ago" not in text and b"number 2." not in text
    assert b"number 3." in text and len(find_history(settings, ["ash"])) == 60


def test_somebody_who_goes_on_reading_is_waited_for_and_then_named(settings, monkeypatch):
    record(settings, NAMED_FIRST)
    monkeypatch.setattr("pipelines.meetings.store.SECONDS_TO_WAIT", 0.2)
    with closing(sqlite3.connect(settings.meetings / FILE, isolation_level=None)) as reader:
        reader.execute("begin")
        reader.execute("select * from entries").fetchall()
        with pytest.raises(StoreError, match="is being read") as told:
            forget(settings)
        assert "run it again" in str(told.value)
    assert forget(settings) == 0
    assert b"Quill" not in bytes_of(settings)
