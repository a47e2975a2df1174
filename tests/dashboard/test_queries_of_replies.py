"""What the page on replies asks, against plain answers on random trusts: enquiries, judgements, open ones, weeks."""

from collections import Counter
from datetime import timedelta

import pytest

from dashboard.warehouse import Selection
from tests.dashboard.asked import BATCHES, Asked, by

WEEK = timedelta(days=7)


@pytest.fixture(scope="module", params=range(BATCHES))
def asked(request: pytest.FixtureRequest) -> Asked:
    return Asked(request.param)


def accounts_of(asked: Asked) -> dict[str, dict]:
    return {row["account_id"]: row for row in asked.rows("warehouse.accounts")}


def received(asked: Asked, selection: Selection) -> list[dict]:
    """The enquiries received in the period; those of no known school where every school is in view."""
    scope = {school.school_id: school for school in asked.scope(selection)}
    dated = [school for school in scope.values() if school.first_on]
    is_every = len(scope) == len(asked.schools)
    found = []
    for enquiry in asked.rows("mart.enquiries"):
        day, school = enquiry["received_on"], scope.get(enquiry["school_id"])
        if school and school.holds(day):
            found.append({**enquiry, "school_name": school.school_name})
        elif enquiry["school_id"] is None and is_every and dated:
            first, last = min(s.first_on for s in dated), max(s.last_on for s in dated)
            if first <= day <= last:
                found.append({**enquiry, "school_name": None})
    return found


def test_the_enquiries_of_a_period_are_those_received_in_it(asked):
    for selection in asked.selections():
        found = asked.query("response_times__enquiries", selection)
        columns = ("enquiry_id", "school_id", "school_name", "account_id", "received_at", "replied_at", "is_open")
        assert by(found, *columns) == by(received(asked, selection), *columns), selection
        waits = {row["enquiry_id"]: (row["elapsed_minutes"], row["working_minutes"]) for row in found}
        assert waits == {
            row["enquiry_id"]: (row["waiting_elapsed_minutes"], row["waiting_working_minutes"])
            for row in received(asked, selection)
        }


def band_of(minute: int, opens: int, closes: int) -> str:
    """The part of the day, by a school's own hours."""
    if minute < opens:
        return "before opening"
    if minute >= closes:
        return "after closing"
    return "morning" if minute < 12 * 60 else "afternoon"


def test_an_enquiry_came_in_at_an_hour_and_a_part_of_its_school_s_day(asked):
    schools = {row["school_id"]: row for row in asked.rows("warehouse.schools")}
    days = {(row["school_id"], row["on_date"]): row for row in asked.rows("warehouse.school_days")}
    minutes = {row["enquiry_id"]: (row["received_minute"], row["received_on"]) for row in asked.rows("mart.enquiries")}
    for row in asked.query("response_times__enquiries", asked.selections()[2]):
        minute, on = minutes[row["enquiry_id"]]
        assert row["received_hour"] == minute // 60
        # Of an account of no known school nobody knows the hours; the usual ones stand in, on weekdays.
        known = row["school_id"] is not None
        school = schools[row["school_id"]] if known else {"opens_minute": 510, "closes_minute": 990}
        assert row["band"] == band_of(minute, school["opens_minute"], school["closes_minute"])
        day = days[row["school_id"], on] if known else None
        is_school_day = day["is_school_day"] if day else on.isoweekday() < 6
        opens, closes = (day["opens_minute"], day["closes_minute"]) if day else (510, 990)
        assert row["is_in_hours"] == (is_school_day and opens <= minute < closes)


def judged_cases(asked: Asked) -> list[dict]:
    return [case for case in asked.rows("result.cases") if case["control"] == "response_within"]


def test_each_account_s_cases_are_counted_by_clause_and_outcome(asked):
    accounts = accounts_of(asked)
    for selection in asked.selections():
        scope = {school.school_id: school for school in asked.scope(selection)}
        counts: dict[tuple, Counter] = {}
        for case in judged_cases(asked):
            school = scope.get(case["school_id"])
            if school and school.holds(case["judged_on"]) and not accounts[case["account_id"]]["is_answered_only"]:
                key = (case["school_id"], case["account_id"], case["clause_id"])
                counts.setdefault(key, Counter())[case["outcome"]] += 1
                counts[key]["overdue"] += case["outcome"] == "missed" and case["done_at"] is None
        found = asked.query("response_times__judged", selection)
        told = ("met", "missed", "overdue", "pending")
        assert {(r["school_id"], r["account_id"], r["clause_id"]): tuple(r[name] for name in told) for r in found} == {
            key: tuple(count[name] for name in told) for key, count in counts.items()
        }


