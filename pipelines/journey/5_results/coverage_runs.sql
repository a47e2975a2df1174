-- One row per school, data set and unbroken run of coverage, counted in school days so that a holiday between two returns breaks
-- nothing: the run holds the school days after number after_day, through number through_day.
-- Runs told by returns alone (is_returned) stand beside those that the rows themselves reach across as well.
-- From warehouse.coverage, school_days.
with

stretches as (
    select
        school_id,
        dataset,
        covers_from,
        covers_to,
        true as is_returned
    from warehouse.coverage
    where source = 'return'
    union all
    select
        school_id,
        dataset,
        covers_from,
        covers_to,
        false as is_returned
    from warehouse.coverage
),

calendars as (
    select
        school_id,
        min(on_date) as first_on,
        max(on_date) as last_on
    from warehouse.school_days
    group by school_id
),

numbered as (
    select
        stretches.school_id,
        stretches.dataset,
        stretches.is_returned,
        first_days.school_day_number - case when first_days.is_school_day then 1 else 0 end as after_day,
        last_days.school_day_number as through_day
    from stretches
    inner join calendars on calendars.school_id = stretches.school_id
    inner join warehouse.school_days as first_days
        on first_days.school_id = stretches.school_id
        and first_days.on_date = greatest(stretches.covers_from, calendars.first_on)
    inner join warehouse.school_days as last_days
        on last_days.school_id = stretches.school_id
        and last_days.on_date = least(stretches.covers_to, calendars.last_on)
    where stretches.covers_from <= stretches.covers_to
),

breaks_marked as (
    select
        *,
        case
            when after_day <= max(through_day) over (
                partition by school_id, dataset, is_returned order by after_day, through_day
                rows between unbounded preceding and 1 preceding
            ) then 0
            else 1
        end as begins_run
    from numbered
),

runs_numbered as (
    select
        *,
        sum(begins_run) over (
            partition by school_id, dataset, is_returned order by after_day, through_day
            rows between unbounded preceding and current row
        ) as run_number
    from breaks_marked
),

runs as (
    select
        school_id,
        dataset,
        is_returned,
        min(after_day) as after_day,
        max(through_day) as through_day
    from runs_numbered
    group by school_id, dataset, is_returned, run_number
)

select * from runs
