-- One row per open account and judging day: how many of staff manage it at its end, and how many manage or monitor it.
-- A person counts while the access stands, unless the roster says that they are no staff of any school or have left.
-- Where no access at all is recorded for a school, who runs its accounts is not known, and it has no row.
-- From mart.judged_accounts, judged_access, warehouse.account_access.
with

staff_counted as (
    select
        account_id,
        judged_on,
        count(*) filter (where is_manager) as manager_count,
        count(*) filter (where is_manager or is_monitor) as manager_or_monitor_count
    from mart.judged_access
    where may_be_staff
    group by account_id, judged_on
),

staffed_accounts as (
    select
        accounts.school_id,
        accounts.judged_on,
        accounts.account_id,
        accounts.opened_on,
        coalesce(counted.manager_count, 0) as manager_count,
        coalesce(counted.manager_or_monitor_count, 0) as manager_or_monitor_count
    from mart.judged_accounts as accounts
    semi join warehouse.account_access as access on access.school_id = accounts.school_id
    left join staff_counted as counted
        on counted.account_id = accounts.account_id
        and counted.judged_on = accounts.judged_on
)

select * from staffed_accounts
