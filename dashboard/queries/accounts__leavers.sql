-- Grain: one person who had left by the day looked at and one account to which they had access on their last day; open ones first.
-- Sources: warehouse.account_access, people, accounts. By the rule of the control leaver_access_removed, for every school: a person
-- has left an account when no post of theirs is open at its school, or where they never had one there, at any school.
with

days as (
    select
        school_id,
        school_name,
        period_start,
        looked_at_on as judged_on
    from scope
),

access_by_person as (
    select
        days.school_id,
        days.school_name,
        days.period_start,
        days.judged_on,
        access.account_id,
        access.person_id,
        string_agg(distinct access.access, ';' order by access.access) as kinds,
        max(
            case
                when access.revoked_on <= days.judged_on then access.revoked_on
                else date '9999-12-31'
            end
        ) as ended_on
    from days
    inner join warehouse.account_access as access
        on
            days.school_id = access.school_id
            and access.granted_on <= days.judged_on
    group by all
),

posts as (
    select
        access.account_id,
        access.person_id,
        people.role_group,
        people.started_on,
        case when people.left_on < access.judged_on then people.left_on end as left_on,
        people.school_id = access.school_id as is_here,
        bool_or(people.school_id = access.school_id) over (
            partition by access.account_id, access.person_id
        ) as was_ever_here
    from access_by_person as access
    inner join warehouse.people as people
        on
            access.person_id = people.person_id
            and people.started_on <= access.judged_on
),

last_days as (
    select
        account_id,
        person_id,
        max(left_on) as left_on,
        max_by(role_group, left_on) as role_group
    from posts
    where is_here or not was_ever_here
    group by account_id, person_id
    having count(*) = count(left_on)
)

select
    access.school_id,
    access.school_name,
    access.account_id,
    accounts.handle,
    accounts.platform,
    last_days.role_group,
    access.kinds,
    last_days.left_on,
    case when access.ended_on < date '9999-12-31' then access.ended_on end as ended_on,
    access.ended_on = date '9999-12-31' as is_open,
    least(access.ended_on, access.judged_on) - last_days.left_on as days_after
from access_by_person as access
inner join last_days
    on
        access.account_id = last_days.account_id
        and access.person_id = last_days.person_id
inner join warehouse.accounts as accounts on access.account_id = accounts.account_id
where
    access.ended_on > last_days.left_on
    and access.ended_on >= access.period_start
order by is_open desc, last_days.left_on, access.school_name, access.account_id
