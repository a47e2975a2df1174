"""Owns how long judging takes at the size of a large trust: `python -m tests.bench.judging` prints a row a step.

100 schools, three years, 1.8 million items of activity, 210,000 checks, 6,000 people, all five policies, in memory.
"""

import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter

from duckdb import DuckDBPyConnection

from pipelines.calendar import attach_calendar
from pipelines.engines.duckdb import fetch_arrow, open_builder
from pipelines.judge import judge_clauses
from pipelines.models import run_models
from pipelines.progress import Steps
from pipelines.settings import Settings
from tests.staged_tables import stage_tables
from tests.trusts import CONTROLS, POLICIES

AS_AT = date(2026, 6, 12)
FIRST = date(2023, 9, 4)
DAYS = (AS_AT - FIRST).days
SCHOOLS, ACCOUNTS, PEOPLE = 100, 4, 60
HALF_TERMS = [
    ("Autumn 1", "09-04", "10-24"),
    ("Autumn 2", "11-03", "12-19"),
    ("Spring 1", "01-05", "02-13"),
    ("Spring 2", "02-23", "03-27"),
    ("Summer 1", "04-13", "05-22"),
    ("Summer 2", "06-01", "07-21"),
]

# What does not repeat within a day is spread by multiplying with primes: the same rows on every run, no two alike.
INVENTED = {
    "accounts": """
        select 's' || s || 'a' || a as account_id, 's' || s as school_id, 'facebook' as platform,
            's' || s || 'p1' as owner_id,
            'aim' as aim, 'audience' as audience, 'promotion' as promotion, 'open' as visibility, 'hidden' as comments,
            date '2023-09-04' as opened_on, date '2023-09-01' as approved_on, 'headteacher' as approved_by_role,
            'ict;social_media' as about_links, true as official_email
        from range(100) as schools(s), range(4) as accounts(a)
    """,
    "people": """
        select 's' || s || 'p' || p as person_id, 's' || s as school_id,
            case p when 0 then 'headteacher' when 1 then 'deputy_headteacher' when 2 then 'governor'
                when 3 then 'volunteer' else 'teacher' end as role,
            date '2023-09-04' + cast(p * 17 % 900 as integer) as started_on,
            case when p % 7 = 0 then date '2026-01-05' end as left_on
        from range(100) as schools(s), range(60) as people(p)
    """,
    "account_access": """
        select 's' || s || 'a' || a as account_id, 's' || s || 'p' || p as person_id, 'manager' as access,
            date '2023-09-04' as granted_on
        from range(100) as schools(s), range(4) as accounts(a), range(3) as people(p)
    """,
    "activity": """
        with items as (
            select s, a, i,
                timestamp '2023-09-04 06:00' + interval '1' minute * (i // 3 * 5853 % (1440 * {days})) as began_at
            from range(100) as schools(s), range(4) as accounts(a), range(4500) as items(i)
        )
        select 's' || s || 'a' || a as account_id, cast(i as varchar) as item_id, cast(i // 3 as varchar) as thread_id,
            case i % 3 when 0 then 'comment' when 1 then 'reply' else 'post' end as kind,
            case i % 3 when 0 then 'inbound' else 'outbound' end as direction,
            began_at + interval '1' minute * case when i % 3 = 1 then i * 97 % 9000 else 0 end as sent_at,
            case when i % 3 > 0 then 's' || s || 'p' || (i % 3) end as author_id, i % 3 = 2 as has_learner_image,
            case i % 5 when 0 then 'written' else 'verbal' end as consent, 'alerts' as category
        from items where i % 39 <> 1
    """,
    "monitoring": """
        select 's' || s || '/' || a || '/' || i as check_id, 's' || s as school_id,
            case when i % 11 = 0 then null else 's' || s || 'a' || a end as account_id,
            case when i % 11 = 0 then 'public_sweep' when i % 13 = 0 then 'professional_use' else 'account_check' end
                as kind,
            timestamp '2023-09-04 09:00' + interval '1' minute * (i * 2880 % (1440 * {days}) + i % 300) as checked_at,
            's' || s || 'p' || (i % 3) as checked_by, case when i % 9 = 0 then 'finding' else 'clear' end as outcome,
            case when i % 9 = 0 then 'abusive' end as finding_category
        from range(100) as schools(s), range(4) as accounts(a), range(525) as checks(i)
    """,
    "moderation": """
        select 's' || s || '/' || i as action_id, 's' || s || 'a' || (i % 4) as account_id,
            'u' || (i % 19) as author_id, 'abusive' as category,
            timestamp '2023-09-04 09:00' + interval '1' minute * (i * 5003 % (1440 * {days})) as posted_at,
            timestamp '2023-09-04 11:00' + interval '1' minute * (i * 5003 % (1440 * {days}) + i % 900) as acted_at,
            case i % 4 when 0 then 'blocked' else 'deleted' end as action
        from range(100) as schools(s), range(250) as actions(i)
    """,
    "incidents": """
        select 's' || s || '/' || i as incident_id, 's' || s as school_id,
            case i % 5 when 0 then 'harassment' when 1 then 'contact_with_learner;staff_conduct'
                when 2 then 'parent_misuse' when 3 then 'pupil_contact' else 'data_breach' end as category,
            'staff' as source, 'learner' as affected,
            timestamp '2023-09-04 08:00' + interval '1' minute * (i * 9973 % (1440 * {days})) as occurred_at,
            timestamp '2023-09-04 09:00' + interval '1' minute * (i * 9973 % (1440 * {days})) as reported_at,
            timestamp '2023-09-05 09:00' + interval '1' minute * (i * 9973 % (1440 * {days}) + i % 3000) as assessed_at
        from range(100) as schools(s), range(60) as incidents(i)
    """,
    "training": """
        select 's' || s || 'p' || p as person_id, 'c' as course,
            case y when 0 then 'induction' when 1 then 'annual_update' else 'incident_procedure' end as module,
            date '2023-09-10' + cast(p * 17 % 900 + y * 40 as integer) as completed_on,
            date '2024-09-10' + cast(p * 17 % 900 + y * 40 as integer) as expires_on
        from range(100) as schools(s), range(60) as people(p), range(3) as years(y)
    """,
    "acknowledgements": """
        select 's' || s || 'p' || p as person_id, {policy} as policy, cast(v as varchar) as version,
            date '2023-09-20' + cast(p * 17 % 300 + v * 360 as integer) as acknowledged_on
        from range(100) as schools(s), range(60) as people(p), range(3) as versions(v)
    """,
    "policy_versions": """
        select 's' || s as school_id, {policy} as policy, cast(v as varchar) as version,
            date '2023-09-04' + cast(v * 365 as integer) as issued_on, 'governing_board' as approved_by
        from range(100) as schools(s), range(3) as versions(v)
    """,
    "returns": """
        select 's' || s as school_id, dataset, date '2023-09-01' as covers_from, date '2026-06-12' as covers_to
        from range(100) as schools(s),
            (values ('activity'), ('moderation'), ('monitoring'), ('incidents'), ('education')) as datasets(dataset)
    """,
}


