-- Grain: one school, half-term and person who checked an account in it, as a pseudonym. Sources: warehouse.monitoring, periods.
select distinct
    scope.school_id,
    periods.period_name as period,
    checks.checked_by
from scope
inner join warehouse.periods as periods
    on
        scope.school_id = periods.school_id
        and periods.period_kind = 'half_term'
inner join warehouse.monitoring as checks
    on
        scope.school_id = checks.school_id
        and checks.kind = 'account_check'
        and checks.checked_on between periods.period_start and periods.period_end
order by scope.school_id, period, checks.checked_by
