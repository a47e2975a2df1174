-- Grain: one grant of access as manager or poster that stands on the day. Sources: warehouse.account_access, accounts,
-- acknowledgements, training, result.adoptions.
-- Cleared: the policy, in any version, acknowledged and training on record (in force at the grant), both by the day of the
-- grant. Grants from before a school's records of both begin are not judged (is_judged false).
with

days as (
    select
        scope.school_id,
        scope.school_name,
        coalesce(cast($on as date), scope.looked_at_on) as on_date
    from scope
),

records_begin as (
    select
        school_id,
        max(begins_on) as begins_on
    from (
        select
            school_id,
            dataset,
            min(covers_from) as begins_on
        from warehouse.coverage
        where dataset in ('acknowledgements', 'training')
        group by school_id, dataset
    ) as firsts
    group by school_id
    having count(*) = 2
),

grants as (
    select
        days.school_id,
        days.school_name,
        days.on_date,
        access.account_id,
        access.person_id,
        access.access,
        access.granted_on,
        coalesce(access.granted_on >= records_begin.begins_on, false) as is_judged,
        min(acknowledgements.acknowledged_on) as acknowledged_on,
        min(training.completed_on) as completed_on
    from days
    inner join warehouse.account_access as access
        on
            days.school_id = access.school_id
            and access.access in ('manager', 'poster')
            and days.on_date >= access.granted_on
            and days.on_date < coalesce(access.revoked_on, date '9999-12-31')
    left join records_begin on days.school_id = records_begin.school_id
    left join result.adoptions as adoptions
        on
            days.school_id = adoptions.school_id
            and access.granted_on between adoptions.adopted_from and adoptions.adopted_to
    left join warehouse.acknowledgements as acknowledgements
        on
            access.person_id = acknowledgements.person_id
            and adoptions.policy = acknowledgements.policy
            and days.on_date >= acknowledgements.acknowledged_on
    left join warehouse.training as training
        on
            access.person_id = training.person_id
            and days.on_date >= training.completed_on
            and access.granted_on <= coalesce(training.expires_on, access.granted_on)
    group by all
)

select
    grants.school_id,
    grants.school_name,
    coalesce(accounts.handle, grants.account_id) as account,
    grants.access,
    grants.granted_on,
    grants.acknowledged_on,
    grants.completed_on,
    grants.is_judged,
    coalesce(greatest(grants.acknowledged_on, grants.completed_on) <= grants.granted_on, false)
    and grants.acknowledged_on is not null
    and grants.completed_on is not null as is_cleared
from grants
left join warehouse.accounts as accounts on grants.account_id = accounts.account_id
order by grants.school_name, grants.granted_on desc, account
