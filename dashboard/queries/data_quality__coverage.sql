-- Grain: one school and data set: the days it covers, and those that it should cover and does not. Sources: warehouse.coverage.
-- A gap is a run of days between two covered stretches: a month that nobody handed in.
with

stretches as (
    select
        coverage.*,
        max(covers_to) over (
            partition by school_id, dataset order by covers_from, covers_to
            rows between unbounded preceding and 1 preceding
        ) as covered_before
    from warehouse.coverage as coverage
),

measured as (
    select
        school_id,
        dataset,
        min(covers_from) as covers_from,
        max(covers_to) as covers_to,
        count(*) filter (where covers_from > covered_before + 1) as gap_count,
        bool_or(source = 'return') as has_return
    from stretches
    group by school_id, dataset
)

select
    scope.school_name,
    measured.dataset,
    measured.covers_from,
    measured.covers_to,
    measured.gap_count,
    measured.has_return,
    scope.as_at_on - cast(measured.covers_to as date) as days_behind
from scope
inner join measured on measured.school_id = scope.school_id
order by scope.school_name, measured.dataset
