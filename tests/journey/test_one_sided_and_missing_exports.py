"""What exports do not hold is not known: what came in where only what went out is at hand, and days between two."""

from datetime import date, timedelta

import pytest

from pipelines.engines.duckdb import fetch_arrow
from tests.staged_tables import make_warehouse, read_table
from tests.trusts import build_trust, make_clause, make_policy

AS_AT = "2026-03-06"
SCHOOL = {"school_id": "s", "school_name": "S", "nation": "england", "policy": "case"}
ACCOUNT = {"account_id": "a", "school_id": "s", "platform": "x", "opened_on": "2025-09-01"}
POST = {"account_id": "a", "kind": "post", "direction": "outbound", "_sides": "outbound"}
ASKED = {"account_id": "a", "kind": "comment", "direction": "inbound", "_sides": "both"}
RETURN = {"school_id": "s", "dataset": "activity", "covers_from": "2026-01-01", "covers_to": "2026-03-31"}
GAP = {"school_id": "s", "account_id": "a", "format": "f", "file_before": "b.csv", "file_after": "c.csv"}
REGISTER = {"schools": [SCHOOL], "accounts": [ACCOUNT]}
COVERAGE = """
    select cast(covers_from as varchar) || ' ' || cast(covers_to as varchar) as days
    from warehouse.coverage where dataset = '{}' and source = '{}' order by days
"""


def items(kind: dict[str, str], *days: str) -> list[dict[str, str]]:
    return [kind | {"item_id": f"{kind['kind']} {day}", "sent_at": f"{day} 10:00"} for day in days]


def covered(dataset: str, source: str = "rows", **tables) -> list[str]:
    rows = fetch_arrow(make_warehouse({**REGISTER, **tables}, AS_AT), COVERAGE.format(dataset, source)).to_pylist()
    return [row["days"] for row in rows]


def test_exports_of_what_was_sent_reach_across_no_enquiries():
    activity = items(POST, "2026-01-10", "2026-02-20")
    assert covered("activity", activity=activity) == ["2026-01-10 2026-02-20"]
    assert covered("enquiries", activity=activity) == []
    both = [*activity, *items(ASKED, "2026-02-01", "2026-02-05")]
    assert covered("enquiries", activity=both) == ["2026-02-01 2026-02-05"]
    assert covered("activity", activity=both) == ["2026-01-10 2026-02-20"]


@pytest.mark.parametrize(
    ("activity", "is_known"),
    [
        ([], True),
        (items(POST, "2026-02-20"), False),
        (items(POST | {"_sides": "answered_only"}, "2026-02-20"), False),
        (items(POST, "2025-12-20"), True),
        ([*items(POST, "2026-02-20"), *items(ASKED, "2026-01-20")], True),
    ],
    ids=["nil return", "posts alone", "answered alone", "posts before it", "both sides in it"],
)
def test_a_return_speaks_of_enquiries_unless_all_that_came_with_it_is_one_sided(activity, is_known):
    found = covered("enquiries", "return", activity=activity, returns=[RETURN])
    assert found == (["2026-01-01 2026-03-31"] if is_known else [])
    assert covered("activity", "return", activity=activity, returns=[RETURN]) == ["2026-01-01 2026-03-31"]


def test_days_missing_between_exports_are_covered_by_nothing():
    activity = items(POST, "2026-01-10", "2026-01-31", "2026-03-01", "2026-03-04")
    gaps = [GAP | {"gap_from": "2026-02-01", "gap_to": "2026-02-28"}]
    assert covered("activity", activity=activity) == ["2026-01-10 2026-03-04"]
    assert covered("activity", activity=activity, export_gaps=gaps) == [
        "2026-01-10 2026-01-31",
        "2026-03-01 2026-03-04",
    ]


def test_another_account_that_tells_of_those_days_covers_them_for_the_school():
    other = items(POST | {"account_id": "other"}, "2026-02-14")
    activity = [*items(POST, "2026-01-10", "2026-03-04"), *other]
    gaps = [GAP | {"gap_from": "2026-02-01", "gap_to": "2026-02-28"}]
    assert covered("activity", activity=activity, export_gaps=gaps) == ["2026-01-10 2026-03-04"]


