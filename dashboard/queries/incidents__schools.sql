-- Grain: one school in view: how many incidents it reported in the period, and how far its returns reach.
-- Sources: mart.incidents, warehouse.returns, warehouse.school_days, result.coverage_runs.
-- is_returned: returns cover every school day of the period so far, so that nothing on record is a true zero.
with

spans as (
    select
        scope.school_id,
        scope.school_name,
        scope.period_start,
        scope.looked_at_on as elapsed_to,
        first_days.school_day_number - case when first_days.is_school_day then 1 else 0 end as after_day,
        last_days.school_day_number as through_day
    from scope
    left join warehouse.school_days as first_days
        on
            scope.school_id = first_days.school_id
            and scope.period_start = first_days.on_date
    left join warehouse.school_days as last_days
        on
            scope.school_id = last_days.school_id
            and scope.looked_at_on = last_days.on_date
),

counted as (
    select
        spans.school_id,
        count(*) as incident_count,
        count(*) filter (where not incidents.is_closed) as open_count
    from spans
    inner join mart.incidents as incidents
        on
            spans.school_id = incidents.school_id
            and incidents.reported_on between spans.period_start and spans.elapsed_to
    group by spans.school_id
),

returned as (
    select
        spans.school_id,
        min(greatest(returns.covers_from, spans.period_start)) as returned_from,
        max(least(returns.covers_to, spans.elapsed_to)) as returned_to
    from spans
    inner join warehouse.returns as returns
        on
            spans.school_id = returns.school_id
            and returns.dataset = 'incidents'
            and returns.covers_from <= spans.elapsed_to
            and returns.covers_to >= spans.period_start
    group by spans.school_id
)

select
    spans.school_id,
    spans.school_name,
    coalesce(counted.incident_count, 0) as incident_count,
    coalesce(counted.open_count, 0) as open_count,
    returned.returned_from,
    returned.returned_to,
    runs.school_id is not null as is_returned
from spans
left join counted on spans.school_id = counted.school_id
left join returned on spans.school_id = returned.school_id
left join result.coverage_runs as runs
    on
        spans.school_id = runs.school_id
        and runs.dataset = 'incidents'
        and runs.is_returned
        and spans.after_day >= runs.after_day
        and spans.through_day <= runs.through_day
        and returned.school_id is not null
order by spans.school_name, spans.school_id
