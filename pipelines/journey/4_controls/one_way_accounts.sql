/*---
question = "Are the accounts one-way?"
rule = "Comments in reply to a post are not visible to the public"
grain = "one open account of the register"
case_kind = "account"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "accounts"
open = "nothing is open: the register says so, or not"
no_data = "Say in the register of accounts whether comments are visible, hidden or off."
zero = "no_data"
unit = ""
state = true

[sentences]
met = "Comments on {account_id} were hidden or off on {judged_on}."
missed = "The register does not say that comments on {account_id} were hidden or off on {judged_on}."
---*/
-- A school whose register says it of no account has not recorded it, and none is judged; where it says it of some, a blank is a no.
-- From mart.judged_accounts, warehouse.accounts.
with

schools_that_say as (
    select distinct school_id from warehouse.accounts where comments is not null
),

cases as (
    select
        clause.school_id,
        clause.clause_id,
        accounts.account_id || '@' || cast(accounts.judged_on as string) as case_id,
        accounts.account_id,
        accounts.judged_on,
        accounts.opened_on as began_on,
        case when coalesce(accounts.comments, 'visible') in ('hidden', 'off') then 'met' else 'missed' end as outcome
    from clause
    inner join mart.judged_accounts as accounts
        on accounts.school_id = clause.school_id
        and accounts.judged_on between clause.in_force_from and clause.in_force_to
    semi join schools_that_say on schools_that_say.school_id = clause.school_id
)

select * from cases
