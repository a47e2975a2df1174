"""Has each person whom the policy covers acknowledged it, on each judging day?"""

from collections.abc import Iterator
from datetime import date, timedelta

from tests.plain_answers.cases import judged
from tests.plain_answers.trust import PlainClause, PlainTrust, Row, groups_of, is_in_post


def answer(trust: PlainTrust, clause: PlainClause) -> Iterator[Row | None]:
    versions = sorted(
        (row["issued_on"], row["version"])
        for row in trust.rows("warehouse.policy_versions", clause.school_id)
        if row["policy"] == clause.policy
    )
    for day in trust.judging_days(clause):
        issued = [version for on, version in versions if on <= day]
        if versions and not issued:
            continue
        if trust.is_begun(clause.school_id, "acknowledgements", day):
            for person in people_covered(trust, clause, day):
                yield judge_person(trust, clause, person, day, versions, issued)
        for found in latest_returns(trust, clause, day, "acknowledged", [version for _, version in versions]):
            is_current = not versions or found["version"] not in named(versions)
            is_current = is_current or named(versions).index(found["version"]) >= len(issued) - 1
            yield judge_return(trust, clause, found, day, is_current)


def named(versions: list[tuple[date, str]]) -> list[str]:
    return [version for _, version in versions]


def people_covered(trust: PlainTrust, clause: PlainClause, day: date) -> list[Row]:
    people = trust.rows("warehouse.people", clause.school_id)
    return [
        person for person in people if person["role_group"] in groups_of(clause["audience"]) and is_in_post(person, day)
    ]


def judge_person(
    trust: PlainTrust, clause: PlainClause, person: Row, day: date, versions: list[tuple[date, str]], issued: list[str]
) -> Row:
    acknowledged = [
        row
        for row in trust.rows("warehouse.acknowledgements")
        if row["person_id"] == person["person_id"] and row["policy"] == clause.policy and row["acknowledged_on"] <= day
    ]
    numbers = [named(versions).index(row["version"]) for row in acknowledged if row["version"] in named(versions)]
    current = [
        row["acknowledged_on"]
        for row in acknowledged
        if not versions or row["version"] in named(versions)[len(issued) - 1 :]
    ]
    asked = person["started_on"]
    if versions:
        number = len(issued) - 1 if current else max(numbers, default=-1) + 1
        asked = max(asked, versions[number][0])
    due = asked + timedelta(days=clause["grace_days"])
    return judged(
        trust,
        clause,
        f"{person['person_id']}@{day}",
        "met" if current else "pending" if due >= day else "missed",
        day,
        began=asked,
        due=due,
        done=min(current, default=None),
    )


def latest_returns(
    trust: PlainTrust, clause: PlainClause, day: date, measure: str, versions: list[str]
) -> Iterator[Row]:
    """The latest return of each audience that the clause names and no roster does."""
    on_roster = {person["role_group"] for person in trust.rows("warehouse.people", clause.school_id)}
    for audience in groups_of(clause["audience"]) - on_roster:
        returns = [
            row
            for row in trust.rows("warehouse.audience_returns", clause.school_id)
            if (row["audience"], row["measure"]) == (audience, measure) and row["as_of"] <= day
        ]
        latest = max(returns, key=lambda row: (row["as_of"], order_of(row, versions)), default=None)
        if latest and latest["eligible"] > 0:
            yield latest


def order_of(found: Row, versions: list[str]) -> tuple[int, str]:
    """Where the version of a return stands among those issued; others come first, by name."""
    number = versions.index(found["version"]) + 1 if found["version"] in versions else 0
    return number, found["version"] or ""


def judge_return(trust: PlainTrust, clause: PlainClause, found: Row, day: date, is_current: bool) -> Row:
    is_complete = found["completed"] >= found["eligible"]
    return judged(
        trust,
        clause,
        f"{found['audience']}@{day}",
        "met" if is_complete and is_current else "missed",
        day,
        began=found["as_of"],
        done=found["as_of"],
        value=100 * found["completed"] / found["eligible"],
    )
