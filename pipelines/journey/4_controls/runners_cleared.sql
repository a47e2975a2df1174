/*---
question = "Was everyone who runs an account cleared before access was granted?"
rule = "Whoever runs an account has acknowledged the policy and been trained before {before}{module}"
grain = "one access as manager or poster granted to one person"
case_kind = "grant of access"
judged_on = "the day access was granted"
dataset = "accounts"
open = "a person not cleared is missed from the day of access"
no_data = "Hand in who has access to the accounts, and the acknowledgement and training records."
zero = "no_data"
unit = "days"

[parameters.before]
type = "text"
allowed = ["access"]
default = "access"
says = { access = "access is granted" }
meaning = "by when the person is cleared"

[parameters.module]
type = "text"
allowed_from = "training.module"
says = ", by training on {value}"
meaning = "the module that counts; where left out, any does"

[sentences]
met = "Access to {account_id} was granted on {began_on}; the person was cleared on {done_on}."
missed = "Access to {account_id} was granted on {began_on}; the person was cleared: {done_on}."
---*/
-- Clearance on the day itself is in time; it stands once both the policy (in any version) and the training are on record. Training that
-- had expired by the grant does not count. Grants before a school's records of both begin are not judged.
-- The value is the days between clearance and access.
-- From warehouse.account_access, acknowledgements, training, coverage.
with

records_begin as (
    select
        school_id,
        max(covers_from) as both_from
    from (
        select
            school_id,
            dataset,
            min(covers_from) as covers_from
        from warehouse.coverage
        where dataset in ('acknowledgements', 'training')
        group by school_id, dataset
    ) as firsts
    group by school_id
    having count(*) = 2
),

grants as (
    select
        clause.school_id,
        clause.clause_id,
        clause.policy,
        clause.module,
        access.account_id,
        access.person_id,
        access.access,
        access.granted_on
    from clause
    inner join warehouse.account_access as access
        on access.school_id = clause.school_id
        and access.access in ('manager', 'poster')
        and access.granted_on between clause.in_force_from and clause.in_force_to
    inner join records_begin
        on records_begin.school_id = clause.school_id
        and records_begin.both_from <= access.granted_on
),

first_acknowledgements as (
    select
        person_id,
        policy,
        min(acknowledged_on) as acknowledged_on
    from warehouse.acknowledgements
    group by person_id, policy
),

first_training as (
    select
        grants.clause_id,
        grants.account_id,
        grants.person_id,
        grants.access,
        grants.granted_on,
        min(training.completed_on) as completed_on
    from grants
    inner join warehouse.training as training
        on training.person_id = grants.person_id
        and training.module = coalesce(grants.module, training.module)
        and coalesce(training.expires_on, grants.granted_on) >= grants.granted_on
    group by grants.clause_id, grants.account_id, grants.person_id, grants.access, grants.granted_on
),

clearances as (
    select
        grants.school_id,
        grants.clause_id,
        grants.account_id,
        grants.person_id,
        grants.access,
        grants.granted_on,
        case
            when training.completed_on is not null
                then case
                    when acknowledgements.acknowledged_on >= training.completed_on then acknowledgements.acknowledged_on
                    when acknowledgements.acknowledged_on is not null then training.completed_on
                end
        end as cleared_on
    from grants
    left join first_acknowledgements as acknowledgements
        on acknowledgements.person_id = grants.person_id
        and acknowledgements.policy = grants.policy
    left join first_training as training
        on training.clause_id = grants.clause_id
        and training.account_id = grants.account_id
        and training.person_id = grants.person_id
        and training.access = grants.access
        and training.granted_on = grants.granted_on
),

cases as (
    select
        school_id,
        clause_id,
        account_id || '/' || person_id || '/' || access || '/' || cast(granted_on as string) as case_id,
        account_id,
        granted_on as judged_on,
        granted_on as began_on,
        granted_on as due_on,
        cleared_on as done_on,
        case when cleared_on <= granted_on then 'met' else 'missed' end as outcome,
        extract(day from cast(granted_on as timestamp) - cast(cleared_on as timestamp)) as value
    from clearances
)

select * from cases
