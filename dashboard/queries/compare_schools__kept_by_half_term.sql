-- Grain: one school in view and finished half-term up to the end of the period: what was kept and missed of one control.
-- Sources: result.clause_status, warehouse.periods. $control is the control; several clauses of it add up.
select
    scope.school_id,
    status.period_name,
    status.period_start,
    cast(sum(status.met) as bigint) as kept,
    cast(sum(status.missed) as bigint) as missed
from scope
inner join result.clause_status as status
    on
        scope.school_id = status.school_id
        and status.control = $control
        and status.period_kind = 'half_term'
        and status.period_start <= scope.period_end
inner join warehouse.periods as periods
    on
        status.school_id = periods.school_id
        and status.period_kind = periods.period_kind
        and status.period_name = periods.period_name
        and periods.is_finished
group by scope.school_id, status.period_name, status.period_start
having sum(status.met) + sum(status.missed) > 0
order by scope.school_id, status.period_start
