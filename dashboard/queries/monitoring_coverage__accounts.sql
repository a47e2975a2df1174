-- Grain: one account that was open in the period: school days looked at, people who looked, and slots of the own cadence.
-- Sources: mart.account_days, warehouse.accounts, monitoring, scope_case. A school day without a check counts once it is over.
with

days_counted as (
    select
        scope.school_name,
        account_days.school_id,
        account_days.account_id,
        count(*) filter (where account_days.is_school_day and account_days.check_count > 0) as checked_days,
        count(*) filter (
            where
            account_days.is_school_day
            and account_days.is_covered
            and account_days.check_count = 0
            and account_days.on_date < scope.as_at_on
        ) as missed_days,
        count(*) filter (where account_days.is_school_day and not account_days.is_covered) as unknown_days
    from scope
    inner join mart.account_days as account_days
        on
            scope.school_id = account_days.school_id
            and account_days.on_date between scope.period_start and scope.period_end
    group by all
),

checks_by_person as (
    select
        checks.account_id,
        checks.checked_by,
        count(*) as check_count
    from scope
    inner join warehouse.monitoring as checks
        on
            scope.school_id = checks.school_id
            and checks.checked_on between scope.period_start and scope.period_end
    where checks.kind = 'account_check' and checks.account_id is not null
    group by checks.account_id, checks.checked_by
),

people_counted as (
    select
        account_id,
        sum(check_count) as check_count,
        count(checked_by) as people,
        max(check_count) filter (where checked_by is not null) as most_by_one
    from checks_by_person
    group by account_id
),

slots_counted as (
    select
        account_id,
        count(*) filter (where outcome = 'met') as met,
        count(*) filter (where outcome = 'missed') as missed,
        count(*) filter (where outcome = 'pending') as pending
    from scope_case
    where control = 'monitoring_cadence'
    group by account_id
)

select
    days.*,
    accounts.handle,
    accounts.platform,
    coalesce(people.check_count, 0) as check_count,
    coalesce(people.people, 0) as people,
    coalesce(people.most_by_one, 0) as most_by_one,
    coalesce(slots.met, 0) as met,
    coalesce(slots.missed, 0) as missed,
    coalesce(slots.pending, 0) as pending
from days_counted as days
inner join warehouse.accounts as accounts on days.account_id = accounts.account_id
left join people_counted as people on days.account_id = people.account_id
left join slots_counted as slots on days.account_id = slots.account_id
order by days.school_name, days.school_id, accounts.platform, accounts.handle, days.account_id
