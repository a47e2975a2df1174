/*---
question = "Was the public internet swept as often as the policy asks?"
rule = "The public internet is swept for posts about the school {every}"
grain = "one due slot of the school: a day, or a week that has a school day"
case_kind = "sweep"
judged_on = "the slot's first day that is due"
dataset = "monitoring"
open = "pending until the slot is over, then missed"
no_data = "Hand in the monitoring log for the period, with its public sweeps."
zero = "not_applicable"
unit = "sweeps"

[parameters.every]
type = "text"
allowed = ["weekday", "school_day", "week"]
default = "week"
says = { weekday = "every weekday that is no bank holiday", school_day = "every school day", week = "every week of term" }
meaning = "the cadence; holidays of the school are due for weekday only, and a week counts where it has a school day"

[sentences]
met = "Swept: {value}, the first on {done_at}."
missed = "Not swept by {due_at}."
pending = "A sweep is due by {due_at}."
---*/
-- A slot is due where the log reaches. A week that it covers in part is due once it is swept and not judged otherwise.
-- From warehouse.monitoring, coverage, school_days, as_at.
with

sweeps as (
    select
        sweeps.school_id,
        sweeps.checked_at,
        sweeps.checked_on,
        days.week_start as checked_week
    from warehouse.monitoring as sweeps
    inner join warehouse.school_days as days
        on days.school_id = sweeps.school_id
        and days.on_date = sweeps.checked_on
    where sweeps.kind = 'public_sweep'
),

covered_days as (
    select distinct
        days.school_id,
        days.on_date
    from warehouse.school_days as days
    cross join warehouse.as_at as as_at
    inner join warehouse.coverage as coverage
        on coverage.school_id = days.school_id
        and coverage.dataset = 'monitoring'
        and days.on_date between coverage.covers_from and least(coverage.covers_to, as_at.as_at_on)
),

days_due as (
    select
        clause.school_id,
        clause.clause_id,
        clause.every,
        clause.in_force_from,
        clause.in_force_to,
        days.on_date,
        case when clause.every = 'week' then days.week_start else days.on_date end as slot_start,
        case
            when clause.every = 'week' then cast(days.week_start + interval '6' day as date)
            else days.on_date
        end as slot_end
    from clause
    inner join warehouse.school_days as days
        on days.school_id = clause.school_id
        and case when clause.every = 'weekday' then days.is_working_day else days.is_school_day end
),

slots as (
    select
        days.school_id,
        days.clause_id,
        days.in_force_from,
        days.in_force_to,
        days.slot_start,
        days.slot_end,
        min(days.on_date) as judged_on,
        count(*) as day_count,
        count(covered_days.on_date) as known_day_count
    from days_due as days
    left join covered_days
        on covered_days.school_id = days.school_id
        and covered_days.on_date = days.on_date
    group by all
),

sweeps_counted as (
    select
        clause.school_id,
        clause.clause_id,
        clause.in_force_from,
        case when clause.every = 'week' then sweeps.checked_week else sweeps.checked_on end as slot_start,
        min(sweeps.checked_at) as first_swept_at,
        count(*) as sweep_count
    from clause
    inner join sweeps on sweeps.school_id = clause.school_id
    group by all
),

slots_judged as (
    select
        slots.*,
        sweeps.first_swept_at,
        coalesce(sweeps.sweep_count, 0) as sweep_count,
        case
            when sweeps.sweep_count > 0 then 'met'
            when slots.slot_end >= as_at.as_at_on then 'pending'
            when slots.known_day_count = slots.day_count then 'missed'
        end as outcome
    from slots
    cross join warehouse.as_at as as_at
    left join sweeps_counted as sweeps
        on sweeps.school_id = slots.school_id
        and sweeps.clause_id = slots.clause_id
        and sweeps.in_force_from = slots.in_force_from
        and sweeps.slot_start = slots.slot_start
    where slots.known_day_count > 0 and slots.judged_on between slots.in_force_from and slots.in_force_to
),

cases as (
    select
        school_id,
        clause_id,
        'sweep@' || cast(slot_start as string) as case_id,
        judged_on,
        slot_start as began_on,
        slot_end as due_on,
        first_swept_at as done_at,
        outcome,
        sweep_count as value
    from slots_judged
    where outcome is not null
)

select * from cases
