-- Grain: one school and period that has begun. Sources: warehouse.periods.
select
    periods.school_id,
    periods.period_kind,
    periods.period_name,
    periods.period_start,
    periods.period_end,
    periods.is_finished
from scope
inner join warehouse.periods as periods on scope.school_id = periods.school_id
where periods.period_start <= scope.as_at_on
order by periods.period_start, periods.school_id
