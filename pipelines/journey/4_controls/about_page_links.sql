/*---
question = "Does each account's About page link to the policies?"
rule = "The About page of each account links to {links} of the ICT policy, acceptable use policy, social media policy and code of conduct"
grain = "one open account of the register"
case_kind = "account"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "accounts"
open = "nothing is open: the register lists the links, or not"
no_data = "List in the register of accounts to which policies each About page links."
zero = "no_data"
unit = "links"
state = true

[parameters.links]
type = "integer"
allowed = [1, 2, 3, 4]
default = 4
says = { 4 = "all" }
meaning = "to how many of the four it links"

[sentences]
met = "The About page of {account_id} had {value} on {judged_on}."
missed = "The About page of {account_id} had only {value} on {judged_on}."
---*/
-- A school whose register lists links for no account has not recorded them, and none is judged; where it does for some, a blank is none.
-- From mart.judged_accounts, warehouse.accounts.
with

schools_that_say as (
    select distinct school_id from warehouse.accounts where about_links is not null
),

links_counted as (
    select
        clause.school_id,
        clause.clause_id,
        clause.links,
        accounts.account_id,
        accounts.judged_on,
        accounts.opened_on,
        case when ';' || accounts.about_links || ';' like '%;ict;%' then 1 else 0 end
        + case when ';' || accounts.about_links || ';' like '%;acceptable_use;%' then 1 else 0 end
        + case when ';' || accounts.about_links || ';' like '%;social_media;%' then 1 else 0 end
        + case when ';' || accounts.about_links || ';' like '%;code_of_conduct;%' then 1 else 0 end as link_count
    from clause
    inner join mart.judged_accounts as accounts
        on accounts.school_id = clause.school_id
        and accounts.judged_on between clause.in_force_from and clause.in_force_to
    semi join schools_that_say on schools_that_say.school_id = clause.school_id
),

cases as (
    select
        school_id,
        clause_id,
        account_id || '@' || cast(judged_on as string) as case_id,
        account_id,
        judged_on,
        opened_on as began_on,
        case when link_count >= links then 'met' else 'missed' end as outcome,
        link_count as value
    from links_counted
)

select * from cases
