-- Grain: one school in view: its size, and how much of the period each data set covers, counted in school days so far.
-- Sources: warehouse.schools, school_days, coverage. Only a return covers incidents: days between two of them are not known to
-- be quiet. A period without a school day yet is covered as far as anything reaches into it.
with

school_days as (
    select
        scope.school_id,
        days.on_date
    from scope
    inner join warehouse.school_days as days
        on
            scope.school_id = days.school_id
            and days.is_school_day
            and days.on_date between scope.period_start and least(scope.period_end, scope.as_at_on)
),

elapsed as (
    select
        school_id,
        count(*) as day_count
    from school_days
    group by school_id
),

reaching as (
    select distinct
        scope.school_id,
        coverage.dataset
    from scope
    inner join warehouse.coverage as coverage
        on
            scope.school_id = coverage.school_id
            and coverage.covers_from <= least(scope.period_end, scope.as_at_on)
            and coverage.covers_to >= scope.period_start
    where coverage.dataset <> 'incidents' or coverage.source = 'return'
),

covered as (
    select
        days.school_id,
        coverage.dataset,
        count(distinct days.on_date) as day_count
    from school_days as days
    inner join warehouse.coverage as coverage
        on
            days.school_id = coverage.school_id
            and days.on_date between coverage.covers_from and coverage.covers_to
    where coverage.dataset <> 'incidents' or coverage.source = 'return'
    group by days.school_id, coverage.dataset
),

completeness as (
    select
        reaching.school_id,
        reaching.dataset,
        case
            when elapsed.day_count > 0 then coalesce(covered.day_count, 0) / elapsed.day_count
            else 1
        end as share
    from reaching
    left join elapsed on reaching.school_id = elapsed.school_id
    left join covered
        on
            reaching.school_id = covered.school_id
            and reaching.dataset = covered.dataset
)

select
    scope.school_id,
    scope.school_name,
    any_value(schools.pupils) as pupils,
    coalesce(max(completeness.share) filter (where completeness.dataset = 'activity'), 0) as activity,
    coalesce(max(completeness.share) filter (where completeness.dataset = 'monitoring'), 0) as monitoring,
    coalesce(max(completeness.share) filter (where completeness.dataset = 'incidents'), 0) as incidents
from scope
inner join warehouse.schools as schools on scope.school_id = schools.school_id
left join completeness on scope.school_id = completeness.school_id
group by scope.school_id, scope.school_name
order by scope.school_name, scope.school_id
