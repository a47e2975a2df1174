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
met = "{account_id} had {value} among the staff on {judged_on}."
missed = "{account_id} had only {value} among the staff on {judged_on}."
---*/
-- A manager counts while the access stands, unless the roster says that the person is no staff of any school or has left.
-- Where no access at all is recorded for a school, who manages its accounts is not known, and none is judged.
-- From mart.judged_accounts, judged_access, warehouse.account_access.
with

accounts as (
    select
        clause.school_id,
        clause.clause_id,
        clause.managers,
        accounts.judged_on,
        accounts.account_id,
        accounts.opened_on
    from clause
    inner join mart.judged_accounts as accounts
        on accounts.school_id = clause.school_id
        and accounts.judged_on between clause.in_force_from and clause.in_force_to
    semi join warehouse.account_access as access on access.school_id = clause.school_id
),

managers_counted as (
    select
        account_id,
        judged_on,
        count(*) as manager_count
    from mart.judged_access
    where is_manager and may_be_staff
    group by account_id, judged_on
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
    from accounts
    left join managers_counted as counted
        on counted.account_id = accounts.account_id
        and counted.judged_on = accounts.judged_on
)

select * from cases
