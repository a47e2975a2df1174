-- Grain: one school in view, and whether its accounts' activity is known for any day of the period so far.
-- Sources: warehouse.coverage.
select
    scope.school_id,
    scope.school_name,
    bool_or(coverage.school_id is not null) as has_reported
from scope
left join warehouse.coverage as coverage
    on
        scope.school_id = coverage.school_id
        and coverage.dataset = 'activity'
        and coverage.covers_from <= least(scope.period_end, scope.as_at_on)
        and coverage.covers_to >= scope.period_start
group by scope.school_id, scope.school_name
order by scope.school_name, scope.school_id
