/*---
question = "Was each account approved before it was opened?"
rule = "Each account is approved by {approver} before it is opened"
grain = "one account of the register"
case_kind = "account"
judged_on = "the day it was opened"
dataset = "accounts"
open = "an account without the approval is missed from the day it is open"
no_data = "Hand in the register of accounts, with who approved each and when."
zero = "not_applicable"
unit = "days"

[parameters.approver]
type = "text"
allowed = ["slt", "senior_leader", "headteacher", "deputy_headteacher", "chair"]
required = true
meaning = "whose approval is needed; a senior leader is the headteacher, a deputy headteacher or another senior leader"

[parameters.approver.says]
slt = "the senior leadership team"
senior_leader = "a senior leader"
headteacher = "the headteacher"
deputy_headteacher = "the deputy headteacher"
chair = "the chair of governors"

[sentences]
met = "{account_id} was approved on {done_on} and opened on {began_on}."
missed = "{account_id} was opened on {began_on}; the approval the policy asks for: {done_on}."
---*/
-- An approval by somebody else is none. One on the day of opening is in time. The value is the days between approval and opening.
-- From warehouse.accounts.
with

approvals_weighed as (
    select
        clause.school_id,
        clause.clause_id,
        accounts.account_id,
        accounts.opened_on,
        case
            when clause.approver in ('slt', 'senior_leader')
                then accounts.approved_by_role in ('headteacher', 'principal', 'deputy_headteacher', 'senior_leader')
            when clause.approver = 'headteacher' then accounts.approved_by_role in ('headteacher', 'principal')
            else accounts.approved_by_role = clause.approver
        end as is_by_approver,
        accounts.approved_on
    from clause
    inner join warehouse.accounts as accounts
        on accounts.school_id = clause.school_id
        and accounts.opened_on between clause.in_force_from and clause.in_force_to
    where accounts.is_registered
),

other_approvals_removed as (
    select
        school_id,
        clause_id,
        account_id,
        opened_on,
        case when is_by_approver then approved_on end as approved_on
    from approvals_weighed
),

cases as (
    select
        school_id,
        clause_id,
        account_id as case_id,
        account_id,
        opened_on as judged_on,
        opened_on as began_on,
        opened_on as due_on,
        approved_on as done_on,
        case when approved_on <= opened_on then 'met' else 'missed' end as outcome,
        extract(day from cast(opened_on as timestamp) - cast(approved_on as timestamp)) as value
    from other_approvals_removed
)

select * from cases
