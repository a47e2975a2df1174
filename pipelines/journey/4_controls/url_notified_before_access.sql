/*---
question = "Was the account's address notified before students had access?"
rule = "The address and identity of an account are notified to the headteacher before students have access"
grain = "one account of the register to which students were given access"
case_kind = "account"
judged_on = "the day students were given access"
dataset = "accounts"
open = "an account that was not notified is missed from the day students have access"
no_data = "Hand in the register of accounts, with when each was notified and when students were given access."
zero = "not_applicable"
unit = "days"

[sentences]
met = "{account_id} was notified on {done_on}; students had access from {began_on}."
missed = "Students had access to {account_id} from {began_on}; notified: {done_on}."
---*/
-- A notice on the day itself is in time. The value is the days between notice and access.
-- From warehouse.accounts.
with

cases as (
    select
        clause.school_id,
        clause.clause_id,
        accounts.account_id as case_id,
        accounts.account_id,
        accounts.student_access_on as judged_on,
        accounts.student_access_on as began_on,
        accounts.student_access_on as due_on,
        accounts.url_notified_on as done_on,
        case when accounts.url_notified_on <= accounts.student_access_on then 'met' else 'missed' end as outcome,
        extract(
            day from cast(accounts.student_access_on as timestamp) - cast(accounts.url_notified_on as timestamp)
        ) as value
    from clause
    inner join warehouse.accounts as accounts
        on accounts.school_id = clause.school_id
        and accounts.student_access_on between clause.in_force_from and clause.in_force_to
    where accounts.is_registered
)

select * from cases
