-- One row per registered account and day of the calendar on which it was open, by as-at: a day without a check is a
-- row.
-- From warehouse.accounts, school_days, monitoring, coverage, as_at.
with

days as (
    select
        accounts.school_id,
        accounts.account_id,
        days.on_date,
        days.is_school_day,
        days.is_working_day,
        days.closed_reason
    from warehouse.accounts as accounts
    cross join warehouse.as_at as as_at
    inner join warehouse.school_days as days
        on days.school_id = accounts.school_id
        and days.on_date between accounts.opened_on and coalesce(accounts.closed_on, as_at.as_at_on)
    where accounts.is_registered
),

covered_days as (
    select distinct
        days.school_id,
        days.on_date
    from warehouse.school_days as days
    inner join warehouse.coverage as coverage
        on coverage.school_id = days.school_id
        and coverage.dataset = 'monitoring'
        and days.on_date between coverage.covers_from and coverage.covers_to
),

checks as (
    select
        account_id,
        checked_on,
        count(*) filter (where kind = 'account_check') as check_count,
        count(*) filter (where kind = 'account_check' and outcome = 'finding') as finding_count,
        count(distinct case when kind = 'account_check' then checked_by end) as monitor_count,
        bool_or(kind = 'pinned_notice') as has_pinned_notice
    from warehouse.monitoring
    where account_id is not null
    group by account_id, checked_on
),

checks_joined as (
    select
        days.*,
        covered_days.on_date is not null as is_covered,
        coalesce(checks.check_count, 0) as check_count,
        coalesce(checks.finding_count, 0) as finding_count,
        coalesce(checks.monitor_count, 0) as monitor_count,
        coalesce(checks.has_pinned_notice, false) as has_pinned_notice
    from days
    left join covered_days on covered_days.school_id = days.school_id and covered_days.on_date = days.on_date
    left join checks on checks.account_id = days.account_id and checks.checked_on = days.on_date
)

select * from checks_joined
