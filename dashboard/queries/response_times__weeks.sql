-- Grain: one week that lies within the year up to the end of the period, pooled over the schools in view.
-- Sources: warehouse.school_days, accounts, mart.enquiries, result.cases.
-- waits and is_over: working minutes of each enquiry received, answered or waiting so far. A week is closed where no
-- school in view had a school day. Left out are accounts of which only answered messages are known.
with

weeks as (
    select
        days.week_start,
        not bool_or(days.is_school_day) as is_closed,
        days.week_start + 6 < max(scope.as_at_on) as is_finished
    from scope
    inner join warehouse.school_days as days
        on
            scope.school_id = days.school_id
            and days.week_start between scope.period_end - 370 and scope.period_end - 6
            and days.week_start <= scope.as_at_on
    group by days.week_start
),

outcomes as (
    select
        cases.school_id,
        cases.case_id,
        count(*) filter (where cases.outcome = 'met') as met,
        count(*) filter (where cases.outcome = 'missed') as missed,
        count(*) filter (where cases.outcome = 'pending') as pending
    from result.cases as cases
    semi join scope on cases.school_id = scope.school_id
    where cases.control = 'response_within'
    group by cases.school_id, cases.case_id
),

received as (
    select
        days.week_start,
        enquiries.waiting_working_minutes,
        not enquiries.is_open as is_over,
        outcomes.met,
        outcomes.missed,
        outcomes.pending
    from mart.enquiries as enquiries
    semi join scope on enquiries.school_id = scope.school_id
    inner join warehouse.accounts as accounts
        on
            enquiries.account_id = accounts.account_id
            and not accounts.is_answered_only
    inner join warehouse.school_days as days
        on
            enquiries.school_id = days.school_id
            and enquiries.received_on = days.on_date
            and enquiries.waiting_working_minutes is not null
    left join outcomes
        on
            enquiries.school_id = outcomes.school_id
            and enquiries.enquiry_id = outcomes.case_id
)

select
    weeks.week_start,
    weeks.is_closed,
    weeks.is_finished,
    count(received.week_start) as enquiry_count,
    coalesce(list(received.waiting_working_minutes) filter (where received.week_start is not null), []) as waits,
    coalesce(list(received.is_over) filter (where received.week_start is not null), []) as is_over,
    coalesce(sum(received.met), 0) as met,
    coalesce(sum(received.missed), 0) as missed,
    coalesce(sum(received.pending), 0) as pending
from weeks
left join received on weeks.week_start = received.week_start
group by weeks.week_start, weeks.is_closed, weeks.is_finished
order by weeks.week_start
