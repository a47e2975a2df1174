-- Grain: one account that spoke in the twelve months up to the day looked at and is on no register.
-- Sources: warehouse.accounts, activity. By the rule of the control registered_accounts, for every school.
-- Where every school of the build is in view, accounts whose school nobody can tell stand here too.
with

days as (
    select
        scope.school_id,
        scope.school_name,
        scope.looked_at_on as judged_on
    from scope
    union all
    select
        null as school_id,
        'not known' as school_name,
        max(scope.looked_at_on) as judged_on
    from scope
    having count(*) = (select count(*) from warehouse.schools)
)

select
    days.school_name,
    accounts.account_id,
    count(*) as item_count,
    min(activity.sent_on) as first_on,
    max(activity.sent_on) as last_on
from days
inner join warehouse.accounts as accounts
    on
        days.school_id is not distinct from accounts.school_id
        and not accounts.is_registered
inner join warehouse.activity as activity
    on
        accounts.account_id = activity.account_id
        and activity.sent_on <= days.judged_on
group by days.school_name, days.judged_on, accounts.account_id
having max(activity.sent_on) > days.judged_on - interval 12 month
order by days.school_name, accounts.account_id
