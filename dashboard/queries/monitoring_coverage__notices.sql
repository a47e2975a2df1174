-- Grain: one account and school holiday whose last school day before it lies in the period: was a notice pinned for it?
-- Sources: warehouse.school_days, accounts, monitoring, coverage. By the rule of the control pinned_notice, for every school,
-- whether or not its policy asks for notices. state: pinned, missing, not_due, no_data.
with

days as (
    select
        scope.school_name,
        scope.as_at_on,
        scope.period_start,
        scope.period_end,
        days.*,
        max(case when days.is_school_day then days.on_date end) over earlier as last_school_day_on,
        max(case when days.is_school_day then days.week_start end) over earlier as notices_count_from
    from scope
    inner join warehouse.school_days as days
        on
            scope.school_id = days.school_id
            and days.on_date between scope.period_start and scope.period_end + 70
    window earlier as (partition by days.school_id order by days.on_date)
),

holidays as (
    select
        school_id,
        school_name,
        as_at_on,
        last_school_day_on,
        notices_count_from,
        min(on_date) filter (where weekday <= 5 and closed_reason <> 'inset') as holiday_from,
        max(on_date) as holiday_to
    from days
    where not is_school_day and last_school_day_on between period_start and period_end
    group by all
    having bool_or(closed_reason in ('holiday', 'outside_term'))
),

pinned as (
    select
        holidays.*,
        accounts.account_id,
        accounts.handle,
        accounts.platform,
        min(notices.checked_at) as pinned_at
    from holidays
    inner join warehouse.accounts as accounts
        on
            holidays.school_id = accounts.school_id
            and accounts.is_registered
            and accounts.opened_on <= holidays.last_school_day_on
            and coalesce(accounts.closed_on, date '9999-12-31') > holidays.holiday_from
    left join warehouse.monitoring as notices
        on
            holidays.school_id = notices.school_id
            and notices.kind = 'pinned_notice'
            and coalesce(notices.account_id, accounts.account_id) = accounts.account_id
            and notices.checked_on between holidays.notices_count_from and holidays.holiday_from
    group by all
)

select
    pinned.*,
    case
        when pinned.pinned_at is not null then 'pinned'
        when pinned.holiday_from >= pinned.as_at_on then 'not_due'
        when
            exists (
                select coverage.school_id
                from warehouse.coverage as coverage
                where
                    coverage.school_id = pinned.school_id
                    and coverage.dataset = 'monitoring'
                    and pinned.last_school_day_on between coverage.covers_from and coverage.covers_to
            ) then 'missing'
        else 'no_data'
    end as state
from pinned
order by pinned.school_name, pinned.last_school_day_on, pinned.platform, pinned.handle, pinned.account_id
