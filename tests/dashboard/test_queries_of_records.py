"""What the pages on checks, accounts and incidents ask, against plain answers on random trusts."""

from collections import Counter
from datetime import timedelta

import pytest

from tests.dashboard.asked import BATCHES, Asked, by

FROM_ACCOUNTS = (
    "about_page_links",
    "approved_before_opening",
    "business_case_complete",
    "minimum_managers",
    "minimum_monitors",
    "official_email_linked",
    "one_way_accounts",
    "responsible_owner",
)
PROTECTING = {"police", "ceop", "lado", "iwf"}


@pytest.fixture(scope="module", params=range(BATCHES))
def asked(request: pytest.FixtureRequest) -> Asked:
    return Asked(request.param)


def test_people_who_checked_are_counted_once_over_all_schools(asked):
    for selection in asked.selections():
        scope = {school.school_id: school for school in asked.scope(selection)}
        people = {
            row["checked_by"]
            for row in asked.rows("warehouse.monitoring")
            if row["kind"] == "account_check"
            and row["checked_by"] is not None
            and row["school_id"] in scope
            and scope[row["school_id"]].holds(row["checked_on"])
        }
        assert asked.query("monitoring_coverage__people", selection) == [{"people": len(people)}]


def test_findings_wait_until_they_are_resolved_or_until_now(asked):
    for selection in asked.selections():
        expected = []
        for school in asked.scope(selection):
            for check in asked.rows("warehouse.monitoring"):
                is_finding = check["school_id"] == school.school_id and check["outcome"] == "finding"
                if is_finding and school.holds(check["checked_on"]):
                    end = check["resolved_at"] or asked.plain.as_at_at
                    wait = max((end - check["checked_at"]).total_seconds(), 0) / 60
                    expected.append((check["check_id"], check["resolved_at"] is None, round(wait, 6)))
        found = asked.query("monitoring_coverage__findings", selection)
        given = [(row["check_id"], row["is_open"], round(row["elapsed_minutes"], 6)) for row in found]
        assert sorted(given) == sorted(expected), selection
        assert all(0 <= row["working_minutes"] <= row["elapsed_minutes"] + 1 for row in found)


def missed_runs(asked: Asked, school: str, account: str) -> list[list[dict]]:
    """The runs of school days on which a log covers the account and nobody checked it, walked day by day."""
    days = {row["on_date"]: row for row in asked.plain.rows("warehouse.school_days", school)}
    account_days = [
        row
        for row in asked.plain.rows("mart.account_days", school)
        if row["account_id"] == account and row["is_school_day"]
    ]
    runs: list[list[dict]] = [[]]
    for row in sorted(account_days, key=lambda row: row["on_date"]):
        if row["check_count"] == 0 and row["is_covered"] and row["on_date"] < asked.as_at_on:
            runs[-1].append(row | {"open_minutes": days[row["on_date"]]["open_minutes"]})
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def test_gaps_are_the_runs_that_a_walk_through_the_days_finds(asked):
    for selection in asked.selections():
        expected = []
        for school in asked.scope(selection):
            accounts = {row["account_id"] for row in asked.plain.rows("mart.account_days", school.school_id)}
            for account in accounts:
                for run in missed_runs(asked, school.school_id, account):
                    inside = [row for row in run if school.holds(row["on_date"])]
                    if inside:
                        expected.append(
                            {
                                "account_id": account,
                                "school_days": len(inside),
                                "working_minutes": sum(row["open_minutes"] for row in inside),
                                "first_on": inside[0]["on_date"],
                                "last_on": inside[-1]["on_date"],
                                "is_longer": len(inside) < len(run),
                            }
                        )
        found = asked.query("monitoring_coverage__gaps", selection)
        columns = ("account_id", "school_days", "working_minutes", "first_on", "last_on", "is_longer")
        assert by(found, *columns) == by(expected, *columns), selection
        lengths = [row["school_days"] for row in found]
        assert lengths == sorted(lengths, reverse=True)


def test_an_account_is_kept_where_every_case_of_the_day_is(asked):
    for selection in asked.selections():
        kept: dict[tuple[str, str], bool] = {}
        for school in asked.scope(selection):
            if not school.last_on:
                continue
            looked_at = min(school.last_on, asked.as_at_on)
            for case in asked.rows("result.cases"):
                if case["school_id"] != school.school_id or case["control"] not in FROM_ACCOUNTS:
                    continue
                is_approval = case["control"] == "approved_before_opening" and case["judged_on"] <= school.last_on
                if case["judged_on"] == looked_at or is_approval:
                    key = (case["account_id"], case["control"])
                    kept[key] = kept.get(key, True) and case["outcome"] == "met"
        found = asked.query("accounts__judged", selection)
        assert {(row["account_id"], row["control"]): row["is_kept"] for row in found} == kept, selection


def a_year_before(day):
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


def test_unregistered_accounts_are_those_heard_of_within_a_year(asked):
    for selection in asked.selections():
        scope = asked.scope(selection)
        looked = {s.school_id: (s.school_name, min(s.last_on, asked.as_at_on)) for s in scope if s.last_on}
        if len(scope) == len(asked.schools) and looked:
            looked[None] = ("not known", max(day for _, day in looked.values()))
        expected = []
        for account in asked.rows("warehouse.accounts"):
            if account["is_registered"] or account["school_id"] not in looked:
                continue
            name, day = looked[account["school_id"]]
            sent = [
                row["sent_on"]
                for row in asked.rows("warehouse.activity")
                if row["account_id"] == account["account_id"] and row["sent_on"] <= day
            ]
            if sent and max(sent) > a_year_before(day):
                expected.append((name, account["account_id"], len(sent), min(sent), max(sent)))
        found = asked.query("accounts__unregistered", selection)
        columns = ("school_name", "account_id", "item_count", "first_on", "last_on")
        assert by(found, *columns) == sorted(expected, key=repr), selection


