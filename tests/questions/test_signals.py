"""Rules that watch a control chart: raised by a year of enquiries whose waits change for the worse or the better."""

from datetime import date, timedelta

import pytest

from dashboard.questions.cards import find_cards
from dashboard.questions.rules import known_rules
from dashboard.questions.signals import CHANGES, MEASURES
from tests.dashboard.sample_build import TABLES, answer, ask, write_build
from tests.staged_tables import read_table

SCHOOL = read_table("school_id | school_name | nation | policy\n ash | Ashgrove Academy | england | barnes")
ACCOUNT = read_table("account_id | school_id | platform | handle | opened_on\n ash-x | ash | x | @ash | 2025-09-02")
WEEKS = [date(2025, 9, 8) + timedelta(weeks=week) for week in range(23)]
HOLIDAYS = [date(2025, 10, 27), date(2025, 12, 22), date(2025, 12, 29)]
CHANGED = [week for week in WEEKS if week not in HOLIDAYS][-2:]
SPREAD = (0, 3, 1, 4, 2, 5, 1, 3, 0, 2)


def make_year(answered, late=frozenset(), count=12):
    """So many enquiries on every Monday, answered at a time of that day; those `late` a fortnight later."""
    rows = []
    for place, week in enumerate(WEEKS):
        for number in range(count):
            asked = f"{week} 09:{number:02d}"
            at = answered(week, place, number)
            on = week + timedelta(days=14) if (week, number) in late else week
            rows += [ask(f"{week} {number}", "ash-x", asked), answer(f"{week} {number}", "ash-x", f"{on} {at}")]
    return rows


def steady(week, place, number):
    minutes = 60 + 8 * number + 3 * SPREAD[place % 10]
    return f"{9 + minutes // 60:02d}:{minutes % 60:02d}"


def slower_at_last(week, place, number):
    return "16:20" if week in CHANGED and number > 6 else steady(week, place, number)


def faster_at_last(week, place, number):
    return f"09:{20 + number:02d}" if week in CHANGED else steady(week, place, number)


def raised_by(tmp_path, scope_of, rows):
    tables = {"schools": SCHOOL, "accounts": ACCOUNT, "term_dates": TABLES["term_dates"], "activity": rows}
    write_build(tmp_path, tables)
    rules = {name: rule for name, rule in known_rules().items() if rule.signal}
    return {card.key.rule: card for card in find_cards(scope_of(tmp_path, "ash"), rules)}


def test_waits_that_grow_by_more_than_chance_raise_a_question(tmp_path, scope_of):
    cards = raised_by(tmp_path, scope_of, make_year(slower_at_last))
    card = cards.pop("slowest_rising")
    assert cards == {}
    assert card.figure.startswith(
        "The latest week is above what chance explains. Nine in ten were last answered within 7"
    )
    assert "; usual are 2 working h" in card.figure or "; usual are 3 working h" in card.figure
    assert card.clauses == ("BPS-05",)


def test_waits_that_shrink_by_more_than_chance_raise_a_question_of_what_was_done(tmp_path, scope_of):
    cards = raised_by(tmp_path, scope_of, make_year(faster_at_last))
    assert set(cards) == {"slowest_falling"}
    assert cards["slowest_falling"].rule.heading == "learn"
    assert "below what chance explains" in cards["slowest_falling"].figure


def test_steady_waits_raise_none(tmp_path, scope_of):
    assert raised_by(tmp_path, scope_of, make_year(steady)) == {}


def test_fewer_replies_in_time_than_chance_explains_raise_a_question(tmp_path, scope_of):
    some = {(week, number) for place, week in enumerate(WEEKS) for number in range(12 + SPREAD[place % 10])}
    late = some | {(week, number) for week in CHANGED for number in range(30)}
    cards = raised_by(tmp_path, scope_of, make_year(steady, late, count=30))
    assert "In the latest week 0% were in time; usual are 48%." in cards["share_falling"].figure
    assert "share_falling" not in raised_by(tmp_path, scope_of, make_year(steady, some, count=30))


def test_a_few_weeks_raise_none(tmp_path, scope_of):
    rows = [row for row in make_year(slower_at_last) if row["sent_at"] >= "2026-01-20"]
    assert raised_by(tmp_path, scope_of, rows) == {}


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_is_watched_by_a_rule_and_says_its_values(measure):
    assert measure in {rule.signal.measure for rule in known_rules().values() if rule.signal}
    assert MEASURES[measure].say(95.0)


def test_a_rule_watches_for_a_change_that_there_is():
    assert {rule.signal.change for rule in known_rules().values() if rule.signal} <= set(CHANGES)
