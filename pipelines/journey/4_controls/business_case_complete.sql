/*---
question = "Does each account's business case answer what the policy asks?"
rule = "The business case answers {questions}"
grain = "one open account of the register"
case_kind = "account"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "accounts"
open = "nothing is open: the register holds an answer, or not"
no_data = "Hand in the register of accounts, with the answers of each business case."
zero = "no_data"
unit = "answers"
state = true

[parameters.questions]
type = "integer"
allowed = [4, 9]
required = true
meaning = "which questions: four, or nine"

[parameters.questions.says]
4 = "aim, audience, promotion, and open, private or closed"
9 = "aim, audience, promotion, managers, monitoring, open, private or closed, purpose of each channel, place of access, and escalation"

[sentences]
met = "The business case of {account_id} had {value}."
missed = "The business case of {account_id} had only {value} on {judged_on}."
---*/
-- Who manages the account is answered by an owner, or by anybody who was given access as a manager by then.
-- A school whose register answers no question for any account has not recorded its business cases, and none is judged.
-- From mart.judged_accounts, warehouse.accounts, account_access.
with

schools_that_say as (
    select distinct school_id
    from warehouse.accounts
    where
        coalesce(
            aim, audience, promotion, monitoring_plan, visibility, channel_purpose, accessed_from, escalation
        ) is not null
),

first_managers as (
    select
        account_id,
        min(granted_on) as granted_on
    from warehouse.account_access
    where access = 'manager'
    group by account_id
),

answers_counted as (
    select
        clause.school_id,
        clause.clause_id,
        clause.questions,
        accounts.account_id,
        accounts.judged_on,
        accounts.opened_on,
        case when accounts.aim is null then 0 else 1 end
        + case when accounts.audience is null then 0 else 1 end
        + case when accounts.promotion is null then 0 else 1 end
        + case when accounts.visibility is null then 0 else 1 end as answers_to_four,
        case when accounts.monitoring_plan is null then 0 else 1 end
        + case when accounts.channel_purpose is null then 0 else 1 end
        + case when accounts.accessed_from is null then 0 else 1 end
        + case when accounts.escalation is null then 0 else 1 end
        + case
            when accounts.owner_id is not null or coalesce(managers.granted_on <= accounts.judged_on, false) then 1
            else 0
        end as answers_to_five_more
    from clause
    inner join mart.judged_accounts as accounts
        on accounts.school_id = clause.school_id
        and accounts.judged_on between clause.in_force_from and clause.in_force_to
    left join first_managers as managers on managers.account_id = accounts.account_id
    semi join schools_that_say on schools_that_say.school_id = clause.school_id
),

answers_asked_for as (
    select
        *,
        answers_to_four + case when questions = 9 then answers_to_five_more else 0 end as answer_count
    from answers_counted
),

cases as (
    select
        school_id,
        clause_id,
        account_id || '@' || cast(judged_on as string) as case_id,
        account_id,
        judged_on,
        opened_on as began_on,
        case when answer_count = questions then 'met' else 'missed' end as outcome,
        answer_count as value
    from answers_asked_for
)

select * from cases
