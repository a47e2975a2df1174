"""A school keeps its history when its id changes: what was handed in under the old one belongs to what it became."""

import random

import pytest

from pipelines.engines.duckdb import fetch_arrow
from tests.staged_tables import make_warehouse, read_table

AS_AT = "2026-03-06"
SCHOOL = {"school_id": "new", "school_name": "S", "nation": "england", "policy": "barnes"}
LINK = {"old_school_id": "old", "new_school_id": "new", "linked_on": "2025-09-01"}


def ask(select, as_at=AS_AT, **tables):
    return [tuple(row.values()) for row in fetch_arrow(make_warehouse(tables, as_at), select).to_pylist()]


def link(written: str) -> dict[str, str]:
    """ "a b 2025-09-01": a became b on that day."""
    return dict(zip(("old_school_id", "new_school_id", "linked_on"), written.split(), strict=False))


IDS = {
    "the old id is gone from the register": (["new"], ["old new"], {"old": "new", "new": "new"}),
    "a dated link, both on the register": (["old", "new"], ["old new 2025-09-01"], {"old": "new", "new": "new"}),
    "no date, both on the register": (["old", "new"], ["old new"], {"old": "old", "new": "new"}),
    "on the day of judging": (["new"], ["old new 2026-03-06"], {"old": "new", "new": "new"}),
    "the day after it": (["new"], ["old new 2026-03-07"], {"new": "new"}),
    "between schools of others": (["new"], ["x y"], {"new": "new"}),
    "two schools became one": (["new"], ["a new", "b new"], {"a": "new", "b": "new", "new": "new"}),
    "a school that was split": (["b", "c"], ["a b", "a c"], {"b": "b", "c": "c"}),
    "split, one half somebody else's": (["b"], ["a b", "a x"], {"b": "b"}),
    "four changes": (["e"], ["a b", "b c", "c d", "d e"], dict.fromkeys("abcde", "e")),
    "no more than four": (["f"], ["a b", "b c", "c d", "d e", "e f"], dict.fromkeys("bcdef", "f")),
    "a stop on the way is registered": (["b", "c"], ["a b", "b c 2020-01-01"], dict.fromkeys("abc", "c")),
    "each other": (["a", "b"], ["a b 2020-01-01", "b a 2020-01-01"], {"a": "a", "b": "b"}),
    "itself": (["a"], ["a a"], {"a": "a"}),
}


@pytest.mark.parametrize(("registered", "links", "ids"), IDS.values(), ids=IDS)
def test_an_id_means_the_school_that_the_links_lead_to(registered, links, ids):
    schools = [SCHOOL | {"school_id": school_id} for school_id in registered]
    tables = {"schools": schools, "school_links": [link(written) for written in links]}
    assert dict(ask("select any_id, school_id from warehouse.school_ids", **tables)) == ids
    assert {row[0] for row in ask("select school_id from warehouse.schools", **tables)} == set(ids.values())


def test_the_register_goes_before_the_list_of_links():
    schools = [SCHOOL | {"school_id": "b"}, SCHOOL | {"school_id": "c", "predecessor_id": "a"}]
    ids = ask("select any_id, school_id from warehouse.school_ids", schools=schools, school_links=[link("a b")])
    assert dict(ids) == {"a": "c", "b": "b", "c": "c"}


def follow_slowly(registered: set[str], links: dict[str, set[str]]) -> dict[str, str]:
    """The same in plain words, for links without circles: go on as long as there is one way on, at most four times."""
    found = {}
    for any_id in registered | links.keys():
        at, last = any_id, any_id if any_id in registered else None
        for _ in range(4):
            if len(links.get(at, ())) != 1:
                break
            (at,) = links[at]
            last = at if at in registered else last
        if last:
            found[any_id] = last
    return found


@pytest.mark.parametrize("seed", range(12))
def test_ids_are_followed_as_the_slow_way_follows_them(seed):
    dice = random.Random(seed)
    names = [f"s{number}" for number in range(14)]
    # Only forward: no circles.
    pairs = {tuple(sorted(dice.sample(names, 2), key=names.index)) for _ in range(12)}
    registered = set(dice.sample(names, 5))
    links: dict[str, set[str]] = {}
    for old, new in pairs:
        links.setdefault(old, set()).add(new)
    tables = {
        "schools": [SCHOOL | {"school_id": name} for name in sorted(registered)],
        "school_links": [link(f"{old} {new} 2020-01-01") for old, new in sorted(pairs)],
    }
    assert dict(ask("select any_id, school_id from warehouse.school_ids", **tables)) == follow_slowly(registered, links)


