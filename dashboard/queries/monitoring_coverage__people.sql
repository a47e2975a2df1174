-- Grain: one row: different people who checked any account of the schools in view in the period; one person in two schools is one.
-- Sources: warehouse.monitoring.
select count(distinct checks.checked_by) as people
from scope
inner join warehouse.monitoring as checks
    on
        scope.school_id = checks.school_id
        and checks.checked_on between scope.period_start and scope.period_end
where checks.kind = 'account_check'
