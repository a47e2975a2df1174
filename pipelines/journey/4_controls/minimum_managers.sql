/*---
question = "Do enough members of staff manage each account?"
rule = "At least {managers} of staff manage each account"
grain = "one open account of the register"
case_kind = "account"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "accounts"
open = "nothing is open: the account has enough managers on the day, or not"
no_data = "Hand in the register of accounts and who has access to them."
zero = "not_applicable"
unit = "managers"
state = true

[parameters.managers]
type = "integer"
required = true
says = "{value} members"
meaning = "how many"

[sentences]
met = "{account_id} had {value} of staff on {judged_on}."
missed = "{account_id} had only {value} of staff on {judged_on}."
---*/
-- A manager counts while the access stands, unless the roster says that the person is no staff of any school of the trust or has left.
-- Where no access at all is recorded for a school, who manages its accounts is not known, and none is judged.
-- From warehouse.accounts, account_access, people, mart.judging_days.
with

accounts as (
    select
        account_id,
        school_id,
        opened_on,
        closed_on
    from warehouse.accounts
    where is_registered
),

schools_with_access as (
    select distinct school_id from warehouse.account_access
),

accounts_on_days as (
    select
        clause.school_id,
        clause.clause_id,
        clause.managers,
        days.judged_on,
        accounts.account_id,
        accounts.opened_on
    from clause
    inner join mart.judging_days as days
        on days.school_id = clause.school_id
        and days.judged_on between clause.in_force_from and clause.in_force_to
    inner join accounts
        on accounts.school_id = clause.school_id
        and accounts.opened_on <= days.judged_on
        and coalesce(accounts.closed_on, date '9999-12-31') > days.judged_on
    semi join schools_with_access on schools_with_access.school_id = clause.school_id
),

managers_on_days as (
    select distinct
        accounts.clause_id,
        accounts.account_id,
        accounts.judged_on,
        access.person_id
    from accounts_on_days as accounts
    inner join warehouse.account_access as access
        on access.account_id = accounts.account_id
        and access.access = 'manager'
        and access.granted_on <= accounts.judged_on
        and coalesce(access.revoked_on, date '9999-12-31') > accounts.judged_on
),

managers_with_roster as (
    select
        managers.clause_id,
        managers.account_id,
        managers.judged_on,
        managers.person_id,
        bool_or(
            people.role_group = 'staff'
            and people.started_on <= managers.judged_on
            and coalesce(people.left_on, date '9999-12-31') >= managers.judged_on
        ) as is_staff
    from managers_on_days as managers
    left join warehouse.people as people on people.person_id = managers.person_id
    group by managers.clause_id, managers.account_id, managers.judged_on, managers.person_id
),

managers_counted as (
    select
        clause_id,
        account_id,
        judged_on,
        count(*) filter (where coalesce(is_staff, true)) as manager_count
    from managers_with_roster
    group by clause_id, account_id, judged_on
),

cases as (
    select
        accounts.school_id,
        accounts.clause_id,
        accounts.account_id || '@' || cast(accounts.judged_on as string) as case_id,
        accounts.account_id,
        accounts.judged_on,
        accounts.opened_on as began_on,
        case when coalesce(counted.manager_count, 0) >= accounts.managers then 'met' else 'missed' end as outcome,
        coalesce(counted.manager_count, 0) as value
    from accounts_on_days as accounts
    left join managers_counted as counted
        on counted.clause_id = accounts.clause_id
        and counted.account_id = accounts.account_id
        and counted.judged_on = accounts.judged_on
)

select * from cases
