/*---
question = "Did a pinned notice say when to expect a reply while nobody looked?"
rule = "Before {each} begins, each account carries a pinned notice that says when to expect a reply"
grain = "one account and school holiday"
case_kind = "holiday"
judged_on = "the last school day before the holiday"
dataset = "monitoring"
open = "pending until the first weekday of the holiday is over, then missed"
no_data = "Hand in the school's term dates, the register of accounts and the monitoring log, with its pinned notices."
zero = "no_data"
unit = ""

[parameters.each]
type = "text"
allowed = ["school_holiday"]
default = "school_holiday"
says = { school_holiday = "each school holiday" }
meaning = "the unmonitored periods that need a notice"

[sentences]
met = "{account_id}: a notice was pinned {done_at} for the holiday after {judged_on}."
missed = "{account_id}: no notice was pinned for the holiday after {judged_on}; due by {due_at}."
pending = "{account_id}: a notice is to be pinned by {due_at}."
---*/
-- A holiday is a run of days without school that holds a weekday in no term or of a holiday; bank holidays and inset days alone
-- are none. A notice counts from the Monday of the last school week on. One that names no account counts for every account of
-- the school. Holidays of the half-term in progress are pending ahead. Where the log does not reach the last school day, only a
-- notice found counts.
-- From warehouse.school_days, periods, accounts, monitoring, coverage, as_at.
with

days_with_last_school_day as (
    select
        school_id,
        on_date,
        weekday,
        is_school_day,
        closed_reason,
        max(case when is_school_day then on_date end) over (
            partition by school_id order by on_date
            rows between unbounded preceding and current row
        ) as last_school_day_on,
        max(case when is_school_day then week_start end) over (
            partition by school_id order by on_date
            rows between unbounded preceding and current row
        ) as notices_count_from
    from warehouse.school_days
),

holidays as (
    select
        school_id,
        last_school_day_on,
        notices_count_from,
        min(on_date) filter (where weekday <= 5 and closed_reason <> 'inset') as due_on
    from days_with_last_school_day
    where not is_school_day and last_school_day_on is not null
    group by school_id, last_school_day_on, notices_count_from
    having bool_or(closed_reason in ('holiday', 'outside_term'))
),

accounts_in_holidays as (
    select
        clause.school_id,
        clause.clause_id,
        accounts.account_id,
        holidays.last_school_day_on,
        holidays.notices_count_from,
        holidays.due_on
    from clause
    inner join holidays
        on holidays.school_id = clause.school_id
        and holidays.last_school_day_on between clause.in_force_from and clause.in_force_to
    inner join warehouse.periods as periods
        on periods.school_id = holidays.school_id
        and periods.period_kind = 'half_term'
        and holidays.last_school_day_on between periods.period_start and periods.period_end
    inner join warehouse.accounts as accounts
        on accounts.school_id = holidays.school_id
        and accounts.is_registered
        and accounts.opened_on <= holidays.last_school_day_on
        and coalesce(accounts.closed_on, date '9999-12-31') > holidays.due_on
),

first_notices as (
    select
        holidays.clause_id,
        holidays.account_id,
        holidays.last_school_day_on,
        min(notices.checked_at) as pinned_at
    from accounts_in_holidays as holidays
    inner join warehouse.monitoring as notices
        on notices.school_id = holidays.school_id
        and notices.kind = 'pinned_notice'
        and coalesce(notices.account_id, holidays.account_id) = holidays.account_id
        and notices.checked_on between holidays.notices_count_from and holidays.due_on
    group by holidays.clause_id, holidays.account_id, holidays.last_school_day_on
),

log_reaches as (
    select
        holidays.school_id,
        holidays.last_school_day_on,
        bool_or(coverage.covers_to >= holidays.last_school_day_on) as is_covered
    from holidays
    inner join warehouse.coverage as coverage
        on coverage.school_id = holidays.school_id
        and coverage.dataset = 'monitoring'
        and coverage.covers_from <= holidays.last_school_day_on
    group by holidays.school_id, holidays.last_school_day_on
),

holidays_judged as (
    select
        holidays.*,
        notices.pinned_at,
        case
            when notices.pinned_at is not null then 'met'
            when log_reaches.school_id is null then null
            when holidays.due_on >= as_at.as_at_on then 'pending'
            when log_reaches.is_covered then 'missed'
        end as outcome
    from accounts_in_holidays as holidays
    cross join warehouse.as_at as as_at
    left join first_notices as notices
        on notices.clause_id = holidays.clause_id
        and notices.account_id = holidays.account_id
        and notices.last_school_day_on = holidays.last_school_day_on
    left join log_reaches
        on log_reaches.school_id = holidays.school_id
        and log_reaches.last_school_day_on = holidays.last_school_day_on
),

cases as (
    select
        school_id,
        clause_id,
        account_id || '@' || cast(last_school_day_on as string) as case_id,
        account_id,
        last_school_day_on as judged_on,
        last_school_day_on as began_on,
        due_on,
        pinned_at as done_at,
        outcome
    from holidays_judged
    where outcome is not null
)

select * from cases
