-- Grain: one school in view and finished half-term up to the end of the period that a return on incidents covers: its incidents.
-- Sources: warehouse.periods, school_days, mart.incidents, result.coverage_runs.
with

half_terms as (
    select
        periods.school_id,
        periods.period_name,
        periods.period_start,
        periods.period_end,
        first_days.school_day_number - case when first_days.is_school_day then 1 else 0 end as after_day,
        last_days.school_day_number as through_day
    from scope
    inner join warehouse.periods as periods
        on
            scope.school_id = periods.school_id
            and periods.period_kind = 'half_term'
            and periods.is_finished
            and periods.period_start <= scope.period_end
    inner join warehouse.school_days as first_days
        on
            periods.school_id = first_days.school_id
            and periods.period_start = first_days.on_date
    inner join warehouse.school_days as last_days
        on
            periods.school_id = last_days.school_id
            and periods.period_end = last_days.on_date
),

returned as (
    select half_terms.*
    from half_terms
    semi join result.coverage_runs as runs
        on
            half_terms.school_id = runs.school_id
            and runs.dataset = 'incidents'
            and runs.is_returned
            and half_terms.after_day >= runs.after_day
            and half_terms.through_day <= runs.through_day
            and half_terms.through_day > half_terms.after_day
)

select
    returned.school_id,
    returned.period_name,
    returned.period_start,
    count(incidents.incident_id) as incident_count
from returned
left join mart.incidents as incidents
    on
        returned.school_id = incidents.school_id
        and incidents.reported_on between returned.period_start and returned.period_end
group by returned.school_id, returned.period_name, returned.period_start
order by returned.school_id, returned.period_start
