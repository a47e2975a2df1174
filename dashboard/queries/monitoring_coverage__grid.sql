-- Grain: one account, or with $by_school one school, and one weekday of the period so far, or with $by_week one week.
-- Sources: mart.account_days, warehouse.school_days, accounts, monitoring, result.cases. Every count is of account days.
-- Due are school days, and where the school's own cadence asks for every weekday, its holidays too. A notice stands on the
-- closed days after it that follow the school week in which it was pinned, or a later day.
with

weekdays as (
    select
        scope.school_name,
        scope.period_start,
        scope.as_at_on,
        account_days.school_id,
        account_days.account_id,
        account_days.on_date,
        account_days.is_school_day,
        account_days.is_covered,
        account_days.check_count,
        days.week_start,
        max(case when days.is_school_day then days.week_start end) over (
            partition by account_days.account_id order by account_days.on_date
        ) as notices_count_from
    from scope
    inner join mart.account_days as account_days
        on
            scope.school_id = account_days.school_id
            and account_days.on_date between scope.period_start - 70 and scope.period_end
    inner join warehouse.school_days as days
        on
            account_days.school_id = days.school_id
            and account_days.on_date = days.on_date
            and days.weekday <= 5
),

asked_of_closed_days as (
    select distinct
        cases.account_id,
        cases.judged_on
    from result.cases as cases
    semi join scope on cases.school_id = scope.school_id
    where cases.control = 'monitoring_cadence'
),

notices as (
    select
        notices.school_id,
        coalesce(notices.account_id, accounts.account_id) as account_id,
        notices.checked_on
    from warehouse.monitoring as notices
    inner join warehouse.accounts as accounts
        on
            notices.school_id = accounts.school_id
            and coalesce(notices.account_id, accounts.account_id) = accounts.account_id
    where notices.kind = 'pinned_notice'
),

days_with_notice as (
    select distinct
        weekdays.account_id,
        weekdays.on_date
    from weekdays
    inner join notices
        on
            weekdays.account_id = notices.account_id
            and notices.checked_on between weekdays.notices_count_from and weekdays.on_date
    where not weekdays.is_school_day
),

days_told as (
    select
        weekdays.*,
        case
            when weekdays.check_count > 0 then 'checked'
            when not weekdays.is_school_day and asked.account_id is null and noticed.account_id is not null then 'notice'
            when not weekdays.is_school_day and asked.account_id is null then 'closed'
            when not weekdays.is_covered then 'no_data'
            when weekdays.on_date < weekdays.as_at_on then 'gap'
        end as state
    from weekdays
    left join asked_of_closed_days as asked
        on
            weekdays.account_id = asked.account_id
            and weekdays.on_date = asked.judged_on
    left join days_with_notice as noticed
        on
            weekdays.account_id = noticed.account_id
            and weekdays.on_date = noticed.on_date
    where weekdays.on_date >= weekdays.period_start
)

select
    days.school_id,
    days.school_name,
    case when not $by_school then days.account_id end as account_id,
    case when not $by_school then accounts.handle end as handle,
    case when not $by_school then accounts.platform end as platform,
    days.week_start,
    case when $by_week then days.week_start else days.on_date end as slot_on,
    count(*) filter (where days.state = 'checked') as checked,
    count(*) filter (where days.state = 'gap') as gap,
    count(*) filter (where days.state = 'no_data') as no_data,
    count(*) filter (where days.state = 'notice') as notice,
    count(*) filter (where days.state = 'closed') as closed,
    count(*) filter (where days.state = 'gap' and not days.is_school_day) as gap_in_holidays
from days_told as days
left join warehouse.accounts as accounts on days.account_id = accounts.account_id
group by all
order by days.school_name, days.school_id, platform, handle, account_id, slot_on
