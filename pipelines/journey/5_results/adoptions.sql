-- One row per school and run of days on which one policy was the one it had adopted.
-- The register names the policy of today. Where policy_versions show that the school went through others to reach it, each stood
-- from its first version to the day before the next policy's; where they end elsewhere, the register stands alone.
-- From warehouse.schools, policy_versions.
with

versions as (
    select
        school_id,
        policy,
        issued_on,
        lag(policy) over (partition by school_id order by issued_on, version) as policy_before
    from warehouse.policy_versions
),

changes as (
    select
        school_id,
        policy,
        issued_on,
        policy_before
    from versions
    where policy_before is null or policy_before <> policy
),

runs as (
    select
        school_id,
        policy,
        case when policy_before is null then date '1900-01-01' else issued_on end as adopted_from,
        lead(issued_on) over (partition by school_id order by issued_on) as next_issued_on
    from changes
),

histories as (
    select runs.*
    from runs
    inner join runs as latest on latest.school_id = runs.school_id and latest.next_issued_on is null
    inner join warehouse.schools as schools
        on schools.school_id = latest.school_id
        and schools.policy = latest.policy
),

adopted as (
    select
        school_id,
        policy,
        adopted_from,
        coalesce(cast(next_issued_on - interval '1' day as date), date '9999-12-31') as adopted_to
    from histories
    union all
    select
        school_id,
        policy,
        date '1900-01-01' as adopted_from,
        date '9999-12-31' as adopted_to
    from warehouse.schools as schools
    anti join histories on histories.school_id = schools.school_id
)

select *
from adopted
where adopted_from <= adopted_to
