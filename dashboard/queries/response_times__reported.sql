-- Grain: one school in view, whether both sides of its accounts are known for any day of the period so far (has_reported), and
-- whether only what they sent is (has_sent_only). Sources: warehouse.coverage.
with

known as (
    select
        scope.school_id,
        scope.school_name,
        coalesce(bool_or(coverage.dataset = 'enquiries'), false) as has_reported,
        coalesce(bool_or(coverage.dataset = 'activity'), false) as has_activity
    from scope
    left join warehouse.coverage as coverage
        on
            scope.school_id = coverage.school_id
            and coverage.dataset in ('activity', 'enquiries')
            and coverage.covers_from <= scope.looked_at_on
            and coverage.covers_to >= scope.period_start
    group by scope.school_id, scope.school_name
)

select
    school_id,
    school_name,
    has_reported,
    has_activity and not has_reported as has_sent_only
from known
order by school_name, school_id
