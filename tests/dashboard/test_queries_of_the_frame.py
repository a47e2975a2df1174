"""What the frame and the lists of cases ask, against plain answers on random trusts: scope, periods, cases, events."""

from itertools import pairwise

import pytest

from dashboard.warehouse import Selection
from tests.dashboard.asked import BATCHES, Asked, by


@pytest.fixture(scope="module", params=range(BATCHES))
def asked(request: pytest.FixtureRequest) -> Asked:
    return Asked(request.param)


def counted_cases(asked: Asked, selection: Selection) -> list[dict]:
    """The cases that count, case by case: of a state of things only the latest day of a clause in the period."""
    states = {row["control"] for row in asked.rows("result.controls") if row["is_state"]}
    counted = []
    for school in asked.scope(selection):
        cases = [
            case
            for case in asked.rows("result.cases")
            if case["school_id"] == school.school_id and school.holds(case["judged_on"])
        ]
        latest: dict[str, object] = {}
        for case in sorted(cases, key=lambda case: case["judged_on"]):
            latest[case["clause_id"]] = case["judged_on"]
        counted += [
            {**case, "school_name": school.school_name}
            for case in cases
            if case["control"] not in states or case["judged_on"] == latest[case["clause_id"]]
        ]
    return counted


CASE = ("school_id", "school_name", "clause_id", "case_id", "judged_on", "outcome", "value")


def test_the_cases_of_a_period_are_those_that_count_in_it(asked):
    for selection in asked.selections():
        found = asked.query("cases", selection, controls=[], clauses=[], outcomes=[])
        assert by(found, *CASE) == by(counted_cases(asked, selection), *CASE), selection
        days = [row["judged_on"] for row in found]
        assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("outcome", ["met", "missed", "pending"])
def test_cases_are_filtered_by_outcome_control_and_clause(asked, outcome):
    selection = asked.selections()[0]
    wanted = [case for case in counted_cases(asked, selection) if case["outcome"] == outcome]
    clauses = sorted({case["clause_id"] for case in wanted})[::2]
    controls = sorted({case["control"] for case in wanted})[1::2]
    by_clause = asked.query("cases", selection, controls=[], clauses=clauses, outcomes=[outcome])
    assert by(by_clause, *CASE) == by([case for case in wanted if case["clause_id"] in clauses or not clauses], *CASE)
    by_control = asked.query("cases", selection, controls=controls, clauses=[], outcomes=[outcome])
    assert by(by_control, *CASE) == by([case for case in wanted if case["control"] in controls or not controls], *CASE)


def test_a_viewer_sees_no_case_of_a_school_that_is_not_theirs(asked):
    theirs = tuple(asked.schools[::3])
    found = asked.query("cases", asked.selections()[2], allowed=theirs, controls=[], clauses=[], outcomes=[])
    assert {row["school_id"] for row in found} <= set(theirs)
    unasked = Selection((asked.schools[1],), "year", asked.selections()[2].period_name)
    assert asked.query("cases", unasked, allowed=theirs, controls=[], clauses=[], outcomes=[]) == []


def test_periods_to_choose_from_are_those_that_have_begun(asked):
    found = asked.query("frame__periods", Selection(None))
    columns = ("school_id", "period_kind", "period_name", "period_start", "period_end", "is_finished")
    begun = [row for row in asked.rows("warehouse.periods") if row["period_start"] <= asked.as_at_on]
    assert by(found, *columns) == by(begun, *columns)
    assert {row["school_id"] for row in found} == set(asked.schools), "every school has a period to choose"


def test_schools_to_choose_from_stand_from_a_to_z(asked):
    found = asked.query("frame__schools", Selection(None))
    assert [row["school_id"] for row in found] == asked.schools
    assert {row["as_at_on"] for row in found} == {asked.as_at_on}
    policies = {row["school_id"]: row["policy"] for row in asked.rows("warehouse.schools")}
    assert {row["school_id"]: row["policy"] for row in found} == policies


def test_freshness_is_the_outermost_days_of_each_data_set(asked):
    for selection in asked.selections():
        in_view = {school.school_id for school in asked.scope(selection)}
        spans: dict[str, list[dict]] = {}
        for row in asked.rows("warehouse.coverage"):
            if row["school_id"] in in_view:
                spans.setdefault(row["dataset"], []).append(row)
        expected = {
            dataset: (
                min(row["covers_from"] for row in rows),
                max(row["covers_to"] for row in rows),
                len({row["school_id"] for row in rows}),
            )
            for dataset, rows in spans.items()
        }
        found = asked.query("frame__freshness", selection)
        assert {r["dataset"]: (r["covers_from"], r["covers_to"], r["school_count"]) for r in found} == expected


