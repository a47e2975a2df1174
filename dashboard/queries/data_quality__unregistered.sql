-- Grain: one account that the activity names and no register holds. Sources: warehouse.accounts, warehouse.activity.
-- An account whose school nobody can tell stands here whichever schools are in view, so that it is not lost between them,
-- for who may see every school.
select
    coalesce(schools.school_name, 'not known') as school_name,
    accounts.account_id,
    count(*) as item_count,
    min(activity.sent_on) as first_on,
    max(activity.sent_on) as last_on
from warehouse.accounts as accounts
inner join warehouse.activity as activity on activity.account_id = accounts.account_id
left join warehouse.schools as schools on schools.school_id = accounts.school_id
where
    not accounts.is_registered
    and (
        accounts.school_id in (select scope.school_id from scope)
        or (accounts.school_id is null and (select bool_or(viewer.sees_every_school) from viewer))
    )
group by all
order by school_name, accounts.account_id
