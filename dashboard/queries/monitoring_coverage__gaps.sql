-- Grain: one run of school days on which nobody checked an account, as far as it lies in the period; longest first.
-- Sources: mart.account_days, warehouse.school_days, accounts. A day with a check, or that no log covers, ends a run.
-- is_longer: the run began before the period or goes on after it.
with

school_days as (
    select
        scope.school_name,
        scope.period_start,
        scope.period_end,
        account_days.school_id,
        account_days.account_id,
        account_days.on_date,
        days.open_minutes,
        account_days.check_count = 0 and account_days.is_covered and account_days.on_date < scope.as_at_on as is_missed
    from scope
    inner join mart.account_days as account_days on scope.school_id = account_days.school_id
    inner join warehouse.school_days as days
        on
            account_days.school_id = days.school_id
            and account_days.on_date = days.on_date
    where account_days.is_school_day and scope.period_start is not null
),

runs_numbered as (
    select
        *,
        count(*) filter (where not is_missed) over (partition by account_id order by on_date) as run_number
    from school_days
),

runs as (
    select
        school_id,
        school_name,
        account_id,
        run_number,
        count(*) filter (where on_date between period_start and period_end) as school_days,
        sum(open_minutes) filter (where on_date between period_start and period_end) as working_minutes,
        min(on_date) filter (where on_date between period_start and period_end) as first_on,
        max(on_date) filter (where on_date between period_start and period_end) as last_on,
        bool_or(on_date not between period_start and period_end) as is_longer
    from runs_numbered
    where is_missed
    group by all
)

select
    runs.*,
    accounts.handle,
    accounts.platform
from runs
inner join warehouse.accounts as accounts on runs.account_id = accounts.account_id
where runs.school_days > 0
order by runs.school_days desc, runs.working_minutes desc, runs.first_on, runs.school_name, runs.account_id
