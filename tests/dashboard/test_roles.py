"""The table of roles stands for pages and audiences that exist, and leaves no page to chance."""

import pytest

from dashboard.access import LOCAL, Viewer
from dashboard.audiences import load_audiences
from dashboard.frame import find_pages
from dashboard.roles import known_roles
from tests.dashboard.viewers import PAGE_NAMES

# Pages that other rights than a school's figures decide about.
NAMES_PEOPLE, LOADS = "action_list", "load_exports"


def test_every_page_is_given_to_some_role():
    given = frozenset().union(*(role.pages for role in known_roles().values()))
    forgotten = [page for page in PAGE_NAMES if page not in given]
    assert not forgotten, f"pages that nobody who signs in may open: name them in dashboard/roles.toml: {forgotten}"


@pytest.mark.parametrize("name", known_roles())
def test_a_role_has_a_page_to_land_on_and_audiences_that_exist(name: str):
    role = known_roles()[name]
    assert role.title
    assert role.pages & set(PAGE_NAMES)
    assert role.audiences
    assert [audience for audience in role.audiences if audience not in load_audiences()] == []


def test_names_are_for_school_leaders_and_files_for_data_managers_alone():
    holders = {
        page: [name for name, role in known_roles().items() if page in role.pages] for page in (NAMES_PEOPLE, LOADS)
    }
    assert holders == {NAMES_PEOPLE: ["school_leader"], LOADS: ["data_manager"]}


def test_only_directors_compare_schools():
    assert holders_of("compare_schools") == ["director"]


def holders_of(page: str) -> list[str]:
    return [name for name, role in known_roles().items() if page in role.pages]


def test_a_clerk_who_sends_papers_out_sees_what_a_paper_may_say():
    opens = {
        name: [load_audiences()[audience].opens_cases for audience in role.audiences]
        for name, role in known_roles().items()
    }
    assert not any(opens["clerk"])
    assert all(any(cases) for name, cases in opens.items() if name != "clerk")


def test_the_menu_follows_the_role_and_a_page_of_no_role_is_offered_to_nobody():
    viewer = Viewer(role="governor", schools=("ash",), pages=frozenset({"accounts", "incidents"}))
    assert [page.name for page in find_pages(viewer)] == ["incidents", "accounts"]
    assert not viewer.may_open("a page of tomorrow")
    assert not viewer.may_open("")
    assert [page.name for page in find_pages(LOCAL)] == PAGE_NAMES


def test_no_role_is_offered_a_page_that_has_nothing_for_any_of_its_audiences():
    published = {page.name for page in find_pages(LOCAL) if page.publishes}
    for name, role in known_roles().items():
        if all(load_audiences()[audience].is_limited for audience in role.audiences):
            assert role.pages & set(PAGE_NAMES) <= published, name
