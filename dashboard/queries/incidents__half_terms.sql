-- Grain: one half-term up to the end of the period in view: incidents by the day of their report, over the schools in view.
-- Sources: warehouse.periods, school_days, incident_referrals, mart.incidents, result.coverage_runs.
-- reporting: the schools whose returns cover it, or that recorded an incident in it.
with

half_terms as (
    select
        periods.school_id,
        periods.period_name,
        periods.period_start,
        least(periods.period_end, scope.as_at_on) as elapsed_to,
        periods.is_finished
    from scope
    inner join warehouse.periods as periods
        on
            scope.school_id = periods.school_id
            and periods.period_kind = 'half_term'
            and periods.period_start <= scope.looked_at_on
),

returned as (
    select distinct
        half_terms.school_id,
        half_terms.period_start
    from half_terms
    inner join warehouse.school_days as first_days
        on
            half_terms.school_id = first_days.school_id
            and half_terms.period_start = first_days.on_date
    inner join warehouse.school_days as last_days
        on
            half_terms.school_id = last_days.school_id
            and half_terms.elapsed_to = last_days.on_date
    inner join result.coverage_runs as runs
        on
            half_terms.school_id = runs.school_id
            and runs.dataset = 'incidents'
            and runs.is_returned
            and runs.after_day <= first_days.school_day_number - case when first_days.is_school_day then 1 else 0 end
            and runs.through_day >= last_days.school_day_number
            and last_days.school_day_number
            > first_days.school_day_number - case when first_days.is_school_day then 1 else 0 end
),

protecting as (
    select distinct incident_id
    from warehouse.incident_referrals
    where agency in ('police', 'ceop', 'lado', 'iwf')
),

counted as (
    select
        half_terms.school_id,
        half_terms.period_start,
        count(*) as incident_count,
        count(*) filter (
            where
            coalesce(incidents.affected, 'learner') = 'learner'
            or coalesce(incidents.illegal, false)
            or protecting.incident_id is not null
        ) as safeguarding_count
    from half_terms
    inner join mart.incidents as incidents
        on
            half_terms.school_id = incidents.school_id
            and incidents.reported_on between half_terms.period_start and half_terms.elapsed_to
    left join protecting on incidents.incident_id = protecting.incident_id
    group by half_terms.school_id, half_terms.period_start
)

select
    half_terms.period_name,
    min(half_terms.period_start) as starts_on,
    bool_and(half_terms.is_finished) as is_finished,
    count(*) as school_count,
    count(*) filter (where returned.school_id is not null or counted.school_id is not null) as reporting,
    cast(coalesce(sum(counted.incident_count), 0) as bigint) as incident_count,
    cast(coalesce(sum(counted.safeguarding_count), 0) as bigint) as safeguarding_count
from half_terms
left join returned
    on
        half_terms.school_id = returned.school_id
        and half_terms.period_start = returned.period_start
left join counted
    on
        half_terms.school_id = counted.school_id
        and half_terms.period_start = counted.period_start
group by half_terms.period_name
order by starts_on