def state_of(cases: list[dict]) -> str:
    """Where the promise of an open enquiry stands, by the worst of its clauses."""
    if not cases:
        return "no_target"
    if any(case["outcome"] == "missed" and case["done_at"] is None for case in cases):
        return "overdue"
    return "not_due_yet" if any(case["outcome"] == "pending" for case in cases) else "acknowledged"


def test_the_open_enquiries_are_those_still_waiting_whenever_they_came(asked):
    cases: dict[tuple, list[dict]] = {}
    for case in judged_cases(asked):
        cases.setdefault((case["school_id"], case["case_id"]), []).append(case)
    for selection in asked.selections():
        expected = []
        for school in asked.scope(selection):
            for enquiry in asked.rows("mart.enquiries"):
                is_his = enquiry["school_id"] == school.school_id and enquiry["is_open"]
                if not is_his or not school.last_on or enquiry["received_on"] > school.last_on:
                    continue
                judging = cases.get((school.school_id, enquiry["enquiry_id"]), [])
                expected.append(
                    {
                        "school_name": school.school_name,
                        "account_id": enquiry["account_id"],
                        "received_at": enquiry["received_at"],
                        "is_in_period": enquiry["received_on"] >= school.first_on,
                        "due_at": min((case["due_at"] for case in judging if case["due_at"]), default=None),
                        "state": state_of(judging),
                    }
                )
        found = asked.query("response_times__open", selection)
        assert [row["received_at"] for row in found] == sorted(row["received_at"] for row in found)
        of_schools = [row for row in found if row["school_name"] is not None]
        columns = ("school_name", "account_id", "received_at", "is_in_period", "due_at", "state")
        assert by(of_schools, *columns) == by(expected, *columns), selection


def test_a_school_has_reported_where_its_activity_is_known_for_a_day_of_the_period(asked):
    for selection in asked.selections():
        expected = {}
        for school in asked.scope(selection):
            spans = [
                row
                for row in asked.rows("warehouse.coverage")
                if row["school_id"] == school.school_id and row["dataset"] == "activity"
            ]
            last_on = min(school.last_on, asked.as_at_on) if school.last_on else None
            expected[school.school_id] = bool(last_on) and any(
                row["covers_from"] <= last_on and row["covers_to"] >= school.first_on for row in spans
            )
        found = asked.query("response_times__reported", selection)
        assert {row["school_id"]: row["has_reported"] for row in found} == expected, selection


def test_a_week_holds_the_waits_of_what_came_in_it(asked):
    accounts = accounts_of(asked)
    cases = Counter((case["school_id"], case["case_id"], case["outcome"]) for case in judged_cases(asked))
    for selection in asked.selections():
        scope = {school.school_id: school for school in asked.scope(selection) if school.last_on}
        calendar = {
            (row["school_id"], row["on_date"]): row
            for row in asked.rows("warehouse.school_days")
            if row["school_id"] in scope
        }
        weeks: dict[object, list[bool]] = {}
        for (school_id, _), day in calendar.items():
            last_on = scope[school_id].last_on
            starts = day["week_start"]
            if last_on - timedelta(days=370) <= starts <= last_on - timedelta(days=6) and starts <= asked.as_at_on:
                weeks.setdefault(starts, []).append(day["is_school_day"])
        inside: dict[object, list[dict]] = {week: [] for week in weeks}
        for enquiry in asked.rows("mart.enquiries"):
            day = calendar.get((enquiry["school_id"], enquiry["received_on"]))
            is_measured = enquiry["waiting_working_minutes"] is not None
            if day and is_measured and not accounts[enquiry["account_id"]]["is_answered_only"]:
                inside.get(day["week_start"], []).append(enquiry)
        found = {row["week_start"]: row for row in asked.query("response_times__weeks", selection)}
        assert found.keys() == weeks.keys()
        for week, row in found.items():
            assert row["is_closed"] == (not any(weeks[week]))
            assert row["is_finished"] == (week + timedelta(days=6) < asked.as_at_on)
            assert row["enquiry_count"] == len(inside[week])
            assert sorted(row["waits"]) == sorted(one["waiting_working_minutes"] for one in inside[week])
            assert sum(row["is_over"]) == sum(not one["is_open"] for one in inside[week])
            for outcome in ("met", "missed", "pending"):
                expected = sum(cases[one["school_id"], one["enquiry_id"], outcome] for one in inside[week])
                assert row[outcome] == expected
