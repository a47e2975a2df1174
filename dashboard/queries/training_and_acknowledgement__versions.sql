-- Grain: one version of the adopted policy issued by the day, and one person who was in post when it was issued.
-- Sources: result.adoptions, clauses, warehouse.policy_versions, people, acknowledgements, coverage.
-- wait_days: from the issue to the acknowledgement of this version or a later one, by the day; where there is none, up to the
-- day or the person's leaving (is_over false). Only versions issued since acknowledgements are on record.
with

days as (
    select
        scope.school_id,
        coalesce(cast($on as date), scope.looked_at_on) as on_date
    from scope
),

versions as (
    select
        days.school_id,
        days.on_date,
        versions.policy,
        versions.version,
        versions.issued_on,
        row_number() over (
            partition by versions.school_id, versions.policy order by versions.issued_on, versions.version
        ) as version_number
    from days
    inner join result.adoptions as adoptions
        on
            days.school_id = adoptions.school_id
            and days.on_date between adoptions.adopted_from and adoptions.adopted_to
    inner join warehouse.policy_versions as versions
        on
            days.school_id = versions.school_id
            and adoptions.policy = versions.policy
            and days.on_date >= versions.issued_on
),

records_begin as (
    select
        school_id,
        min(covers_from) as begins_on
    from warehouse.coverage
    where dataset = 'acknowledgements'
    group by school_id
),

titles as (
    select
        policy,
        any_value(policy_title) as policy_title
    from result.clauses
    group by policy
),

acknowledged as (
    select
        acknowledgements.person_id,
        versions.school_id,
        versions.policy,
        versions.version_number,
        acknowledgements.acknowledged_on
    from warehouse.acknowledgements as acknowledgements
    inner join versions
        on
            acknowledgements.policy = versions.policy
            and acknowledgements.version = versions.version
            and versions.on_date >= acknowledgements.acknowledged_on
)

select
    versions.school_id,
    versions.policy,
    coalesce(titles.policy_title, versions.policy) as policy_title,
    versions.version,
    versions.issued_on,
    people.role_group,
    greatest(
        coalesce(min(acknowledged.acknowledged_on), least(versions.on_date, coalesce(people.left_on, versions.on_date)))
        - versions.issued_on,
        0
    ) as wait_days,
    min(acknowledged.acknowledged_on) is not null as is_over
from versions
inner join records_begin
    on
        versions.school_id = records_begin.school_id
        and versions.issued_on >= records_begin.begins_on
inner join warehouse.people as people
    on
        versions.school_id = people.school_id
        and versions.issued_on >= people.started_on
        and versions.issued_on <= coalesce(people.left_on, versions.issued_on)
left join titles on versions.policy = titles.policy
left join acknowledged
    on
        versions.school_id = acknowledged.school_id
        and versions.policy = acknowledged.policy
        and people.person_id = acknowledged.person_id
        and versions.version_number <= acknowledged.version_number
group by
    versions.school_id, versions.policy, titles.policy_title, versions.version, versions.issued_on, versions.on_date,
    people.role_group, people.person_id, people.left_on
order by versions.issued_on, versions.school_id, versions.policy