HISTORY = {
    "accounts": [{"account_id": "a", "school_id": "old", "platform": "x", "opened_on": "2024-09-01"}],
    "activity": [{"item_id": "1", "account_id": "a", "kind": "post", "direction": "outbound",
                  "sent_at": "2025-03-02 10:00"},
                 {"item_id": "1", "account_id": "unregistered", "kind": "post", "direction": "outbound",
                  "sent_at": "2025-03-02 10:00", "_school_id": "old"}],
    "people": [{"person_id": "p", "school_id": "old", "role": "teacher", "started_on": "2024-09-01"}],
    "incidents": [{"incident_id": "i", "school_id": "old", "category": "other", "reported_at": "2025-03-02 10:00"}],
    "monitoring": [{"check_id": "c", "school_id": "old", "kind": "sweep", "checked_at": "2025-03-02 10:00",
                    "outcome": "clear"}],
    "returns": [{"school_id": "old", "dataset": "incidents", "covers_from": "2025-01-01", "covers_to": "2025-03-31"}],
    "policy_versions": [{"school_id": "old", "policy": "barnes", "version": "1", "issued_on": "2024-09-01"}],
    "attestations": [{"school_id": "old", "clause": "WG-07", "answer": "yes", "attested_on": "2025-03-07",
                      "attested_by_role": "headteacher"}],
    "term_dates": [{"school_id": "old", "academic_year": "2025/26", "name": "Autumn 1", "kind": "term",
                    "starts_on": "2025-09-01", "ends_on": "2025-10-20"}],
    "education": [{"session_id": "e", "school_id": "old", "audience": "parents", "held_on": "2025-03-07"}],
    "reports": [{"report_id": "r", "school_id": "old", "audience": "board", "presented_on": "2025-03-07"}],
    "audience_returns": [{"school_id": "old", "audience": "parents", "measure": "trained", "as_of": "2025-03-07",
                          "eligible": "9", "completed": "1"}],
    "events": [{"school_id": "old", "happened_on": "2025-03-07", "label": "New platform"}],
}  # fmt: skip


@pytest.mark.parametrize("table", HISTORY)
def test_everything_handed_in_under_the_old_id_is_the_new_school_s(table):
    tables = {"schools": [SCHOOL], "school_links": [LINK], **HISTORY}
    found = ask(f"select school_id from warehouse.{table}", **tables)
    assert found and set(found) == {("new",)}


def test_before_the_day_of_the_link_the_old_school_is_a_school_of_its_own():
    schools = [SCHOOL, SCHOOL | {"school_id": "old"}]
    tables = {"schools": schools, "school_links": [LINK], "incidents": HISTORY["incidents"]}
    asked = "select incidents.school_id, (select count(*) from warehouse.schools) from warehouse.incidents as incidents"
    assert ask(asked, as_at="2025-08-31", **tables) == [("old", 2)]
    assert ask(asked, as_at="2025-09-01", **tables) == [("new", 1)]


ROSTERS = read_table("""
    person_id | school_id | role       | started_on | left_on
    both      | old       | teacher    | 2019-09-01 | 2025-08-31
    both      | new       | dsl        | 2025-09-01 |
    left      | old       | teacher    | 2018-09-01 | 2024-08-31
    stayed    | old       | support    | 2020-09-01 |
    came      | new       | governor   | 2025-10-01 |
    elsewhere | other     | teacher    | 2020-09-01 |
    elsewhere | old       | contractor | 2021-09-01 |
""")


def test_who_is_on_the_rosters_of_both_ids_is_one_person_in_post_since_the_earlier():
    schools = [SCHOOL, SCHOOL | {"school_id": "other"}]
    asked = """
        select person_id, school_id, role, cast(started_on as varchar), cast(left_on as varchar) from warehouse.people
        order by all
    """
    assert ask(asked, schools=schools, school_links=[LINK], people=ROSTERS) == [
        ("both", "new", "dsl", "2019-09-01", None),
        ("came", "new", "governor", "2025-10-01", None),
        ("elsewhere", "new", "contractor", "2021-09-01", None),
        ("elsewhere", "other", "teacher", "2020-09-01", None),
        ("left", "new", "teacher", "2018-09-01", "2024-08-31"),
        ("stayed", "new", "support", "2020-09-01", None),
    ]


def test_a_roster_of_the_old_id_alone_says_who_works_there_on_the_day():
    people = [row for row in ROSTERS if row["school_id"] == "old"]
    asked = "select count(*), count(distinct person_id), count(left_on) from warehouse.people where school_id = 'new'"
    assert ask(asked, schools=[SCHOOL], school_links=[LINK], people=people) == [(4, 4, 2)]
