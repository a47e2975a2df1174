"""The attacker against everything that any page shows a limited audience of the demonstration, put together."""

import random

import pytest

from dashboard.audiences import audience
from dashboard.disclosure import disclose_together
from dashboard.publishing.release import rules_of, widest
from tests.compare.attacker import told_by_sums
from tests.publishing.pool import Pool
from tests.publishing.views import LIMITED, check, every_view, see

SAMPLE, SEED = 160, 20260312


def test_nobody_can_tell_a_hidden_number_from_all_that_is_shown(pool: Pool):
    floor = {cell: min(true, 1) for cell, true in pool.truth.items()}
    assert told_by_sums(pool.shown, pool.sums(), floor) == {}


def test_an_attacker_with_one_number_more_would_tell_some(pool: Pool):
    """Else the attack would be one that nothing could fail: show what was hidden beside a small number."""
    shown = dict(pool.shown)
    for total, parts in pool.sums():
        hidden = [cell for cell in (total, *parts) if shown[cell] == "c"]
        for cell in hidden[1:]:
            shown[cell] = pool.truth[cell]
    floor = {cell: min(true, 1) for cell, true in pool.truth.items()}
    told = told_by_sums(shown, pool.sums(), floor)
    assert told
    assert all(abs(value - pool.truth[cell]) < 1e-6 for cell, value in told.items())


def test_small_numbers_are_hidden_and_what_is_shown_is_true(pool: Pool):
    for cell, seen in pool.shown.items():
        if seen == "c":
            assert pool.truth[cell] > 0 or any(cell in parts for _, parts in pool.sums()), cell
        else:
            assert seen == pool.truth[cell]
            assert not 1 <= seen <= 4, cell


def test_most_numbers_are_still_shown(pool: Pool):
    """A gate that hides everything is safe and of no use; zeros count for little, so they are left out."""
    above = [cell for cell, true in pool.truth.items() if true >= 5]
    shown = [cell for cell in above if pool.shown[cell] != "c"]
    assert len(shown) > 0.6 * len(above)


def test_the_two_limited_audiences_have_one_rule_and_one_release(served: str):
    assert rules_of(audience("circulated")) == rules_of(audience("public"))


def test_who_sees_everything_would_be_shown_the_widest_tables_as_they_are(served: str):
    tables = list(widest(served, "incidents").values())
    for table, disclosed in zip(tables, disclose_together(tables, audience("closed_meeting")), strict=True):
        assert not disclosed.hidden.to_numpy().any()
        assert disclosed.values[list(table.counts)].equals(table.rows[list(table.counts)])


@pytest.fixture(scope="module")
def views(served: str) -> list:
    return list(every_view())


def test_there_are_more_than_two_thousand_views_and_each_audience_has_as_many(views):
    assert len(views) >= 2000
    assert len({len([view for view in views if view.audience == name]) for name in LIMITED}) == 1


def test_no_view_shows_a_small_number_nor_more_than_was_released(views, monkeypatch):
    """A seeded sample; `python -m tests.bench.published_views DATA` looks at all of them."""
    for view in random.Random(SEED).sample(views, SAMPLE):
        check(view, see(view, monkeypatch))
