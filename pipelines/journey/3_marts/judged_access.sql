-- One row per open account, judging day and person whose access stood at its end, with whether the person may be staff:
-- somebody whom no roster names may; of others the roster of any school has to say so on that day.
-- From mart.judged_accounts, warehouse.account_access, people.
with

standing as (
    select
        accounts.school_id,
        accounts.judged_on,
        accounts.account_id,
        access.person_id,
        bool_or(access.access = 'manager') as is_manager,
        bool_or(access.access = 'poster') as is_poster,
        bool_or(access.access = 'monitor') as is_monitor
    from mart.judged_accounts as accounts
    inner join warehouse.account_access as access
        on access.account_id = accounts.account_id
        and access.granted_on <= accounts.judged_on
        and coalesce(access.revoked_on, date '9999-12-31') > accounts.judged_on
    group by accounts.school_id, accounts.judged_on, accounts.account_id, access.person_id
),

posts_held as (
    select
        standing.school_id,
        standing.judged_on,
        standing.account_id,
        standing.person_id,
        standing.is_manager,
        standing.is_poster,
        standing.is_monitor,
        coalesce(bool_or(
            people.role_group = 'staff'
            and people.started_on <= standing.judged_on
            and coalesce(people.left_on, standing.judged_on) >= standing.judged_on
        ), true) as may_be_staff
    from standing
    left join warehouse.people as people on people.person_id = standing.person_id
    group by all
)

select * from posts_held