def leavers_of(asked: Asked, school, looked_at) -> list[tuple]:
    """Person by person and account by account: who had left, and until when their access stood."""
    found = []
    granted: dict[tuple[str, str], list[dict]] = {}
    for row in asked.plain.rows("warehouse.account_access", school.school_id):
        if row["granted_on"] <= looked_at:
            granted.setdefault((row["account_id"], row["person_id"]), []).append(row)
    for (account, person), rows in granted.items():
        posts = [
            post
            for post in asked.rows("warehouse.people")
            if post["person_id"] == person and post["started_on"] <= looked_at
        ]
        here = [post for post in posts if post["school_id"] == school.school_id] or posts
        if not here or any(post["left_on"] is None or post["left_on"] >= looked_at for post in here):
            continue
        left_on = max(post["left_on"] for post in here)
        ends = [row["revoked_on"] for row in rows]
        is_open = any(end is None or end > looked_at for end in ends)
        ended_on = None if is_open else max(ends)
        until = looked_at if is_open else ended_on
        if is_open or (ended_on > left_on and ended_on >= school.first_on):
            found.append((account, left_on, ended_on, is_open, (until - left_on).days))
    return found


def test_leavers_are_those_whose_access_outlived_their_posts(asked):
    for selection in asked.selections():
        expected = []
        for school in asked.scope(selection):
            if school.last_on:
                expected += leavers_of(asked, school, min(school.last_on, asked.as_at_on))
        found = asked.query("accounts__leavers", selection)
        columns = ("account_id", "left_on", "ended_on", "is_open", "days_after")
        assert by(found, *columns) == sorted(expected, key=repr), selection


def test_incidents_are_those_of_the_period_and_those_open_from_before(asked):
    referrals: dict[str, set[str]] = {}
    for row in asked.rows("warehouse.incident_referrals"):
        referrals.setdefault(row["incident_id"], set()).add(row["agency"])
    categories = Counter(row["incident_id"] for row in asked.rows("warehouse.incident_categories"))
    for selection in asked.selections():
        expected = []
        for school in asked.scope(selection):
            for row in asked.plain.rows("mart.incidents", school.school_id):
                day = row["reported_on"]
                if not school.last_on or day > school.last_on or (day < school.first_on and row["is_closed"]):
                    continue
                agencies = referrals.get(row["incident_id"], set())
                affected = row["affected"] or "learner"
                expected.append(
                    {
                        "incident_id": row["incident_id"],
                        "is_in_period": day >= school.first_on,
                        "is_safeguarding": affected == "learner" or bool(row["illegal"]) or bool(agencies & PROTECTING),
                        "agencies": sorted(agencies),
                        "category_count": categories[row["incident_id"]],
                    }
                )
        found = [
            row | {"category_count": len(row["categories"])} for row in asked.query("incidents__incidents", selection)
        ]
        columns = ("incident_id", "is_in_period", "is_safeguarding", "agencies", "category_count")
        assert by(found, *columns) == by(expected, *columns), selection


def test_a_moment_s_clock_counts_school_days_and_stands_still_in_holidays(asked):
    selection = asked.selections()[2]
    days = {(row["school_id"], row["on_date"]): row for row in asked.rows("warehouse.school_days")}
    reported = {(row["school_id"], row["reported_at"]): row for row in asked.rows("mart.incidents")}
    scope = {school.school_id: school for school in asked.scope(selection)}
    found = asked.query("incidents__moments", selection)
    assert {(row["school_id"], row["reported_at"]) for row in found} == {
        key for key, row in reported.items() if row["reported_on"] <= scope[key[0]].last_on
    }
    for row in found:
        incident = reported[row["school_id"], row["reported_at"]]
        day = days[row["school_id"], incident["reported_on"]]
        before = sum(
            1
            for (school, on), one in days.items()
            if school == row["school_id"] and one["is_school_day"] and on < incident["reported_on"]
        )
        first = min(one["school_day_number"] for (school, _), one in days.items() if school == row["school_id"])
        offset = first - (1 if min(d for s, d in days if s == row["school_id"]) and first else 0)
        passed = 0.0
        if day["is_school_day"]:
            into = min(max(incident["reported_minute"] - day["opens_minute"], 0), day["open_minutes"])
            passed = into / day["open_minutes"]
        assert row["clock"] == pytest.approx(before + passed + offset)


def test_the_latest_return_of_an_audience_stands_by_the_day_looked_at(asked):
    for selection in asked.selections():
        expected = []
        for school in asked.scope(selection):
            if not school.last_on:
                continue
            on = min(school.last_on, asked.as_at_on)
            latest: dict[tuple[str, str], dict] = {}
            rows = asked.plain.rows("warehouse.audience_returns", school.school_id)
            for row in sorted(rows, key=lambda row: (row["as_of"], row["version"] or "")):
                if row["as_of"] <= on:
                    latest[row["audience"], row["measure"]] = row
            expected += latest.values()
        found = asked.query("training_and_acknowledgement__returns", selection, on=None)
        columns = ("school_id", "audience", "measure", "as_of", "eligible", "completed")
        assert by(found, *columns) == by(expected, *columns), selection
        earlier = asked.as_at_on - timedelta(days=60)
        assert all(
            row["as_of"] <= earlier
            for row in asked.query("training_and_acknowledgement__returns", selection, on=earlier)
        )
