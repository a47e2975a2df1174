"""Owns a large trust as it is staged: 100 schools, three years, five policies, all tables. Times and judges nothing.

1.8 million items of activity, 214,000 checks, 6,000 people. What does not repeat within a day is spread by multiplying
with primes: the same rows on every run, no two alike. Schools differ in how much is written to them (by four times),
and in how much of it they answer, check, train and report.
"""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from pipelines.cast import local_names, minute_of_day, sql_type, to_local
from pipelines.contract import Table, load_contract
from pipelines.manifest import FileRecord, Manifest, PartRecord, save_manifest
from pipelines.settings import Settings
from pipelines.sql import columns_of, quote_literal, quote_name
from tests.trusts import POLICIES

AS_AT = date(2026, 6, 12)
FIRST = date(2023, 9, 4)
DAYS = (AS_AT - FIRST).days
ADOPTED = sorted(key for key, policy in POLICIES.items() if not policy.every_school)

# A school exports its activity once a year, and each export goes back over the last month of the one before.
ACTIVITY_EXPORTS = """
    select *, account_id[2:position('a' in account_id) - 1] as school, year
    from rows_of_table
    inner join (values (2023), (2024), (2025)) as years(year)
        on sent_at >= make_date(year, 8, 1) and sent_at < make_date(year + 1, 9, 1)
"""

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
            from range(100) as schools(s), range(4) as accounts(a), range(7400) as items(i)
            where i < 1860 + s * 56
        )
        select 's' || s || 'a' || a as account_id, cast(i as varchar) as item_id, cast(i // 3 as varchar) as thread_id,
            case i % 3 when 0 then 'comment' when 1 then 'reply' else 'post' end as kind,
            case i % 3 when 0 then 'inbound' else 'outbound' end as direction,
            began_at + interval '1' minute
                * case when i % 3 = 1 then i * 97 % (6000 + s % 7 * 1000) else 0 end as sent_at,
            case when i % 3 > 0 then 's' || s || 'p' || (i % 3) end as author_id, i % 3 = 2 as has_learner_image,
            case i % 5 when 0 then 'written' else 'verbal' end as consent, 'alerts' as category
        from items where i % 3 <> 1 or (i // 3 * 37 + s * 11) % 100 >= 2 + s % 12
    """,
    "monitoring": """
        select 's' || s || '/' || a || '/' || i as check_id, 's' || s as school_id,
            case when i % 11 = 0 then null else 's' || s || 'a' || a end as account_id,
            case when i % 11 = 0 then 'public_sweep' when i % 13 = 0 then 'professional_use' else 'account_check' end
                as kind,
            timestamp '2023-09-04 09:00' + interval '1' minute * (i * 2880 % (1440 * {days}) + i % 300) as checked_at,
            's' || s || 'p' || (i % 3) as checked_by, case when i % 9 = 0 then 'finding' else 'clear' end as outcome,
            case when i % 9 = 0 then 'abusive' end as finding_category
        from range(100) as schools(s), range(4) as accounts(a), range(650) as checks(i)
        where (i * 13 + a * 7) % 100 >= s % 40
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
        from range(100) as schools(s), range(100) as incidents(i) where i < 20 + s % 81
    """,
    "training": """
        select 's' || s || 'p' || p as person_id, 'c' as course,
            case y when 0 then 'induction' when 1 then 'annual_update' else 'incident_procedure' end as module,
            date '2023-09-10' + cast(p * 17 % 900 + y * 40 as integer) as completed_on,
            date '2024-09-10' + cast(p * 17 % 900 + y * 40 as integer) as expires_on
        from range(100) as schools(s), range(60) as people(p), range(3) as years(y)
        where (p * 11 + y * 5 + s * 3) % 20 >= s % 6
    """,
    "acknowledgements": """
        select 's' || s || 'p' || p as person_id, {policy} as policy, cast(v as varchar) as version,
            date '2023-09-20' + cast(p * 17 % 300 + v * 360 as integer) as acknowledged_on
        from range(100) as schools(s), range(60) as people(p), range(3) as versions(v)
        where (p * 13 + v * 7 + s) % 25 >= s % 7
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

INVENTED |= {
    "schools": """
        select 's' || s as school_id, 'School ' || s as school_name, 'Large Trust' as trust_name,
            case when s % 3 = 0 then 'secondary' else 'primary' end as phase,
            case when {policy} in ('llanidloes', 'welsh-template') then 'wales' else 'england' end as nation,
            {policy} as policy, 200 + s * 13 as pupils, 510 as day_start, 990 as day_end
        from range(100) as schools(s)
    """,
    "school_links": """
        select 'old' || s as old_school_id, 's' || s as new_school_id, date '2023-09-01' as linked_on
        from range(100) as schools(s)
    """,
    "term_dates": """
        select 's' || s as school_id, year || '/' || (year + 1) % 100 as academic_year, name, 'term' as kind,
            cast(year + first_after || '-' || starts as date) as starts_on,
            cast(year + first_after || '-' || ends as date) as ends_on
        from range(100) as schools(s), range(2023, 2026) as years(year),
            (values ('Autumn 1', 0, '09-04', '10-24'), ('Autumn 2', 0, '11-03', '12-19'),
                ('Spring 1', 1, '01-05', '02-13'), ('Spring 2', 1, '02-23', '03-27'),
                ('Summer 1', 1, '04-13', '05-22'), ('Summer 2', 1, '06-01', '07-21')
            ) as half_terms(name, first_after, starts, ends)
    """,
    "audience_returns": """
        select 's' || s as school_id, audience, 'acknowledged' as measure, cast(v as varchar) as version,
            date '2023-11-01' + cast(v * 360 as integer) as as_of, 300 as eligible, 200 + s as completed
        from range(100) as schools(s), range(3) as versions(v), (values ('students'), ('parents')) as asked(audience)
    """,
    "education": """
        select 's' || s || '/' || n as session_id, 's' || s as school_id,
            case n % 3 when 0 then 'parents' else 'learners' end as audience, 'online safety' as topic,
            date '2023-09-20' + cast(n * 83 + s % 40 as integer) as held_on, 150 as attended, 300 as eligible,
            n % 2 = 0 as minimum_age_covered, n % 4 = 0 as led_by_expert
        from range(100) as schools(s), range(12) as sessions(n)
    """,
    "reports": """
        select 's' || s || '/' || n as report_id, 's' || s as school_id,
            case n % 2 when 0 then 'safeguarding_governor' else 'local_governing_body' end as audience,
            date '2023-10-10' + cast(n * 77 + s % 30 as integer) as presented_on
        from range(100) as schools(s), range(12) as reports(n)
    """,
    "attestations": """
        select 's' || s as school_id, clause, case (s + y) % 7 when 0 then 'no' else 'yes' end as answer,
            date '2023-11-15' + cast(y * 365 as integer) as attested_on, 'headteacher' as attested_by_role
        from range(100) as schools(s), range(3) as years(y), (values {attested}) as attested(policy, clause)
        where attested.policy = {policy}
    """,
    "events": """
        select 's' || s as school_id, date '2024-09-02' as happened_on, 'New policy' as label, true as rebase
        from range(100) as schools(s)
    """,
}


def stage_large_trust(folder: Path) -> Settings:
    """The trust staged in `folder`, written once: a later call finds it there."""
    settings = Settings(data=folder, as_at=AS_AT)
    if not (settings.staged / "manifest.json").exists():
        with duckdb.connect() as connection:
            connection.execute("set enable_progress_bar = false")
            manifest = Manifest(files=dict(_stage(connection, settings)))
        save_manifest(settings, manifest)
    return settings


def _stage(connection: DuckDBPyConnection, settings: Settings) -> Iterator[tuple[str, FileRecord]]:
    for table in load_contract().values():
        (settings.staged / table.name).mkdir(parents=True, exist_ok=True)
        connection.execute(f"create or replace temp table rows_of_table as {_select_staged(connection, table)}")
        for path in sorted(_write(connection, table, settings.staged / table.name)):
            staged = path.relative_to(settings.staged).as_posix()
            exported_at = f"2026-06-12T00:00:{int(path.stem[-1]):02d}"
            part = PartRecord(staged, "loaded", exported_at, exported_at, table_name=table.name, staged=staged)
            yield staged, FileRecord(staged, "", (part,))


def _select_staged(connection: DuckDBPyConnection, table: Table) -> str:
    """The invented rows with every column that staging would write, those that are not invented blank."""
    policy = "['" + "', '".join(ADOPTED) + f"'][s % {len(ADOPTED)} + 1]"
    rows = f"({INVENTED[table.name].format(days=DAYS, policy=policy, attested=_attested_clauses())})"
    invented = columns_of(connection, rows)
    columns = ["cast(null as bigint) as _row"]
    for column in table.kept_columns:
        value = f"cast({quote_name(column.name) if column.name in invented else 'null'} as {sql_type(column)})"
        columns.append(f"{value} as {quote_name(column.name)}")
        if column.type == "timestamp":
            on, minute = map(quote_name, local_names(column))
            columns.append(f"cast({to_local(value)} as date) as {on}, {minute_of_day(to_local(value))} as {minute}")
    return f"select {', '.join(columns)} from {rows}"


def _attested_clauses() -> str:
    clauses = [(key, clause) for key in ADOPTED for clause in POLICIES[key].clauses if clause.evidence == "attested"]
    return ", ".join(f"({quote_literal(key)}, {quote_literal(clause.id)})" for key, clause in clauses)


def _write(connection: DuckDBPyConnection, table: Table, folder: Path) -> list[Path]:
    """Write the rows as the exports they came in, and name the files so that the later export ends in a later digit."""
    if table.name != "activity":
        connection.execute(f"copy rows_of_table to {quote_literal(str(folder / 'whole_0.parquet'))} (format parquet)")
        return list(folder.glob("*.parquet"))
    written = folder / "written"
    target = quote_literal(str(written))
    connection.execute(f"copy ({ACTIVITY_EXPORTS}) to {target} (format parquet, partition_by (school, year))")
    for place, path in enumerate(sorted(written.rglob("*.parquet"))):
        school, year = (part.partition("=")[2] for part in path.parts[-3:-1])
        path.rename(folder / f"{school}_{place}_{int(year) - FIRST.year}.parquet")
    shutil.rmtree(written)
    return list(folder.glob("*.parquet"))