@pytest.mark.parametrize(
    ("gaps", "left"),
    [
        (["2026-01-20 2026-01-25", "2026-02-10 2026-02-15"],
         ["2026-01-10 2026-01-19", "2026-01-26 2026-02-09", "2026-02-16 2026-03-04"]),
        (["2026-01-20 2026-02-15", "2026-02-10 2026-02-25"], ["2026-01-10 2026-01-19", "2026-02-26 2026-03-04"]),
        (["2026-01-20 2026-02-25", "2026-02-01 2026-02-10"], ["2026-01-10 2026-01-19", "2026-02-26 2026-03-04"]),
        (["2025-11-01 2025-12-31"], ["2026-01-10 2026-03-04"]),
    ],
    ids=["apart", "overlapping", "one in the other", "before the first row"],
)  # fmt: skip
def test_several_gaps_leave_what_lies_between_them(gaps, left):
    told = [GAP | dict(zip(("gap_from", "gap_to"), gap.split(), strict=True)) for gap in gaps]
    assert covered("activity", activity=items(POST, "2026-01-10", "2026-03-04"), export_gaps=told) == left


@pytest.mark.parametrize(
    ("returned", "gaps"),
    [
        ({}, [("s", date(2026, 2, 1))]),
        ({"covers_from": "2026-02-01", "covers_to": "2026-02-28"}, []),
        ({"covers_from": "2026-02-02", "covers_to": "2026-03-31"}, [("s", date(2026, 2, 1))]),
        ({"covers_from": "2026-02-01", "covers_to": "2026-02-28", "dataset": "incidents"}, [("s", date(2026, 2, 1))]),
    ],
    ids=["no return", "a return of those days", "a return of some of them", "a return of something else"],
)
def test_a_return_of_those_days_says_that_nothing_is_missing(returned, gaps):
    tables = {
        "export_gaps": [GAP | {"gap_from": "2026-02-01", "gap_to": "2026-02-28"}],
        "returns": [RETURN | returned] if returned else [],
    }
    rows = fetch_arrow(make_warehouse({**REGISTER, **tables}, AS_AT), "from warehouse.export_gaps").to_pylist()
    assert [(row["school_id"], row["gap_from"]) for row in rows] == gaps


def test_a_gap_belongs_to_the_school_that_has_the_account_now_and_is_not_known_before_it_is_over():
    schools = [SCHOOL | {"school_id": "new", "predecessor_id": "s"}]
    tables = {"schools": schools, "export_gaps": [GAP | {"gap_from": "2026-02-01", "gap_to": "2026-02-28"}]}
    for as_at, school_ids in [("2026-03-06", ["new"]), ("2026-02-28", [])]:
        rows = fetch_arrow(make_warehouse(tables, as_at), "select school_id from warehouse.export_gaps").to_pylist()
        assert [row["school_id"] for row in rows] == school_ids


CLAUSES = {
    "ANSWER": make_clause("ANSWER", "response_within", parameters={"working_days": 5}),
    "RECENT": make_clause("RECENT", "posting_recency", parameters={"days": 14}),
}


def judge(clause: str, **tables) -> tuple[str, int]:
    """(status, cases) of one clause in the first half of the spring term."""
    connection = build_trust({**REGISTER, "term_dates": TERMS, **tables}, AS_AT, make_policy(CLAUSES[clause]))
    asked = "select status, cases from result.clause_status where period_name = 'Spring 1 2025/26'"
    (row,) = fetch_arrow(connection, asked).to_pylist()
    return row["status"], row["cases"]


TERMS = read_table("""
    school_id | academic_year | name     | kind | starts_on  | ends_on
    s         | 2025/26       | Autumn 1 | term | 2025-09-01 | 2025-10-24
    s         | 2025/26       | Spring 1 | term | 2026-01-05 | 2026-02-13
    s         | 2025/26       | Spring 2 | term | 2026-02-23 | 2026-03-27
""")
EVERY_WEEK = [str(date(2026, 1, 2) + timedelta(days=7 * week)) for week in range(10)]


def test_posts_alone_cannot_say_that_nobody_asked():
    assert judge("ANSWER", activity=items(POST, *EVERY_WEEK)) == ("no_data", 0)
    both = items(ASKED | {"needs_reply": "no"}, "2026-01-02", "2026-03-05")
    assert judge("ANSWER", activity=both) == ("not_applicable", 0)


def test_a_month_that_was_not_handed_in_is_no_month_without_posts():
    posts = items(POST, *(day for day in EVERY_WEEK if not "2026-01-10" <= day <= "2026-02-10"))
    gap = [GAP | {"gap_from": "2026-01-10", "gap_to": "2026-02-10"}]
    assert judge("RECENT", activity=posts) == ("partly_met", 6)
    # The two weeks whose posts are on record are kept, and of the four in the gap nothing is said.
    assert judge("RECENT", activity=posts, export_gaps=gap) == ("met", 4)
    other = items(POST | {"account_id": "b"}, *EVERY_WEEK)
    accounts = [ACCOUNT, ACCOUNT | {"account_id": "b"}]
    found = judge("RECENT", activity=[*posts, *other], accounts=accounts, export_gaps=gap)
    assert found == ("met", 10)
