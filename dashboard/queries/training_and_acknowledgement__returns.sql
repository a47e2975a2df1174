-- Grain: one school, audience and measure: its latest return by the day. Sources: warehouse.audience_returns,
-- policy_versions, result.adoptions, result.clauses.
-- is_in_force: the return is of the version in force on the day (null where no version is named or on record).
with

days as (
    select
        scope.school_id,
        scope.school_name,
        coalesce(cast($on as date), scope.looked_at_on) as on_date
    from scope
),

versions_in_force as (
    select
        days.school_id,
        arg_max(versions.version, versions.issued_on) as version
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
    group by days.school_id
),

latest as (
    select
        days.school_name,
        days.on_date,
        returns.*
    from days
    inner join warehouse.audience_returns as returns
        on
            days.school_id = returns.school_id
            and days.on_date >= returns.as_of
    qualify
        row_number() over (
            partition by returns.school_id, returns.audience, returns.measure
            order by returns.as_of desc, coalesce(returns.version, '') desc
        ) = 1
),

asked as (
    select
        days.school_id,
        clauses.control,
        string_agg(json_extract_string(clauses.parameters, '$.audience'), '+') as audience,
        string_agg(clauses.clause_id, ', ') as clause_ids
    from days
    inner join result.clauses as clauses
        on
            days.school_id = clauses.school_id
            and clauses.control in ('acknowledgement_completion', 'training_completion')
            and days.on_date between clauses.in_force_from and clauses.in_force_to
    group by all
)

select
    latest.school_id,
    latest.school_name,
    latest.audience,
    latest.measure,
    latest.version,
    latest.as_of,
    latest.eligible,
    latest.completed,
    case when latest.measure = 'acknowledged' then latest.version = versions_in_force.version end as is_in_force,
    coalesce(position('+' || latest.audience || '+' in '+' || asked.audience || '+') > 0, false) as is_asked,
    asked.clause_ids
from latest
left join versions_in_force on latest.school_id = versions_in_force.school_id
left join asked
    on
        latest.school_id = asked.school_id
        and asked.control
        = case latest.measure when 'acknowledged' then 'acknowledgement_completion' else 'training_completion' end
order by latest.school_name, latest.audience, latest.measure
