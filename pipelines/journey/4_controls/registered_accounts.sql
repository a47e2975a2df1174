/*---
question = "Is every account that speaks for the school on its register?"
rule = "Every account that speaks for the school is on the register{per}{manager}"
grain = "one open account of the register, or one that only the activity shows; for per school, also the school's own channel"
case_kind = "account"
judged_on = "the last day of each half-term, and as-at in the one in progress"
dataset = "activity"
open = "nothing is open: an account is on the register on the day, or not"
no_data = "Hand in the register of accounts and the activity of all accounts that speak for the school."
zero = "not_applicable"
unit = ""
state = true

[parameters.per]
type = "text"
allowed = ["school"]
says = { school = ", and each school speaks through a channel of its own" }
meaning = "school: an account that another school has on its register too is nobody's own, and each school has one of its own"

[parameters.manager]
type = "text"
allowed_from = "people.role"
says = " and managed by the {value}"
meaning = "the role that owns each account, or has access to it as a manager"

[sentences]
met = "As the rule asks on {judged_on}."
missed = "Not on the register, or not as the rule asks, on {judged_on}."
---*/
-- An account that no register names is missed while it spoke within the twelve months before. Nothing is judged before the first
-- activity on record, since the register alone cannot show what is missing from it.
-- Whether the right person manages an account is judged where any owner or access is on record for the school.
-- From mart.judged_accounts, judged_access, judging_days, warehouse.accounts, account_access, people, activity, coverage.
with

days as (
    select
        clause.school_id,
        clause.clause_id,
        clause.per,
        clause.manager,
        days.judged_on
    from clause
    inner join mart.judging_days as days
        on days.school_id = clause.school_id
        and days.judged_on between clause.in_force_from and clause.in_force_to
    semi join warehouse.coverage as coverage
        on coverage.school_id = days.school_id
        and coverage.dataset = 'activity'
        and coverage.covers_from <= days.judged_on
),

shared_channels as (
    select distinct mine.account_id
    from warehouse.accounts as mine
    inner join warehouse.accounts as others
        on others.school_id <> mine.school_id
        and others.is_registered
        and (others.url = mine.url or (others.platform = mine.platform and others.handle = mine.handle))
    where mine.is_registered
),

schools_with_managers as (
    select school_id from warehouse.account_access
    union
    select school_id from warehouse.accounts where owner_id is not null
),

people_in_charge as (
    select
        account_id,
        judged_on,
        person_id
    from mart.judged_access
    where is_manager
    union
    select
        account_id,
        judged_on,
        owner_id as person_id
    from mart.judged_accounts
    where owner_id is not null
),

roles_in_charge as (
    select distinct
        charge.account_id,
        charge.judged_on,
        people.role
    from people_in_charge as charge
    inner join warehouse.people as people
        on people.person_id = charge.person_id
        and charge.judged_on between people.started_on and coalesce(people.left_on, date '9999-12-31')
),

registered_judged as (
    select
        days.school_id,
        days.clause_id,
        days.per,
        days.judged_on,
        accounts.account_id,
        accounts.opened_on as began_on,
        shared.account_id is null as is_own,
        (days.per is null or shared.account_id is null)
        and (days.manager is null or managers.school_id is null or roles.role is not null) as is_kept
    from days
    inner join mart.judged_accounts as accounts
        on accounts.school_id = days.school_id
        and accounts.judged_on = days.judged_on
    left join shared_channels as shared on shared.account_id = accounts.account_id
    left join schools_with_managers as managers on managers.school_id = days.school_id
    left join roles_in_charge as roles
        on roles.account_id = accounts.account_id
        and roles.judged_on = accounts.judged_on
        and roles.role = days.manager
),

unregistered_spoke as (
    select
        activity.account_id,
        activity.school_id,
        activity.sent_on
    from warehouse.activity as activity
    inner join warehouse.accounts as accounts on accounts.account_id = activity.account_id
    where not accounts.is_registered
),

unregistered_judged as (
    select
        days.school_id,
        days.clause_id,
        days.judged_on,
        spoke.account_id,
        min(spoke.sent_on) as began_on
    from days
    inner join unregistered_spoke as spoke
        on spoke.school_id = days.school_id
        and spoke.sent_on <= days.judged_on
    group by days.school_id, days.clause_id, days.judged_on, spoke.account_id
    having max(spoke.sent_on) > cast(days.judged_on - interval '12' month as date)
),

own_channels_judged as (
    select
        days.school_id,
        days.clause_id,
        days.judged_on,
        coalesce(bool_or(registered.is_own), false) as is_kept
    from days
    left join registered_judged as registered
        on registered.school_id = days.school_id
        and registered.clause_id = days.clause_id
        and registered.judged_on = days.judged_on
    where days.per = 'school'
    group by days.school_id, days.clause_id, days.judged_on
),

all_judged as (
    select
        school_id,
        clause_id,
        judged_on,
        account_id as thing,
        account_id,
        began_on,
        is_kept
    from registered_judged
    union all
    select
        school_id,
        clause_id,
        judged_on,
        account_id as thing,
        account_id,
        began_on,
        false as is_kept
    from unregistered_judged
    union all
    select
        school_id,
        clause_id,
        judged_on,
        'own channel' as thing,
        cast(null as string) as account_id,
        cast(null as date) as began_on,
        is_kept
    from own_channels_judged
),

cases as (
    select
        school_id,
        clause_id,
        thing || '@' || cast(judged_on as string) as case_id,
        account_id,
        judged_on,
        began_on,
        case when is_kept then 'met' else 'missed' end as outcome
    from all_judged
)

select * from cases