@contextmanager
def timed(name: str) -> Iterator[None]:
    """Print how long the body took."""
    started = perf_counter()
    yield
    print(f"{name:28} {perf_counter() - started:6.2f} s")  # noqa: T201


def invent(connection: DuckDBPyConnection) -> None:
    """Put the trust where staging would put it; instants are UTC and local alike, which costs no accuracy of timing."""
    adopted = sorted(key for key, policy in POLICIES.items() if not policy.every_school)
    policy = "case s % 5 " + " ".join(f"when {n} then '{key}'" for n, key in enumerate(adopted)) + " end"
    schools = [
        {"school_id": f"s{n}", "school_name": f"School {n}", "nation": "england", "policy": adopted[n % 5]}
        for n in range(SCHOOLS)
    ]
    terms = [
        {"school_id": f"s{n}", "academic_year": f"{year}/{year % 100 + 1}", "name": name, "kind": "term"}
        | {"starts_on": f"{year + (start < '08')}-{start}", "ends_on": f"{year + (start < '08')}-{end}"}
        for n in range(SCHOOLS)
        for year in (2023, 2024, 2025)
        for name, start, end in HALF_TERMS
    ]
    stage_tables(connection, {"schools": schools, "term_dates": terms})
    for table, select in INVENTED.items():
        rows = f"({select.format(days=DAYS, policy=policy)})"
        local = ", ".join(
            f"cast({name} as date) as {name[:-3]}_on, "
            f"date_diff('second', date_trunc('day', {name}), {name}) / 60 as {name[:-3]}_minute"
            for name in connection.sql(f"select * from {rows}").columns
            if name.endswith("_at")
        )
        connection.execute(f"insert into staged.{table} by name select *{', ' + local if local else ''} from {rows}")


def main() -> None:
    """Print the seconds of the warehouse with its marts, of judging, and the most memory used."""
    with tempfile.TemporaryDirectory() as folder:
        connection = open_builder(Path(folder) / "bench.duckdb")
        with timed("inventing"):
            invent(connection)
            attach_calendar(connection, Settings(data=Path(folder), as_at=AS_AT))
        with timed("warehouse and marts"):
            run_models(connection, Steps(quiet=True))
        with timed("judging every clause"):
            judge_clauses(connection, POLICIES, CONTROLS)
        counts = "select count(*) as cases, (select count(*) from warehouse.activity) as items from result.cases"
        print(fetch_arrow(connection, counts).to_pylist()[0])  # noqa: T201
        connection.close()
    print(f"{'most memory':28} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:6.0f} MB")  # noqa: T201


if __name__ == "__main__":
    main()
