-- Grain: one school, clause and half-term that has begun by the end of the period in view: its status there.
-- Sources: result.clause_status, warehouse.periods.
select
    status.school_id,
    status.clause_id,
    status.period_name,
    status.period_start,
    status.status,
    periods.is_finished
from scope
inner join result.clause_status as status on status.school_id = scope.school_id
inner join warehouse.periods as periods
    on
        periods.school_id = status.school_id
        and periods.period_kind = status.period_kind
        and periods.period_name = status.period_name
where
    status.period_kind = 'half_term'
    and status.period_start <= coalesce(scope.period_end, scope.as_at_on)
order by status.period_start, status.school_id, status.clause_id
