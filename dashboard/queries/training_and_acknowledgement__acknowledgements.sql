-- Grain: one person in post on the day, and one clause that asks for acknowledgement of the policy; once more without a
-- clause (clause_id null, is_asked false), for those whom no clause asks.
-- Sources: result.clauses, adoptions, warehouse.people, policy_versions, acknowledgements, coverage.
-- $on is the day, null for the end of the period in view or as-at, whichever comes first.
-- The grace runs from the start, or from the issue of the first version not yet acknowledged; a reissue gives it anew to
-- those who had kept up. A school without acknowledgements on record by the day has no rows: no data.
with

versions as (
    select
        versions.school_id,
        versions.policy,
        versions.version,
        versions.issued_on,
        row_number() over (
            partition by versions.school_id, versions.policy order by versions.issued_on, versions.version
        ) as version_number
    from warehouse.policy_versions as versions
    semi join scope on versions.school_id = scope.school_id
),

days as (
    select
        scope.school_id,
        scope.school_name,
        coalesce(cast($on as date), scope.looked_at_on) as on_date
    from scope
    where exists (
        select coverage.school_id
        from warehouse.coverage as coverage
        where
            coverage.school_id = scope.school_id
            and coverage.dataset = 'acknowledgements'
            and coverage.covers_from <= coalesce(cast($on as date), scope.looked_at_on)
    )
),

asks as (
    select
        days.school_id,
        clauses.clause_id,
        clauses.policy,
        coalesce(cast(json_extract_string(clauses.parameters, '$.grace_days') as integer), $grace_days) as grace_days,
        replace(
            '+' || json_extract_string(clauses.parameters, '$.audience') || '+',
            '+all_workers+', '+staff+volunteers+contractors+'
        ) as audience
    from days
    inner join result.clauses as clauses
        on
            days.school_id = clauses.school_id
            and clauses.control = 'acknowledgement_completion'
            and days.on_date between clauses.in_force_from and clauses.in_force_to
    union all
    select
        days.school_id,
        null as clause_id,
        adoptions.policy,
        $grace_days as grace_days,
        '' as audience
    from days
    inner join result.adoptions as adoptions
        on
            days.school_id = adoptions.school_id
            and days.on_date between adoptions.adopted_from and adoptions.adopted_to
),

asks_with_version as (
    select
        asks.*,
        days.school_name,
        days.on_date,
        count(versions.version) as known_versions,
        max(versions.version_number) filter (where versions.issued_on <= days.on_date) as version_number
    from asks
    inner join days on asks.school_id = days.school_id
    left join versions
        on
            asks.school_id = versions.school_id
            and asks.policy = versions.policy
    group by all
),

people as (
    select
        asks.school_id,
        asks.school_name,
        asks.on_date,
        asks.clause_id,
        asks.policy,
        asks.grace_days,
        asks.known_versions,
        asks.version_number,
        people.person_id,
        people.role_group,
        people.started_on,
        position('+' || people.role_group || '+' in asks.audience) > 0 as is_asked
    from asks_with_version as asks
    inner join warehouse.people as people
        on
            asks.school_id = people.school_id
            and people.started_on <= asks.on_date
            and coalesce(people.left_on, asks.on_date) >= asks.on_date
    where asks.known_versions = 0 or asks.version_number is not null
),

known as (
    select
        people.school_id,
        people.clause_id,
        people.person_id,
        max(versions.version_number) as version_number,
        min(
            case
                when people.known_versions = 0 or versions.version_number >= people.version_number
                    then acknowledgements.acknowledged_on
            end
        ) as acknowledged_on,
        max(acknowledgements.acknowledged_on) as last_on
    from people
    inner join warehouse.acknowledgements as acknowledgements
        on
            people.person_id = acknowledgements.person_id
            and people.policy = acknowledgements.policy
            and people.on_date >= acknowledgements.acknowledged_on
    left join versions
        on
            people.school_id = versions.school_id
            and people.policy = versions.policy
            and acknowledgements.version = versions.version
    group by people.school_id, people.clause_id, people.person_id
),

asked as (
    select
        people.*,
        known.acknowledged_on,
        known.last_on,
        known_versions_of.version as last_version,
        in_force.version as version_in_force,
        in_force.issued_on,
        greatest(people.started_on, coalesce(first_missing.issued_on, people.started_on)) + people.grace_days as due_on
    from people
    left join known
        on
            people.school_id = known.school_id
            and people.person_id = known.person_id
            and people.clause_id is not distinct from known.clause_id
    left join versions as known_versions_of
        on
            people.school_id = known_versions_of.school_id
            and people.policy = known_versions_of.policy
            and known.version_number = known_versions_of.version_number
    left join versions as in_force
        on
            people.school_id = in_force.school_id
            and people.policy = in_force.policy
            and people.version_number = in_force.version_number
    left join versions as first_missing
        on
            people.school_id = first_missing.school_id
            and people.policy = first_missing.policy
            and coalesce(known.version_number, 0) + 1 = first_missing.version_number
)

select
    school_id,
    school_name,
    on_date,
    clause_id,
    policy,
    grace_days,
    person_id,
    role_group,
    is_asked,
    started_on,
    due_on,
    acknowledged_on,
    coalesce(acknowledged_on, last_on) as last_on,
    last_version,
    version_in_force,
    issued_on,
    case
        when acknowledged_on is not null then 'current'
        when due_on >= on_date then 'not_yet_due'
        when last_on is not null then 'superseded'
        else 'never'
    end as state
from asked
order by school_name, school_id, role_group, started_on, person_id
