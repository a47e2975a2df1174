/*---
question = "Does each account have a named responsible owner?"
rule = "Each account has one named responsible owner, who is still in post"
grain = "one open account of the register"
case_kind = "account"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "accounts"
open = "nothing is open: the account has its owner on the day, or not"
no_data = "Hand in the register of accounts, with the person responsible for each."
zero = "not_applicable"
unit = ""
state = true

[sentences]
met = "{account_id} had a responsible owner on {judged_on}."
missed = "{account_id} had no responsible owner in post on {judged_on}."
---*/
-- The register names one owner or none. Somebody whom no roster names is taken to be in post.
-- From mart.judged_accounts, warehouse.people.
with

owners_looked_up as (
    select
        clause.school_id,
        clause.clause_id,
        accounts.judged_on,
        accounts.account_id,
        accounts.opened_on,
        accounts.owner_id,
        coalesce(bool_or(
            people.started_on <= accounts.judged_on
            and coalesce(people.left_on, accounts.judged_on) >= accounts.judged_on
        ), true) as is_in_post
    from clause
    inner join mart.judged_accounts as accounts
        on accounts.school_id = clause.school_id
        and accounts.judged_on between clause.in_force_from and clause.in_force_to
    left join warehouse.people as people on people.person_id = accounts.owner_id
    group by all
),

cases as (
    select
        school_id,
        clause_id,
        account_id || '@' || cast(judged_on as string) as case_id,
        account_id,
        judged_on,
        opened_on as began_on,
        case when owner_id is not null and is_in_post then 'met' else 'missed' end as outcome
    from owners_looked_up
)

select * from cases
