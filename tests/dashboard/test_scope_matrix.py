"""Nothing outside somebody's schools reaches them: each role, school, page and file, and each address typed by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.frame import PAGES, read_page
from dashboard.parts.opening import OFFERED
from dashboard.roles import known_roles
from pipelines.settings import choose_settings
from pipelines.warehouse import list_builds, newest_build
from tests.dashboard.sample_build import AS_AT, write_build
from tests.dashboard.three_schools import EVERYWHERE, SCHOOLS, tell_tale_tables
from tests.dashboard.viewers import PAGE_NAMES, PEOPLE, PERIOD, Seat, schools_in, write_list

SIT = Callable[..., Seat]
TITLES = {page.name: page.title for page in map(read_page, sorted(PAGES.glob("[0-9][0-9]_*.py")))}


def test_who_may_see_every_school_is_sent_the_words_of_each_so_this_search_finds_them(sit: SIT):
    seat = sit("director@all.test")
    for page in PAGE_NAMES:
        seat.go(page, school=EVERYWHERE, **PERIOD)
        assert schools_in(seat.messages) == list(SCHOOLS), page
    saved = [data for _, data in seat.go("accounts", school=EVERYWHERE, **PERIOD).files]
    assert schools_in(b"".join(saved)) == list(SCHOOLS)


@pytest.mark.parametrize(("email", "role", "school"), PEOPLE)
def test_no_page_and_no_file_holds_a_word_of_another_school(sit: SIT, email: str, role: str, school: str):
    seat = sit(email)
    offered = [page for page in PAGE_NAMES if page in known_roles()[role].pages]
    for page in PAGE_NAMES:
        seat.go(page, **PERIOD)
        assert schools_in(seat.everything) == [school], page
        assert seat.menu == offered
        # A page that is not theirs is no page at all: the first of their own is drawn in its place.
        assert seat.title == TITLES[page if page in offered else offered[0]]


@pytest.mark.parametrize("page", PAGE_NAMES)
def test_what_lies_behind_each_figure_is_of_their_school_alone(sit: SIT, page: str):
    seat = sit("governor@wombats.test").go(page, **PERIOD)
    names = sorted(seat.app.session_state[OFFERED])
    sizes = set()
    for name in names:
        seat.go(page, open=name, **PERIOD)
        assert schools_in(seat.everything) == ["wombats"], name
        sizes.add(len(seat.messages))
    assert len(sizes) > 1 or not names


def test_whoever_has_two_schools_sees_those_two_together_and_not_the_third(sit: SIT):
    seat = sit("two@test")
    for page in PAGE_NAMES:
        seat.go(page, school=EVERYWHERE, **PERIOD)
        assert "zephyrs" not in schools_in(seat.everything), page
    assert seat.app.selectbox(key="school").options == [EVERYWHERE, "Quibble Academy", "Wombats Academy"]


def test_what_other_schools_hold_changes_nothing_that_a_governor_is_sent(
    sit: SIT, trust: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """The same school beside others: once three alike, once others of whom one is busier and one is not there."""
    others = tell_tale_tables(("wombats", "zephyrs"), times={"zephyrs": 3})
    write_build(tmp_path, others, AS_AT)
    write_list(tmp_path, *(person for person in PEOPLE if person[2] != "quibble"))
    sent = {}
    for data in (trust, tmp_path):
        monkeypatch.setenv("OVERSIGHT_DATA", str(data))
        build = newest_build(choose_settings()).stem.removeprefix("oversight_").encode()
        seat = sit("governor@wombats.test", data)
        for page in PAGE_NAMES:
            seat.go(page, **PERIOD)
            sent.setdefault(page, []).append([seat.title, seat.content.replace(build, b"build")])
    assert list_builds(choose_settings())
    for page, (beside_two, beside_one) in sent.items():
        assert beside_two == beside_one, page
