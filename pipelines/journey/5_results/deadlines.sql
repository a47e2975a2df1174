-- One row per case of the controls that promise a time: when it was due, how it came out and how long it took.
-- A promise in days ends with the day and the day of beginning is day 0; one in hours ends at the instant. What is still open is
-- measured up to now. A promise that ends beyond the calendar is not due yet. Where a control says that a promise is kept (is_kept), it
-- was met whenever that happened: such a promise names no time, and is only due so that it cannot stay open for ever.
-- What was done at the very instant that it was due is in time; what bears a day and no time was done within that day.
-- From the relation promise (what those controls select), warehouse.school_days, midnights, as_at.
with

promises as (
    select
        promise.*,
        coalesce(promise.done_on, as_at.as_at_on) as ended_on,
        case when promise.done_on is null then as_at.as_at_minute else coalesce(promise.done_minute, 0) end
            as ended_minute,
        promise.working_days is not null and coalesce(promise.counts = 'school_days', false) as is_in_school_days,
        as_at.as_at_at
    from promise
    cross join warehouse.as_at as as_at
),

clocks_read as (
    select
        promises.*,
        coalesce(promises.began_at, began.midnight_at) as began_moment,
        coalesce(promises.done_at, done.midnight_at) as done_moment,
        began.closes_minute - began.opens_minute as minutes_a_day,
        began.working_day_number as began_working_day,
        ended.working_day_number as ended_working_day,
        began.school_day_number as began_school_day,
        ended.school_day_number as ended_school_day,
        began.open_minutes_before
        + least(greatest(coalesce(promises.began_minute, 0) - began.opens_minute, 0), began.open_minutes)
            as began_open_minute,
        ended.open_minutes_before
        + least(greatest(promises.ended_minute - ended.opens_minute, 0), ended.open_minutes) as ended_open_minute
    from promises
    inner join warehouse.school_days as began
        on began.school_id = promises.school_id
        and began.on_date = promises.began_on
    left join warehouse.school_days as ended
        on ended.school_id = promises.school_id
        and ended.on_date = promises.ended_on
    left join warehouse.midnights as done on done.on_date = promises.done_on
),

targets_set as (
    select
        *,
        case when not is_in_school_days then began_working_day + working_days end as due_working_day,
        case
            when is_in_school_days then began_school_day + working_days
            -- A school opens for as long on every school day, so the nth open minute tells the day.
            else ceil(round((began_open_minute + working_hours * 60) / nullif(minutes_a_day, 0), 6))
        end as due_school_day,
        began_open_minute + working_hours * 60 as due_open_minute
    from clocks_read
),

last_days_found as (
    select
        targets.*,
        case
            when targets.days is not null then began_on + cast(targets.days as integer)
            when targets.working_days = 0 then targets.began_on
            when targets.working_days is not null then coalesce(working_days.on_date, school_days.on_date)
        end as due_on,
        school_days.midnight_at as due_day_begins_at,
        school_days.opens_minute + targets.due_open_minute - school_days.open_minutes_before as due_minute
    from targets_set as targets
    left join warehouse.school_days as working_days
        on working_days.school_id = targets.school_id
        and working_days.is_working_day
        and working_days.working_day_number = targets.due_working_day
    left join warehouse.school_days as school_days
        on school_days.school_id = targets.school_id
        and school_days.is_school_day
        and school_days.school_day_number = targets.due_school_day
),

due_moments_known as (
    select
        cases.*,
        case
            when cases.hours is not null
                then cases.began_moment + cast(round(cases.hours * 3600) as bigint) * interval '1' second
            when cases.working_hours is not null
                then greatest(
                    cases.began_moment,
                    cases.due_day_begins_at + cast(round(cases.due_minute * 60) as bigint) * interval '1' second
                )
            else next_day.midnight_at
        end as due_moment
    from last_days_found as cases
    left join warehouse.midnights as next_day on next_day.on_date = cast(cases.due_on + interval '1' day as date)
),

waits_begun as (
    select
        *,
        coalesce(done_moment, as_at_at) - began_moment as elapsed,
        cast(ended_on as timestamp) - cast(began_on as timestamp) as days_elapsed
    from due_moments_known
),

waits_measured as (
    select
        *,
        case
            when days is not null then extract(day from days_elapsed)
            when is_in_school_days then ended_school_day - began_school_day
            when working_days is not null then ended_working_day - began_working_day
            when working_hours is not null then (ended_open_minute - began_open_minute) / 60
            else
                extract(day from elapsed) * 24
                + extract(hour from elapsed)
                + extract(minute from elapsed) / 60.0
                + extract(second from elapsed) / 3600.0
        end as waited
    from waits_begun
),

judged as (
    select
        school_id,
        clause_id,
        control,
        case_id,
        case_kind,
        account_id,
        coalesce(judged_on, began_on) as judged_on,
        began_moment as began_at,
        due_moment as due_at,
        done_moment as done_at,
        case
            when is_kept or done_moment < due_moment or done_at = due_moment then 'met'
            when done_moment is not null and due_moment is null then 'met'
            when done_moment is not null or due_moment < as_at_at then 'missed'
            else 'pending'
        end as outcome,
        case
            when is_kept and done_moment is null then null
            else greatest(waited, 0)
        end as value,
        case
            when days is not null then 'days'
            when is_in_school_days then 'school days'
            when working_days is not null then 'working days'
            when working_hours is not null then 'working hours'
            else 'hours'
        end as unit
    from waits_measured
)

select * from judged
