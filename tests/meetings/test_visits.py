"""The record of visits: how things stood then, by school, newest first."""

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard.meetings.entries import CardKey
from dashboard.meetings.visits import find_visits, record_visit
from tests.meetings.writing import VISIT, settings_in


@pytest.fixture
def settings(tmp_path):
    return settings_in(tmp_path)


def test_no_visit_is_an_empty_record(settings):
    assert find_visits(settings, ["ash"]) == []


def test_a_visit_comes_back_with_how_things_stood(settings):
    record_visit(settings, VISIT)
    assert find_visits(settings, ["ash"]) == [VISIT]


def test_visits_are_listed_newest_first_and_the_later_of_one_day_first(settings):
    days = [date(2026, 3, 6), date(2026, 6, 12), date(2025, 11, 28), date(2026, 6, 12)]
    for number, day in enumerate(days):
        record_visit(settings, replace(VISIT, visited_on=day, notes=f"{number}"))
    assert [visit.notes for visit in find_visits(settings, ["ash"])] == ["3", "1", "0", "2"]


def test_visits_to_one_school_are_no_visits_to_another(settings):
    there = CardKey("gap_over_five_days", "birch", "birch-x")
    elsewhere = replace(VISIT, school_id="birch", statuses={"SNM-01": "met"}, cards=frozenset({there}))
    record_visit(settings, VISIT)
    record_visit(settings, elsewhere)
    assert find_visits(settings, ["birch"]) == [elsewhere]
    assert len(find_visits(settings, ["ash", "birch"])) == 2


def test_a_visit_without_cards_or_clauses_is_one_too(settings):
    bare = replace(VISIT, statuses={}, cards=frozenset(), notes=" ")
    record_visit(settings, bare)
    assert find_visits(settings, ["ash"]) == [replace(bare, notes="")]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"visitor": "  "}, "Say the visitor's role."),
        ({"visitor": "Mrs Price"}, "no name and no e-mail address"),
        ({"visitor": "me@school.example"}, "no name and no e-mail address"),
        ({"notes": "x" * 4001}, "The notes are 4,001 characters long; up to 4,000"),
    ],
)
def test_a_visit_with_a_fault_is_not_recorded(settings, changes, fault):
    with pytest.raises(ValueError, match=re.escape(fault)):
        record_visit(settings, replace(VISIT, **changes))
    assert find_visits(settings, ["ash"]) == []
