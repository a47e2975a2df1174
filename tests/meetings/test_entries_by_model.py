"""The record of entries beside a plain model of it: any sequence of recordings, by anybody who read any version."""

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.meetings.entries import CardKey, ConflictError, find_faults, find_history, find_latest, record
from pipelines.meetings.store import StoreError
from tests.meetings.writing import ENTRY, settings_in

KEYS = [
    CardKey(rule, school, subject) for rule in ("gap", "leaver") for school in ("ash", "oak") for subject in ("", "x")
]
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40)


@st.composite
def recordings(draw):
    """One attempt: which card, how far the version read lay behind the newest, and what was written."""
    status = draw(st.sampled_from(["asked", "answered", "closed"]))
    owner = draw(st.sampled_from(["", "Headteacher", "Mr Price", "chair@school.example"]))
    due_on = draw(st.none() | st.integers(0, 60).map(lambda days: date(2026, 3, 6) + timedelta(days=days)))
    entry = replace(
        ENTRY, key=draw(st.sampled_from(KEYS)), status=status, owner=owner, due_on=due_on, answer=draw(WORDS)
    )
    return entry, draw(st.sampled_from([0, 0, 0, 1, 2, -1]))


@settings(max_examples=25, deadline=None)
@given(st.lists(recordings(), max_size=12))
def test_any_sequence_leaves_what_a_plain_list_would(attempts):
    with tempfile.TemporaryDirectory() as folder:
        where, kept = settings_in(Path(folder)), []
        for attempt, behind in attempts:
            newest = max((entry.version for entry in kept if entry.key == attempt.key), default=0)
            entry = replace(attempt, version=max(1, newest + 1 - behind))
            is_expected = not find_faults(entry) and entry.version == newest + 1
            try:
                record(where, entry)
            except (ConflictError, StoreError, ValueError):
                assert not is_expected
            else:
                assert is_expected
                kept.append(replace(entry, answer=entry.answer.strip(), owner=entry.owner.strip()))
        assert find_history(where, ["ash", "oak"]) == kept
        for school in ("ash", "oak"):
            latest = find_latest(where, [school])
            assert latest == {entry.key: entry for entry in kept if entry.key.school_id == school}


@settings(max_examples=60, deadline=None)
@given(recordings(), st.integers(-400, 400))
def test_overdue_is_open_and_after_the_day(attempt, offset):
    entry, _ = attempt
    on = date(2026, 3, 6) + timedelta(days=offset)
    overdue = [day for day in [entry.due_on] if day and day < on and entry.status in ("asked", "answered")]
    assert entry.is_overdue(on) is bool(overdue)
