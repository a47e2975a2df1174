-- Grain: one school in view and week that lies within the year up to the end of the period, with the waits of its enquiries.
-- Sources: warehouse.school_days, accounts, mart.enquiries.
-- middle: the wait in working minutes that half of the enquiries stayed within, the open ones taken as never answered. That is
-- the Kaplan-Meier median unless one has been open for no longer than it; then the waits and is_over are given to find it by.
with

weeks as (
    select
        days.school_id,
        days.week_start,
        not bool_or(days.is_school_day) as is_closed,
        days.week_start + 6 < any_value(scope.as_at_on) as is_finished
    from scope
    inner join warehouse.school_days as days
        on
            scope.school_id = days.school_id
            and days.week_start between scope.period_end - 370 and scope.period_end - 6
            and days.week_start <= scope.as_at_on
    group by days.school_id, days.week_start
),

received as (
    select
        days.school_id,
        days.week_start,
        enquiries.waiting_working_minutes as waited,
        not enquiries.is_open as is_over,
        case when enquiries.is_open then 'infinity'::double else enquiries.waiting_working_minutes end as reached
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
),

middles_found as (
    select
        weeks.school_id,
        weeks.week_start,
        weeks.is_closed,
        weeks.is_finished,
        count(*) as enquiry_count,
        quantile_disc(received.reached, 0.5) as low_middle,
        -quantile_disc(-received.reached, 0.5) as high_middle,
        min(received.waited) filter (where not received.is_over) as shortest_open,
        list(received.waited) as waits,
        list(received.is_over) as is_over
    from weeks
    inner join received
        on
            weeks.school_id = received.school_id
            and weeks.week_start = received.week_start
    group by all
)

select
    school_id,
    week_start,
    is_closed,
    is_finished,
    enquiry_count,
    (low_middle + high_middle) / 2 as middle,
    case when shortest_open <= high_middle then waits end as waits,
    case when shortest_open <= high_middle then is_over end as is_over
from middles_found
order by school_id, week_start
