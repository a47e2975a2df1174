/*---
question = "Was each account looked at as often as the policy asks?"
rule = "Each account is checked {every}{nominated}"
grain = "one account and one due slot: a day, or a week that has a school day"
case_kind = "check"
judged_on = "the slot's first day that is due"
dataset = "monitoring"
open = "pending until the slot is over, then missed"
no_data = "Hand in the monitoring log for the period."
zero = "not_applicable"
unit = "checks"

[parameters.every]
type = "text"
allowed = ["weekday", "school_day", "week"]
required = true
says = { weekday = "every weekday that is no bank holiday", school_day = "every school day", week = "every week of term" }
meaning = "the cadence; holidays of the school are due for weekday only, and a week counts where it has a school day"

[parameters.nominated]
type = "boolean"
default = false
says = { true = " by the person nominated", false = "" }
meaning = "whether only the nominated person's look counts: a check of professional use, or one by the account's owner"

[sentences]
met = "{account_id} was checked: {value}, the first on {done_at}."
missed = "{account_id} was not checked by {due_at}."
pending = "{account_id} is due a check by {due_at}."
---*/
-- A slot is due where the account was open and the log reaches. A week that either covers in part is due once it is checked and
-- not judged otherwise. Extra checks never make up for a missed slot.
-- A check of professional use that names no account counts for every account of the school.
-- From mart.account_days, warehouse.monitoring, accounts, school_days, as_at.
with

checks as (
    select
        checks.school_id,
        accounts.account_id,
        checks.checked_at,
        checks.checked_on,
        days.week_start as checked_week,
        checks.kind = 'account_check' as is_account_check,
        checks.kind = 'professional_use' or coalesce(checks.checked_by = accounts.owner_id, false) as is_nominated
    from warehouse.monitoring as checks
    inner join warehouse.accounts as accounts
        on accounts.school_id = checks.school_id
        and accounts.account_id = coalesce(checks.account_id, accounts.account_id)
    inner join warehouse.school_days as days
        on days.school_id = checks.school_id
        and days.on_date = checks.checked_on
    where checks.kind = 'professional_use' or (checks.kind = 'account_check' and checks.account_id is not null)
),

days_due as (
    select
        school_id,
        on_date,
        'school_day' as every,
        on_date as slot_start,
        on_date as slot_end
    from warehouse.school_days
    where is_school_day
    union all
    select
        school_id,
        on_date,
        'weekday' as every,
        on_date as slot_start,
        on_date as slot_end
    from warehouse.school_days
    where is_working_day
    union all
    select
        school_id,
        on_date,
        'week' as every,
        week_start as slot_start,
        cast(week_start + interval '6' day as date) as slot_end
    from warehouse.school_days
    where is_school_day
),

slots as (
    select
        clause.school_id,
        clause.clause_id,
        clause.in_force_from,
        clause.in_force_to,
        days.slot_start,
        days.slot_end,
        min(days.on_date) as judged_on,
        count(*) as day_count
    from clause
    inner join days_due as days
        on days.school_id = clause.school_id
        and days.every = clause.every
    group by all
),

accounts_known as (
    select
        clause.school_id,
        clause.clause_id,
        clause.in_force_from,
        account_days.account_id,
        days.slot_start,
        count(*) as day_count
    from clause
    inner join days_due as days
        on days.school_id = clause.school_id
        and days.every = clause.every
    inner join mart.account_days as account_days
        on account_days.school_id = days.school_id
        and account_days.on_date = days.on_date
        and account_days.is_covered
    group by all
),

checks_counted as (
    select
        clause.school_id,
        clause.clause_id,
        clause.in_force_from,
        checks.account_id,
        case when clause.every = 'week' then checks.checked_week else checks.checked_on end as slot_start,
        min(checks.checked_at) as first_checked_at,
        count(*) as check_count
    from clause
    inner join checks on checks.school_id = clause.school_id
    where case when clause.nominated then checks.is_nominated else checks.is_account_check end
    group by all
),

slots_judged as (
    select
        slots.school_id,
        slots.clause_id,
        known.account_id,
        slots.slot_start,
        slots.slot_end,
        slots.judged_on,
        checks.first_checked_at,
        coalesce(checks.check_count, 0) as check_count,
        case
            when checks.check_count > 0 then 'met'
            when slots.slot_end >= as_at.as_at_on then 'pending'
            when known.day_count = slots.day_count then 'missed'
        end as outcome
    from slots
    cross join warehouse.as_at as as_at
    inner join accounts_known as known
        on known.school_id = slots.school_id
        and known.clause_id = slots.clause_id
        and known.in_force_from = slots.in_force_from
        and known.slot_start = slots.slot_start
    left join checks_counted as checks
        on checks.school_id = known.school_id
        and checks.clause_id = known.clause_id
        and checks.in_force_from = known.in_force_from
        and checks.account_id = known.account_id
        and checks.slot_start = known.slot_start
    where slots.judged_on between slots.in_force_from and slots.in_force_to
),

cases as (
    select
        school_id,
        clause_id,
        account_id || '@' || cast(slot_start as string) as case_id,
        account_id,
        judged_on,
        slot_start as began_on,
        slot_end as due_on,
        first_checked_at as done_at,
        outcome,
        check_count as value
    from slots_judged
    where outcome is not null
)

select * from cases