def test_the_trend_of_a_clause_is_its_status_in_each_half_term_begun(asked):
    for selection in asked.selections():
        ends = {school.school_id: school.last_on or asked.as_at_on for school in asked.scope(selection)}
        finished = {
            (row["school_id"], row["period_name"]): row["is_finished"]
            for row in asked.rows("warehouse.periods")
            if row["period_kind"] == "half_term"
        }
        expected = [
            {**row, "is_finished": finished[row["school_id"], row["period_name"]]}
            for row in asked.rows("result.clause_status")
            if row["period_kind"] == "half_term"
            and row["school_id"] in ends
            and row["period_start"] <= ends[row["school_id"]]
        ]
        columns = ("school_id", "clause_id", "period_name", "period_start", "status", "is_finished")
        assert by(asked.query("policy_clauses__trend", selection), *columns) == by(expected, *columns)


def runs_without_cover(spans: list[dict]) -> int:
    """How many runs of days lie uncovered between two covered ones."""
    covered = sorted(
        {day for row in spans for day in range(row["covers_from"].toordinal(), row["covers_to"].toordinal() + 1)}
    )
    return sum(after - before > 1 for before, after in pairwise(covered))


def test_coverage_of_a_data_set_has_its_gaps_counted(asked):
    for selection in asked.selections():
        expected = {}
        for school in asked.scope(selection):
            spans = [row for row in asked.rows("warehouse.coverage") if row["school_id"] == school.school_id]
            for dataset in {row["dataset"] for row in spans}:
                of_set = [row for row in spans if row["dataset"] == dataset]
                last = max(row["covers_to"] for row in of_set)
                expected[school.school_name, dataset] = (
                    min(row["covers_from"] for row in of_set),
                    last,
                    runs_without_cover(of_set),
                    any(row["source"] == "return" for row in of_set),
                    (asked.as_at_on - last).days,
                )
        found = asked.query("data_quality__coverage", selection)
        columns = ("covers_from", "covers_to", "gap_count", "has_return", "days_behind")
        assert {(r["school_name"], r["dataset"]): tuple(r[c] for c in columns) for r in found} == expected


def of_account(item: dict, account: dict) -> bool:
    return item["account_id"] == account["account_id"]


def test_accounts_on_no_register_are_listed_with_what_they_sent(asked):
    for selection in asked.selections():
        names = {school.school_id: school.school_name for school in asked.scope(selection)}
        expected = []
        for account in asked.rows("warehouse.accounts"):
            if account["is_registered"] or (account["school_id"] not in names and account["school_id"] is not None):
                continue
            days = [
                row["sent_on"] for row in asked.rows("warehouse.activity") if row["account_id"] == account["account_id"]
            ]
            if days:
                name = names.get(account["school_id"], "not known")
                expected.append((name, account["account_id"], len(days), min(days), max(days)))
        found = asked.query("data_quality__unregistered", selection)
        columns = ("school_name", "account_id", "item_count", "first_on", "last_on")
        assert by(found, *columns) == sorted(expected, key=repr)


def test_events_say_whom_they_concern(asked):
    # The random trusts have no events, so three are made up here: of one school, of all, and of all on another day.
    rows = [(asked.schools[0], "One inbox", True)] + [(school, "Training", False) for school in asked.schools]
    with asked.connection.cursor() as cursor:
        for school, label, rebase in rows:
            cursor.execute(
                "insert into warehouse.events by name select ? as school_id, date '2026-01-14' as happened_on, "
                "? as label, ? as rebase",
                [school, label, rebase],
            )
    every, two = (asked.query("events", Selection(schools)) for schools in (None, tuple(asked.schools[:2])))
    assert [(row["label"], row["is_of_all"], row["rebase"]) for row in every] == [
        ("One inbox", False, True),
        ("Training", True, False),
    ]
    assert [(row["label"], row["is_of_all"]) for row in two] == [("One inbox", False), ("Training", True)]
    assert list(two[1]["school_names"]) == list(asked.schools[:2])
    assert [row["label"] for row in asked.query("events", Selection((asked.schools[0],)))] == ["One inbox", "Training"]
    with asked.connection.cursor() as cursor:
        cursor.execute("delete from warehouse.events where happened_on = date '2026-01-14'")
